// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "resilience/base/timepoint.h"

#include <QString>

namespace Fuseboard {

/// A number as people read it, apart from its unit, so that the one can be large and the other small.
struct Figure
{
    QString value;
    QString unit;

    QString text() const { return unit.isEmpty() ? value : value + QChar(u' ') + unit; }
    friend bool operator==(const Figure &, const Figure &) = default;
};

/// "1 204", in groups of three with a narrow space.
QString countText(quint64 count);

/// A share of 0..1 as "97.4" "%". Never rounds to 0 or 100 what is not: "99.9", "0.1".
Figure percentFigure(double share);

/// "1.18".
QString ratioText(double ratio);

/// Three significant figures at most: "412" "ms", "1.38" "s", "2.5" "min".
Figure durationFigure(Duration duration);

/// What is left of a wait, always with one decimal below a minute, rounded up: "4.2" "s"; above, "1:05" "min".
Figure countdownFigure(Duration left);

/// A moment on the run's time axis: "0:12.345", with hours "1:00:12.345". Cut, not rounded.
QString momentText(Duration at);

/// The same to a tenth of a second: "0:12.3".
QString shortMomentText(Duration at);

/// What an axis prints: no more decimals than @p step needs.
QString axisText(double value, double step);

/// As a field shows it, exact: "1.5 s", "250 ms". The other way, parseDuration() reads it without the space.
QString durationFieldText(Duration duration);

} // namespace Fuseboard
