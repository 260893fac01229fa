// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// A breaker without execute(): take a permit, and say later how the call ended. For callbacks, and for code that throws
// nothing.

#include <resilience/base/durationtext.h>
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
    config.failureThreshold = 1;
    config.recoveryTime = 10s;
    CircuitBreaker breaker(config, &time);

    const auto print = [&](const Expected<Permit, Rejection> &answer) {
        out << breakerStateName(breaker.state()) << ": ";
        if (answer)
            out << "admitted\n";
        else if (const auto wait = answer.error().retryAfter)
            out << "rejected, try again in " << displayDuration(*wait) << '\n';
        else
            out << "rejected, nobody knows for how long\n";
    };

    auto permit = breaker.tryAcquire();
    print(permit);
    permit->failure(ErrorKind::Connection);
    print(breaker.tryAcquire());

    time.advance(10s);
    {
        const auto trial = breaker.tryAcquire();
        print(trial);
        print(breaker.tryAcquire()); // the one place is taken
    }                                // The trial is abandoned: its permit gives the place back.

    permit = breaker.tryAcquire();
    print(permit);
    permit->success();
    out << breakerStateName(breaker.state()) << '\n';
}
