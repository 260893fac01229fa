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

/// What the rule saw at the moment it opened the breaker: the counts are empty an instant later, and the sample that follows
/// would hide what tipped it.
std::optional<WindowFigures> tippingFigures(const StateChange &change, WindowFigures window)
{
    using Cause = StateChange::Cause;
    if (change.from != BreakerState::Closed && change.from != BreakerState::MetricsOnly)
        return std::nullopt;
    switch (change.cause) {
    case Cause::FailureCount:
    case Cause::ConsecutiveFailures:
        window.results = window.failures = change.count;
        return window;
    case Cause::FailureRate:
        window.results = change.outOf;
        window.failures = change.count;
        return window;
    case Cause::SlowCallRate:
        window.results = change.outOf;
        window.slow = change.count;
        return window;
    default:
        return std::nullopt;
    }
}

/// Every second sample of the older half goes.
void thinOut(QList<RuleSample> &samples)
{
    const qsizetype half = samples.size() / 2;
    qsizetype kept = 0;
    for (qsizetype i = 0; i < half; i += 2)
        samples[kept++] = samples[i];
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
    if (const auto window = tippingFigures(what.change,
                                           m_samples.isEmpty() ? WindowFigures() : m_samples.last().window))
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
    if (m_samples.size() > MostSamples)
        thinOut(m_samples);
}

EndpointSnapshot EndpointRecorder::snapshot(Duration now) const
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
    snapshot.summary = m_calls.summary(m_outages.figures(), now);
    return snapshot;
}

} // namespace Fuseboard
