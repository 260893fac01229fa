// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// One RetryConfig for many calls, written to JSON and read from it.

#include <resilience/base/exception.h>
#include <resilience/base/virtualscheduler.h>
#include <resilience/retry/retry.h>

#include <QJsonDocument>
#include <QTextStream>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

QString callService(int param)
{
    if (param % 3 == 0)
        throw TimeoutError(u"service timeout"_s);
    if (param % 5 == 0)
        throw AuthenticationError(u"invalid credentials"_s);
    return u"result for %1"_s.arg(param);
}

int main()
{
    QTextStream out(stdout);
    VirtualScheduler time;

    RetryConfig config;
    config.maxRetries = 3;
    config.baseDelay = 1s;
    config.backoffFactor = 2.0;
    config.jitter = Jitter::Proportional;
    config.retryErrors = {ErrorKind::Timeout, ErrorKind::Connection};
    config.excludedErrors = {ErrorKind::Authentication};

    Retry retry(config, &time);
    QObject::connect(&retry, &Retry::exhausted, [&](quint64 call, int attempts, const Error &error) {
        out << "call " << call << " failed after " << attempts << " attempts: " << describe(error) << '\n';
    });
    for (int i = 1; i <= 5; ++i)
        retry.execute(callService, i).then([&](const QString &result) { out << "success: " << result << '\n'; });
    time.advance(1min);

    // As JSON, and back.
    out << QJsonDocument(config.toJson()).toJson();
    const auto same = RetryConfig::fromJson(config.toJson());
    out << "read back: " << (same && *same == config ? "the same" : "another one") << '\n';

    // A file by hand: what it does not name keeps its default, and every fault in it is reported.
    const auto file = QJsonDocument::fromJson(
        R"({"maxRetries": -1, "baseDelay": "1 second", "jitter": "ful", "delay": 5})");
    const auto faulty = RetryConfig::fromJson(file.object());
    if (!faulty)
        out << describe(faulty.error()) << '\n';
}
