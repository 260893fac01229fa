// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/random.h"

#include <QTest>

#include <array>
#include <cmath>
#include <functional>
#include <set>
#include <vector>

using namespace Fuseboard;
using namespace Qt::StringLiterals;

namespace {

constexpr quint64 Golden = 0x9E3779B97F4A7C15ull;

static_assert(CounterRandom(1, 2).bits(3, 4) == CounterRandom(1, 2).bits(3, 4));
static_assert(CounterRandom(1).uniform(0) >= 0 && CounterRandom(1).uniform(0) < 1);
static_assert(CounterRandom(7).stream(1).bits(0) != CounterRandom(7).bits(0));
static_assert(sizeof(CounterRandom) == sizeof(quint64));

/// One way to walk through the draws: the n-th number in [0, 1).
using Walk = std::function<double(quint64)>;

struct NamedWalk
{
    const char *name;
    Walk walk;
};

/// Every direction in which a run draws: from call to call, from attempt to attempt, from stream to stream, from seed to seed.
std::vector<NamedWalk> walks()
{
    const CounterRandom random(42, 3);
    return {
        {"calls", [random](quint64 n) { return random.uniform(n); }},
        {"calls, second attempt", [random](quint64 n) { return random.uniform(n, 2); }},
        {"attempts", [random](quint64 n) { return random.uniform(7, n); }},
        {"streams", [random](quint64 n) { return random.stream(n).uniform(7, 1); }},
        {"streams by constructor", [](quint64 n) { return CounterRandom(42, n).uniform(7, 1); }},
        {"seeds", [](quint64 n) { return CounterRandom(n).uniform(7, 1); }},
        {"seed zero, calls", [](quint64 n) { return CounterRandom().uniform(n); }},
        {"calls far out", [random](quint64 n) { return random.uniform(~n); }},
        {"every 2^32nd call", [random](quint64 n) { return random.uniform(n << 32); }},
    };
}

double correlation(const Walk &one, const Walk &other, int count)
{
    double sumX = 0;
    double sumY = 0;
    double sumXX = 0;
    double sumYY = 0;
    double sumXY = 0;
    for (int i = 0; i < count; ++i) {
        const double x = one(static_cast<quint64>(i));
        const double y = other(static_cast<quint64>(i));
        sumX += x;
        sumY += y;
        sumXX += x * x;
        sumYY += y * y;
        sumXY += x * y;
    }
    const double n = count;
    return (n * sumXY - sumX * sumY) / std::sqrt((n * sumXX - sumX * sumX) * (n * sumYY - sumY * sumY));
}

/// How far a chi-square statistic lies from its mean, in its standard deviations. The seeds are fixed, so a bound of five is
/// no gamble: a test fails for ever or never.
double chiSquareSigmas(const std::vector<int> &counts, int draws)
{
    const double expected = static_cast<double>(draws) / static_cast<double>(counts.size());
    double statistic = 0;
    for (const int count : counts)
        statistic += (count - expected) * (count - expected) / expected;
    const double freedom = static_cast<double>(counts.size()) - 1;
    return (statistic - freedom) / std::sqrt(2 * freedom);
}

void addWalkRows()
{
    QTest::addColumn<Walk>("walk");
    for (const NamedWalk &row : walks())
        QTest::newRow(row.name) << row.walk;
}

} // namespace

Q_DECLARE_METATYPE(Walk)

class RandomTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    // The published outputs of SplitMix64, whose n-th is the finaliser of seed + n * golden ratio.
    void finaliserIsThatOfSplitMix64_data()
    {
        QTest::addColumn<quint64>("seed");
        QTest::addColumn<QList<quint64>>("outputs");

        QTest::newRow("seed 0") << quint64(0)
                                << QList<quint64>{0xE220A8397B1DCDAFull, 0x6E789E6AA1B965F4ull, 0x06C45D188009454Full,
                                                  0xF88BB8A8724C81ECull, 0x1B39896A51A8749Bull};
        QTest::newRow("seed 1234567") << quint64(1234567)
                                      << QList<quint64>{6457827717110365317ull, 3203168211198807973ull,
                                                        9817491932198370423ull, 4593380528125082431ull,
                                                        16408922859458223821ull};
    }

    void finaliserIsThatOfSplitMix64()
    {
        QFETCH(quint64, seed);
        QFETCH(QList<quint64>, outputs);
        for (qsizetype i = 0; i < outputs.size(); ++i)
            QCOMPARE(CounterRandom::mix(seed + static_cast<quint64>(i + 1) * Golden), outputs.at(i));
    }

    // A recorded run must draw the same next year: these may never change. Worked out with arbitrary-precision arithmetic from
    // the definition in the header.
    void drawsStayWhatTheyAre()
    {
        QCOMPARE(CounterRandom(42, 3).bits(7, 1), 0x0FC84E59752F9E01ull);
        QCOMPARE(CounterRandom(42, 3).stream(5).bits(7, 1), 0x0BA55CD4E1513725ull);
        QCOMPARE(CounterRandom(42, 3).uniform(7, 1),
                 static_cast<double>(0x0FC84E59752F9E01ull >> 11) / 9007199254740992.0);
    }

    void isUniform_data() { addWalkRows(); }
    void isUniform()
    {
        QFETCH(Walk, walk);
        constexpr int draws = 100'000;
        std::vector<int> counts(500);
        for (int i = 0; i < draws; ++i) {
            const double u = walk(static_cast<quint64>(i));
            QVERIFY(u >= 0 && u < 1);
            ++counts[static_cast<std::size_t>(u * 500)];
        }
        const double sigmas = chiSquareSigmas(counts, draws);
        QVERIFY2(std::abs(sigmas) < 5, qPrintable(QString::number(sigmas)));
    }

    void pairsOfNeighboursAreUniform_data() { addWalkRows(); }
    void pairsOfNeighboursAreUniform()
    {
        QFETCH(Walk, walk);
        constexpr int draws = 100'000;
        std::vector<int> counts(16 * 16);
        for (int i = 0; i < draws; ++i) {
            const auto x = static_cast<std::size_t>(walk(2 * static_cast<quint64>(i)) * 16);
            const auto y = static_cast<std::size_t>(walk(2 * static_cast<quint64>(i) + 1) * 16);
            ++counts[x * 16 + y];
        }
        const double sigmas = chiSquareSigmas(counts, draws);
        QVERIFY2(std::abs(sigmas) < 5, qPrintable(QString::number(sigmas)));
    }

    void neighboursAreIndependent_data() { addWalkRows(); }
    void neighboursAreIndependent()
    {
        QFETCH(Walk, walk);
        constexpr int draws = 100'000;
        const double r = correlation(
            walk, [walk](quint64 n) { return walk(n + 1); }, draws);
        QVERIFY2(std::abs(r) < 5 / std::sqrt(draws), qPrintable(QString::number(r)));
    }

    void attemptsOfOneCallAreIndependent()
    {
        constexpr int draws = 100'000;
        const CounterRandom random(42);
        for (quint64 attempt = 0; attempt < 4; ++attempt) {
            const double r = correlation([&](quint64 n) { return random.uniform(n, attempt); },
                                         [&](quint64 n) { return random.uniform(n, attempt + 1); }, draws);
            QVERIFY2(std::abs(r) < 5 / std::sqrt(draws), qPrintable(QString::number(r)));
        }
    }

    void streamsOfOneCallAreIndependent()
    {
        constexpr int draws = 100'000;
        const CounterRandom random(42);
        for (quint64 number = 0; number < 4; ++number) {
            const double r = correlation([&](quint64 n) { return random.stream(number).uniform(n, 1); },
                                         [&](quint64 n) { return random.stream(number + 1).uniform(n, 1); }, draws);
            QVERIFY2(std::abs(r) < 5 / std::sqrt(draws), qPrintable(QString::number(r)));
        }
    }

    // A call's second attempt must not be the next call's first, which a plain sum of the counters would make it.
    void callAndAttemptAreNotMixedUp()
    {
        const CounterRandom random(42);
        std::set<quint64> seen;
        for (quint64 call = 0; call < 200; ++call) {
            for (quint64 attempt = 0; attempt < 200; ++attempt)
                seen.insert(random.bits(call, attempt));
        }
        QCOMPARE(seen.size(), std::size_t(200 * 200));
    }

    void seedAndStreamAreNotMixedUp()
    {
        std::set<quint64> seen;
        for (quint64 seed = 0; seed < 200; ++seed) {
            for (quint64 stream = 0; stream < 200; ++stream)
                seen.insert(CounterRandom(seed, stream).bits(0));
        }
        QCOMPARE(seen.size(), std::size_t(200 * 200));
    }

    void orderOfDrawingDoesNotMatter()
    {
        const CounterRandom random(42);
        const quint64 late = random.bits(1'000'000);
        for (quint64 call = 0; call < 100; ++call)
            random.bits(call);
        QCOMPARE(random.bits(1'000'000), late);
    }
};

QTEST_APPLESS_MAIN(RandomTest)
#include "tst_random.moc"
