// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/sweepmodel.h"

#include "document/goaltext.h"
#include "document/summarydifference.h"

#include <algorithm>
#include <numeric>

namespace Fuseboard {

using namespace Qt::StringLiterals;

SweepModel::SweepModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void SweepModel::show(const SweepResults &results, const SweepWords &words)
{
    const bool isOther = m_results.plan != results.plan || m_results.scores.size() != results.scores.size();
    if (isOther) {
        beginResetModel();
        m_results = results;
        m_words = words;
        m_order.resize(results.scores.size());
        std::iota(m_order.begin(), m_order.end(), 0);
        if (m_sortColumn >= columnCount())
            m_sortColumn = -1;
        endResetModel();
    } else {
        m_results = results;
        if (!m_order.isEmpty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }
    if (m_sortColumn >= 0)
        putInOrder();
}

int SweepModel::rowOf(qint64 cell) const
{
    return int(m_order.indexOf(cell));
}

int SweepModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_order.size());
}

int SweepModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() || m_results.isEmpty() ? 0 : fields() + goals() + 2;
}

QString SweepModel::textAt(const CellScore &score, int column) const
{
    if (column < fields())
        return m_words.valueTexts(column).at(m_results.plan.coordinatesOf(score.cell).at(column));
    if (!m_results.isDone(score.cell))
        return {};
    column -= fields();
    if (column < goals())
        return score.error.isEmpty() ? estimateText(m_results.plan.goals.at(column), score.goals.value(column))
                                     : QString();
    if (column == goals())
        return score.error.isEmpty() ? QString::number(score.seeds) : QString();
    if (!score.error.isEmpty())
        return tr("cannot be: %1").arg(score.error);
    return score.missed.isEmpty() ? tr("yes") : tr("no: %1").arg(score.missed.join(u"; "_s));
}

std::optional<double> SweepModel::keyOf(const CellScore &score, int column) const
{
    if (column < fields())
        return double(m_results.plan.coordinatesOf(score.cell).at(column));
    if (!m_results.isDone(score.cell))
        return std::nullopt;
    column -= fields();
    if (column < goals())
        return score.goals.value(column).mean;
    if (column == goals())
        return score.seeds;
    return score.isAllowed() ? 0 : score.error.isEmpty() ? double(score.missed.size()) : 1e9;
}

QVariant SweepModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const qint64 cell = m_order.at(index.row());
    const CellScore &score = m_results.scores.at(cell);
    if (role == Qt::DisplayRole)
        return textAt(score, index.column());
    if (role == Qt::ToolTipRole)
        return m_words.describe(m_results, cell);
    if (role == Qt::TextAlignmentRole && index.column() < columnCount() - 1)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

QVariant SweepModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((section < columnCount() - 1 ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section < fields())
        return m_results.plan.vary.at(section).path();
    if (role != Qt::DisplayRole)
        return {};
    if (section < fields())
        return m_words.fieldLabel(section);
    section -= fields();
    if (section < goals())
        return figureLabel(m_results.plan.goals.at(section).figure({}).name);
    return section == goals() ? tr("Seeds") : tr("Allowed");
}

void SweepModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    putInOrder();
}

void SweepModel::putInOrder()
{
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    QList<qint64> cells;
    for (const QModelIndex &index : before)
        cells.append(m_order.at(index.row()));

    std::ranges::sort(m_order);
    if (m_sortColumn >= 0 && m_sortColumn < columnCount()) {
        std::vector<std::optional<double>> keys;
        keys.reserve(std::size_t(m_results.scores.size()));
        for (const CellScore &score : std::as_const(m_results.scores))
            keys.push_back(keyOf(score, m_sortColumn));
        std::ranges::stable_sort(m_order, [&](qint64 a, qint64 b) {
            const auto &first = keys[std::size_t(a)];
            const auto &second = keys[std::size_t(b)];
            if (!first || !second)
                return first.has_value() && !second;
            return m_sortOrder == Qt::AscendingOrder ? *first < *second : *first > *second;
        });
    }

    QList<int> rows(m_order.size());
    for (int row = 0; row < rows.size(); ++row)
        rows[m_order.at(row)] = row;
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i)
        after.append(index(rows.at(cells.at(i)), before.at(i).column()));
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

} // namespace Fuseboard
