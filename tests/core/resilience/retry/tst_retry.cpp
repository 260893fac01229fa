// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "../pipeline/futureoutcome.h"
#include "resilience/base/durationtext.h"
#include "resilience/base/exception.h"
#include "resilience/base/virtualscheduler.h"
#include "resilience/retry/retry.h"

#include <QPromise>
#include <QRegularExpression>
#include <QTest>
#include <QThread>

#include <memory>
#include <optional>
#include <stdexcept>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_Retry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void signalSequence_data();
    void signalSequence();
    void callsHaveNumbers();
    void needsNoEventLoopWhereAllGoesWell();
    void whatIsReturnedArrives();
    void typedExceptionsArrive();
    void classifierDecides();
    void pendingFutures();
    void cancelAnywhere_data();
    void cancelAnywhere();
    void retryDestroyedInFlight_data();
    void retryDestroyedInFlight();
    void slotDeletesTheRetry_data();
    void slotDeletesTheRetry();
    void callsShareTheBudget();
    void newConfigIsForTheCallsToCome();
    void sameLuckSameWaits();
    void invalidConfigIsRefused();
    void threadEndsInFlight();
    void runsOnTheEventLoop();

private:
    std::unique_ptr<Retry> make();
    void watch(const Retry *retry);
    QString takeLog() { return std::exchange(m_log, {}).join(u" | "); }

    RetryConfig m_config;
    VirtualScheduler m_scheduler;
    QStringList m_log;
};

void tst_Retry::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_config = {};
    m_config.maxRetries = 2;
    m_config.jitter = Jitter::None;
    m_log.clear();
}

std::unique_ptr<Retry> tst_Retry::make()
{
    auto retry = std::make_unique<Retry>(m_config, &m_scheduler);
    watch(retry.get());
    return retry;
}

void tst_Retry::watch(const Retry *retry)
{
    connect(retry, &Retry::attemptStarted, this,
            [this](quint64 call, int attempt) { m_log.append(u"%1.%2 started"_s.arg(call).arg(attempt)); });
    connect(retry, &Retry::attemptFailed, this, [this](quint64 call, int attempt, const Error &error) {
        m_log.append(u"%1.%2 failed: %3"_s.arg(call).arg(attempt).arg(errorKindName(error.kind)));
    });
    connect(retry, &Retry::retryScheduled, this, [this](quint64 call, int attempt, Duration delay) {
        m_log.append(u"%1.%2 in %3"_s.arg(call).arg(attempt).arg(formatDuration(delay)));
    });
    connect(retry, &Retry::succeeded, this,
            [this](quint64 call, int attempts) { m_log.append(u"%1 succeeded after %2"_s.arg(call).arg(attempts)); });
    connect(retry, &Retry::exhausted, this,
            [this](quint64 call, int attempts, const Error &error, RetryMachine::Why why) {
                m_log.append(u"%1 exhausted after %2: %3, %4"_s.arg(call).arg(attempts).arg(errorKindName(error.kind),
                                                                                            describe(why)));
            });
}

void tst_Retry::signalSequence_data()
{
    QTest::addColumn<QList<Error>>("failures"); // then it succeeds
    QTest::addColumn<QString>("sequence");
    QTest::addColumn<QString>("outcome");

    const Error server{ErrorKind::Server, {}, 503, {}, {}, {}};
    const Error cancelled{ErrorKind::Cancelled, {}, {}, {}, {}, {}};
    const auto asks = [](Duration wait) { return Error{ErrorKind::RateLimited, {}, 429, {}, wait, {}}; };

    QTest::newRow("succeeds at once") << QList<Error>{} << u"0.1 started | 0 succeeded after 1"_s << u"value"_s;
    QTest::newRow("succeeds in the end") << QList{server, server}
                                         << u"0.1 started | 0.1 failed: server | 0.2 in 1s | 0.2 started | 0.2 failed: "
                                            u"server | 0.3 in 2s | 0.3 started | "
                                            "0 succeeded after 3"_s
                                         << u"value"_s;
    QTest::newRow("fails for good") << QList{server, server, server}
                                    << u"0.1 started | 0.1 failed: server | 0.2 in 1s | 0.2 started | 0.2 failed: "
                                       u"server | 0.3 in 2s | 0.3 started | "
                                       "0.3 failed: server | 0 exhausted after 3: server, no retries left"_s
                                    << u"server"_s;
    QTest::newRow("cancelled is not retried")
        << QList{cancelled}
        << u"0.1 started | 0.1 failed: cancelled | 0 exhausted after 1: cancelled, errors of this kind are not retried"_s
        << u"cancelled"_s;
    QTest::newRow("waits what is asked") << QList{asks(
        30s)} << u"0.1 started | 0.1 failed: rateLimited | 0.2 in 30s | 0.2 started | 0 succeeded after 2"_s
                                         << u"value"_s;
    QTest::newRow("asked too long") << QList{asks(1h)}
                                    << u"0.1 started | 0.1 failed: rateLimited | 0 exhausted after 1: rateLimited, "
                                       "asked to wait for longer than allowed"_s
                                    << u"rateLimited"_s;
}

