// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/eventsmodel.h"

#include "theme/figures.h"
#include "theme/marks.h"

#include <algorithm>

namespace Fuseboard {

void EventsModel::show(const RunSnapshot &snapshot)
{
    // Called at every picture, and nearly always for nothing.
    QList<Extent> extents;
    for (const EndpointSnapshot &e : snapshot.endpoints) {
        extents.append({quint64(e.changes.size()) + e.changesDropped,
                        e.changes.isEmpty() ? Duration() : e.changes.first().at,
                        e.changes.isEmpty() ? Duration() : e.changes.last().at});
    }
    if (extents == m_extents)
        return;
    m_extents = extents;

    QList<Row> rows;
    QStringList names;
    for (int i = 0; i < snapshot.endpoints.size(); ++i) {
        names.append(snapshot.endpoints.at(i).name);
        for (const RecordedChange &change : snapshot.endpoints.at(i).changes)
            rows.append({change.at, i, change.change});
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Row &a, const Row &b) { return a.at < b.at; });

    // Nearly always some rows were added at the end, and now and then as many let go at the beginning.
    const auto kept = rows.isEmpty() || m_rows.isEmpty() ? m_rows.cend()
                                                         : std::find(m_rows.cbegin(), m_rows.cend(), rows.first());
    const qsizetype gone = std::distance(m_rows.cbegin(), kept);
    const qsizetype common = m_rows.size() - gone;
    const bool isContinued = names == m_names && common > 0 && common <= rows.size()
        && std::equal(kept, m_rows.cend(), rows.cbegin());
    if (!isContinued) {
        if (rows.isEmpty() && m_rows.isEmpty() && names == m_names)
            return;
        beginResetModel();
        m_rows = rows;
        m_names = names;
        endResetModel();
        return;
    }
    if (gone > 0) {
        beginRemoveRows({}, int(common), int(m_rows.size()) - 1);
        m_rows.remove(0, gone);
        endRemoveRows();
    }
    if (rows.size() > common) {
        beginInsertRows({}, 0, int(rows.size() - common) - 1);
        m_rows = rows;
        endInsertRows();
    }
}

RecordedChange EventsModel::changeAt(int row) const
{
    const Row &shown = m_rows.at(m_rows.size() - 1 - row);
    return {shown.at, shown.change};
}

int EventsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int EventsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant EventsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_rows.at(m_rows.size() - 1 - index.row());
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case Time:
            return momentText(row.at);
        case Endpoint:
            return m_names.value(row.endpoint);
        case From:
            return markOf(row.change.from).name;
        case To:
            return markOf(row.change.to).name;
        case Reason:
            return row.change.reason();
        default:
            return {};
        }
    case Qt::ToolTipRole:
        return QStringLiteral("%1 → %2\n%3")
            .arg(markOf(row.change.from).name, markOf(row.change.to).name, row.change.reason());
    case StateRole:
        if (index.column() == From)
            return int(row.change.from);
        return index.column() == To ? QVariant(int(row.change.to)) : QVariant();
    default:
        return {};
    }
}

QVariant EventsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case Time:
        return tr("Time");
    case Endpoint:
        return tr("Endpoint");
    case From:
        return tr("From");
    case To:
        return tr("To");
    case Reason:
        return tr("Reason");
    default:
        return {};
    }
}

} // namespace Fuseboard
