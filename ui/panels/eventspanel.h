// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/record/runsnapshot.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QTableView;
QT_END_NAMESPACE

namespace Fuseboard {

class ActionList;
class EventsModel;

/// The table of changes of state.
class EventsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit EventsPanel(QWidget *parent = nullptr);

    void show(const RunSnapshot &snapshot);

    /// Whether each endpoint has a breaker, by index: without any there is nothing to wait for.
    void setBreakers(const QList<bool> &hasBreaker);

    /// No row is chosen any more; sends nothing.
    void clearChoice();
    EventsModel *model() const { return m_model; }
    QTableView *table() const { return m_table; }

    /// What was done to the run; beside the table.
    ActionList *actions() const { return m_actions; }

Q_SIGNALS:
    /// A row was chosen, by mouse or keyboard: @p moment since the run's start. Twice for a click on another row than
    /// the current one.
    void momentChosen(Fuseboard::Duration moment);

    /// The same: which change it was, of which endpoint (an index in the run). Right after momentChosen().
    void changeChosen(int endpoint, const Fuseboard::RecordedChange &change);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void choose(int row);
    void fitToWidth();
    void showEmpty();

    EventsModel *m_model;
    QTableView *m_table;
    QLabel *m_empty;
    ActionList *m_actions;
    QList<bool> m_hasBreaker;
};

} // namespace Fuseboard