void tst_Retry::signalSequence()
{
    QFETCH(QList<Error>, failures);
    const auto retry = make();
    const QFuture<int> future = retry->execute([failures]() mutable {
        if (!failures.isEmpty())
            std::rethrow_exception(toException(failures.takeFirst()));
        return 1;
    });
    while (m_scheduler.runNext()) {}
    QTEST(takeLog(), "sequence");
    QTEST(outcomeOf(future), "outcome");
}

void tst_Retry::callsHaveNumbers()
{
    const auto retry = make();
    int calls = 0;
    const auto failOnce = [&] {
        if (++calls <= 2)
            throw ServerError();
    };
    retry->execute(failOnce);
    retry->execute(failOnce);
    m_scheduler.advance(1s);
    QCOMPARE(takeLog(),
             u"0.1 started | 0.1 failed: server | 0.2 in 1s | 1.1 started | 1.1 failed: server | 1.2 in 1s | "
             "0.2 started | 0 succeeded after 2 | 1.2 started | 1 succeeded after 2"_s);
    QCOMPARE(m_scheduler.pending(), 0u);
}

void tst_Retry::needsNoEventLoopWhereAllGoesWell()
{
    Retry retry; // with the thread's own scheduler
    QCOMPARE(retry.execute([] { return 1; }).result(), 1);
}

void tst_Retry::whatIsReturnedArrives()
{
    const auto retry = make();
    QCOMPARE(retry->execute(&QString::size, u"four"_s).result(), 4);
    QCOMPARE(retry->execute([](int a, int b) { return a + b; }, 1, 2).result(), 3);
    QCOMPARE(outcomeOf(retry->execute([] {})), u"value"_s);
    QCOMPARE(*retry->execute([](int n) { return std::make_unique<int>(n); }, 3).takeResult(), 3);
    QCOMPARE(retry->execute([](const std::unique_ptr<int> &n) { return *n; }, std::make_unique<int>(4)).result(), 4);

    // Every attempt finds the arguments as the one before it left them, and the caller's own are untouched.
    QString argument = u"a"_s;
    const auto grow = [](QString &s) {
        s += u'b';
        if (s.size() < 3)
            throw ServerError();
        return s;
    };
    const QFuture<QString> future = retry->execute(grow, argument);
    m_scheduler.advance(1s);
    QCOMPARE(future.result(), u"abb"_s);
    QCOMPARE(argument, u"a"_s);
}

void tst_Retry::typedExceptionsArrive()
{
    m_config.maxRetries = 0;
    const auto retry = make();
    const auto limited = [] { throw RateLimitedError(Error{ErrorKind::RateLimited, {}, 429, {}, 20s, {}}); };
    std::optional<Duration> retryAfter;
    retry->execute(limited).onFailed([&](const RateLimitedError &e) { retryAfter = e.retryAfter(); });
    QCOMPARE(retryAfter, 20s);
    retryAfter.reset();
    try {
        retry->execute(limited).waitForFinished();
    } catch (const NetworkError &e) {
        retryAfter = e.retryAfter();
    }
    QCOMPARE(retryAfter, 20s);
    QCOMPARE(outcomeOf(retry->execute([] { throw std::runtime_error("mine"); })), u"mine"_s);
}

void tst_Retry::classifierDecides()
{
    m_config.excludedErrors = {ErrorKind::NotFound};
    const auto retry = make();
    retry->setClassifier(Classifier()
                             .onException<std::out_of_range>([](const auto &) { return ErrorKind::NotFound; })
                             .onResult<int>([](int status) { return errorKindOfStatus(status); }));
    retry->execute([] { throw std::out_of_range("page 9"); });
    QCOMPARE(takeLog(),
             u"0.1 started | 0.1 failed: notFound | 0 exhausted after 1: notFound, "
             "errors of this kind are not retried"_s);

    // A value that is a failure is retried, and is what the caller gets in the end.
    const QFuture<int> future = retry->execute([status = 500]() mutable { return ++status; });
    while (m_scheduler.runNext()) {}
    QCOMPARE(takeLog(),
             u"1.1 started | 1.1 failed: server | 1.2 in 1s | 1.2 started | 1.2 failed: server | 1.3 in 2s | "
             "1.3 started | 1.3 failed: server | 1 exhausted after 3: server, no retries left"_s);
    QCOMPARE(future.result(), 503);
}

