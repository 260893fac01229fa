// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// Every parameter of a retry, and the waits that it gives for a service that never answers.

#include <resilience/base/durationtext.h>
#include <resilience/base/exception.h>
#include <resilience/base/virtualscheduler.h>
#include <resilience/retry/retry.h>

#include <QTextStream>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QTextStream out(stdout);

/// Makes @p calls calls that fail with @p error, and prints how long each waits before its retries and why it gives up.
void show(const QString &title, const RetryConfig &config,
          const Error &error = {ErrorKind::Connection, {}, {}, {}, {}, {}}, int calls = 1)
{
    VirtualScheduler time;
    Retry retry(config, &time);
    retry.setRandom(CounterRandom(1)); // the same luck in every run; a program leaves this out

    QStringList waits;
    QObject::connect(&retry, &Retry::retryScheduled,
                     [&](quint64, int, Duration delay) { waits.append(displayDuration(delay)); });
    QObject::connect(&retry, &Retry::exhausted, [&](quint64, int, const Error &, RetryMachine::Why why) {
        out << title.leftJustified(28) << (waits.isEmpty() ? u"no wait"_s : waits.join(u", "_s)) << "; "
            << describe(why) << '\n';
        waits.clear();
    });

    for (int i = 0; i < calls; ++i) {
        retry.execute([&] { throw ErrorException(error); });
        while (time.runNext()) {}
    }
}

Error rateLimited(Duration retryAfter)
{
    return {ErrorKind::RateLimited, {}, 429, {}, retryAfter, {}};
}

} // namespace

int main()
{
    RetryConfig config;
    config.jitter = Jitter::None;
    show(u"defaults, without jitter"_s, config);

    config.maxRetries = 5;
    show(u"maxRetries 5"_s, config);

    config.baseDelay = 200ms;
    show(u"baseDelay 200ms"_s, config);

    config.backoffFactor = 3.0;
    show(u"backoffFactor 3"_s, config);

    config.maxDelay = 5s;
    show(u"maxDelay 5s"_s, config);

    config.jitter = Jitter::Proportional; // the default: waits differ by up to jitterFactor
    show(u"jitter proportional"_s, config);

    config.jitterFactor = 0.5;
    show(u"jitterFactor 0.5"_s, config);

    config.jitter = Jitter::Full; // anything from 0 to the wait
    show(u"jitter full"_s, config);

    config.jitter = Jitter::Equal; // the upper half of the wait
    show(u"jitter equal"_s, config);

    config.jitter = Jitter::Decorrelated; // from baseDelay to 3 times the wait before
    show(u"jitter decorrelated"_s, config);

    config = {};
    config.jitter = Jitter::None;
    config.retryErrors = {ErrorKind::Timeout, ErrorKind::Server};
    show(u"retryErrors timeout, server"_s, config);

    config.retryErrors = {ErrorKind::Network};
    config.excludedErrors = {ErrorKind::Connection};
    show(u"excludedErrors connection"_s, config);

    config.excludedErrors = {};
    show(u"server asks for 10 s"_s, config, rateLimited(10s));

    config.maxRetryAfter = 5s;
    show(u"maxRetryAfter 5s"_s, config, rateLimited(10s));

    config.honorRetryAfter = false;
    show(u"honorRetryAfter false"_s, config, rateLimited(10s));

    config.budget = RetryBudgetConfig{.ratio = 0.5, .minimumPerSecond = 0.1};
    show(u"budget"_s, config, {ErrorKind::Connection, {}, {}, {}, {}, {}}, 3);
}
