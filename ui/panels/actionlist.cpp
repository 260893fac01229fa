// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/actionlist.h"

#include "panels/interventiontext.h"
#include "theme/figures.h"
#include "theme/fonts.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace Fuseboard {

namespace {

enum Role {
    ActionRole = Qt::UserRole, // quint64
    MomentRole,                // qint64, nanoseconds
};

} // namespace

ActionList::ActionList(QWidget *parent)
    : QWidget(parent)
    , m_list(new QListWidget)
    , m_remove(new QPushButton)
{
    setObjectName(QStringLiteral("actionList"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    auto *line = new QHBoxLayout;
    auto *title = new QLabel(tr("Done to this run"));
    title->setFont(labelFont());
    line->addWidget(title, 1);
    m_remove->setObjectName(QStringLiteral("removeAction"));
    m_remove->setText(tr("Remove"));
    m_remove->setToolTip(tr("Computes the run again without this (Del)"));
    line->addWidget(m_remove);
    column->addLayout(line);
    m_list->setObjectName(QStringLiteral("actions"));
    m_list->setAccessibleName(tr("What was done to this run"));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->installEventFilter(this);
    column->addWidget(m_list, 1);
    connect(m_list, &QListWidget::currentRowChanged, this, &ActionList::choose);
    connect(m_list, &QListWidget::itemClicked, this, &ActionList::choose);
    connect(m_remove, &QPushButton::clicked, this, &ActionList::removeCurrent);
    choose();
    hide();
}

void ActionList::show(const QList<Intervention> &interventions, const QStringList &endpoints)
{
    if (interventions == m_shown && endpoints == m_endpoints)
        return;
    m_shown = interventions;
    m_endpoints = endpoints;
    const int row = m_list->currentRow();
    {
        const QSignalBlocker blocker(m_list);
        m_list->clear();
        quint64 action = 0;
        for (const Intervention &done : interventions) {
            const QString text = QStringLiteral("%1  %2: %3")
                                     .arg(momentText(done.at), endpoints.value(done.endpoint), interventionText(done));
            if (done.action == action) {
                // The action went on: its first moment, its last value.
                QListWidgetItem *item = m_list->item(m_list->count() - 1);
                item->setText(item->text().section(u' ', 0, 0) + text.mid(text.indexOf(u' ')));
            } else {
                auto *item = new QListWidgetItem(text, m_list);
                item->setData(ActionRole, done.action);
                item->setData(MomentRole, qint64(done.at.count()));
            }
            m_list->item(m_list->count() - 1)->setToolTip(m_list->item(m_list->count() - 1)->text().toHtmlEscaped());
            action = done.action;
        }
        m_list->setCurrentRow(std::min(row, m_list->count() - 1));
    }
    m_remove->setEnabled(m_list->currentRow() >= 0);
    setVisible(m_list->count() > 0);
}

void ActionList::choose()
{
    const QListWidgetItem *item = m_list->currentItem();
    m_remove->setEnabled(item != nullptr);
    if (item != nullptr)
        Q_EMIT momentChosen(Duration(item->data(MomentRole).toLongLong()));
}

void ActionList::removeCurrent()
{
    if (const QListWidgetItem *item = m_list->currentItem())
        Q_EMIT removeRequested(item->data(ActionRole).toULongLong());
}

bool ActionList::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress || static_cast<QKeyEvent *>(event)->key() != Qt::Key_Delete)
        return QWidget::eventFilter(watched, event);
    removeCurrent();
    return true;
}

} // namespace Fuseboard
