// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/http/apiclient.h"

#include <QEventLoop>
#include <QObject>
#include <QPointer>
#include <QRegularExpression>
#include <QStringList>
#include <QTest>
#include <QTimer>

#include <chrono>
#include <optional>

/// What a call told and how it ended, as text that is compared whole:
///
///     started 1, failed 1 server 503, retry 2, started 2, ok 200
class CallLog : public QObject
{
public:
    explicit CallLog(Fuseboard::ApiReply *reply)
        : m_reply(reply)
    {
        using namespace Fuseboard;
        connect(reply, &ApiReply::attemptStarted, this, [this](int n) { add(QStringLiteral("started %1").arg(n)); });
        connect(reply, &ApiReply::attemptFailed, this, [this](int n, const Error &error) {
            add(QStringLiteral("failed %1 %2").arg(n).arg(brief(error)));
            errors.append(error);
        });
        connect(reply, &ApiReply::retryScheduled, this, [this](int n, Duration delay) {
            add(QStringLiteral("retry %1").arg(n));
            delays.append(delay);
        });
        connect(reply, &ApiReply::rejected, this,
                [this](const Error &error) { add(QStringLiteral("rejected ") + brief(error)); });
        connect(reply, &ApiReply::finished, this, [this] {
            outcome = m_reply->result();
            attempts = m_reply->attempts();
            deliveries = m_reply->deliveries();
            m_loop.quit();
            add(*outcome ? QStringLiteral("ok %1").arg((*outcome)->status) : brief(outcome->error()));
        });
        connect(reply, &QObject::destroyed, this, [this] { isDestroyed = true; });
    }

    /// Until finished(). Quicker than QTest::qWaitFor(), which looks every 10 ms.
    bool waitForEnd()
    {
        if (!outcome) {
            QTimer::singleShot(std::chrono::minutes(1), &m_loop, &QEventLoop::quit);
            m_loop.exec();
        }
        return outcome.has_value();
    }

    /// Until that has been told.
    bool waitFor(const QString &told) const
    {
        return QTest::qWaitFor([this, &told] { return lines.contains(told); }, 60'000);
    }

    QString text() const { return lines.join(QStringLiteral(", ")); }

    Fuseboard::ApiReply *reply() const { return m_reply; }
    const Fuseboard::ApiResponse &response() const { return **outcome; }
    const Fuseboard::Error &error() const { return outcome->error(); }

    static QString brief(const Fuseboard::Error &error)
    {
        QString text = Fuseboard::errorKindName(error.kind);
        if (error.httpStatus)
            text += QStringLiteral(" %1").arg(*error.httpStatus);
        return text;
    }

    QStringList lines;
    QList<Fuseboard::Error> errors;
    QList<Fuseboard::Duration> delays;
    std::optional<Fuseboard::Expected<Fuseboard::ApiResponse, Fuseboard::Error>> outcome;
    int attempts = 0;
    int deliveries = 0;
    bool isDestroyed = false;

private:
    void add(const QString &line) { lines.append(line); }

    QEventLoop m_loop;
    QPointer<Fuseboard::ApiReply> m_reply;
};

/// Every warning is a failure, also the one that Qt prints when a reply is aborted in the turn in which its connection
/// breaks: the client does not abort.
inline void failOnUnknownWarning()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
}

/// Retries at once: a test does not wait for a backoff.
inline Fuseboard::RetryConfig quickRetry(int maxRetries = 3)
{
    Fuseboard::RetryConfig retry = Fuseboard::RetryConfig::forHttp();
    retry.maxRetries = maxRetries;
    retry.baseDelay = std::chrono::milliseconds(1);
    retry.jitter = Fuseboard::Jitter::None;
    return retry;
}

/// No limits, no breaker, no retry.
inline Fuseboard::ApiClientConfig plainConfig(const QUrl &url)
{
    Fuseboard::ApiClientConfig config;
    config.baseUrl = url;
    return config;
}
