// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace Fuseboard::PhaseTimelineSizes {

// In pixels.
inline constexpr int SideMargin = 8; ///< so that the last edge can be caught from either side
inline constexpr int BlockTop = 17;  ///< above it: flags of narrow blocks, and what is being dragged
inline constexpr int BlockHeight = 34;
inline constexpr int AxisHeight = 20;
inline constexpr int TotalHeight = BlockTop + BlockHeight + AxisHeight + 2;
inline constexpr double CatchDistance = 5;
inline constexpr double DragThreshold = 3;

} // namespace Fuseboard::PhaseTimelineSizes
