// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "futureoutcome.h"
#include "resilience/base/exception.h"
#include "resilience/base/virtualscheduler.h"
#include "resilience/breaker/circuitbreaker.h"

#include <QPromise>
#include <QRegularExpression>
#include <QTest>
#include <QThread>

#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// "closed: 1 ok, 0 failed, 2 back, 0 out".
QString figuresOf(const CircuitBreaker &breaker)
{
    const BreakerMetrics m = breaker.metrics();
    return u"%1: %2 ok, %3 failed, %4 back, %5 out"_s.arg(breakerStateName(m.state))
        .arg(m.totals.successes)
        .arg(m.totals.failures)
        .arg(m.totals.givenBack + m.totals.excluded)
        .arg(m.permitsOut);
}

struct MoveOnly
{
    std::unique_ptr<int> number;
};

struct Overloaded
{
    int operator()(int) const { return 1; }
    QString operator()(const QString &) const { return u"text"_s; }
};

int doubled(int number)
{
    return 2 * number;
}

} // namespace

class tst_CircuitBreakerExecute : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void whatIsReturnedArrives();
    void exceptionsArriveAsThrown();
    void refusedCallHoldsCircuitOpenError();
    void classifierDecidesWhatCounts();
    void pendingFuture_data();
    void pendingFuture();
    void trialGivesItsPlaceBack_data();
    void trialGivesItsPlaceBack();
    void callerCancels();
    void breakerDestroyedInFlight();
    void slotDeletesTheBreaker_data();
    void slotDeletesTheBreaker();
    void continuationMayDoAnything();
    void threadEndsInFlight();
    void manyThreadsOneBreaker();

private:
    CircuitBreakerConfig m_config;
    VirtualScheduler m_scheduler;
};

void tst_CircuitBreakerExecute::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_config = {};
    m_config.failureThreshold = 1;
}

void tst_CircuitBreakerExecute::whatIsReturnedArrives()
{
    CircuitBreaker breaker(m_config, &m_scheduler);
    QCOMPARE(breaker.execute([] { return 7; }).result(), 7);
    QCOMPARE(breaker.execute(doubled, 4).result(), 8);
    QCOMPARE(breaker.execute(&QString::size, u"four"_s).result(), 4);
    QCOMPARE(breaker.execute(Overloaded(), 1).result(), 1);
    QCOMPARE(breaker.execute(Overloaded(), u""_s).result(), u"text"_s);

    bool isCalled = false;
    const QFuture<void> nothing = breaker.execute([&isCalled] { isCalled = true; });
    QVERIFY(isCalled);
    QCOMPARE(outcomeOf(nothing), u"value"_s);

    QFuture<int> unwrapped = breaker.execute([] { return QtFuture::makeReadyFuture(9); });
    QCOMPARE(unwrapped.result(), 9);

    // Neither arguments nor results need to be copied.
    auto moved = breaker.execute([](MoveOnly m) { return m; }, MoveOnly{std::make_unique<int>(3)});
    QCOMPARE(*moved.takeResult().number, 3);
    int counter = 0;
    breaker.execute([](int &c) { ++c; }, counter);
    QCOMPARE(counter, 1);

    // A promise that is finished without a value is passed on as it is.
    QPromise<int> promise;
    promise.start();
    promise.finish();
    QCOMPARE(breaker.execute([&] { return promise.future(); }).resultCount(), 0);
    QCOMPARE(figuresOf(breaker), u"closed: 10 ok, 0 failed, 0 back, 0 out"_s);
}

void tst_CircuitBreakerExecute::exceptionsArriveAsThrown()
{
    m_config.failureThreshold = 10;
    CircuitBreaker breaker(m_config, &m_scheduler);
    QList<ErrorKind> kinds;
    connect(&breaker, &CircuitBreaker::callFailed, this, [&](const Error &error) { kinds.append(error.kind); });

    Error limited{ErrorKind::RateLimited, u"slow down"_s, 429, {}, 20s, {}};
    const auto limit = [&]() -> int { throw RateLimitedError(limited); };

    std::optional<Duration> retryAfter;
    try {
        breaker.execute(limit).waitForFinished();
    } catch (const RateLimitedError &e) {
        retryAfter = e.retryAfter();
    }
    QCOMPARE(retryAfter, 20s);

    retryAfter.reset();
    breaker.execute(limit).onFailed([&](const ApiError &e) { // by its parent's name
        retryAfter = e.retryAfter();
        return 0;
    });
    QCOMPARE(retryAfter, 20s);

    QCOMPARE(outcomeOf(breaker.execute([] { throw std::runtime_error("mine"); })), u"mine"_s);
    QCOMPARE(outcomeOf(breaker.execute([] { return QtFuture::makeExceptionalFuture<int>(TimeoutError()); })),
             u"timeout"_s);
    QCOMPARE(kinds, (QList{ErrorKind::RateLimited, ErrorKind::RateLimited, ErrorKind::Other, ErrorKind::Timeout}));
}

