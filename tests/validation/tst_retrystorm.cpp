// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "../core/lab/run/simulationfixture.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace SimulationFixture;

/// A service that takes 1 s, and 10 ms more for each request in progress; clients that wait for 3 s and try three times; 40
/// calls a second, and more of them from 20 s to 25 s.
///
/// At 40/s a request takes T = 1 s + 0.4 T, 1.67 s. What matters is whether it gets beyond 3 s while there are more: then
/// everything is tried three times, and 120/s are more than such a service can ever answer in time. In this model the 80/s of
/// the published one take it up to the limit and not beyond (2.99 s), whatever is done about retries. 84/s do, and show what
/// the published figures say: without waiting it never comes back, with exponential backoff and jitter it is back by 32 s.
/// Back means that from then on every attempt is answered.
class RetryStormTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void burstUpToTheLimit();
    void withoutWaiting();
    void withBackoffAndJitter();
};

namespace {

constexpr Duration Limit = 3s;

Scenario storm(double more, const RetryConfig &policy)
{
    PhaseConfig crowded = phase(200s, FixedLatency{1s});
    crowded.perConcurrent = 10ms;
    Scenario config = scenario(80s, {crowded}, ConstantArrivals{40});
    WorkloadConfig burst = config.workload.first();
    burst.arrivals = ConstantArrivals{more};
    burst.start = 20s;
    burst.length = 5s;
    config.workload.append(burst);
    config.policies[u"*"_s].retry = policy;
    config.policies[u"*"_s].timeout.perAttempt = Limit;
    return config;
}

struct Outcome
{
    Duration longest{};     ///< of all attempts
    Duration lastFailure{}; ///< of an attempt
    int late = 0;           ///< calls due in the last 20 s
    int lateFailed = 0;     ///< those of them that failed
};

Outcome outcomeOf(const Scenario &config)
{
    Outcome outcome;
    SimulatedRun(config, [&outcome](std::span<const RunEvent> events) {
        for (const RunEvent &event : events) {
            if (const auto *attempt = std::get_if<RunEvent::AttemptEnded>(&event.what)) {
                outcome.longest = std::max(outcome.longest, attempt->took);
                if (!attempt->ending.isSuccess)
                    outcome.lastFailure = event.at;
            } else if (const auto *end = std::get_if<RunEvent::CallEnded>(&event.what)) {
                const bool isLate = event.at - end->latency >= 60s;
                outcome.late += isLate;
                outcome.lateFailed += isLate && !end->ending.isSuccess;
            }
        }
    }).run();
    return outcome;
}

} // namespace

void RetryStormTest::burstUpToTheLimit()
{
    const Outcome outcome = outcomeOf(storm(40, retry(2, 0s)));
    QCOMPARE(outcome.lastFailure, Duration(0s));
    QCOMPARE_LE(outcome.longest, Limit);
    QCOMPARE_GT(outcome.longest, Duration(2900ms));
}

void RetryStormTest::withoutWaiting()
{
    const Outcome outcome = outcomeOf(storm(44, retry(2, 0s)));
    QCOMPARE_GE(outcome.lastFailure, Duration(80s));
    QCOMPARE(outcome.late, 20 * 40);
    QCOMPARE_GT(double(outcome.lateFailed) / outcome.late, 0.95);
}

void RetryStormTest::withBackoffAndJitter()
{
    for (const Jitter jitter : {Jitter::Full, Jitter::Proportional}) {
        RetryConfig backoff;
        backoff.maxRetries = 2;
        backoff.baseDelay = 2s;
        backoff.jitter = jitter;
        const Outcome outcome = outcomeOf(storm(44, backoff));
        QCOMPARE_GT(outcome.lastFailure, Duration(25s)); // it was beyond the limit
        QCOMPARE_LE(outcome.lastFailure, Duration(32s));
        QCOMPARE(outcome.lateFailed, 0);
    }
}

QTEST_APPLESS_MAIN(RetryStormTest)
#include "tst_retrystorm.moc"
