// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// A circuit breaker around a function: the third failure opens it, and from then on the function is not called.

#include <resilience/base/exception.h>
#include <resilience/breaker/circuitbreaker.h>

#include <QTextStream>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

QString callExternalService(int param)
{
    if (param % 3 == 0)
        throw ConnectionError(u"service unavailable"_s);
    return u"result for %1"_s.arg(param);
}

int main()
{
    QTextStream out(stdout);

    CircuitBreakerConfig config;
    config.name = u"api"_s;
    config.failureThreshold = 3; // open after 3 failures
    config.recoveryTime = 10s;   // wait 10 s before trying again
    config.halfOpenMaxCalls = 1; // then let 1 trial call through
    CircuitBreaker breaker(config);

    for (int i = 0; i < 10; ++i) {
        try {
            const QString result = breaker.execute(callExternalService, i).result();
            out << "call " << i << " succeeded: " << result << '\n';
        } catch (const CircuitOpenError &) {
            out << "call " << i << " rejected: the circuit is open\n";
        } catch (const ErrorException &e) {
            out << "call " << i << " failed: " << e.what() << '\n';
        }
    }
}
