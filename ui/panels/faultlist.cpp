// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/faultlist.h"

#include "panels/faulteditor.h"
#include "panels/faulttext.h"
#include "panels/takenissues.h"
#include "theme/fonts.h"
#include "theme/tints.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace Fuseboard {

FaultList::FaultList(QWidget *parent)
    : QWidget(parent)
    , m_list(new QListWidget)
    , m_empty(new QLabel(tr("No faults: every request is answered well.")))
    , m_issue(new QLabel)
    , m_editor(new FaultEditor)
{
    setObjectName(QStringLiteral("faults"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    auto *line = new QHBoxLayout;
    line->setSpacing(6);
    layout->addLayout(line);
    m_empty->setObjectName(QStringLiteral("faults.empty"));
    m_empty->setWordWrap(true);
    m_list->setObjectName(QStringLiteral("faults.list"));
    m_list->setAccessibleName(tr("Faults"));
    m_list->setToolTip(tr("What goes wrong and for whom. The first pattern that names a request wins; shares come "
                          "after all patterns."));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setMinimumWidth(80);
    m_list->installEventFilter(this);
    line->addWidget(m_empty, 1, Qt::AlignTop);
    line->addWidget(m_list, 1);
    auto *buttons = new QGridLayout;
    buttons->setSpacing(2);
    m_add = addButton(QStringLiteral("faults.add"), QStringLiteral("+"), tr("Add a fault"));
    m_remove = addButton(QStringLiteral("faults.remove"), QStringLiteral("−"), tr("Remove the fault (Del)"));
    m_up = addButton(QStringLiteral("faults.up"), QStringLiteral("↑"), tr("Move the fault up (Ctrl+Up)"));
    m_down = addButton(QStringLiteral("faults.down"), QStringLiteral("↓"), tr("Move the fault down (Ctrl+Down)"));
    buttons->addWidget(m_add, 0, 0);
    buttons->addWidget(m_remove, 0, 1);
    buttons->addWidget(m_up, 1, 0);
    buttons->addWidget(m_down, 1, 1);
    line->addLayout(buttons);
    line->setAlignment(buttons, Qt::AlignTop);
    m_issue->setObjectName(QStringLiteral("faults.issue"));
    m_issue->setFont(labelFont());
    m_issue->setWordWrap(true);
    m_issue->hide();
    layout->addWidget(m_issue);
    layout->addWidget(m_editor);

    connect(m_list, &QListWidget::currentRowChanged, this, [this] {
        Q_EMIT gestureEnded();
        showCurrent();
        showAgain();
    });
    connect(m_add, &QToolButton::clicked, this, &FaultList::addRequested);
    connect(m_remove, &QToolButton::clicked, this, &FaultList::removeCurrent);
    connect(m_up, &QToolButton::clicked, this, [this] { moveCurrent(-1); });
    connect(m_down, &QToolButton::clicked, this, [this] { moveCurrent(1); });
    connect(m_editor, &FaultEditor::edited, this, [this](const QString &text, const QString &gesture) {
        const QString own = gesture.isEmpty() ? gesture : QStringLiteral("%1.%2").arg(gesture).arg(current());
        Q_EMIT faultEdited(current(), m_editor->fault(), text, own);
    });
    connect(m_editor, &FaultEditor::gestureEnded, this, &FaultList::gestureEnded);
    applyColours();
    showCurrent();
}

QToolButton *FaultList::addButton(const QString &name, const QString &sign, const QString &what)
{
    auto *button = new QToolButton;
    button->setObjectName(name);
    button->setText(sign);
    button->setToolTip(what);
    button->setAccessibleName(what);
    button->setFocusPolicy(Qt::TabFocus);
    button->setFixedSize(26, 26);
    return button;
}

int FaultList::current() const
{
    return m_list->currentRow();
}

void FaultList::setCurrent(int index)
{
    m_list->setCurrentRow(std::clamp(index, -1, int(m_faults.size()) - 1));
}

void FaultList::setFaults(const QList<FaultConfig> &faults)
{
    m_faults = faults;
    m_issues.resize(faults.size());
    if (m_list->count() != faults.size()) {
        const QSignalBlocker blocker(m_list);
        const int row = current();
        while (m_list->count() > faults.size())
            delete m_list->takeItem(m_list->count() - 1);
        while (m_list->count() < faults.size())
            m_list->addItem(QString());
        m_list->setCurrentRow(std::clamp(row, faults.isEmpty() ? -1 : 0, int(faults.size()) - 1));
    }
    // Two or three of them are seen; more are scrolled.
    const int rows = std::clamp(int(faults.size()), 2, 3);
    m_list->setFixedHeight(std::max(54, rows * 26 + 2 * m_list->frameWidth()));
    showTexts();
    showCurrent();
}

void FaultList::showTexts()
{
    for (int i = 0; i < m_faults.size(); ++i) {
        const QString text = QStringLiteral("%1: %2").arg(faultText(m_faults[i]), faultTargetText(m_faults[i]));
        m_list->item(i)->setText(m_issues[i].isEmpty() ? text : QStringLiteral("⚠ ") + text);
    }
}

void FaultList::showCurrent()
{
    const int row = current();
    m_empty->setVisible(m_faults.isEmpty());
    m_list->setVisible(!m_faults.isEmpty());
    m_editor->setVisible(row >= 0);
    m_remove->setEnabled(row >= 0);
    m_up->setEnabled(row > 0);
    m_down->setEnabled(row >= 0 && row + 1 < m_faults.size());
    if (row < 0)
        return;
    m_editor->setValue(m_faults.at(row));
    showIssues();
}

void FaultList::showAgain()
{
    m_editor->showAgain();
}

void FaultList::showIssues()
{
    if (current() < 0)
        return;
    ConfigIssues own = m_issues.value(current());
    m_editor->takeIssues(own);
}

void FaultList::takeIssues(ConfigIssues &issues)
{
    for (int i = 0; i < m_faults.size(); ++i) {
        const QString path = QStringLiteral("faults.%1").arg(i);
        m_issues[i] = takeBelow(issues, path);
        const QString whole = takeMessages(issues, path);
        if (!whole.isEmpty())
            m_issues[i].append({{}, whole});
    }
    const QString message = takeMessages(issues, QStringLiteral("faults"));
    m_issue->setText(message.isEmpty() ? QString() : QStringLiteral("⚠ ") + message);
    m_issue->setVisible(!message.isEmpty());
    m_list->setAccessibleDescription(message);
    showTexts();
    showIssues();
}

void FaultList::removeCurrent()
{
    if (current() >= 0)
        Q_EMIT removeRequested(current());
}

void FaultList::moveCurrent(int by)
{
    const int to = current() + by;
    if (current() >= 0 && to >= 0 && to < m_faults.size())
        Q_EMIT moveRequested(current(), to);
}

bool FaultList::eventFilter(QObject *watched, QEvent *event)
{
    const bool isOverride = event->type() == QEvent::ShortcutOverride;
    if (watched != m_list || (event->type() != QEvent::KeyPress && !isOverride))
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    const bool isControl = key->modifiers() == Qt::ControlModifier;
    const bool isUp = key->key() == Qt::Key_Up && isControl;
    const bool isDown = key->key() == Qt::Key_Down && isControl;
    const bool isInsert = key->key() == Qt::Key_Insert;
    const bool isDelete = key->key() == Qt::Key_Delete;
    if (!isUp && !isDown && !isInsert && !isDelete)
        return QWidget::eventFilter(watched, event);
    event->accept();
    if (isOverride)
        return true;
    if (isInsert)
        Q_EMIT addRequested();
    else if (isDelete)
        removeCurrent();
    else
        moveCurrent(isUp ? -1 : 1);
    return true;
}

void FaultList::applyColours()
{
    const Tints t = Tints::of(palette());
    QPalette colours = m_issue->palette();
    colours.setColor(QPalette::WindowText, t.problem);
    m_issue->setPalette(colours);
    colours.setColor(QPalette::WindowText, t.muted);
    m_empty->setPalette(colours);
}

void FaultList::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_issue != nullptr && m_empty != nullptr)
        applyColours();
}

} // namespace Fuseboard
