// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/fault/phaseconfig.h"

#include <QString>
#include <QStringList>

namespace Fuseboard {

// Faults in words.

/// By FaultConfig::Kind: "error answer".
const QStringList &faultKindNames();

/// "uniform, shortest 10 ms, longest 20 ms".
QString latencyText(const LatencyConfig &latency);

/// What goes wrong: "answer 503", "reset in the body".
QString faultText(const FaultConfig &fault);

/// For whom: "20 %", "every 3rd".
QString faultTargetText(const FaultConfig &fault);

/// All about a phase in a few lines: health, length, latency, faults, ramp.
QString phaseToolTip(const PhaseConfig &phase);

} // namespace Fuseboard