void tst_Retry::pendingFutures()
{
    const auto retry = make();
    QPromise<int> first;
    QPromise<int> second;
    first.start();
    second.start();
    const QFuture<int> future = retry->execute(
        [&, attempt = 0]() mutable { return ++attempt == 1 ? first.future() : second.future(); });

    m_scheduler.advance(500ms);
    first.setException(ServerError());
    first.finish();
    QCOMPARE(takeLog(), u"0.1 started"_s);
    QCoreApplication::processEvents();
    QCOMPARE(takeLog(), u"0.1 failed: server | 0.2 in 1s"_s);
    m_scheduler.advance(1s);
    QCOMPARE(takeLog(), u"0.2 started"_s);
    second.addResult(7);
    second.finish();
    QCOMPARE(outcomeOf(future), u"pending"_s);
    QCoreApplication::processEvents();
    QCOMPARE(takeLog(), u"0 succeeded after 2"_s);
    QCOMPARE(future.result(), 7);
}

void tst_Retry::cancelAnywhere_data()
{
    QTest::addColumn<QString>("point");
    QTest::newRow("attempting") << u"attempting"_s;
    QTest::newRow("attempting, by the inner future") << u"inner"_s;
    QTest::newRow("attempting, by dropping the promise") << u"dropped"_s;
    QTest::newRow("waiting") << u"waiting"_s;
    QTest::newRow("waiting, and the wait is over in the same turn") << u"wait over"_s;
    QTest::newRow("attempting again") << u"again"_s;
}

void tst_Retry::cancelAnywhere()
{
    QFETCH(QString, point);
    const auto retry = make();
    std::optional<QPromise<int>> promise(std::in_place);
    promise->start();
    QFuture<int> future = retry->execute([&, attempt = 0]() mutable {
        if ((point.startsWith(u"wait"_s) || point == "again"_L1) && ++attempt == 1)
            throw ServerError();
        return promise->future();
    });
    if (point == "again"_L1)
        m_scheduler.advance(1s);
    takeLog();

    if (point == "inner"_L1)
        promise->future().cancel();
    else if (point == "dropped"_L1)
        promise.reset();
    else
        future.cancel();
    if (point == "wait over"_L1)
        m_scheduler.advance(1s);
    QCoreApplication::processEvents();

    QCOMPARE(outcomeOf(future), u"cancelled"_s);
    if (promise && !point.startsWith(u"wait"_s))
        QVERIFY(promise->isCanceled());
    QCOMPARE(m_scheduler.pending(), 0u);
    m_scheduler.advance(1h);
    if (promise)
        promise->finish();
    QCoreApplication::processEvents();
    QCOMPARE(takeLog(), QString());
}

void tst_Retry::retryDestroyedInFlight_data()
{
    QTest::addColumn<bool>("isWaiting");
    QTest::newRow("waiting") << true;
    QTest::newRow("attempting") << false;
}

void tst_Retry::retryDestroyedInFlight()
{
    QFETCH(bool, isWaiting);
    auto retry = make();
    QPromise<int> promise;
    promise.start();
    const auto token = std::make_shared<int>();
    const QFuture<int> future = retry->execute([&, token] {
        if (isWaiting)
            throw ServerError();
        return promise.future();
    });
    const QFuture<int> other = retry->execute([&]() -> int { throw ServerError(); });
    takeLog();
    QCOMPARE(token.use_count(), 2);

    retry.reset();
    QCOMPARE(outcomeOf(future), u"cancelled"_s);
    QCOMPARE(outcomeOf(other), u"cancelled"_s);
    QCOMPARE(promise.isCanceled(), !isWaiting);
    QCOMPARE(token.use_count(), 1); // nothing is left of the call
    QCOMPARE(m_scheduler.pending(), 0u);
    promise.finish();
    QCoreApplication::processEvents();
    QCOMPARE(takeLog(), QString());
}

void tst_Retry::slotDeletesTheRetry_data()
{
    QTest::addColumn<QString>("when");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("attempt started") << u"started"_s << u"cancelled"_s;
    QTest::newRow("in the function") << u"function"_s << u"cancelled"_s;
    QTest::newRow("attempt failed") << u"failed"_s << u"cancelled"_s;
    QTest::newRow("retry scheduled") << u"scheduled"_s << u"cancelled"_s;
    QTest::newRow("exhausted") << u"exhausted"_s << u"server"_s;
    QTest::newRow("succeeded") << u"succeeded"_s << u"value"_s;
}

