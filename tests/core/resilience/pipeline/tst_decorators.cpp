// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "futureoutcome.h"
#include "resilience/base/virtualscheduler.h"
#include "resilience/pipeline/decorators.h"

#include <QPromise>
#include <QRegularExpression>
#include <QTest>

#include <concepts>
#include <memory>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

int doubled(int number)
{
    return 2 * number;
}

struct Overloaded
{
    int operator()(int number) const { return number; }
    QString operator()(const QString &text) const { return text; }
};

struct Service
{
    int answer(int question) const { return question + offset; }
    int offset = 40;
};

using GuardedDoubled = decltype(withCircuitBreaker(CircuitBreakerConfig(), doubled));
static_assert(std::same_as<std::invoke_result_t<GuardedDoubled &, int>, QFuture<int>>);
static_assert(std::same_as<std::invoke_result_t<const GuardedDoubled &, int>, QFuture<int>>);
static_assert(!std::invocable<GuardedDoubled &, QString>);

} // namespace

class tst_Decorators : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void guardsAnyCallable();
    void moveOnlyArguments();
    void copiesShareTheBreaker();
    void breakerAroundRetry();
    void retryAroundBreaker();
    void callOutlivesTheCallable();

private:
    std::shared_ptr<CircuitBreaker> makeBreaker() { return std::make_shared<CircuitBreaker>(m_breaker, &m_scheduler); }
    std::shared_ptr<Retry> makeRetry() { return std::make_shared<Retry>(m_retry, &m_scheduler); }

    CircuitBreakerConfig m_breaker;
    RetryConfig m_retry;
    VirtualScheduler m_scheduler;
};

void tst_Decorators::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_breaker = {};
    m_breaker.failureThreshold = 2;
    m_retry = {};
    m_retry.maxRetries = 2;
    m_retry.jitter = Jitter::None;
}

void tst_Decorators::guardsAnyCallable()
{
    const Service service;
    const auto check = [&](auto guard) {
        QCOMPARE(guard([](int a, int b) { return a + b; })(1, 2).result(), 3);
        QCOMPARE(guard(doubled)(4).result(), 8);
        QCOMPARE(guard(&doubled)(4).result(), 8);
        QCOMPARE(guard(&Service::answer)(&service, 2).result(), 42);
        QCOMPARE(guard([calls = 0]() mutable { return ++calls; })().result(), 1);
        QCOMPARE(outcomeOf(guard([] {})()), u"value"_s);
        QCOMPARE(guard([] { return QtFuture::makeReadyFuture(5); })().result(), 5);

        const auto overloaded = guard(Overloaded());
        QCOMPARE(overloaded(7).result(), 7);
        QCOMPARE(overloaded(u"text"_s).result(), u"text"_s);
    };
    check([&](auto function) { return withCircuitBreaker(m_breaker, function); });
    check([&](auto function) { return withRetry(m_retry, function); });
    check([&](auto function) { return withCircuitBreaker(m_breaker, withRetry(m_retry, function)); });
    check([&](auto function) { return withRetry(m_retry, withCircuitBreaker(m_breaker, function)); });
}

void tst_Decorators::moveOnlyArguments()
{
    const auto once = withCircuitBreaker(m_breaker, [](std::unique_ptr<int> n) { return *n; });
    QCOMPARE(once(std::make_unique<int>(3)).result(), 3);
    const auto often = withRetry(m_retry, [](const std::unique_ptr<int> &n) { return *n; });
    QCOMPARE(often(std::make_unique<int>(4)).result(), 4);
    auto moveOnlyFunction = withCircuitBreaker(m_breaker, [n = std::make_unique<int>(5)] { return *n; });
    QCOMPARE(moveOnlyFunction().result(), 5);
}

void tst_Decorators::copiesShareTheBreaker()
{
    const auto breaker = makeBreaker();
    const auto guarded = withCircuitBreaker(breaker, [](bool isUp) {
        if (!isUp)
            throw ServerError();
    });
    auto copy = guarded;
    QCOMPARE(copy.breaker(), breaker);
    guarded(false);
    copy(false);
    QCOMPARE(outcomeOf(guarded(true)), u"circuitOpen"_s);
    QCOMPARE(withCircuitBreaker(m_breaker, doubled).breaker()->config(), m_breaker);
}

/// The guide's recommendation: one result per call, after its retries.
void tst_Decorators::breakerAroundRetry()
{
    int requests = 0;
    const auto guarded = withCircuitBreaker(makeBreaker(), withRetry(makeRetry(), [&](int) {
                                                ++requests;
                                                throw ConnectionError();
                                            }));
    QCOMPARE(guarded.function().retry()->config(), m_retry);
    for (int call = 0; call < 3; ++call) {
        const QFuture<void> future = guarded(call);
        while (m_scheduler.runNext()) {}
        QCoreApplication::processEvents();
        QCOMPARE(outcomeOf(future), call < 2 ? u"connection"_s : u"circuitOpen"_s);
    }
    QCOMPARE(requests, 6);
    QCOMPARE(guarded.breaker()->metrics().totals.failures, 2u);
}

void tst_Decorators::retryAroundBreaker()
{
    int requests = 0;
    const auto guarded = withRetry(makeRetry(), withCircuitBreaker(makeBreaker(), [&] {
                                       if (++requests <= 2)
                                           throw ConnectionError();
                                   }));
    const QFuture<void> first = guarded();
    m_scheduler.advance(1s); // its second attempt opens the breaker, its third is refused
    const QFuture<void> second = guarded();
    m_scheduler.advance(20s);
    QCOMPARE(outcomeOf(first), u"circuitOpen"_s);
    try {
        QFuture<void>(first).waitForFinished();
    } catch (const CircuitOpenError &e) { // the error that mattered is not lost, and the refusal says why it opened
        QVERIFY(e.error().cause);
        QCOMPARE(e.error().cause->kind, ErrorKind::Connection);
        QVERIFY2(e.error().message.contains(u"is open: 2 failures since it closed, threshold 2; last: connection"_s),
                 e.what());
    }
    QCOMPARE(outcomeOf(second), u"pending"_s); // waits for as long as the breaker asks
    QCOMPARE(requests, 2);
    m_scheduler.advance(10s);
    QCOMPARE(outcomeOf(second), u"value"_s);
    QCOMPARE(guarded.function().breaker()->state(), BreakerState::Closed);
}

/// A callable that is used on the spot must not take its call with it.
void tst_Decorators::callOutlivesTheCallable()
{
    const auto token = std::make_shared<int>();
    std::weak_ptr<Retry> retry;
    const QFuture<int> waiting = [&] {
        const auto guarded = withRetry(makeRetry(), [token, attempt = 0]() mutable {
            if (++attempt == 1)
                throw ServerError();
            return attempt;
        });
        retry = guarded.retry();
        return guarded();
    }();
    QCOMPARE(outcomeOf(waiting), u"pending"_s);
    QVERIFY(!retry.expired());
    m_scheduler.advance(1s);
    QCOMPARE(waiting.result(), 2);
    QVERIFY(retry.expired());
    QCOMPARE(token.use_count(), 1);

    QPromise<int> promise;
    promise.start();
    const QFuture<int> attempting = withCircuitBreaker(m_breaker, [&] { return promise.future(); })();
    promise.addResult(3);
    promise.finish();
    QCoreApplication::processEvents();
    QCOMPARE(attempting.result(), 3);
}

QTEST_GUILESS_MAIN(tst_Decorators)

#include "tst_decorators.moc"
