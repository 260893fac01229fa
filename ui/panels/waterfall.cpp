// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/waterfall.h"

#include "charts/axisladder.h"

#include <algorithm>
#include <cmath>

namespace Fuseboard {

std::vector<WaterfallPart> waterfallParts(const RecordedCall &call)
{
    using Kind = WaterfallPart::Kind;
    std::vector<WaterfallPart> parts;
    Duration reached{};
    for (std::size_t i = 0; i < call.attempts.size(); ++i) {
        const Duration begin = std::max(call.attempts[i].start - call.due, reached);
        if (begin > reached)
            parts.push_back({i == 0 ? Kind::Late : Kind::Wait, reached, begin, 0});
        reached = std::max(begin, call.attempts[i].start - call.due + call.attempts[i].took);
        parts.push_back({Kind::Attempt, begin, reached, int(i)});
    }
    if (call.latency > reached)
        parts.push_back({Kind::Wait, reached, call.latency, 0});
    return parts;
}

Duration waterfallScale(Duration longest)
{
    constexpr double Least = 1e-3;
    const double seconds = std::max(Least, double(longest.count()) / 1e9);
    return Duration(std::llround(AxisLadder::rungFor(seconds) * 1e9));
}

} // namespace Fuseboard
