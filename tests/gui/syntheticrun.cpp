// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "syntheticrun.h"

#include <algorithm>

namespace Fuseboard {

namespace {

using namespace std::chrono_literals;

constexpr Duration OutageBegin = 10s;
constexpr Duration OutageEnd = 30s;
constexpr Duration OpenPeriod = 5s;
constexpr int Threshold = 5;
constexpr int Rate = 50;

StateChange change(BreakerState from, BreakerState to, StateChange::Cause cause, Duration at)
{
    StateChange c;
    c.from = from;
    c.to = to;
    c.cause = cause;
    c.at = TimePoint(at);
    c.period = OpenPeriod;
    if (cause == StateChange::Cause::FailureCount || cause == StateChange::Cause::TrialFailed) {
        c.hasError = true;
        c.lastError = ErrorKind::Server;
        c.lastStatus = 503;
        c.count = cause == StateChange::Cause::FailureCount ? Threshold : 1;
        c.threshold = cause == StateChange::Cause::FailureCount ? Threshold : 1;
    } else if (cause == StateChange::Cause::TrialsSucceeded) {
        c.count = 1;
        c.threshold = 1;
    }
    return c;
}

QList<StateChange> allChanges(Duration shift)
{
    using enum BreakerState;
    QList<StateChange> changes{change(Closed, Open, StateChange::Cause::FailureCount, OutageBegin + shift + 640ms)};
    for (Duration at = changes.last().at.time_since_epoch() + OpenPeriod;; at += OpenPeriod) {
        changes.append(change(Open, HalfOpen, StateChange::Cause::RecoveryTimeOver, at));
        at += 60ms;
        if (at > OutageEnd + shift) {
            changes.append(change(HalfOpen, Closed, StateChange::Cause::TrialsSucceeded, at));
            return changes;
        }
        changes.append(change(HalfOpen, Open, StateChange::Cause::TrialFailed, at));
    }
}

} // namespace

SyntheticRun::SyntheticRun(int endpoints)
{
    m_scenario.id = QStringLiteral("hard-outage");
    m_scenario.name = QStringLiteral("Hard outage");
    m_scenario.description = QStringLiteral("Healthy, then 20 s of nothing but 503, then healthy again.");
    m_scenario.duration = 60s;
    const QStringList names{QStringLiteral("orders"), QStringLiteral("payments"), QStringLiteral("recommendations")};
    for (int i = 0; i < endpoints; ++i) {
        EndpointConfig endpoint;
        endpoint.name = names.value(i, QStringLiteral("endpoint"));
        endpoint.path = QChar(u'/') + endpoint.name;
        PhaseConfig healthy;
        healthy.name = QStringLiteral("healthy");
        healthy.length = OutageBegin;
        PhaseConfig outage;
        outage.name = QStringLiteral("outage");
        outage.length = OutageEnd - OutageBegin;
        outage.faults = {FaultConfig{}};
        PhaseConfig recovered = healthy;
        recovered.name = QStringLiteral("recovered");
        recovered.length = 30s;
        endpoint.phases = {healthy, outage, recovered};
        m_scenario.endpoints.append(endpoint);
        m_scenario.workload.append({endpoint.name, ConstantArrivals{Rate}, {}, {}});
    }
    m_scenario.policies[QStringLiteral("*")].breaker = CircuitBreakerConfig::forHttp();
    m_scenario.policies[QStringLiteral("*")].breaker->recoveryTime = OpenPeriod;
    m_scenario.policies[QStringLiteral("*")].retry = RetryConfig::forHttp();
    m_scenario.policies[QStringLiteral("*")].retry->baseDelay = 100ms;
    m_scenario.policies[QStringLiteral("*")].timeout.perAttempt = 2s;
}

EndpointSnapshot SyntheticRun::endpoint(int index, Duration now) const
{
    EndpointSnapshot e;
    e.name = m_scenario.endpoints.at(index).name;
    const Duration shift = index * 4s;
    const QList<StateChange> changes = allChanges(shift);

    const auto addHealth = [&](Duration begin, Duration end, Health health, const QString &phase) {
        if (begin < now)
            e.health.append({begin, std::min(end, now), health, phase});
    };
    addHealth(0s, OutageBegin + shift, Health::Healthy, QStringLiteral("healthy"));
    addHealth(OutageBegin + shift, OutageEnd + shift, Health::Down, QStringLiteral("outage"));
    addHealth(OutageEnd + shift, 24h, Health::Healthy, QStringLiteral("recovered"));

    e.states.append({0s, now, BreakerState::Closed});
    for (const StateChange &c : changes) {
        const Duration at = c.at.time_since_epoch();
        if (at > now)
            break;
        e.states.last().end = at;
        e.states.append({at, now, c.to});
        e.changes.append({at, c});
    }

    const Duration opened = changes.first().at.time_since_epoch();
    const Duration closed = changes.last().at.time_since_epoch();
    RunSummary &sum = e.summary;
    for (int s = 0; s * 1s < now; ++s) {
        SecondFigures f;
        f.second = s;
        f.calls = Rate;
        const int wobble = s * 7 % 3 - 1;
        if (s * 1s + 1s <= OutageBegin + shift || s * 1s >= closed) {
            f.succeeded = Rate + wobble;
            f.attempts = f.succeeded;
            f.p99 = 60ms;
        } else if (s * 1s < opened) {
            f.failed = 12;
            f.rejected = 20;
            f.attempts = 120;
            f.p99 = 700ms;
        } else {
            const bool hasTrial = (s * 1s - opened) / OpenPeriod != (s * 1s - 1s - opened) / OpenPeriod;
            f.failed = hasTrial ? 1 : 0;
            f.rejected = Rate - f.failed + wobble;
            f.attempts = hasTrial ? 4 : 0;
        }
        e.seconds.append(f);
        sum.succeeded += quint64(f.succeeded);
        sum.failed += quint64(f.failed);
        sum.rejected += quint64(f.rejected);
        sum.attempts += quint64(f.attempts);
    }
    sum.calls = sum.succeeded + sum.failed + sum.rejected;
    sum.latencyP50 = 21ms;
    sum.latencyP95 = 48ms;
    sum.latencyP99 = 412ms;
    sum.latencyMax = 1380ms;
    for (const RecordedChange &c : std::as_const(e.changes))
        sum.opens += c.change.to == BreakerState::Open;
    if (sum.opens > 0)
        sum.detectTime = 640ms;
    if (!e.changes.isEmpty() && e.changes.last().change.to == BreakerState::Closed)
        sum.recoverTime = closed - OutageEnd - shift;

    for (Duration at = 0s; at < now; at += 200ms) {
        WindowFigures w;
        if (at >= OutageBegin + shift && at < opened)
            w.failures = std::min(Threshold, int((at - OutageBegin - shift) / 120ms));
        w.results = w.failures;
        e.samples.append({at, w});
    }
    return e;
}

RunSnapshot SyntheticRun::snapshot(Duration now) const
{
    RunSnapshot snapshot;
    snapshot.now = now;
    snapshot.revision = quint64(now / 20ms) + 1;
    for (int i = 0; i < m_scenario.endpoints.size(); ++i)
        snapshot.endpoints.append(endpoint(i, now));
    for (const EndpointSnapshot &e : std::as_const(snapshot.endpoints)) {
        snapshot.summary.calls += e.summary.calls;
        snapshot.summary.succeeded += e.summary.succeeded;
        snapshot.summary.failed += e.summary.failed;
        snapshot.summary.rejected += e.summary.rejected;
        snapshot.summary.attempts += e.summary.attempts;
        snapshot.summary.opens += e.summary.opens;
    }
    const RunSummary &first = snapshot.endpoints.first().summary;
    snapshot.summary.detectTime = first.detectTime;
    snapshot.summary.recoverTime = first.recoverTime;
    snapshot.summary.latencyP50 = first.latencyP50;
    snapshot.summary.latencyP99 = first.latencyP99;
    snapshot.summary.latencyMax = first.latencyMax;
    return snapshot;
}

QList<BreakerMetrics> SyntheticRun::metrics(Duration now) const
{
    QList<BreakerMetrics> all;
    for (int i = 0; i < m_scenario.endpoints.size(); ++i) {
        const EndpointSnapshot e = endpoint(i, now);
        BreakerMetrics m;
        m.state = e.states.last().state;
        m.since = TimePoint(e.states.last().begin);
        m.at = TimePoint(now);
        m.totals.successes = e.summary.succeeded;
        m.totals.failures = e.summary.failed;
        m.totals.rejected = e.summary.rejected;
        m.totals.opens = e.summary.opens;
        m.window = e.samples.isEmpty() ? WindowFigures() : e.samples.last().window;
        if (m.state == BreakerState::Open) {
            m.openPeriod = OpenPeriod;
            m.retryAfter = OpenPeriod - (m.at - m.since);
        }
        all.append(m);
    }
    return all;
}

} // namespace Fuseboard
