// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/scenario/builtinscenarios.h"
#include "lab/tune/cellscore.h"
#include "lab/tune/sweepplan.h"

#include <stdexcept>

/// What the tests of sweeps share.
namespace TuneFixture {

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What a parser has read; what it says if it could not goes up as an exception, which fails the test.
template<typename T>
T read(const Expected<T, QString> &result)
{
    return result ? *result : throw std::runtime_error(result.error().toStdString());
}

inline Variation varied(const QString &text)
{
    return read(Variation::parse(text));
}

inline Goal goal(const QString &text)
{
    return read(Goal::parse(text));
}

inline Objective limit(const QString &text)
{
    return read(Objective::parse(text));
}

/// A minute of a service that is down for a third of it: 3,000 calls.
inline Scenario outage()
{
    return read(findBuiltinScenario(u"hard-outage"_s));
}

/// Of the breaker's fields, "failureThreshold=3..5".
inline SweepPlan plan(const QStringList &fields, int seeds)
{
    SweepPlan plan;
    plan.scenarios = {outage()};
    for (const QString &field : fields)
        plan.vary.append(varied(u"policies.*.breaker."_s + field));
    plan.seeds = seeds;
    return plan;
}

/// A score with those means, each known to within @p halfWidth.
inline CellScore score(qint64 cell, const QList<std::optional<double>> &means, double halfWidth = 0)
{
    CellScore score;
    score.cell = cell;
    score.seeds = 2;
    for (const std::optional<double> &mean : means)
        score.goals.append({mean ? 2 : 0, mean, mean ? halfWidth : 0});
    return score;
}

} // namespace TuneFixture
