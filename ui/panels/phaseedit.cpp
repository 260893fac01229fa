// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/phaseedit.h"

#include "charts/axisladder.h"
#include "lab/fault/configcheck.h"
#include "lab/fault/phasemodel.h"
#include "panels/latencyshape.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace Fuseboard {

namespace {

constexpr Duration ShortestStep = std::chrono::milliseconds(1);

/// "outage" is followed by "outage 2", that by "outage 3".
QString nextName(const QString &name)
{
    static const QRegularExpression numbered(QStringLiteral("^(.*) (\\d{1,6})$"));
    const QRegularExpressionMatch match = numbered.match(name);
    if (name.isEmpty())
        return name;
    return match.hasMatch() ? QStringLiteral("%1 %2").arg(match.captured(1)).arg(match.captured(2).toInt() + 1)
                            : name + QStringLiteral(" 2");
}

} // namespace

Duration lengthOf(const QList<PhaseConfig> &phases)
{
    return std::accumulate(phases.begin(), phases.end(), Duration(),
                           [](Duration sum, const PhaseConfig &phase) { return sum + phase.length; });
}

Duration snapStep(Duration perPixel)
{
    using namespace std::chrono_literals;
    const Duration wanted = std::max(perPixel * SnapPixels, ShortestStep);
    const Duration unit = wanted <= 30s ? Duration(1s) : wanted <= 30min ? Duration(1min) : Duration(1h);
    return Duration(
        std::llround(AxisLadder::rungFor(double(wanted.count()) / double(unit.count())) * double(unit.count())));
}

Duration snapped(Duration moment, Duration step)
{
    return step * std::llround(double(moment.count()) / double(step.count()));
}

Duration nextSnap(Duration moment, Duration step, bool isLater)
{
    const Duration below = step * (moment / step);
    if (isLater)
        return below + step;
    return below < moment ? below : below - step;
}

QList<PhaseConfig> withEndAt(QList<PhaseConfig> phases, qsizetype index, Duration to, Duration least)
{
    const Duration begin = lengthOf(phases.first(index));
    PhaseConfig &before = phases[index];
    Duration first = begin + std::min(least, before.length);
    if (index + 1 == phases.size()) {
        before.length = std::clamp(to, first, std::max(first, begin + before.length + ConfigCheck::LongestTime))
            - begin;
        return phases;
    }
    PhaseConfig &after = phases[index + 1];
    const Duration end = begin + before.length + after.length;
    const Duration last = end - std::min(least, after.length);
    to = std::clamp(to, std::min(first, last), last);
    before.length = to - begin;
    after.length = end - to;
    return phases;
}

QList<PhaseConfig> withSplit(QList<PhaseConfig> phases, qsizetype index, Duration first)
{
    const PhaseConfig whole = phases.at(index);
    if (first <= Duration::zero() || first >= whole.length)
        return phases;
    PhaseConfig &before = phases[index];
    PhaseConfig after = whole;
    before.length = first;
    after.length = whole.length - first;
    after.name = nextName(whole.name);
    if (whole.rampTo) {
        const PhaseModel model(whole);
        if (whole.rampTo->latency)
            before.rampTo->latency = after.latency = model.latencyAt(first);
        if (whole.rampTo->perConcurrent)
            before.rampTo->perConcurrent = after.perConcurrent = model.perConcurrentAt(first);
        if (whole.rampTo->faults) {
            after.faults = model.faultsAt(first);
            before.rampTo->faults = after.faults;
            before.rampTo->faults->removeIf([](const FaultConfig &fault) { return fault.pattern.has_value(); });
        }
    }
    phases.insert(index + 1, after);
    return phases;
}

QList<PhaseConfig> withoutPhase(QList<PhaseConfig> phases, qsizetype index)
{
    if (phases.size() > 1)
        phases.removeAt(index);
    return phases;
}

QList<PhaseConfig> withMoved(QList<PhaseConfig> phases, qsizetype from, qsizetype to)
{
    if (from != to && to >= 0 && to < phases.size())
        phases.move(from, to);
    return phases;
}

PhaseConfig withLatency(PhaseConfig phase, const LatencyConfig &latency)
{
    phase.latency = latency;
    if (phase.rampTo && phase.rampTo->latency)
        phase.rampTo->latency = latencyOfKind(*phase.rampTo->latency, latency.index());
    return phase;
}

PhaseConfig withFault(PhaseConfig phase, qsizetype index, const FaultConfig &fault)
{
    const FaultConfig before = std::exchange(phase.faults[index], fault);
    if (!phase.rampTo || !phase.rampTo->faults || isSameButForShare(before, fault))
        return phase;
    QList<FaultConfig> &moved = *phase.rampTo->faults;
    const qsizetype twin = indexOfSame(moved, before);
    if (twin < 0)
        return phase;
    if (fault.pattern) {
        moved.removeAt(twin); // which a ramp must not have
    } else {
        const double share = moved.at(twin).share;
        moved[twin] = fault;
        moved[twin].share = share;
    }
    return phase;
}

PhaseConfig withoutFault(PhaseConfig phase, qsizetype index)
{
    const FaultConfig fault = phase.faults.takeAt(index);
    if (phase.rampTo && phase.rampTo->faults) {
        const qsizetype twin = indexOfSame(*phase.rampTo->faults, fault);
        if (twin >= 0)
            phase.rampTo->faults->removeAt(twin);
    }
    return phase;
}

bool isSameButForShare(FaultConfig a, const FaultConfig &b)
{
    a.share = b.share;
    return a == b;
}

qsizetype indexOfSame(const QList<FaultConfig> &faults, const FaultConfig &fault)
{
    const auto same = std::find_if(faults.begin(), faults.end(),
                                   [&](const FaultConfig &other) { return isSameButForShare(other, fault); });
    return same == faults.end() ? -1 : same - faults.begin();
}

} // namespace Fuseboard
