// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/fault/latencyconfig.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace Fuseboard {

/// One of the shapes of LatencyConfig as a person edits it: its name, and its one or two lengths of time.
struct LatencyShape
{
    QString name;
    QStringList fields; ///< as files name them: "median", "p99"
    QStringList labels;
    QStringList toolTips;
};

/// By index in LatencyConfig.
const QList<LatencyShape> &latencyShapes();

/// Its lengths of time, as many as its shape has fields.
QList<Duration> latencyTimes(const LatencyConfig &latency);
LatencyConfig latencyOf(std::size_t kind, const QList<Duration> &times);

/// The latency of shape @p kind that is nearest to @p latency, which is itself if it has that shape.
LatencyConfig latencyOfKind(const LatencyConfig &latency, std::size_t kind);

} // namespace Fuseboard
