// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/fault/faultconfig.h"

#include <QList>
#include <QStringList>

namespace Fuseboard {

// Faults as a hand sets them at an endpoint that runs: of a few kinds one each, by its share. What else is in a list of
// faults stays as it is.

/// The kinds with a slider, in their order.
const QList<FaultConfig::Kind> &handKinds();

/// The one of @p kind that a hand sets: the first that goes by share; -1: none.
qsizetype handFaultIndex(const QList<FaultConfig> &faults, FaultConfig::Kind kind);

/// With @p fault, whose kind is one of handKinds(), in place of the one of its kind; left out where its share is 0.
QList<FaultConfig> withHandFault(QList<FaultConfig> faults, const FaultConfig &fault);

/// Those that no slider stands for.
QList<FaultConfig> otherFaults(const QList<FaultConfig> &faults);

} // namespace Fuseboard
