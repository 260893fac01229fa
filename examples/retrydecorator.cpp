// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// A function that has its retries built in.

#include <resilience/base/exception.h>
#include <resilience/pipeline/decorators.h>

#include <QCoreApplication>
#include <QFutureWatcher>
#include <QTextStream>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QTextStream out(stdout);

    RetryConfig config;
    config.maxRetries = 5;
    config.baseDelay = 10ms;
    config.backoffFactor = 2.0;
    config.jitter = Jitter::Proportional;

    // Each call gets a copy of the function, so what all its calls share is kept outside.
    int calls = 0;
    const auto flakyService = withRetry(config, [&calls](int param) {
        if (++calls < 3)
            throw ConnectionError(u"service temporarily unavailable"_s);
        return u"result for %1"_s.arg(param);
    });

    QObject::connect(flakyService.retry().get(), &Retry::attemptFailed, [&](quint64, int attempt, const Error &error) {
        out << "attempt " << attempt << " failed: " << describe(error) << '\n';
    });

    const QFuture<void> done = flakyService(42)
                                   .then([&](const QString &result) { out << "success: " << result << '\n'; })
                                   .onFailed([&](const ErrorException &e) { out << "failed: " << e.what() << '\n'; });

    QFutureWatcher<void> watcher;
    QObject::connect(&watcher, &QFutureWatcher<void>::finished, &app, &QCoreApplication::quit);
    watcher.setFuture(done);
    return app.exec();
}
