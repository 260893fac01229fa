// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// Retries of one's own: a loop that waits exactly as long as a rate-limited service asks. And the same by Retry.

#include <resilience/base/durationtext.h>
#include <resilience/base/exception.h>
#include <resilience/retry/retry.h>

#include <QCoreApplication>
#include <QTextStream>
#include <QTimer>

#include <functional>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Lets every third call through.
QString callRateLimitedApi(int param)
{
    static int calls = 0;
    if (++calls % 3 != 0) {
        Error error;
        error.kind = ErrorKind::RateLimited;
        error.message = u"rate limit exceeded"_s;
        error.retryAfter = calls * 10ms;
        throw RateLimitedError(error);
    }
    return u"result for %1"_s.arg(param);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QTextStream out(stdout);

    // With Retry: honorRetryAfter, which is on by default, makes a wait at least as long as the service asks.
    RetryConfig config;
    config.maxRetries = 5;
    config.baseDelay = 1ms;
    config.jitter = Jitter::None; // exactly as long as asked
    config.retryErrors = {ErrorKind::RateLimited};
    Retry retry(config);
    QObject::connect(&retry, &Retry::retryScheduled, &app,
                     [&](quint64, int, Duration delay) { out << "Retry waits " << displayDuration(delay) << '\n'; });
    const auto callThroughRetry = [&] {
        retry.execute(callRateLimitedApi, 43)
            .then([&](const QString &result) { out << "success: " << result << '\n'; })
            .onFailed([&](const ErrorException &e) { out << "failed: " << e.what() << '\n'; })
            .then([&] { app.quit(); });
    };

    // By hand.
    const std::function<void(int)> call = [&](int retriesLeft) {
        try {
            const QString result = callRateLimitedApi(42);
            out << "success: " << result << '\n';
            callThroughRetry();
        } catch (const RateLimitedError &e) {
            if (retriesLeft == 0) {
                out << "no retries left\n";
                return app.quit();
            }
            const Duration wait = e.retryAfter().value_or(1s);
            out << "rate limited, waiting for " << displayDuration(wait) << '\n';
            QTimer::singleShot(std::chrono::ceil<std::chrono::milliseconds>(wait), &app,
                               [&, retriesLeft] { call(retriesLeft - 1); });
        } catch (const std::exception &e) {
            out << "unexpected error: " << e.what() << '\n';
            app.quit();
        }
    };
    QTimer::singleShot(0, &app, [&] { call(5); });
    return app.exec();
}
