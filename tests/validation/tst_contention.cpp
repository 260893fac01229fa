// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/retry/backoff.h"

#include <QRegularExpression>
#include <QTest>
#include <queue>

#include <cmath>
#include <numbers>
#include <vector>

using namespace Fuseboard;
using namespace std::chrono_literals;

/// The model of "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015) over our Backoff: clients that all begin at
/// once read a row and write it back, which succeeds if nobody else wrote meanwhile; who fails backs off and begins anew.
class ContentionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void backoffs_data();
    void backoffs();
    void fullJitterHalvesTheCalls();
};

namespace {

constexpr int Clients = 100;
constexpr int Trials = 400;

struct Outcome
{
    double completion = 0; ///< ms until the last client is done, on average over the trials
    double writes = 0;     ///< likewise
};

/// One trial; luck that is a function of the trial, the client and how often it drew.
class Trial
{
public:
    Trial(const RetryConfig *config, quint64 number)
        : m_random(7, number)
        , m_draws(Clients)
    {
        for (int i = 0; i < Clients; ++i) {
            m_clients.push_back(config ? std::optional<Backoff>(*config) : std::nullopt);
            m_messages.push({hop(i), i, Message::ReadArrives, 0});
        }
    }

    void run(Outcome &sum)
    {
        while (!m_messages.empty()) {
            Message message = m_messages.top();
            m_messages.pop();
            m_now = message.at;
            switch (message.what) {
            case Message::ReadArrives:
                m_messages.push({m_now + hop(message.client), message.client, Message::ReadReturns, m_version});
                break;
            case Message::ReadReturns:
                m_messages.push({m_now + hop(message.client), message.client, Message::WriteArrives, message.version});
                break;
            case Message::WriteArrives:
                ++sum.writes;
                message.what = message.version == m_version ? Message::Written : Message::WriteFailed;
                m_version += message.version == m_version;
                message.at = m_now + hop(message.client);
                m_messages.push(message);
                break;
            case Message::WriteFailed:
                m_messages.push(
                    {m_now + wait(message.client) + hop(message.client), message.client, Message::ReadArrives, 0});
                break;
            case Message::Written:
                break;
            }
        }
        sum.completion += m_now;
    }

private:
    struct Message
    {
        double at; ///< ms
        int client;
        enum What { ReadArrives, ReadReturns, WriteArrives, WriteFailed, Written } what;
        int version;

        friend bool operator<(const Message &a, const Message &b) { return a.at > b.at; }
    };

    double draw(int client)
    {
        return m_random.uniform(static_cast<quint64>(client), ++m_draws[static_cast<std::size_t>(client)]);
    }

    /// |Normal(10, 2)| ms.
    double hop(int client)
    {
        const double radius = std::sqrt(-2 * std::log(1 - draw(client)));
        return std::abs(10 + 2 * radius * std::cos(2 * std::numbers::pi * draw(client)));
    }

    double wait(int client)
    {
        std::optional<Backoff> &backoff = m_clients[static_cast<std::size_t>(client)];
        return backoff ? std::chrono::duration<double, std::milli>(backoff->next(draw(client))).count() : 0;
    }

    CounterRandom m_random;
    std::vector<quint64> m_draws;
    std::vector<std::optional<Backoff>> m_clients;
    std::priority_queue<Message> m_messages;
    double m_now = 0;
    int m_version = 0;
};

/// Base 5 ms, cap 2,000 ms, the n-th retry from min(cap, base * 2^n): our baseDelay is the first wait. Decorrelated jitter
/// has no n, so there it is the base.
RetryConfig config(Jitter jitter)
{
    RetryConfig config;
    config.baseDelay = jitter == Jitter::Decorrelated ? 5ms : 10ms;
    config.maxDelay = 2000ms;
    config.backoffFactor = 2;
    config.jitter = jitter;
    return config;
}

Outcome outcomeOf(const RetryConfig *config)
{
    Outcome sum;
    for (int i = 0; i < Trials; ++i)
        Trial(config, static_cast<quint64>(i)).run(sum);
    return {sum.completion / Trials, sum.writes / Trials};
}

} // namespace

void ContentionTest::backoffs_data()
{
    QTest::addColumn<int>("jitter"); // -1: no backoff at all
    QTest::addColumn<double>("completion");
    QTest::addColumn<double>("writes");
    QTest::newRow("none") << -1 << 2034.0 << 2429.0;
    QTest::newRow("no jitter") << int(Jitter::None) << 63'284.0 << 1852.0;
    QTest::newRow("equal") << int(Jitter::Equal) << 6585.0 << 812.0;
    QTest::newRow("full") << int(Jitter::Full) << 4964.0 << 797.0;
    QTest::newRow("decorrelated") << int(Jitter::Decorrelated) << 4570.0 << 1001.0;
}

void ContentionTest::backoffs()
{
    QFETCH(int, jitter);
    QFETCH(double, completion);
    QFETCH(double, writes);
    const RetryConfig retry = config(static_cast<Jitter>(std::max(jitter, 0)));
    const Outcome outcome = outcomeOf(jitter < 0 ? nullptr : &retry);
    QVERIFY2(std::abs(outcome.completion - completion) <= 0.05 * completion,
             qPrintable(QString::number(outcome.completion)));
    QVERIFY2(std::abs(outcome.writes - writes) <= 0.02 * writes, qPrintable(QString::number(outcome.writes)));
}

void ContentionTest::fullJitterHalvesTheCalls()
{
    const RetryConfig full = config(Jitter::Full);
    const RetryConfig none = config(Jitter::None);
    QCOMPARE_LT(outcomeOf(&full).writes, outcomeOf(&none).writes / 2);
}

QTEST_APPLESS_MAIN(ContentionTest)
#include "tst_contention.moc"
