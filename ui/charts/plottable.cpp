// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/plottable.h"

#include "lab/record/csvtext.h"

#include <algorithm>

namespace Fuseboard {

void PlotTable::setContent(const Content &content)
{
    Q_ASSERT(std::ranges::all_of(content.rows,
                                 [&](const QStringList &row) { return row.size() == content.columns.size(); }));
    if (m_content == content)
        return;
    // A run that goes on changes the cells several times a second: a view keeps its place.
    if (m_content.columns == content.columns && m_content.rows.size() == content.rows.size()) {
        m_content = content;
        if (!content.rows.isEmpty() && !content.columns.isEmpty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    m_content = content;
    endResetModel();
}

QByteArray PlotTable::toCsv() const
{
    QByteArray csv;
    const auto line = [&](const QStringList &cells) {
        for (qsizetype i = 0; i < cells.size(); ++i)
            csv += (i > 0 ? "," : "") + csvField(cells.at(i));
        csv += '\n';
    };
    line(m_content.columns);
    for (const QStringList &row : m_content.rows)
        line(row);
    return csv;
}

int PlotTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_content.rows.size());
}

int PlotTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_content.columns.size());
}

QVariant PlotTable::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::DisplayRole)
        return m_content.rows.at(index.row()).at(index.column());
    if (role == Qt::TextAlignmentRole)
        return QVariant((index.column() > 0 ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

QVariant PlotTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_content.columns.size())
        return {};
    if (role == Qt::DisplayRole)
        return m_content.columns.at(section);
    if (role == Qt::TextAlignmentRole)
        return QVariant((section > 0 ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

} // namespace Fuseboard
