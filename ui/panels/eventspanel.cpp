// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/eventspanel.h"

#include "panels/actionlist.h"
#include "panels/eventsmodel.h"
#include "panels/statedelegate.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QTableView>

#include <algorithm>

namespace Fuseboard {

EventsPanel::EventsPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new EventsModel(this))
    , m_table(new QTableView)
    , m_empty(new QLabel)
    , m_actions(new ActionList)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 0, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(m_table, 3);
    layout->addWidget(m_actions, 2);
    connect(m_actions, &ActionList::momentChosen, this, &EventsPanel::momentChosen);

    m_table->setObjectName(QStringLiteral("events"));
    m_table->setAccessibleName(tr("Changes of breaker state"));
    m_table->setModel(m_model);
    m_table->setItemDelegate(new StateDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(26);
    auto *header = m_table->horizontalHeader();
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setStretchLastSection(true);
    header->setMinimumSectionSize(40);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    header->resizeSection(EventsModel::Time,
                          std::max(92, m_table->fontMetrics().horizontalAdvance(QStringLiteral("00:00:00.000")) + 20));
    header->resizeSection(EventsModel::Endpoint, 92);

    m_empty->setObjectName(QStringLiteral("noEvents"));
    m_empty->setParent(m_table->viewport());
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setEnabled(false);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_table->viewport()->installEventFilter(this);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                if (current.isValid())
                    choose(current.row());
            });
    // The same row again: the moment may have been scrolled away since.
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex &index) { choose(index.row()); });
    m_table->setColumnHidden(EventsModel::Endpoint, true);
    showEmpty();
}

void EventsPanel::setBreakers(const QList<bool> &hasBreaker)
{
    if (m_hasBreaker == hasBreaker)
        return;
    m_hasBreaker = hasBreaker;
    showEmpty();
}

void EventsPanel::clearChoice()
{
    m_table->selectionModel()->clear();
}

void EventsPanel::showEmpty()
{
    const bool hasNone = !m_hasBreaker.isEmpty() && !m_hasBreaker.contains(true);
    m_empty->setText(hasNone ? tr("No endpoint has a breaker, so no state can change.\nSwitch one on under Policies.")
                             : tr("No state changes yet.\nPress \"Break it\" to watch the breaker open."));
    m_empty->setVisible(m_model->rowCount() == 0);
}

void EventsPanel::show(const RunSnapshot &snapshot)
{
    m_model->show(snapshot);
    m_empty->setVisible(m_model->rowCount() == 0);
    m_table->setColumnHidden(EventsModel::Endpoint, snapshot.endpoints.size() < 2);
}

void EventsPanel::choose(int row)
{
    // By value: whoever is told may show other events.
    const int endpoint = m_model->endpointAt(row);
    const RecordedChange change = m_model->changeAt(row);
    Q_EMIT momentChosen(change.at);
    Q_EMIT changeChosen(endpoint, change);
}

void EventsPanel::fitToWidth()
{
    m_empty->setGeometry(m_table->viewport()->rect());
    // Where it is narrow, states are letters alone, so that the reason has room.
    const int stateWidth = m_table->viewport()->width() < 560 ? 56 : 118;
    m_table->horizontalHeader()->resizeSection(EventsModel::From, stateWidth);
    m_table->horizontalHeader()->resizeSection(EventsModel::To, stateWidth);
}

bool EventsPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        fitToWidth();
    return QWidget::eventFilter(watched, event);
}

} // namespace Fuseboard
