// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// What a circuit breaker counts, and the history of its states with the reason of each change.

#include <resilience/base/durationtext.h>
#include <resilience/base/exception.h>
#include <resilience/base/virtualscheduler.h>
#include <resilience/breaker/circuitbreaker.h>

#include <QTextStream>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

int main()
{
    QTextStream out(stdout);
    VirtualScheduler time;

    CircuitBreakerConfig config;
    config.name = u"api"_s;
    config.rule = TripRule::FailureRate; // opens when half of the newest 20 calls failed
    config.window = CountWindowConfig{.size = 20};
    config.minimumCalls = 10;
    config.failureRateThreshold = 0.5;
    config.slowCallDuration = 800ms;
    config.recoveryTime = 8s;
    CircuitBreaker breaker(config, &time);

    // 40 calls. From call 8 on the service is slow, from call 10 on it fails, from call 25 on it is well again.
    for (int i = 0; i < 40; ++i) {
        breaker.execute([&] {
            time.advance(i >= 8 && i < 25 ? 900ms : 100ms);
            if (i >= 10 && i < 25)
                throw ServerError();
        });
        time.advance(1s);
    }

    const BreakerMetrics metrics = breaker.metrics();
    out << "state:     " << breakerStateName(metrics.state) << '\n'
        << "granted:   " << metrics.totals.granted << '\n'
        << "rejected:  " << metrics.totals.rejected << '\n'
        << "successes: " << metrics.totals.successes << '\n'
        << "failures:  " << metrics.totals.failures << '\n'
        << "slow:      " << metrics.totals.slow << '\n'
        << "window:    " << metrics.window.failures << " of " << metrics.window.results << " failed, "
        << metrics.window.slow << " were slow\n";
    for (const BreakerState state : {BreakerState::Closed, BreakerState::Open, BreakerState::HalfOpen})
        out << breakerStateName(state) << " for " << displayDuration(metrics.timeInState(state)) << '\n';

    const QList<StateChange> history = breaker.history();
    for (const StateChange &change : history) {
        out << displayDuration(change.at.time_since_epoch()) << ": " << breakerStateName(change.from) << " -> "
            << breakerStateName(change.to) << ", because: " << change.reason() << '\n';
    }
}
