// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>

namespace Fuseboard {

class FaultServer;

/// What a server has seen and is like, in Prometheus' text format 0.0.4. Names and labels are an interface: they change
/// only by adding.
QByteArray metricsText(const FaultServer &server);

} // namespace Fuseboard