void tst_Retry::slotDeletesTheRetry()
{
    QFETCH(QString, when);
    m_config.maxRetries = when == "exhausted"_L1 ? 0 : 1;
    auto *retry = new Retry(m_config, &m_scheduler);
    const auto destroy = [&] { delete std::exchange(retry, nullptr); };
    if (when == "started"_L1)
        connect(retry, &Retry::attemptStarted, this, destroy);
    if (when == "failed"_L1)
        connect(retry, &Retry::attemptFailed, this, destroy);
    if (when == "scheduled"_L1)
        connect(retry, &Retry::retryScheduled, this, destroy);
    if (when == "exhausted"_L1)
        connect(retry, &Retry::exhausted, this, destroy);
    if (when == "succeeded"_L1)
        connect(retry, &Retry::succeeded, this, destroy);
    const QFuture<void> future = retry->execute([&] {
        if (when == "function"_L1)
            destroy();
        if (when != "succeeded"_L1)
            throw ServerError();
    });
    QVERIFY(!retry);
    QTEST(outcomeOf(future), "outcome");
    QCOMPARE(m_scheduler.pending(), 0u);
}

void tst_Retry::callsShareTheBudget()
{
    m_config.budget = RetryBudgetConfig{0.0, 0.2}; // two retries in ten seconds, whoever makes them
    const auto retry = make();
    const auto fail = [] { throw ServerError(); };
    for (int i = 0; i < 3; ++i)
        retry->execute(fail);
    QVERIFY(retry->budget());
    QCOMPARE(retry->budget()->available(m_scheduler.clock().now()), 0.0);
    QVERIFY(takeLog().endsWith(u"2.1 failed: server | 2 exhausted after 1: server, the retry budget is spent"_s));

    const auto budget = retry->budget();
    m_config.budget->minimumPerSecond = 1;
    QVERIFY(retry->setConfig(m_config).isEmpty());
    QCOMPARE(retry->budget(), budget); // the same, with what it has counted
    m_config.budget.reset();
    QVERIFY(retry->setConfig(m_config).isEmpty());
    QVERIFY(!retry->budget());
    while (m_scheduler.runNext()) {} // the calls under way still have theirs
}

void tst_Retry::newConfigIsForTheCallsToCome()
{
    const auto retry = make();
    const auto fail = [] { throw ServerError(); };
    retry->execute(fail);
    m_config.maxRetries = 0;
    QVERIFY(retry->setConfig(m_config).isEmpty());
    retry->execute(fail);
    while (m_scheduler.runNext()) {}
    QVERIFY(takeLog().endsWith(u"0 exhausted after 3: server, no retries left"_s));

    m_config.maxRetries = -1;
    QCOMPARE(describe(retry->setConfig(m_config)), u"maxRetries: must be at least 0, not -1"_s);
    QCOMPARE(retry->config().maxRetries, 0);
}

void tst_Retry::sameLuckSameWaits()
{
    m_config.jitter = Jitter::Full;
    QStringList waits;
    for (int i = 0; i < 2; ++i) {
        const auto retry = make();
        retry->setRandom(CounterRandom(42));
        retry->execute([] { throw ServerError(); });
        while (m_scheduler.runNext()) {}
        waits.append(takeLog());
    }
    QCOMPARE(waits[0], waits[1]);

    const auto other = make(); // seeds itself
    other->execute([] { throw ServerError(); });
    while (m_scheduler.runNext()) {}
    QVERIFY(takeLog() != waits[0]);
}

void tst_Retry::invalidConfigIsRefused()
{
    m_config.maxRetries = -1;
    m_config.backoffFactor = 0;
    const auto retry = Retry::create(m_config, &m_scheduler);
    QVERIFY(!retry);
    QCOMPARE(retry.error().size(), 2);
    QVERIFY(Retry::create(RetryConfig(), &m_scheduler));
}

void tst_Retry::threadEndsInFlight()
{
    QPromise<int> promise;
    promise.start();
    QFuture<int> attempting;
    QFuture<int> waiting;
    const auto token = std::make_shared<int>();
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        // With the thread's own scheduler, which ends with it too; what they guard holds them.
        const auto retry = std::make_shared<Retry>(m_config);
        attempting = retry->execute([&promise, token, retry] { return promise.future(); });
        waiting = retry->execute([token, retry]() -> int { throw ServerError(); });
    }));
    thread->start();
    QVERIFY(thread->wait());
    QCOMPARE(outcomeOf(attempting), u"cancelled"_s);
    QCOMPARE(outcomeOf(waiting), u"cancelled"_s);
    QVERIFY(promise.isCanceled());
    QCOMPARE(token.use_count(), 1);
}

/// Once with the real scheduler: nothing here waits for a wall clock but the timer of 1 ms.
void tst_Retry::runsOnTheEventLoop()
{
    m_config.baseDelay = 1ms;
    Retry retry(m_config);
    watch(&retry);
    const QFuture<int> future = retry.execute([attempt = 0]() mutable {
        if (++attempt < 3)
            throw ServerError();
        return attempt;
    });
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.result(), 3);
}

QTEST_GUILESS_MAIN(tst_Retry)

#include "tst_retry.moc"
