// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/record/runsummary.h"

#include <QStringList>

namespace Fuseboard {

/// Whether a figure became better. Figures that are neither good nor bad by themselves (calls, opens) are Other.
enum class Trend : quint8 { Same, Better, Worse, Other };

/// With a sign of its own: "▲ better".
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

/// What became different from @p before to @p now, in words and the most telling first: "detects 1.2 s sooner", "rejects 340
/// more healthy calls". Differences that nobody would notice are left out; empty if there is no other.
QStringList differenceTexts(const RunSummary &before, const RunSummary &now);

} // namespace Fuseboard
