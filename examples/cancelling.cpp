// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// Giving a call up: its attempt is cancelled, its waits are over, and the breaker gets its place back.

#include <resilience/base/exception.h>
#include <resilience/pipeline/pipeline.h>

#include <QCoreApplication>
#include <QPromise>
#include <QTextStream>
#include <QTimer>

using namespace Fuseboard;
using namespace Qt::StringLiterals;

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QTextStream out(stdout);

    PolicyConfig config;
    config.breaker = CircuitBreakerConfig();
    config.retry = RetryConfig();
    Pipeline pipeline(config);

    QPromise<QString> hanging;
    hanging.start();
    QFuture<QString> answer = pipeline.execute([&] { return hanging.future(); });

    // Cancel what execute() gave: in Qt 6.4, cancelling a future that then() made does not reach the one before it.
    answer.then([&](const QString &text) { out << "answered: " << text << '\n'; }).onCanceled([&] {
        const BreakerMetrics metrics = pipeline.breaker()->metrics();
        out << "cancelled\n"
            << "its attempt too: " << (hanging.isCanceled() ? "yes" : "no") << '\n'
            << "permits out: " << metrics.permitsOut << ", given back: " << metrics.totals.givenBack
            << ", failures: " << metrics.totals.failures << '\n';
        app.quit();
    });
    QTimer::singleShot(0, &app, [&] { answer.cancel(); });
    return app.exec();
}
