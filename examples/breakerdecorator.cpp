// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// A function that has its circuit breaker built in: withCircuitBreaker() gives a callable that is called like the function
// itself and gives a QFuture of what the function returns.

#include <resilience/base/exception.h>
#include <resilience/pipeline/decorators.h>

#include <QTextStream>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

int main()
{
    QTextStream out(stdout);

    CircuitBreakerConfig config;
    config.name = u"api"_s;
    config.failureThreshold = 3;
    config.recoveryTime = 10s;

    const auto callExternalService = withCircuitBreaker(config, [](int param) {
        if (param % 3 == 0)
            throw ConnectionError(u"service unavailable"_s);
        return u"result for %1"_s.arg(param);
    });

    for (int i = 0; i < 10; ++i) {
        callExternalService(i)
            .then([&, i](const QString &result) { out << "call " << i << " succeeded: " << result << '\n'; })
            .onFailed([&, i](const CircuitOpenError &) { out << "call " << i << " rejected: the circuit is open\n"; })
            .onFailed([&, i](const ErrorException &e) { out << "call " << i << " failed: " << e.what() << '\n'; });
    }

    out << callExternalService.breaker()->name() << " is " << breakerStateName(callExternalService.breaker()->state())
        << '\n';
}
