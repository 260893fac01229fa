// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/runsummary.h"
#include "resilience/base/expected.h"

#include <QString>
#include <QStringView>

#include <optional>

namespace Fuseboard {

/// What a run's summary is to show: "successRate >= 0.7", "detectTime <= 2s". A plain value.
class Objective
{
public:
    /// Reads a figure's name, one of < <= > >= == !=, and a number, or for a time a duration. The error says what would be right.
    static Expected<Objective, QString> parse(QStringView expression);

    /// As it was written, without blanks around it.
    const QString &expression() const { return m_expression; }

    /// The figure that it looks at.
    SummaryFigure figure(const RunSummary &summary) const;

    /// A figure that there is none of (a detectTime where nothing was detected) meets nothing.
    bool isMet(const RunSummary &summary) const { return isMet(figure(summary).value); }

    /// Whether @p value would be enough, as that of figure(): of the mean over several runs, say.
    bool isMet(std::optional<double> value) const;

    /// For people, where it is not met: "detectTime <= 2s is not met: it is 3.1s".
    QString missText(const RunSummary &summary) const;

    friend bool operator==(const Objective &a, const Objective &b) { return a.m_expression == b.m_expression; }

private:
    enum class Relation : quint8 { Less, LessOrEqual, Greater, GreaterOrEqual, Equal, Unequal };

    Objective() = default;
    static std::optional<Relation> relationOf(QStringView text);

    QString m_expression;
    qsizetype m_figure = 0; ///< index in RunSummary::figures()
    Relation m_relation = Relation::Equal;
    double m_bound = 0;
};

} // namespace Fuseboard
