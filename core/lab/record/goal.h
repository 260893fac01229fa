// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/runsummary.h"
#include "resilience/base/expected.h"

#include <QString>
#include <QStringView>

#include <optional>

namespace Fuseboard {

/// What is wanted more or less of, where settings are compared: "max successRate", "min wastedAttempts". What a setting must
/// keep to at the least is an Objective. A plain value.
class Goal
{
public:
    enum class Direction : quint8 { Minimise, Maximise };

    /// Reads "min" or "minimise", "max" or "maximise", and a figure's name. The error says what would be right.
    static Expected<Goal, QString> parse(QStringView expression);

    /// In its short form, "min wastedAttempts".
    QString expression() const;

    Direction direction() const { return m_direction; }

    /// Index in RunSummary::figures().
    qsizetype figureIndex() const { return m_figure; }
    SummaryFigure figure(const RunSummary &summary) const { return summary.figures().at(m_figure); }

    /// Whether @p value is better than @p other. None (a detectTime where nothing was detected) is worse than any.
    bool isBetter(std::optional<double> value, std::optional<double> other) const;

    friend bool operator==(const Goal &, const Goal &) = default;

private:
    Direction m_direction = Direction::Minimise;
    qsizetype m_figure = 0;
};

} // namespace Fuseboard
