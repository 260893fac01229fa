// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// A pipeline with a limit for each attempt and one for the whole call, around a service that may hang.

#include <resilience/base/durationtext.h>
#include <resilience/base/exception.h>
#include <resilience/base/virtualscheduler.h>
#include <resilience/pipeline/pipeline.h>

#include <QPromise>
#include <QTextStream>

#include <algorithm>
#include <memory>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

int main()
{
    QTextStream out(stdout);
    VirtualScheduler time;

    PolicyConfig config;
    config.breaker = CircuitBreakerConfig();
    config.retry = RetryConfig();
    config.retry->jitter = Jitter::None;
    config.timeout.perAttempt = 2s;
    config.timeout.overall = 8s; // attempts and waits together
    Pipeline pipeline(config, &time);

    const auto seconds = [&] { return time.clock().now().time_since_epoch() / 1s; };
    QObject::connect(&pipeline, &Pipeline::attemptStarted,
                     [&](quint64, int attempt) { out << seconds() << " s: attempt " << attempt << '\n'; });
    QObject::connect(&pipeline, &Pipeline::attemptFailed, [&](quint64, int attempt, const Error &error) {
        out << seconds() << " s: attempt " << attempt << " failed, " << describe(error) << '\n';
    });

    // A promise that nobody keeps. When an attempt runs out of time, its future is cancelled.
    QList<std::shared_ptr<QPromise<QString>>> hanging;
    int hangs = 0;
    const auto service = [&]() -> QFuture<QString> {
        if (--hangs < 0)
            return QtFuture::makeReadyFuture(u"hello"_s);
        hanging.append(std::make_shared<QPromise<QString>>());
        hanging.last()->start();
        return hanging.last()->future();
    };

    for (const int count : {1, 100}) {
        out << "a service that hangs " << count << (count == 1 ? " time\n" : " times\n");
        hangs = count;
        pipeline.execute(service)
            .then([&](const QString &answer) { out << seconds() << " s: " << answer << '\n'; })
            .onFailed([&](const TimeoutError &e) { out << seconds() << " s: " << e.what() << '\n'; });
        while (time.runNext()) {}
    }

    const auto isCancelled = [](const auto &promise) { return promise->isCanceled(); };
    out << "cancelled attempts: " << std::count_if(hanging.cbegin(), hanging.cend(), isCancelled) << " of "
        << hanging.size() << '\n';
}
