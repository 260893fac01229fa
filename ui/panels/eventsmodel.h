// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/record/runsnapshot.h"

#include <QAbstractTableModel>

namespace Fuseboard {

/// Every change of a breaker's state that the recording holds, newest first.
class EventsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Time, Endpoint, From, To, Reason, ColumnCount };
    enum Role {
        StateRole = Qt::UserRole, ///< int of BreakerState, in From and To
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Takes the changes of @p snapshot; those that are there already stay, and keep their selection.
    void show(const RunSnapshot &snapshot);

    /// When it happened, since the run's start; 0 <= @p row < rowCount().
    Duration momentAt(int row) const { return m_rows.at(m_rows.size() - 1 - row).at; }

    /// What happened, and to which endpoint's breaker; likewise.
    RecordedChange changeAt(int row) const;
    int endpointAt(int row) const { return m_rows.at(m_rows.size() - 1 - row).endpoint; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        Duration at{};
        int endpoint = 0;
        StateChange change;
        friend bool operator==(const Row &, const Row &) = default;
    };

    /// What tells one endpoint's changes from those of another moment or run, without looking at each.
    struct Extent
    {
        quint64 total = 0;
        Duration first{};
        Duration last{};
        friend bool operator==(const Extent &, const Extent &) = default;
    };

    QList<Row> m_rows; ///< oldest first
    QList<Extent> m_extents;
    QStringList m_names;
};

} // namespace Fuseboard