void tst_CircuitBreakerExecute::refusedCallHoldsCircuitOpenError()
{
    CircuitBreaker breaker(m_config, &m_scheduler);
    breaker.execute([] { throw std::runtime_error("down"); });
    m_scheduler.advance(10s);

    bool isCalled = false;
    QFuture<void> refused = breaker.execute([&] { isCalled = true; });
    QVERIFY(!isCalled);
    QVERIFY(refused.isFinished());
    try {
        refused.waitForFinished();
        QFAIL("nothing thrown");
    } catch (const CircuitOpenError &e) {
        QCOMPARE(e.retryAfter(), 20s);
        QVERIFY(e.error().message.contains(u"default"_s));
    }
}

void tst_CircuitBreakerExecute::classifierDecidesWhatCounts()
{
    m_config.failureThreshold = 10;
    m_config.excludedErrors = {ErrorKind::NotFound};
    CircuitBreaker breaker(m_config, &m_scheduler);
    breaker.setClassifier(Classifier()
                              .onException<std::out_of_range>([](const auto &) { return ErrorKind::NotFound; })
                              .onResult<int>([](int status) { return errorKindOfStatus(status); }));

    QCOMPARE(outcomeOf(breaker.execute([] { throw std::out_of_range("page 9"); })), u"page 9"_s);
    QCOMPARE(figuresOf(breaker), u"closed: 0 ok, 0 failed, 1 back, 0 out"_s);
    QCOMPARE(breaker.execute([] { return 200; }).result(), 200);
    QCOMPARE(breaker.execute([] { return 503; }).result(), 503); // a failure, and still what was returned
    QCOMPARE(breaker.execute([] { return QtFuture::makeReadyFuture(404); }).result(), 404);
    QCOMPARE(figuresOf(breaker), u"closed: 1 ok, 1 failed, 2 back, 0 out"_s);
}

void tst_CircuitBreakerExecute::pendingFuture_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<QString>("outcome");
    QTest::addColumn<QString>("figures");
    QTest::newRow("value") << u"value"_s << u"value"_s << u"closed: 1 ok, 0 failed, 0 back, 0 out"_s;
    QTest::newRow("exception") << u"exception"_s << u"server"_s << u"open: 0 ok, 1 failed, 0 back, 0 out"_s;
    QTest::newRow("exception, event before its end")
        << u"exception, later finished"_s << u"server"_s << u"open: 0 ok, 1 failed, 0 back, 0 out"_s;
    QTest::newRow("promise dropped") << u"dropped"_s << u"cancelled"_s << u"closed: 0 ok, 0 failed, 1 back, 0 out"_s;
    QTest::newRow("cancelled and finished")
        << u"cancelled, finished"_s << u"cancelled"_s << u"closed: 0 ok, 0 failed, 1 back, 0 out"_s;
    QTest::newRow("cancelled, its maker does not care")
        << u"cancelled"_s << u"cancelled"_s << u"closed: 0 ok, 0 failed, 1 back, 0 out"_s;
}

