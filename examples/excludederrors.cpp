// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// Errors that say nothing about the service's health can be left out: a wrong token must not open the breaker.

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
    config.failureThreshold = 3;
    config.recoveryTime = 10s;
    config.excludedErrors = {ErrorKind::Authentication};

    const auto callExternalService = withCircuitBreaker(config, [](const QString &token, int param) {
        if (token.isEmpty())
            throw AuthenticationError(u"invalid token"_s);
        if (param % 3 == 0)
            throw ConnectionError(u"service unavailable"_s);
        return u"result for %1"_s.arg(param);
    });

    const auto report = [&](const QString &what) {
        const BreakerMetrics metrics = callExternalService.breaker()->metrics();
        out << what << ": " << breakerStateName(metrics.state) << ", " << metrics.totals.failures << " failures, "
            << metrics.totals.excluded << " excluded\n";
    };

    for (int i = 0; i < 10; ++i)
        callExternalService(QString(), i);
    report(u"10 calls without a token"_s);

    for (int i = 0; i < 7; ++i)
        callExternalService(u"secret"_s, i);
    report(u"then 7 calls with one"_s);
}
