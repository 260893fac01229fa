// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/timebins.h"

#include "charts/timegeometry.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace Fuseboard {

using namespace std::chrono_literals;

namespace {

constexpr double NarrowestBin = 12; // pixels
constexpr double LeastShare = 0.25; // of a step that is not whole
constexpr double NearlyWhole = 0.9; // of a step: the last call of a load ends a little before it

/// The mean of @p part's figure and @p sum's, each weighted by its calls. Quantiles of parts are no quantile of the whole; their
/// mean is the best that is known of it.
std::optional<Duration> mean(std::optional<Duration> sum, qint64 sumCalls, std::optional<Duration> part,
                             qint64 partCalls)
{
    if (!sum || !part)
        return sum ? sum : part;
    const double all = double(std::max<qint64>(1, sumCalls + partCalls));
    return Duration(std::llround(double(sum->count()) * (double(sumCalls) / all)
                                 + double(part->count()) * (double(partCalls) / all)));
}

/// The smallest latency that @p share of the sorted @p latencies do not exceed.
Duration quantile(const std::vector<Duration> &latencies, double share)
{
    const auto rank = std::size_t(std::ceil(share * double(latencies.size())));
    return latencies[std::clamp<std::size_t>(rank, 1, latencies.size()) - 1];
}

} // namespace

QList<TimeBin> binsOfSteps(const QList<SecondFigures> &steps, const TimeGeometry &time, Duration now, bool isFinished)
{
    const auto beginOf = [](const SecondFigures &step) { return Duration(std::chrono::seconds(step.second)); };
    const auto endOf = [&](const SecondFigures &step) { return beginOf(step) + std::chrono::seconds(step.length); };
    int longest = 1;
    for (const SecondFigures &step : steps) {
        if (endOf(step) > time.begin() && beginOf(step) < time.end())
            longest = std::max(longest, step.length);
    }
    QList<TimeBin> bins;
    bins.reserve(steps.size());
    qint64 calls = 0; // with a latency, of the bin that grows
    for (const SecondFigures &step : steps) {
        const qint64 ended = step.succeeded + step.failed + step.cancelled;
        const bool hasLatency = ended > 0 && step.p99 > 0ns;
        const TimeBin part{beginOf(step),
                           std::chrono::seconds(step.length),
                           step.succeeded,
                           step.failed,
                           step.rejected,
                           step.attempts,
                           hasLatency ? std::optional(step.p50) : std::nullopt,
                           hasLatency ? std::optional(step.p95) : std::nullopt,
                           hasLatency ? std::optional(step.p99) : std::nullopt};
        const bool isContinued = !bins.isEmpty() && step.length < longest
            && bins.constLast().begin / std::chrono::seconds(longest) == part.begin / std::chrono::seconds(longest);
        if (!isContinued) {
            bins.append(part);
            calls = hasLatency ? ended : 0;
            continue;
        }
        TimeBin &bin = bins.last();
        bin.length += part.length;
        bin.succeeded += part.succeeded;
        bin.failed += part.failed;
        bin.rejected += part.rejected;
        bin.attempts += part.attempts;
        bin.p50 = mean(bin.p50, calls, part.p50, ended);
        bin.p95 = mean(bin.p95, calls, part.p95, ended);
        bin.p99 = mean(bin.p99, calls, part.p99, ended);
        calls += hasLatency ? ended : 0;
    }
    if (bins.isEmpty() || bins.constLast().begin + bins.constLast().length <= now)
        return bins;
    // A bin of several steps is as long as what is over of it.
    TimeBin &last = bins.last();
    const Duration over = now - last.begin;
    if (isFinished && double(over.count()) >= NearlyWhole * double(last.length.count()))
        return bins;
    if ((isFinished || last.length > 1s) && double(over.count()) >= LeastShare * double(last.length.count()))
        last.length = over;
    else
        bins.removeLast();
    return bins;
}

QList<TimeBin> binsOfCalls(std::span<const RecordedCall> calls, int endpoint, const TimeGeometry &time, Duration length,
                           Duration now)
{
    const qint64 first = std::max<qint64>(0, time.begin() / length - 1);
    const Duration until = std::min(time.end() + length, now);
    const qint64 count = (until - first * length) / length; // whole ones
    if (count <= 0)
        return {};
    QList<TimeBin> bins(count);
    std::vector<std::vector<Duration>> latencies(bins.size());
    for (qint64 i = 0; i < count; ++i) {
        bins[i].begin = (first + i) * length;
        bins[i].length = length;
    }
    const auto indexOf = [&](Duration at) { return at < first * length ? -1 : at / length - first; };
    const auto endOf = [](const RecordedCall &call) { return call.due + call.latency; };
    // An attempt begins before its call ends, so nothing before this call is in sight.
    for (auto call = std::ranges::lower_bound(calls, first * length, {}, endOf); call != calls.end(); ++call) {
        if (call->endpoint != endpoint)
            continue;
        for (const RecordedAttempt &attempt : call->attempts) {
            if (const qint64 i = indexOf(attempt.start); i >= 0 && i < count)
                ++bins[i].attempts;
        }
        const qint64 i = indexOf(endOf(*call));
        if (i < 0 || i >= count || (!call->ending.isSuccess && isA(call->ending.kind, ErrorKind::Cancelled)))
            continue;
        if (!call->ending.isSuccess && isA(call->ending.kind, ErrorKind::Rejected) && call->attempts.empty()) {
            ++bins[i].rejected;
            continue;
        }
        ++(call->ending.isSuccess ? bins[i].succeeded : bins[i].failed);
        latencies[std::size_t(i)].push_back(call->latency);
    }
    for (qint64 i = 0; i < count; ++i) {
        std::vector<Duration> &found = latencies[std::size_t(i)];
        if (found.empty())
            continue;
        std::ranges::sort(found);
        bins[i].p50 = quantile(found, 0.50);
        bins[i].p95 = quantile(found, 0.95);
        bins[i].p99 = quantile(found, 0.99);
    }
    return bins;
}

Duration binLengthFor(const TimeGeometry &time)
{
    for (const Duration decade : {Duration(1ms), Duration(10ms), Duration(100ms)}) {
        for (const int factor : {1, 2, 5}) {
            const Duration length = decade * factor;
            if (double(length.count()) / double(time.span().count()) * time.width() >= NarrowestBin)
                return length;
        }
    }
    return 1s;
}

} // namespace Fuseboard