void tst_CircuitBreakerExecute::pendingFuture()
{
    QFETCH(QString, how);
    CircuitBreaker breaker(m_config, &m_scheduler);
    std::optional<QPromise<int>> promise(std::in_place);
    promise->start();
    const QFuture<int> future = breaker.execute([&] { return promise->future(); });
    QCoreApplication::processEvents();
    QCOMPARE(outcomeOf(future), u"pending"_s);
    QCOMPARE(figuresOf(breaker), u"closed: 0 ok, 0 failed, 0 back, 1 out"_s);

    if (how == "value"_L1)
        promise->addResult(5);
    if (how.startsWith(u"exception"_s))
        promise->setException(ServerError());
    if (how.startsWith(u"cancelled"_s))
        promise->future().cancel();
    if (how == "exception, later finished"_L1) {
        QCoreApplication::processEvents();
        QCOMPARE(outcomeOf(future), u"pending"_s);
    }
    if (how == "dropped"_L1)
        promise.reset();
    else if (how != "cancelled"_L1)
        promise->finish();
    QCoreApplication::processEvents();

    QTEST(outcomeOf(future), "outcome");
    QTEST(figuresOf(breaker), "figures");
    if (how == "value"_L1)
        QCOMPARE(future.result(), 5);
}

void tst_CircuitBreakerExecute::trialGivesItsPlaceBack_data()
{
    QTest::addColumn<QString>("how");
    QTest::newRow("trial cancelled by its caller") << u"caller"_s;
    QTest::newRow("trial's future cancelled") << u"cancelled"_s;
    QTest::newRow("trial's promise dropped") << u"dropped"_s;
    QTest::newRow("trial throws an excluded error") << u"throws"_s;
    QTest::newRow("trial throws that it was cancelled") << u"throws cancelled"_s;
    QTest::newRow("permit dropped by a caller who throws") << u"permit"_s;
}

/// An abandoned trial must never block recovery.
void tst_CircuitBreakerExecute::trialGivesItsPlaceBack()
{
    QFETCH(QString, how);
    m_config.excludedErrors = {ErrorKind::NotFound};
    CircuitBreaker breaker(m_config, &m_scheduler);
    breaker.execute([] { throw ServerError(); });
    m_scheduler.advance(30s);

    std::optional<QPromise<void>> promise(std::in_place);
    promise->start();
    if (how.startsWith(u"throws"_s)) {
        const auto kind = how == "throws"_L1 ? ErrorKind::NotFound : ErrorKind::Cancelled;
        breaker.execute([&] { throw ErrorException(Error{kind, {}, {}, {}, {}, {}}); });
    } else if (how == "permit"_L1) {
        try {
            [[maybe_unused]] const auto permit = breaker.tryAcquire();
            throw std::runtime_error("before the call");
        } catch (const std::runtime_error &) {
        }
    } else {
        QFuture<void> trial = breaker.execute([&] { return promise->future(); });
        QCOMPARE(outcomeOf(breaker.execute([] {})), u"circuitOpen"_s); // its place is taken
        if (how == "caller"_L1)
            trial.cancel();
        else if (how == "cancelled"_L1)
            promise->future().cancel();
        else
            promise.reset();
        QCoreApplication::processEvents();
        QCOMPARE(outcomeOf(trial), u"cancelled"_s);
    }

    QCOMPARE(figuresOf(breaker), u"half_open: 0 ok, 1 failed, 1 back, 0 out"_s);
    QCOMPARE(outcomeOf(breaker.execute([] {})), u"value"_s);
    QCOMPARE(breaker.state(), BreakerState::Closed);
}

void tst_CircuitBreakerExecute::callerCancels()
{
    CircuitBreaker breaker(m_config, &m_scheduler);
    QPromise<int> promise;
    promise.start();
    QFuture<int> future = breaker.execute([&] { return promise.future(); });
    future.cancel();
    QVERIFY(!promise.isCanceled()); // told by the event loop
    QCoreApplication::processEvents();
    QVERIFY(promise.isCanceled());
    QCOMPARE(outcomeOf(future), u"cancelled"_s);
    QCOMPARE(figuresOf(breaker), u"closed: 0 ok, 0 failed, 1 back, 0 out"_s);

    // Cancelled and ended in the same turn, in either order: the caller gave up, nothing counts.
    QPromise<int> other;
    other.start();
    QFuture<int> late = breaker.execute([&] { return other.future(); });
    other.addResult(1);
    other.finish();
    late.cancel();
    QCoreApplication::processEvents();
    QCOMPARE(outcomeOf(late), u"cancelled"_s);
    QCOMPARE(figuresOf(breaker), u"closed: 0 ok, 0 failed, 2 back, 0 out"_s);
}

