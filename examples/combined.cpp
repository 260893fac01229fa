// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// Both patterns around one function: the breaker outside, so that it sees one result per call, after the call's retries.

#include <resilience/base/exception.h>
#include <resilience/pipeline/decorators.h>

#include <QCoreApplication>
#include <QTextStream>
#include <QTimer>

#include <functional>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QTextStream out(stdout);

    CircuitBreakerConfig breakerConfig;
    breakerConfig.name = u"api"_s;
    breakerConfig.failureThreshold = 3;
    breakerConfig.recoveryTime = 10s;

    RetryConfig retryConfig;
    retryConfig.maxRetries = 3;
    retryConfig.baseDelay = 1ms;
    retryConfig.backoffFactor = 2.0;
    retryConfig.jitter = Jitter::Proportional;

    int requests = 0;
    const auto service = [&requests](int param) {
        ++requests;
        if (requests == 1 || requests > 3) // a hiccup at first, and an outage later
            throw ConnectionError(u"service unavailable"_s);
        return u"result for %1"_s.arg(param);
    };

    const auto callExternalService = withCircuitBreaker(breakerConfig, withRetry(retryConfig, service));

    // Ten calls, one after the other.
    const std::function<void(int)> call = [&](int i) {
        if (i == 10) {
            out << "requests that reached the service: " << requests << '\n';
            return app.quit();
        }
        callExternalService(i)
            .then([&, i](const QString &result) { out << "call " << i << " succeeded: " << result << '\n'; })
            .onFailed([&, i](const CircuitOpenError &) { out << "call " << i << " rejected: the circuit is open\n"; })
            .onFailed([&, i](const ErrorException &e) {
                out << "call " << i << " failed after its retries: " << e.what() << '\n';
            })
            .then([&, i] { call(i + 1); });
    };
    QTimer::singleShot(0, &app, [&] { call(0); });
    return app.exec();
}
