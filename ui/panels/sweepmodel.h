// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "document/sweepresults.h"
#include "panels/sweepwords.h"

#include <QAbstractTableModel>

namespace Fuseboard {

/// The cells of a sweep, a row each: settings, goals, seeds, and whether it is allowed. Sorts itself: thousands of rows are put in
/// order in a few milliseconds.
class SweepModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit SweepModel(QObject *parent = nullptr);

    /// Shows @p results; the same plan as before keeps rows, order and selection.
    void show(const SweepResults &results, const SweepWords &words);

    qint64 cellAt(int row) const { return m_order.at(row); }

    /// -1: it has none.
    int rowOf(qint64 cell) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    /// What there is none of comes last, either way.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

private:
    QString textAt(const CellScore &score, int column) const;
    std::optional<double> keyOf(const CellScore &score, int column) const;
    void putInOrder();

    int fields() const { return int(m_results.plan.vary.size()); }
    int goals() const { return int(m_results.plan.goals.size()); }

    SweepResults m_results;
    SweepWords m_words;
    QList<qint64> m_order; ///< the cell of each row
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace Fuseboard
