// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/endpointrecorder.h"

#include <algorithm>
#include <optional>

namespace Fuseboard {

namespace {

template<typename Span>
void closeSpans(QList<Span> &spans, Duration now)
{
    for (qsizetype i = 0; i < spans.size(); ++i)
        spans[i].end = i + 1 < spans.size() ? spans[i + 1].begin : std::max(now, spans[i].begin);
}

template<typename T>
void keepNewest(QList<T> &list, qsizetype most)
{
    if (list.size() > most)
        list.remove(0, list.size() - most);
}

/// The figures behind a verdict: the counts are empty an instant later, and the sample that follows would hide them. None for
/// a change that no result caused.
std::optional<WindowFigures> decidingFigures(const StateChange &change, WindowFigures window)
{
    using Cause = StateChange::Cause;
    const bool isOfProbes = change.from == BreakerState::HalfOpen;
    if (!isOfProbes && change.from != BreakerState::Closed && change.from != BreakerState::MetricsOnly)
        return std::nullopt;
    switch (change.cause) {
    case Cause::FailureCount:
    case Cause::ConsecutiveFailures:
        window.results = window.failures = change.count;
        return window;
    case Cause::FailureRate:
        window.results = change.outOf;
        window.failures = change.count;
        window.resultsNeeded = std::max(1, window.resultsNeeded);
        return window;
    case Cause::SlowCallRate:
        window.results = change.outOf;
        window.slow = change.count;
        window.resultsNeeded = std::max(1, window.resultsNeeded);
        return window;
    case Cause::TrialFailed:
        // The failure that decided comes on top of the latest sample, if that is of the same half-open state.
        window.failures = std::max(1, change.count);
        window.results = std::max(window.results, window.failures);
        return window;
    case Cause::TrialsSucceeded:
        window.results = change.outOf > 0 ? change.outOf : change.count;
        window.failures = change.outOf > 0 ? change.count : 0;
        return window;
    default:
        return std::nullopt;
    }
}

/// How near a sample is to opening the breaker, for samples of one breaker: a rate where the rule needs a number of results,
/// else the failures.
double peakOf(const RuleSample &sample)
{
    const WindowFigures &window = sample.window;
    return window.resultsNeeded > 0 ? std::max(window.failureRate(), window.slowCallRate()) : window.failures;
}

/// Halves the older half: of each of the equal stretches of time that it is cut into, the lowest and the highest sample stay, in their
/// order. So no peak is lost, and the oldest are as dense as the others.
void thinOut(QList<RuleSample> &samples)
{
    const qsizetype half = samples.size() / 2;
    const Duration span = samples.at(half - 1).at - samples.first().at;
    const Duration stretch = Duration(span / (half / 4)) + Duration(1);
    const auto stretchOf = [stretch](const RuleSample &sample) { return sample.at / stretch; };
    qsizetype kept = 0;
    for (qsizetype i = 0; i < half;) {
        qsizetype end = i;
        qsizetype low = i;
        qsizetype high = i;
        for (; end < half && stretchOf(samples.at(end)) == stretchOf(samples.at(i)); ++end) {
            if (peakOf(samples.at(end)) < peakOf(samples.at(low)))
                low = end;
            if (peakOf(samples.at(end)) > peakOf(samples.at(high)))
                high = end;
        }
        const RuleSample first = samples.at(std::min(low, high));
        const RuleSample second = samples.at(std::max(low, high));
        samples[kept++] = first;
        if (low != high)
            samples[kept++] = second;
        i = end;
    }
    samples.remove(kept, half - kept);
}

} // namespace

EndpointRecorder::EndpointRecorder(const QString &name)
    : m_name(name)
{
    m_stateSpans.append(StateSpan());
}

void EndpointRecorder::apply(const RunEvent &event, CallFigures *all)
{
    if (const auto *due = std::get_if<RunEvent::CallDue>(&event.what)) {
        m_calls.callDue(*due, event.at);
        if (all)
            all->callDue(*due, event.at);
    } else if (const auto *attempt = std::get_if<RunEvent::AttemptStarted>(&event.what)) {
        m_calls.attemptStarted(*attempt, event.at, m_health == Health::Down);
        if (all)
            all->attemptStarted(*attempt, event.at, m_health == Health::Down);
    } else if (const auto *end = std::get_if<RunEvent::CallEnded>(&event.what)) {
        m_calls.callEnded(*end, event.at, m_health == Health::Healthy);
        if (all)
            all->callEnded(*end, event.at, m_health == Health::Healthy);
    } else if (const auto *change = std::get_if<RunEvent::StateChanged>(&event.what)) {
        apply(event, *change);
    } else if (const auto *phase = std::get_if<RunEvent::PhaseChanged>(&event.what)) {
        apply(event, *phase);
    } else if (const auto *sample = std::get_if<RunEvent::BreakerSampled>(&event.what)) {
        apply(event, *sample);
    }
}

void EndpointRecorder::apply(const RunEvent &event, const RunEvent::StateChanged &what)
{
    if (const auto window = decidingFigures(what.change, latestFigures(what.change.from)))
        apply(event, RunEvent::BreakerSampled{*window, what.change.from});
    m_outages.stateChanged(what.change.to, event.at);
    if (m_stateSpans.last().state != what.change.to) {
        m_stateSpans.append({event.at, {}, what.change.to});
        keepNewest(m_stateSpans, MostChanges);
    }
    m_changes.append({event.at, what.change});
    if (m_changes.size() > MostChanges) {
        m_changes.removeFirst();
        ++m_changesDropped;
    }
}

/// What the rule looked at last while the breaker was in @p state; empty where nothing was seen of that.
WindowFigures EndpointRecorder::latestFigures(BreakerState state) const
{
    return m_samples.isEmpty() || m_sampledState != state ? WindowFigures() : m_samples.last().window;
}

void EndpointRecorder::apply(const RunEvent &event, const RunEvent::PhaseChanged &what)
{
    m_health = what.health;
    m_outages.healthChanged(what.health, event.at);
    m_healthSpans.append({event.at, {}, what.health, what.phase});
    keepNewest(m_healthSpans, MostChanges);
}

void EndpointRecorder::apply(const RunEvent &event, const RunEvent::BreakerSampled &what)
{
    m_samples.append({event.at, what.window});
    m_sampledState = what.state;
    if (m_samples.size() > MostSamples)
        thinOut(m_samples);
}

EndpointSnapshot EndpointRecorder::snapshot(Duration now, Duration duration) const
{
    EndpointSnapshot snapshot;
    snapshot.name = m_name;
    snapshot.seconds = m_calls.seconds();
    snapshot.samples = m_samples;
    snapshot.health = m_healthSpans;
    closeSpans(snapshot.health, now);
    snapshot.states = m_stateSpans;
    closeSpans(snapshot.states, now);
    snapshot.changes = m_changes;
    snapshot.changesDropped = m_changesDropped;
    snapshot.latencies = m_calls.latencies();
    snapshot.summary = m_calls.summary(m_outages.figures(), duration);
    return snapshot;
}

} // namespace Fuseboard
