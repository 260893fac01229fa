// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/record/runsummary.h"

#include <QStringList>

namespace Fuseboard {

/// Whether a figure became better. Figures that are neither good nor bad by themselves (calls, opens) are Other.
enum class Trend : quint8 { Same, Better, Worse, Other };

/// "better": a word, as an arrow would say which way the figure went.
QString trendText(Trend trend);

/// How @p now compares with @p before, two values of the same figure. A time that was not there and now is (a detectTime)
/// is better, and the other way round.
Trend trendOf(const SummaryFigure &before, const SummaryFigure &now);

/// What a figure is called: "false rejections" for "falseRejections".
QString figureLabel(const QString &name);

/// What a figure means, in a sentence.
QString figureMeaning(const QString &name);

/// The value for people: "97.4 %", "1.38 s", "1 204"; a dash for none.
QString figureValueText(const SummaryFigure &figure);

/// The difference with its sign: "+12", "−1.2 s", "+0.4 points"; empty where they are equal or one is missing.
QString figureChangeText(const SummaryFigure &before, const SummaryFigure &now);

/// What became different from @p before to @p now, two runs over the same span, in words: the success rate and the rejected
/// calls in all first, then times, load and latency.
///
/// Left out is what another seed could bring as well, or what would be no matter: a success rate within two standard errors of
/// the difference (binomial) or 0.05 points, counts within two standard errors (Poisson: 2 * sqrt(a + b)), times of outages and
/// p99 that differ by less than 5 % or 1 ms. Empty if nothing is left.
QStringList differenceTexts(const RunSummary &before, const RunSummary &now);

/// Whether the summaries differ in any figure that differenceTexts() looks at, be it by chance.
bool differAtAll(const RunSummary &before, const RunSummary &now);

} // namespace Fuseboard
