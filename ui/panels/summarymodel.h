// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "document/summarydifference.h"

#include <QAbstractTableModel>

#include <optional>

namespace Fuseboard {

/// Every figure of a run's summary, and beside it that of the run it is compared with.
class SummaryModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Now, Before, Change, Verdict, ColumnCount };
    enum Role {
        TrendRole = Qt::UserRole, ///< int of Trend, in Verdict
    };

    explicit SummaryModel(QObject *parent = nullptr);

    /// @p before none: nothing is compared. @p beforeName heads its column. @p now is of the whole run, or of its first @p span.
    /// Without @p areEqual the two are of different spans, and no change is worked out.
    void show(const RunSummary &now, const std::optional<RunSummary> &before, const QString &beforeName,
              std::optional<Duration> span = {}, bool areEqual = true);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<SummaryFigure> m_now;
    QList<SummaryFigure> m_before; ///< empty: none
    QString m_beforeName;
    std::optional<Duration> m_span;
    bool m_areEqual = true;
};

} // namespace Fuseboard
