// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "panels/callmarks.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <array>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace Fuseboard {

/// Recorded calls, newest first (by their ends), as far as they pass the filter. Holds what it is given and an index list; a
/// hundred thousand calls are filtered in milliseconds.
class CallsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Due, Endpoint, Number, Outcome, Kind, Attempts, Latency, Waterfall, ColumnCount };
    enum Role {
        OutcomeRole = Qt::UserRole, ///< int of CallOutcome
    };

    using Calls = std::shared_ptr<const std::vector<RecordedCall>>;
    using Span = std::optional<std::pair<Duration, Duration>>;
    using Outcomes = std::array<bool, CallOutcomeCount>; ///< by CallOutcome

    using QAbstractTableModel::QAbstractTableModel;

    /// @p calls in the order of their ends; null for none. Resets the model.
    void show(Calls calls);

    /// Names by RecordedCall::endpoint.
    void setEndpoints(const QStringList &names);

    /// Only calls that came out as one of @p outcomes.
    void setOutcomes(const Outcomes &outcomes);
    const Outcomes &outcomes() const { return m_outcomes; }

    /// Only calls to which every word of @p text fits: an endpoint or a kind of error by a part of its name, a status ("503", "5xx",
    /// "5"), where the call's attempts count too, or a call by its number ("1234"; with a sign where it could be a status, "#503").
    void setText(const QString &text);

    /// Only calls that were under way between the two moments, both included.
    void setSpan(const Span &span);
    const Span &shownSpan() const { return m_span; }

    /// By CallOutcome: how many calls there are, whatever setOutcomes() says.
    const std::array<int, CallOutcomeCount> &counts() const { return m_counts; }

    /// All calls, whatever the filter.
    qsizetype total() const { return m_calls ? qsizetype(m_calls->size()) : 0; }

    /// What the waterfall's column reaches to, for its header.
    void setScale(Duration scale);
    Duration scale() const { return m_scale; }

    /// 0 <= @p row < rowCount().
    const RecordedCall &callAt(int row) const { return (*m_calls)[m_rows[m_rows.size() - 1 - std::size_t(row)]]; }

    /// The row of that call; -1 if it is not shown.
    int rowOf(int endpoint, quint64 number) const;

    /// @p rows with a heading, columns apart by tabs; the endpoint only where there are several.
    QString asText(const QList<int> &rows) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void filter();
    QString text(const RecordedCall &call, int column) const;

    Calls m_calls;
    std::vector<quint32> m_rows; ///< indices in *m_calls, oldest first
    std::array<int, CallOutcomeCount> m_counts{};
    QStringList m_endpoints;
    Outcomes m_outcomes{true, true, true, true};
    QStringList m_words;
    Span m_span;
    Duration m_scale = std::chrono::seconds(1);
};

} // namespace Fuseboard
