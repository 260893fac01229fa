// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// The states of a circuit breaker, as they come and go while a service is down from second 3 to second 12.

#include <resilience/base/durationtext.h>
#include <resilience/base/exception.h>
#include <resilience/base/virtualscheduler.h>
#include <resilience/breaker/circuitbreaker.h>

#include <QTextStream>

using namespace Fuseboard;
using namespace std::chrono_literals;

int main()
{
    QTextStream out(stdout);
    VirtualScheduler time; // instead of waiting: a clock that is moved by hand

    CircuitBreakerConfig config;
    config.failureThreshold = 3;
    config.recoveryTime = 4s;
    CircuitBreaker breaker(config, &time);

    const auto seconds = [&] { return time.clock().now().time_since_epoch() / 1s; };
    QObject::connect(&breaker, &CircuitBreaker::stateChanged, [&](const StateChange &change) {
        out << seconds() << " s: " << breakerStateName(change.from) << " -> " << breakerStateName(change.to) << " ("
            << change.reason() << ")\n";
    });

    const auto callService = [&] {
        if (seconds() >= 3 && seconds() < 12)
            throw ConnectionError();
    };

    for (int i = 0; i < 16; ++i) {
        breaker.execute(callService)
            .then([&] { out << seconds() << " s: succeeded\n"; })
            .onFailed([&](const CircuitOpenError &e) {
                out << seconds() << " s: rejected, try again in " << displayDuration(e.retryAfter().value_or(0s))
                    << '\n';
            })
            .onFailed([&](const ErrorException &) { out << seconds() << " s: failed\n"; });
        time.advance(1s);
    }
}
