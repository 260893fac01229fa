// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/latencyshape.h"

#include <QCoreApplication>

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("LatencyShape", text);
}

struct Spread
{
    Duration typical;
    Duration high;
};

Spread spreadOf(const LatencyConfig &latency)
{
    const QList<Duration> times = latencyTimes(latency);
    if (std::holds_alternative<UniformLatency>(latency))
        return {times[0] + (times[1] - times[0]) / 2, times[1]};
    if (std::holds_alternative<LogNormalLatency>(latency))
        return {times[0], times[1]};
    return {times[0], 5 * times[0]};
}

} // namespace

const QList<LatencyShape> &latencyShapes()
{
    static const QList<LatencyShape> shapes{
        {tr("always the same"), {u"fixed"_s}, {tr("Time")}, {tr("Every answer takes this long")}},
        {tr("uniform"),
         {u"min"_s, u"max"_s},
         {tr("Shortest"), tr("Longest")},
         {tr("No answer comes sooner"), tr("No answer takes longer; each time in between is as likely")}},
        {tr("log-normal"),
         {u"median"_s, u"p99"_s},
         {tr("Median"), tr("p99")},
         {tr("Half of the answers come sooner"), tr("1 answer of 100 takes longer")}},
        {tr("exponential"), {u"mean"_s}, {tr("Mean")}, {tr("The answers take this long on average")}},
    };
    return shapes;
}

QList<Duration> latencyTimes(const LatencyConfig &latency)
{
    if (const auto *fixed = std::get_if<FixedLatency>(&latency))
        return {fixed->value};
    if (const auto *uniform = std::get_if<UniformLatency>(&latency))
        return {uniform->min, uniform->max};
    if (const auto *logNormal = std::get_if<LogNormalLatency>(&latency))
        return {logNormal->median, logNormal->p99};
    return {std::get<ExponentialLatency>(latency).mean};
}

LatencyConfig latencyOf(std::size_t kind, const QList<Duration> &times)
{
    switch (kind) {
    case 0:
        return FixedLatency{times[0]};
    case 1:
        return UniformLatency{times[0], times[1]};
    case 2:
        return LogNormalLatency{times[0], times[1]};
    default:
        return ExponentialLatency{times[0]};
    }
}

LatencyConfig latencyOfKind(const LatencyConfig &latency, std::size_t kind)
{
    if (latency.index() == kind)
        return latency;
    Spread spread = spreadOf(latency);
    if (kind == 0)
        return FixedLatency{spread.typical};
    if (kind == 1)
        return UniformLatency{spread.typical / 2, std::max(spread.high, spread.typical)};
    if (spread.typical <= Duration::zero())
        spread = {20ms, 100ms}; // these two must be longer than 0
    if (kind == 2)
        return LogNormalLatency{spread.typical, std::max(spread.high, spread.typical)};
    return ExponentialLatency{spread.typical};
}

} // namespace Fuseboard
