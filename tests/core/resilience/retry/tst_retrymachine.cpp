// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/durationtext.h"
#include "resilience/retry/retrymachine.h"

#include <QTest>

#include <functional>
#include <set>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

using Why = RetryMachine::Why;

namespace {

using Change = std::function<void(RetryConfig &)>;

constexpr TimePoint Now{1000s};

Error errorOf(ErrorKind kind, std::optional<Duration> retryAfter = {})
{
    return {kind, {}, {}, {}, retryAfter, {}};
}

/// Waits that can be told: 1, 2, 4 ... seconds.
RetryConfig plainConfig()
{
    RetryConfig config;
    config.jitter = Jitter::None;
    return config;
}

/// What is decided on a first failure: "wait 1s", or why there is none.
QString decide(const RetryConfig &config, const Error &error, bool isIdempotent = true, bool wasDelivered = true)
{
    RetryMachine machine(config, {0, isIdempotent}, CounterRandom(42), nullptr);
    machine.start(Now);
    const RetryMachine::Decision decision = machine.failed(error, wasDelivered, Now);
    if (decision.isRetry() != (machine.retries() == 1))
        return u"miscounted"_s;
    return decision.isRetry() ? "wait "_L1 + formatDuration(decision.wait) : describe(decision.why);
}

const QString NotRetried = QStringLiteral("errors of this kind are not retried");
const QString NotTwice = QStringLiteral("it may have been carried out, and must not be twice");
const QString TooLong = QStringLiteral("asked to wait for longer than allowed");

} // namespace

Q_DECLARE_METATYPE(Change)

class RetryMachineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void retriesUntilNoneAreLeft()
    {
        const RetryConfig config = plainConfig();
        RetryMachine machine(config, {}, CounterRandom(42), nullptr);
        machine.start(Now);
        QStringList log;
        for (int attempt = 1; attempt <= 5; ++attempt) {
            const auto decision = machine.failed(errorOf(ErrorKind::Server), true, Now);
            log.append(decision.isRetry() ? formatDuration(decision.wait) : describe(decision.why));
        }
        QCOMPARE(log.join(u", "_s), u"1s, 2s, 4s, no retries left, no retries left"_s);
        QCOMPARE(machine.retries(), 3);
    }

    void withoutRetriesThereAreNone()
    {
        RetryConfig config = plainConfig();
        config.maxRetries = 0;
        QCOMPARE(decide(config, errorOf(ErrorKind::Server)), u"no retries left"_s);
    }

    // SEMANTICS.md sections 1 and 3: rejected and cancelled are never retried, save circuitOpen.
    void kindsByDefault_data()
    {
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<bool>("isRetried");
        for (int i = 0; i < ErrorKindCount; ++i) {
            const auto kind = static_cast<ErrorKind>(i);
            const bool isRetried = kind != ErrorKind::Rejected && kind != ErrorKind::Overload
                && kind != ErrorKind::Cancelled;
            QTest::newRow(qUtf8Printable(errorKindName(kind))) << kind << isRetried;
        }
    }

    void kindsByDefault()
    {
        QFETCH(ErrorKind, kind);
        QFETCH(bool, isRetried);
        QCOMPARE(decide(plainConfig(), errorOf(kind)), isRetried ? u"wait 1s"_s : NotRetried);
    }

    void namingThemDoesNotHelpRejectedAndCancelled_data()
    {
        QTest::addColumn<ErrorKind>("kind");
        for (const ErrorKind kind : {ErrorKind::Rejected, ErrorKind::Overload, ErrorKind::Cancelled})
            QTest::newRow(qUtf8Printable(errorKindName(kind))) << kind;
    }

    void namingThemDoesNotHelpRejectedAndCancelled()
    {
        QFETCH(ErrorKind, kind);
        RetryConfig config = plainConfig();
        config.retryErrors = {ErrorKind::Any, ErrorKind::Rejected, ErrorKind::Overload, ErrorKind::Cancelled};
        QCOMPARE(decide(config, errorOf(kind)), NotRetried);
    }

    void chosenKinds_data()
    {
        QTest::addColumn<ErrorKindSet>("retried");
        QTest::addColumn<ErrorKindSet>("excluded");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<bool>("isRetried");

        using enum ErrorKind;
        QTest::newRow("named") << ErrorKindSet{Timeout} << ErrorKindSet{} << Timeout << true;
        QTest::newRow("not named") << ErrorKindSet{Timeout} << ErrorKindSet{} << Server << false;
        QTest::newRow("parent named") << ErrorKindSet{Network} << ErrorKindSet{} << Server << true;
        QTest::newRow("child named") << ErrorKindSet{Server} << ErrorKindSet{} << Api << false;
        QTest::newRow("none named") << ErrorKindSet{} << ErrorKindSet{} << Server << false;
        QTest::newRow("excluded wins") << ErrorKindSet{Server} << ErrorKindSet{Server} << Server << false;
        QTest::newRow("excluded parent wins over a named child")
            << ErrorKindSet{Server} << ErrorKindSet{Api} << Server << false;
        QTest::newRow("excluded child of a named parent")
            << ErrorKindSet{Any} << ErrorKindSet{NotFound} << NotFound << false;
        QTest::newRow("its sibling") << ErrorKindSet{Any} << ErrorKindSet{NotFound} << Server << true;

        QTest::newRow("circuitOpen needs no naming") << ErrorKindSet{Timeout} << ErrorKindSet{} << CircuitOpen << true;
        QTest::newRow("circuitOpen with nothing named") << ErrorKindSet{} << ErrorKindSet{} << CircuitOpen << true;
        QTest::newRow("circuitOpen excluded") << ErrorKindSet{Any} << ErrorKindSet{CircuitOpen} << CircuitOpen << false;
        QTest::newRow("rejected excluded") << ErrorKindSet{Any} << ErrorKindSet{Rejected} << CircuitOpen << false;
        QTest::newRow("excluding any does not reach it")
            << ErrorKindSet{Any} << ErrorKindSet{Any} << CircuitOpen << true;
    }

    void chosenKinds()
    {
        QFETCH(ErrorKindSet, retried);
        QFETCH(ErrorKindSet, excluded);
        QFETCH(ErrorKind, kind);
        QFETCH(bool, isRetried);

        RetryConfig config = plainConfig();
        config.retryErrors = retried;
        config.excludedErrors = excluded;
        QCOMPARE(decide(config, errorOf(kind)), isRetried ? u"wait 1s"_s : NotRetried);
    }

    void nonIdempotentCalls_data()
    {
        QTest::addColumn<bool>("isIdempotent");
        QTest::addColumn<bool>("wasDelivered");
        QTest::addColumn<bool>("isAllowed");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("expected");

        using enum ErrorKind;
        const QString retried = u"wait 1s"_s;
        // A row of SEMANTICS.md section 5.
        QTest::newRow("POST without key fails after it was sent") << false << true << false << Connection << NotTwice;
        QTest::newRow("POST answered 503") << false << true << false << Server << NotTwice;
        QTest::newRow("POST answered 429") << false << true << false << RateLimited << NotTwice;
        QTest::newRow("POST that never got out") << false << false << false << Connection << retried;
        QTest::newRow("POST, asked to") << false << true << true << Connection << retried;
        QTest::newRow("POST with key, or GET") << true << true << false << Connection << retried;
        QTest::newRow("POST of a kind that is not retried") << false << true << false << Cancelled << NotRetried;
        QTest::newRow("POST that met an open circuit") << false << true << false << CircuitOpen << retried;
    }

    void nonIdempotentCalls()
    {
        QFETCH(bool, isIdempotent);
        QFETCH(bool, wasDelivered);
        QFETCH(bool, isAllowed);
        QFETCH(ErrorKind, kind);
        QFETCH(QString, expected);

        RetryConfig config = plainConfig();
        config.retryNonIdempotent = isAllowed;
        QCOMPARE(decide(config, errorOf(kind), isIdempotent, wasDelivered), expected);
    }

    void retryAfter_data()
    {
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<qint64>("askedMs");
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("expected");

        using enum ErrorKind;
        const auto row = [](
                             const char *name, ErrorKind kind, std::chrono::milliseconds asked, const QString &expected,
                             const Change &change = [](RetryConfig &) {}) {
            QTest::newRow(name) << kind << qint64(asked.count()) << change << expected;
        };
        const Change ignored = [](RetryConfig &c) { c.honorRetryAfter = false; };
        const Change impatient = [](RetryConfig &c) { c.maxRetryAfter = 0s; };

        row("longer than the backoff", RateLimited, 7s, u"wait 7s"_s);
        row("shorter than the backoff", RateLimited, 400ms, u"wait 1s"_s);
        row("of a 503", Server, 7s, u"wait 7s"_s);
        row("longer than the cap of the backoff", Server, 2min, u"wait 2m"_s);
        row("at the limit", RateLimited, 5min, u"wait 5m"_s);
        row("above the limit", RateLimited, 5min + 1ms, TooLong);
        row("above a limit of nothing", RateLimited, 1ms, TooLong, impatient);
        row("nothing, with a limit of nothing", RateLimited, 0ms, u"wait 1s"_s, impatient);
        row("ignored", RateLimited, 7s, u"wait 1s"_s, ignored);
        row("ignored, however long", RateLimited, 24h, u"wait 1s"_s, ignored);

        // A row of SEMANTICS.md section 5: retry outside breaker waits retryAfter, or stops.
        row("open circuit", CircuitOpen, 30s, u"wait 30s"_s);
        row("open circuit, sooner than the backoff", CircuitOpen, 400ms, u"wait 1s"_s);
        row("open circuit, too long", CircuitOpen, 6min, TooLong);
        row("open circuit, whatever is thought of headers", CircuitOpen, 30s, u"wait 30s"_s, ignored);
        row("open circuit, too long, whatever is thought of headers", CircuitOpen, 6min, TooLong, ignored);
    }

    void retryAfter()
    {
        QFETCH(ErrorKind, kind);
        QFETCH(qint64, askedMs);
        QFETCH(Change, change);
        QFETCH(QString, expected);

        RetryConfig config = plainConfig();
        change(config);
        QCOMPARE(decide(config, errorOf(kind, std::chrono::milliseconds(askedMs))), expected);
    }

    void whoIsToldTheSameMomentIsSpreadAboveIt_data()
    {
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<int>("jitter");
        QTest::addColumn<qint64>("askedMs");
        QTest::addColumn<qint64>("widthMs"); // as the formulas of the backoff say for a wait of that length, up to 60 s
        const auto row = [](const char *name, Jitter jitter, std::chrono::milliseconds asked,
                            std::chrono::milliseconds width, ErrorKind kind = ErrorKind::RateLimited) {
            QTest::newRow(name) << kind << static_cast<int>(jitter) << qint64(asked.count()) << qint64(width.count());
        };
        row("none", Jitter::None, 20s, 0s);
        row("proportional", Jitter::Proportional, 20s, 8s);
        row("full", Jitter::Full, 20s, 20s);
        row("equal", Jitter::Equal, 20s, 10s);
        row("decorrelated", Jitter::Decorrelated, 20s, 19s);
        row("proportional, above the cap", Jitter::Proportional, 2min, 20s);
        row("full, above the cap", Jitter::Full, 2min, 60s);
        row("an open breaker", Jitter::Full, 20s, 20s, ErrorKind::CircuitOpen);
    }

    void whoIsToldTheSameMomentIsSpreadAboveIt()
    {
        QFETCH(ErrorKind, kind);
        QFETCH(int, jitter);
        QFETCH(qint64, askedMs);
        QFETCH(qint64, widthMs);
        const Duration asked = std::chrono::milliseconds(askedMs);
        const Duration width = std::chrono::milliseconds(widthMs);
        RetryConfig config;
        config.jitter = static_cast<Jitter>(jitter);
        std::set<Duration> waits;
        for (quint64 call = 0; call < 500; ++call) {
            RetryMachine machine(config, {call}, CounterRandom(42), nullptr);
            machine.start(Now);
            waits.insert(machine.failed(errorOf(kind, asked), true, Now).wait);
        }
        QVERIFY(*waits.begin() >= asked);
        QVERIFY(*waits.rbegin() <= asked + width);
        if (width == 0s) {
            QCOMPARE(waits.size(), std::size_t(1));
        } else {
            QCOMPARE(waits.size(), std::size_t(500));
            QVERIFY(*waits.begin() < asked + width / 20);
            QVERIFY(*waits.rbegin() > asked + width - width / 20);
        }
    }

    void aWaitThatEndsTooLateIsNotBegun_data()
    {
        QTest::addColumn<Error>("error");
        QTest::addColumn<qint64>("latestMs");
        QTest::addColumn<qint64>("earliestMs");
        QTest::addColumn<QString>("decision");
        const QString tooLate = u"no time left before a limit"_s;
        const auto row = [](const char *name, const Error &error, std::chrono::milliseconds latest,
                            const QString &decision, std::chrono::milliseconds earliest = 0ms) {
            QTest::newRow(name) << error << qint64(latest.count()) << qint64(earliest.count()) << decision;
        };
        const Error plain = errorOf(ErrorKind::Server);
        row("the backoff ends before", plain, 1001ms, u"wait 1s"_s);
        row("the backoff ends at it", plain, 1s, tooLate);
        row("the backoff ends after it", plain, 10ms, tooLate);
        row("the limit is now", plain, 0s, tooLate);
        row("asked for less", errorOf(ErrorKind::RateLimited, 4s), 5s, u"wait 4s"_s);
        row("asked for as much", errorOf(ErrorKind::RateLimited, 5s), 5s, tooLate);
        row("open for longer", errorOf(ErrorKind::CircuitOpen, 30s), 5s, tooLate);
        row("a breaker inside opens too late", plain, 5s, tooLate, 5s);
        row("a breaker inside opens in time", plain, 5s, u"wait 1s"_s, 4s);
    }

    void aWaitThatEndsTooLateIsNotBegun()
    {
        QFETCH(Error, error);
        QFETCH(qint64, latestMs);
        QFETCH(qint64, earliestMs);
        const RetryConfig config = plainConfig();
        RetryBudget budget({0.0, 0.1}); // one
        RetryMachine machine(config, {}, CounterRandom(42), &budget);
        machine.start(Now);
        const RetryMachine::Room room{Now + std::chrono::milliseconds(earliestMs),
                                      Now + std::chrono::milliseconds(latestMs)};
        const auto decision = machine.failed(error, true, Now, room);
        QTEST(decision.isRetry() ? "wait "_L1 + formatDuration(decision.wait) : describe(decision.why), "decision");
        QCOMPARE(budget.available(Now), decision.isRetry() ? 0.0 : 1.0);
    }

    void whoIsAskedForLessThanIsLeftComesBackInTime()
    {
        RetryConfig config;
        config.jitter = Jitter::Full;
        for (quint64 call = 0; call < 200; ++call) {
            RetryMachine machine(config, {call}, CounterRandom(42), nullptr);
            machine.start(Now);
            const auto decision = machine.failed(errorOf(ErrorKind::RateLimited, 8s), true, Now,
                                                 {TimePoint::min(), Now + 9s});
            QVERIFY(decision.isRetry());
            QVERIFY(decision.wait >= 8s && decision.wait < 9s);
        }
    }

    void anOpenCircuitThatNamesNoTimeIsRetriedAfterTheBackoff()
    {
        QCOMPARE(decide(plainConfig(), errorOf(ErrorKind::CircuitOpen)), u"wait 1s"_s);
    }

    void callsAndRetriesAreCountedInTheBudget()
    {
        const RetryConfig config = plainConfig();
        RetryBudget budget({0.5, 0.0});
        RetryMachine first(config, {1}, CounterRandom(42), &budget);
        RetryMachine second(config, {2}, CounterRandom(42), &budget);
        QCOMPARE(budget.available(Now), 0.0);
        first.start(Now);
        second.start(Now);
        QCOMPARE(budget.available(Now), 1.0);

        QVERIFY(first.failed(errorOf(ErrorKind::Server), true, Now).isRetry());
        QVERIFY(second.failed(errorOf(ErrorKind::Server), true, Now).why == Why::BudgetSpent);
        QCOMPARE(second.retries(), 0);
        QVERIFY(first.failed(errorOf(ErrorKind::Server), true, Now).why == Why::BudgetSpent);
    }

    void onlyARetryThatIsMadeIsCharged_data()
    {
        QTest::addColumn<Error>("error");
        QTest::addColumn<bool>("isIdempotent");
        QTest::addColumn<int>("maxRetries");
        QTest::addColumn<int>("why");
        QTest::newRow("not retried") << errorOf(ErrorKind::Cancelled) << true << 3 << int(Why::NotRetryable);
        QTest::newRow("not idempotent") << errorOf(ErrorKind::Server) << false << 3 << int(Why::NotIdempotent);
        QTest::newRow("none left") << errorOf(ErrorKind::Server) << true << 0 << int(Why::NoRetriesLeft);
        QTest::newRow("asked too long") << errorOf(ErrorKind::Server, 1h) << true << 3 << int(Why::AskedTooLong);
    }

    void onlyARetryThatIsMadeIsCharged()
    {
        QFETCH(Error, error);
        QFETCH(bool, isIdempotent);
        QFETCH(int, maxRetries);
        QFETCH(int, why);

        RetryConfig config = plainConfig();
        config.maxRetries = maxRetries;
        RetryBudget budget({0.0, 0.1}); // one
        RetryMachine machine(config, {1, isIdempotent}, CounterRandom(42), &budget);
        machine.start(Now);
        QCOMPARE(int(machine.failed(error, true, Now).why), why);
        QCOMPARE(budget.available(Now), 1.0);
    }

    // The draw of retry n of call c is that of (c, n): in every run, under every policy.
    void drawsByCallAndRetry()
    {
        RetryConfig config;
        config.jitter = Jitter::Full;
        config.maxRetries = 5;
        const CounterRandom random(42, 3);
        for (quint64 call = 0; call < 50; ++call) {
            RetryMachine machine(config, {call}, random, nullptr);
            machine.start(Now);
            double cap = 1e9;
            for (quint64 retry = 1; retry <= 5; ++retry, cap *= 2) {
                const auto decision = machine.failed(errorOf(ErrorKind::Server), true, Now);
                const double expected = cap * random.uniform(call, retry);
                QVERIFY(std::abs(static_cast<double>(decision.wait.count()) - expected) <= 1);
            }
        }
    }

    void aFleetAtTheCapIsSpread()
    {
        RetryConfig config;
        config.maxRetries = 10;
        std::set<Duration> waits;
        for (quint64 call = 0; call < 500; ++call) {
            RetryMachine machine(config, {call}, CounterRandom(42), nullptr);
            machine.start(Now);
            Duration wait{};
            for (int retry = 1; retry <= 10; ++retry)
                wait = machine.failed(errorOf(ErrorKind::Server), true, Now).wait;
            QVERIFY(wait >= 40s && wait <= 60s);
            waits.insert(wait);
        }
        QCOMPARE(waits.size(), std::size_t(500));
    }

    void everyReasonHasItsOwnText()
    {
        std::set<QString> texts;
        for (int i = 0; i <= int(Why::BudgetSpent); ++i)
            texts.insert(describe(static_cast<Why>(i)));
        QCOMPARE(texts.size(), std::size_t(7));
        QVERIFY(!texts.contains(QString()));
        QCOMPARE(describe(Why::NoRetriesLeft), u"no retries left"_s);
    }
};

QTEST_APPLESS_MAIN(RetryMachineTest)
#include "tst_retrymachine.moc"
