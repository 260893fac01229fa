// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/fault/phaseconfig.h"

#include <QList>

namespace Fuseboard {

// What a hand does to an endpoint's phases. Each gives the phases as they are after it; a position is counted from the
// beginning of the first.

Duration lengthOf(const QList<PhaseConfig> &phases);

/// So many pixels at least are a step of snapStep().
inline constexpr int SnapPixels = 4;

/// A step that a hand can aim at where a pixel is @p perPixel: 1, 2 or 5 times a power of ten of seconds, minutes or
/// hours; at least a millisecond.
Duration snapStep(Duration perPixel);

/// The whole number of steps that is nearest.
Duration snapped(Duration moment, Duration step);

/// The first whole number of steps after @p moment, or before it.
Duration nextSnap(Duration moment, Duration step, bool isLater);

/// The end of phase @p index at @p to: the phase after it begins there, and ends where it did. Bounded so that no phase
/// becomes shorter than @p least, unless it is already: then as short as it is.
QList<PhaseConfig> withEndAt(QList<PhaseConfig> phases, qsizetype index, Duration to, Duration least);

/// Phase @p index in two, the first of them @p first long. Together they do what it did, along a ramp as well.
QList<PhaseConfig> withSplit(QList<PhaseConfig> phases, qsizetype index, Duration first);

/// Without phase @p index, unless it is the only one: those after it come earlier.
QList<PhaseConfig> withoutPhase(QList<PhaseConfig> phases, qsizetype index);

QList<PhaseConfig> withMoved(QList<PhaseConfig> phases, qsizetype from, qsizetype to);

// What a hand does to a phase, and what its ramp makes of it: a ramp moves a latency to one of the same kind, and a
// fault's share to that of the very same fault.

PhaseConfig withLatency(PhaseConfig phase, const LatencyConfig &latency);
PhaseConfig withFault(PhaseConfig phase, qsizetype index, const FaultConfig &fault);
PhaseConfig withoutFault(PhaseConfig phase, qsizetype index);

/// Whether they differ in nothing but the share.
bool isSameButForShare(FaultConfig a, const FaultConfig &b);

/// The fault in @p faults that is the same as @p fault but for the share; -1: none.
qsizetype indexOfSame(const QList<FaultConfig> &faults, const FaultConfig &fault);

} // namespace Fuseboard
