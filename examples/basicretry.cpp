// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// A function that is called again when it fails, from the event loop.

#include <resilience/base/exception.h>
#include <resilience/retry/retry.h>

#include <QCoreApplication>
#include <QFutureWatcher>
#include <QTextStream>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

// Fails twice, then works.
QString flakyService(int param)
{
    static int calls = 0;
    if (++calls < 3)
        throw ConnectionError(u"service temporarily unavailable"_s);
    return u"result for %1"_s.arg(param);
}

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QTextStream out(stdout);

    RetryConfig config;
    config.maxRetries = 5;
    config.baseDelay = 10ms; // 1 s would be more usual
    config.backoffFactor = 2.0;
    config.jitter = Jitter::Proportional;
    Retry retry(config);

    const QFuture<void> done = retry.execute(flakyService, 42)
                                   .then([&](const QString &result) { out << "success: " << result << '\n'; })
                                   .onFailed([&](const ErrorException &e) { out << "failed: " << e.what() << '\n'; });

    // A program with a window goes on with other things. This one ends when the call does.
    QFutureWatcher<void> watcher;
    QObject::connect(&watcher, &QFutureWatcher<void>::finished, &app, &QCoreApplication::quit);
    watcher.setFuture(done);
    return app.exec();
}
