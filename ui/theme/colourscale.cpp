// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "theme/colourscale.h"

#include "theme/tints.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace Fuseboard {

namespace {

// Ten of Cividis' colours, evenly apart; those between are mixed.
constexpr std::array Stops{QColor(0x00, 0x22, 0x4e), QColor(0x12, 0x35, 0x70), QColor(0x3b, 0x49, 0x6c),
                           QColor(0x57, 0x5d, 0x6d), QColor(0x70, 0x71, 0x73), QColor(0x8a, 0x86, 0x78),
                           QColor(0xa5, 0x9c, 0x74), QColor(0xc3, 0xb3, 0x69), QColor(0xe1, 0xcc, 0x55),
                           QColor(0xfe, 0xe8, 0x38)};

} // namespace

QColor scaleColour(double share)
{
    const double place = std::clamp(share, 0.0, 1.0) * double(Stops.size() - 1);
    const auto below = std::min(std::size_t(place), Stops.size() - 2);
    return mixed(Stops[below], Stops[below + 1], place - double(below));
}

} // namespace Fuseboard
