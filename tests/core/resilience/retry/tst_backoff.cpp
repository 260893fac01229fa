// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/durationtext.h"
#include "resilience/retry/backoff.h"

#include <QTest>

#include <algorithm>
#include <limits>
#include <set>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr double AlmostOne = 0x1.fffffffffffffp-1; // the largest draw there is

RetryConfig configWith(Jitter jitter)
{
    RetryConfig config;
    config.jitter = jitter;
    return config;
}

/// The first waits, all with the same draw.
QString waits(const RetryConfig &config, double uniform, int count)
{
    Backoff backoff(config);
    QStringList texts;
    for (int i = 0; i < count; ++i)
        texts.append(formatDuration(backoff.next(uniform)));
    return texts.join(u' ');
}

} // namespace

class BackoffTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    // Worked out by hand from the formulas of SEMANTICS.md section 3.
    void waits_data()
    {
        QTest::addColumn<RetryConfig>("config");
        QTest::addColumn<double>("uniform");
        QTest::addColumn<QString>("expected");

        const RetryConfig none = configWith(Jitter::None);
        QTest::newRow("none doubles up to the cap") << none << 0.3 << u"1s 2s 4s 8s 16s 32s 1m 1m 1m"_s;
        RetryConfig constant = none;
        constant.backoffFactor = 1;
        QTest::newRow("none, factor 1") << constant << 0.3 << u"1s 1s 1s 1s"_s;
        RetryConfig gentle = none;
        gentle.baseDelay = 100ms;
        gentle.maxDelay = 1s;
        gentle.backoffFactor = 1.5;
        QTest::newRow("none, factor 1.5") << gentle << 0.3 << u"100ms 150ms 225ms 337.5ms 506.25ms 759375us 1s 1s"_s;

        const RetryConfig proportional = configWith(Jitter::Proportional);
        QTest::newRow("proportional, low end") << proportional << 0.0 << u"800ms 1.6s 3.2s 6.4s 12.8s 25.6s 40s 40s"_s;
        QTest::newRow("proportional, middle") << proportional << 0.5 << u"1s 2s 4s 8s 16s 32s 50s 50s"_s;
        QTest::newRow("proportional, high end")
            << proportional << AlmostOne << u"1.2s 2.4s 4.8s 9.6s 19.2s 38.4s 1m 1m"_s;
        RetryConfig still = proportional;
        still.jitterFactor = 0;
        QTest::newRow("proportional, factor 0 is none") << still << 0.3 << u"1s 2s 4s 8s 16s 32s 1m"_s;
        RetryConfig wild = proportional;
        wild.jitterFactor = 1;
        QTest::newRow("proportional, factor 1 is from nothing to double")
            << wild << 0.25 << u"500ms 1s 2s 4s 8s 15s 15s"_s;

        const RetryConfig full = configWith(Jitter::Full);
        QTest::newRow("full, low end") << full << 0.0 << u"0s 0s 0s"_s;
        QTest::newRow("full, quarter") << full << 0.25 << u"250ms 500ms 1s 2s 4s 8s 15s 15s"_s;

        const RetryConfig equal = configWith(Jitter::Equal);
        QTest::newRow("equal, low end") << equal << 0.0 << u"500ms 1s 2s 4s 8s 16s 30s 30s"_s;
        QTest::newRow("equal, quarter") << equal << 0.25 << u"625ms 1.25s 2.5s 5s 10s 20s 37.5s"_s;

        const RetryConfig decorrelated = configWith(Jitter::Decorrelated);
        QTest::newRow("decorrelated, low end") << decorrelated << 0.0 << u"1s 1s 1s"_s;
        QTest::newRow("decorrelated, middle") << decorrelated << 0.5 << u"2s 3.5s 5.75s 9.125s 14.1875s"_s;
        // 1 + (3p - 1)u at u = 0.9: 2.8, 7.66, 20.782, 56.2114, then over the cap
        QTest::newRow("decorrelated, near the cap") << decorrelated << 0.9 << u"2.8s 7.66s 20.782s 56.2114s 1m 1m"_s;
    }

    void waits()
    {
        QFETCH(RetryConfig, config);
        QFETCH(double, uniform);
        QFETCH(QString, expected);

        QCOMPARE(config.validate().size(), 0);
        QCOMPARE(::waits(config, uniform, static_cast<int>(expected.count(u' ')) + 1), expected);
    }

    // A row of SEMANTICS.md section 5: a fleet whose waits have all reached the cap must not come back in step.
    void retriesAtTheCapSpread_data()
    {
        QTest::addColumn<RetryConfig>("config");
        QTest::addColumn<bool>("spreads");
        QTest::newRow("none: asked not to") << configWith(Jitter::None) << false;
        QTest::newRow("proportional") << configWith(Jitter::Proportional) << true;
        QTest::newRow("full") << configWith(Jitter::Full) << true;
        QTest::newRow("equal") << configWith(Jitter::Equal) << true;
    }

    void retriesAtTheCapSpread()
    {
        QFETCH(RetryConfig, config);
        QFETCH(bool, spreads);

        constexpr int clients = 1000;
        std::set<Duration> waits;
        for (int client = 0; client < clients; ++client) {
            const CounterRandom random(42);
            Backoff backoff(config);
            Duration wait{};
            for (quint64 retry = 1; retry <= 20; ++retry)
                wait = backoff.next(random.uniform(static_cast<quint64>(client), retry));
            waits.insert(wait);
        }
        if (!spreads) {
            QCOMPARE(waits.size(), std::size_t(1));
            return;
        }
        QCOMPARE(waits.size(), std::size_t(clients));
        QVERIFY(*waits.rbegin() <= config.maxDelay);
        // Not merely different, but over a good part of the cap.
        QVERIFY(*waits.rbegin() - *waits.begin() > config.maxDelay / 4);
    }

    void extremesStayInRange_data()
    {
        QTest::addColumn<RetryConfig>("config");
        for (const Jitter jitter :
             {Jitter::None, Jitter::Proportional, Jitter::Full, Jitter::Equal, Jitter::Decorrelated}) {
            const auto row = [jitter](const char *name, Duration base, Duration max, double factor,
                                      double jitterFactor) {
                RetryConfig config = configWith(jitter);
                config.baseDelay = base;
                config.maxDelay = max;
                config.backoffFactor = factor;
                config.jitterFactor = jitterFactor;
                QTest::addRow("%s, %s", qUtf8Printable(jitterName(jitter)), name) << config;
            };
            row("hours, factor 1e300", 100h, 1000h, 1e300, 0.2);
            row("all that a duration holds", 1ns, Duration::max(), 1e300, 1);
            row("all that a duration holds, from the start", Duration::max(), Duration::max(), 2, 1);
            row("just below", Duration::max() - 1ns, Duration::max() - 1ns, 1, 0);
            row("the largest factor", 1s, Duration::max(), std::numeric_limits<double>::max(), 1);
            row("no wait", 0s, 0s, 2, 0.2);
            row("no wait, the largest factor", 0s, 0s, std::numeric_limits<double>::max(), 1);
            row("no base", 0s, 1h, 1e300, 1);
            row("a nanosecond", 1ns, 1ns, 2, 0.5);
        }
    }

    void extremesStayInRange()
    {
        QFETCH(RetryConfig, config);
        QCOMPARE(config.validate().size(), 0);
        for (const double uniform : {0.0, 0.3, AlmostOne}) {
            Backoff backoff(config);
            for (int retry = 1; retry <= 2000; ++retry) {
                const Duration wait = backoff.next(uniform);
                QVERIFY2(wait >= 0ns && wait <= config.maxDelay, qPrintable(formatDuration(wait)));
            }
        }
    }

    void longCapsAreReachedExactly()
    {
        RetryConfig config = configWith(Jitter::None);
        config.maxDelay = Duration::max();
        Backoff backoff(config);
        Duration wait{};
        for (int retry = 1; retry <= 64; ++retry)
            wait = backoff.next(0);
        QVERIFY(wait == Duration::max());
    }
};

QTEST_APPLESS_MAIN(BackoffTest)
#include "tst_backoff.moc"
