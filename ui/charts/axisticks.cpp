// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/axisticks.h"

#include "charts/axisladder.h"

#include <cmath>

namespace Fuseboard {

QList<double> axisTicks(double least, double most, int count)
{
    if (!std::isfinite(least) || !std::isfinite(most) || most < least || count < 1)
        return {};
    if (least == most)
        return {least};
    // Too short at first where ticks stand at both ends.
    double step = AxisLadder::rungFor((most - least) / (count + 1));
    QList<double> ticks;
    do {
        ticks.clear();
        // Not exactly: 0.1 * 3 is a little more than 0.3.
        const double slack = step * 1e-9;
        for (double n = std::ceil((least - slack) / step); n * step <= most + slack; ++n)
            ticks.append(n * step);
        step = AxisLadder::rungFor(step * 1.5);
    } while (ticks.size() > count);
    return ticks;
}

} // namespace Fuseboard
