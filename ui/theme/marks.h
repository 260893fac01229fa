// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/fault/health.h"
#include "resilience/breaker/breakerstate.h"

#include <QBrush>
#include <QColor>
#include <QString>

namespace Fuseboard {

/// How a state, a health or an outcome is shown everywhere: a colour of the Okabe-Ito set, which people with any kind
/// of colour vision can tell apart, and never that alone: a letter or sign, and a pattern where colours are close.
struct Mark
{
    QColor colour;
    QString letter;                            ///< one sign
    QString name;                              ///< for people: "half-open"
    Qt::BrushStyle pattern = Qt::SolidPattern; ///< laid over the colour; SolidPattern: none

    /// The colour of a pattern and of text upon the colour.
    QColor ink() const;
};

Mark markOf(BreakerState state);

/// What is down is nearly black; in the dark, where that does not show, nearly white.
Mark markOf(Health health, bool isDark);

/// How calls end, as callers see it.
enum class Outcome { Succeeded, Failed, Rejected };

Mark markOf(Outcome outcome);

/// Colour and pattern in one brush; @p ratio is the device pixel ratio.
QBrush patternBrush(const Mark &mark, double ratio);

} // namespace Fuseboard
