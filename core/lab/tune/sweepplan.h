// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/goal.h"
#include "lab/scenario/scenario.h"
#include "lab/scenario/variation.h"

#include <QList>
#include <QStringList>

namespace Fuseboard {

/// What is to be tried: every combination of the values of some fields, in each of some scenarios, each with several seeds. A
/// plain value.
///
/// A combination is a cell. Cells are numbered from 0, the last field's values changing fastest. Every cell runs with the same
/// seeds (common random numbers), so that two cells differ by their settings and not by their luck.
struct SweepPlan
{
    static constexpr int MostSeeds = 10'000;
    static constexpr qint64 MostCells = 100'000'000;

    QList<Scenario> scenarios;
    QList<Variation> vary; ///< each another field
    int seeds = 1;         ///< of each cell in each scenario, 1..MostSeeds
    QList<Goal> goals;     ///< the first one weighs most where one must be chosen
    QList<Objective> limits;

    /// The product of the numbers of values; 1 if nothing varies.
    qint64 cellCount() const;

    /// cellCount() times scenarios times seeds.
    qint64 runCount() const;

    /// For each field the index of its value in cell number @p cell.
    QList<qsizetype> coordinatesOf(qint64 cell) const;

    /// The cell of those coordinates.
    qint64 cellAt(const QList<qsizetype> &coordinates) const;

    /// "PATH=VALUE" for each field, as withSettings() takes them.
    QStringList settingsOf(qint64 cell) const;

    /// The seed of run number @p run, 0..seeds-1, of @p scenario: the first one is the scenario's own.
    static quint64 seedOf(const Scenario &scenario, int run);

    /// Everything that is wrong: of the numbers, and each value of each field that no scenario could be run with if all other
    /// fields stayed as they are. Fields are named by their place here: "vary.0", "seeds", "scenarios".
    ConfigIssues validate() const;

    friend bool operator==(const SweepPlan &, const SweepPlan &) = default;
};

} // namespace Fuseboard