void tst_CircuitBreakerExecute::breakerDestroyedInFlight()
{
    auto breaker = std::make_unique<CircuitBreaker>(m_config, &m_scheduler);
    breaker->setClassifier(Classifier().onResult<int>([](int) { return std::optional(ErrorKind::Server); }));
    QPromise<int> promise;
    promise.start();
    const QFuture<int> future = breaker->execute([&] { return promise.future(); });
    breaker.reset();
    promise.addResult(5);
    promise.finish();
    QCoreApplication::processEvents();
    QCOMPARE(future.result(), 5);
}

void tst_CircuitBreakerExecute::slotDeletesTheBreaker_data()
{
    QTest::addColumn<QString>("when");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("admitted") << u"admitted"_s << u"server"_s;
    QTest::newRow("in the function") << u"function"_s << u"server"_s;
    QTest::newRow("failed") << u"failed"_s << u"server"_s;
    QTest::newRow("state changed") << u"changed"_s << u"server"_s;
    QTest::newRow("rejected") << u"rejected"_s << u"circuitOpen"_s;
}

void tst_CircuitBreakerExecute::slotDeletesTheBreaker()
{
    QFETCH(QString, when);
    auto *breaker = new CircuitBreaker(m_config, &m_scheduler);
    const auto destroy = [&] { delete std::exchange(breaker, nullptr); };
    if (when == "admitted"_L1)
        connect(breaker, &CircuitBreaker::callAdmitted, this, destroy);
    if (when == "failed"_L1)
        connect(breaker, &CircuitBreaker::callFailed, this, destroy);
    if (when == "changed"_L1)
        connect(breaker, &CircuitBreaker::stateChanged, this, destroy);
    if (when == "rejected"_L1) {
        breaker->forceOpen();
        connect(breaker, &CircuitBreaker::callRejected, this, destroy);
    }
    const QFuture<void> future = breaker->execute([&] {
        if (when == "function"_L1)
            destroy();
        throw ServerError();
    });
    QVERIFY(!breaker);
    QTEST(outcomeOf(future), "outcome");
}

/// A continuation runs inside the delivery, which must be the call's last act.
void tst_CircuitBreakerExecute::continuationMayDoAnything()
{
    auto breaker = std::make_unique<CircuitBreaker>(m_config, &m_scheduler);
    QPromise<int> promise;
    promise.start();
    QString seen;
    breaker->execute([&] { return promise.future(); }).then([&](int value) {
        seen = u"%1; %2"_s.arg(figuresOf(*breaker)).arg(breaker->execute(doubled, value).result());
        breaker.reset();
    });
    promise.addResult(5);
    promise.finish();
    QCoreApplication::processEvents();
    QCOMPARE(seen, u"closed: 1 ok, 0 failed, 0 back, 0 out; 10"_s);
}

void tst_CircuitBreakerExecute::threadEndsInFlight()
{
    CircuitBreaker breaker(m_config, &m_scheduler);
    QPromise<int> promise;
    promise.start();
    QFuture<int> future;
    const std::unique_ptr<QThread> thread(
        QThread::create([&] { future = breaker.execute([&promise] { return promise.future(); }); }));
    thread->start();
    QVERIFY(thread->wait());
    QCOMPARE(outcomeOf(future), u"cancelled"_s);
    QVERIFY(promise.isCanceled());
    QCOMPARE(figuresOf(breaker), u"closed: 0 ok, 0 failed, 1 back, 0 out"_s);
}

void tst_CircuitBreakerExecute::manyThreadsOneBreaker()
{
    m_config.failureThreshold = 1'000'000;
    CircuitBreaker breaker(m_config); // with the clock that every thread may read
    breaker.setClassifier(Classifier().onResult<int>(
        [](int value) { return value % 2 == 0 ? std::optional(ErrorKind::Server) : std::nullopt; }));
    std::vector<std::unique_ptr<QThread>> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back(QThread::create([&breaker] {
            for (int call = 0; call < 500; ++call)
                breaker.execute([call] { return call; });
        }));
        threads.back()->start();
    }
    for (const auto &thread : threads)
        QVERIFY(thread->wait());
    QCOMPARE(figuresOf(breaker), u"closed: 1000 ok, 1000 failed, 0 back, 0 out"_s);
}

QTEST_GUILESS_MAIN(tst_CircuitBreakerExecute)

#include "tst_circuitbreakerexecute.moc"
