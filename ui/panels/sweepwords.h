// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "document/sweepresults.h"
#include "panels/tunefield.h"

namespace Fuseboard {

/// What is said of a sweep's fields and cells, for people. A plain value.
class SweepWords
{
public:
    SweepWords() = default;
    explicit SweepWords(const SweepPlan &plan);

    qsizetype fieldCount() const { return m_fields.size(); }
    QString fieldLabel(qsizetype field) const { return m_fields.at(field).label; }

    /// The values of the field, in their order.
    const QStringList &valueTexts(qsizetype field) const { return m_values.at(field); }

    /// "Failure threshold 5, recovery time 10 s".
    QString settingsText(const SweepPlan &plan, qint64 cell) const;

    /// Settings, goals, seeds, and what it misses, a line each.
    QString describe(const SweepResults &results, qint64 cell) const;

    /// How a setting "PATH=VALUE" reads: "Failure threshold: 5".
    QString settingText(const QString &setting) const;

private:
    QList<TuneField> m_all;
    QList<TuneField> m_fields; ///< by the plan's
    QList<QStringList> m_values;
};

} // namespace Fuseboard
