// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "futureoutcome.h"
#include "resilience/base/durationtext.h"
#include "resilience/base/virtualscheduler.h"
#include "resilience/pipeline/pipeline.h"

#include <QPromise>
#include <QRegularExpression>
#include <QTest>

#include <memory>
#include <optional>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_Pipeline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void signalSequence_data();
    void signalSequence();
    void breakerOutsideRetryOnADeadService();
    void retryOutsideBreakerWaitsRetryAfterOrStops();
    void limitCancelsTheFunctionsFuture();
    void limitDoesNotInterruptAValue();
    void trialThatHangsIsEndedByItsLimit();
    void typedExceptionsArrive();
    void judgedValueArrives();
    void wrappedExceptionArrivesAsItWas();
    void emptyFunctionIsAMistake();
    void cancelAnywhere_data();
    void cancelAnywhere();
    void destroyedInFlight();
    void slotDeletesThePipeline_data();
    void slotDeletesThePipeline();
    void sharedBreaker();
    void newConfig();
    void retriesAreVisibleAsAmplification();
    void invalidConfigIsRefused();

private:
    std::unique_ptr<Pipeline> make(const QString &order);
    void watch(const Pipeline *pipeline);
    QString takeLog() { return std::exchange(m_log, {}).join(u" | "); }

    VirtualScheduler m_scheduler;
    PolicyConfig m_config;
    QStringList m_log;
};

void tst_Pipeline::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_config = {};
    m_config.breaker.emplace().failureThreshold = 2;
    m_config.retry.emplace().maxRetries = 2;
    m_config.retry->jitter = Jitter::None;
    m_config.timeout = {2s, 5s};
    m_log.clear();
}

/// A pipeline of these layers out of m_config.
std::unique_ptr<Pipeline> tst_Pipeline::make(const QString &order)
{
    m_config.order.clear();
    if (order.contains(u"breaker"_s))
        m_config.order.push_back(PolicyLayer::Breaker);
    else
        m_config.breaker.reset();
    if (order.contains(u"retry"_s))
        m_config.order.insert(order.startsWith(u"retry"_s) ? m_config.order.begin() : m_config.order.end(),
                              PolicyLayer::Retry);
    else
        m_config.retry.reset();
    if (order.contains(u"timeout"_s))
        m_config.order.push_back(PolicyLayer::Timeout);
    else
        m_config.timeout.perAttempt.reset();
    if (!order.contains(u"overall"_s))
        m_config.timeout.overall.reset();

    auto pipeline = std::make_unique<Pipeline>(m_config, &m_scheduler);
    watch(pipeline.get());
    return pipeline;
}

void tst_Pipeline::watch(const Pipeline *pipeline)
{
    connect(pipeline, &Pipeline::attemptStarted, this,
            [this](quint64 call, int attempt) { m_log.append(u"%1.%2 started"_s.arg(call).arg(attempt)); });
    connect(pipeline, &Pipeline::attemptFailed, this, [this](quint64 call, int attempt, const Error &error) {
        m_log.append(u"%1.%2 failed: %3"_s.arg(call).arg(attempt).arg(errorKindName(error.kind)));
    });
    connect(pipeline, &Pipeline::retryScheduled, this, [this](quint64 call, int attempt, Duration delay) {
        m_log.append(u"%1.%2 in %3"_s.arg(call).arg(attempt).arg(formatDuration(delay)));
    });
    connect(pipeline, &Pipeline::callSucceeded, this,
            [this](quint64 call, int attempts) { m_log.append(u"%1 succeeded after %2"_s.arg(call).arg(attempts)); });
    connect(pipeline, &Pipeline::callFailed, this, [this](quint64 call, int attempts, const Error &error) {
        m_log.append(u"%1 failed after %2: %3"_s.arg(call).arg(attempts).arg(errorKindName(error.kind)));
    });
    if (const auto breaker = pipeline->breaker()) {
        connect(breaker.get(), &CircuitBreaker::stateChanged, this,
                [this](const StateChange &change) { m_log.append(breakerStateName(change.to)); });
        connect(breaker.get(), &CircuitBreaker::callRejected, this, [this] { m_log.append(u"rejected"_s); });
    }
}

void tst_Pipeline::signalSequence_data()
{
    QTest::addColumn<QString>("order");
    QTest::addColumn<QString>("sequence");
    QTest::addColumn<QString>("outcome");

    QTest::newRow("no layers") << u""_s << u"0.1 started | 0.1 failed: server | 0 failed after 1: server"_s
                               << u"server"_s;
    QTest::newRow("breaker") << u"breaker"_s << u"0.1 started | 0.1 failed: server | 0 failed after 1: server"_s
                             << u"server"_s;
    QTest::newRow("breaker > retry")
        << u"breaker retry timeout"_s
        << u"0.1 started | 0.1 failed: server | 0.2 in 1s | 0.2 started | 0.2 failed: server | 0.3 in 2s | "
           "0.3 started | 0.3 failed: server | 0 failed after 3: server"_s
        << u"server"_s;
    QTest::newRow("retry > breaker")
        << u"retry breaker timeout"_s
        << u"0.1 started | 0.1 failed: server | 0.2 in 1s | 0.2 started | open | 0.2 failed: server | 0.3 in 2s | "
           "rejected | 0 failed after 2: circuitOpen"_s
        << u"circuitOpen"_s;
    QTest::newRow("overall, too little time for another wait")
        << u"breaker overall retry"_s
        << u"0.1 started | 0.1 failed: server | 0.2 in 1s | 0.2 started | 0.2 failed: server | 0 failed after 2: server"_s
        << u"server"_s;
}

void tst_Pipeline::signalSequence()
{
    QFETCH(QString, order);
    m_config.timeout.overall = 2s;
    const auto pipeline = make(order);
    const QFuture<void> future = pipeline->execute([] { throw ServerError(); });
    while (m_scheduler.runNext()) {}
    QTEST(takeLog(), "sequence");
    QTEST(outcomeOf(future), "outcome");
}

/// As the guide recommends it, and what it costs: five calls of four attempts each until it opens.
void tst_Pipeline::breakerOutsideRetryOnADeadService()
{
    m_config.breaker->failureThreshold = 5;
    m_config.retry->maxRetries = 3;
    const auto pipeline = make(u"breaker retry"_s);
    int requests = 0;
    int calls = 0;
    while (pipeline->breaker()->state() == BreakerState::Closed) {
        ++calls;
        pipeline->execute([&] {
            ++requests;
            throw ConnectionError();
        });
        while (m_scheduler.runNext()) {}
    }
    QCOMPARE(requests, 20);
    QCOMPARE(calls, 5);

    // The other way round it opens with the second call's first attempt.
    m_config.breaker->failureThreshold = 5;
    const auto other = make(u"retry breaker"_s);
    requests = 0;
    for (int i = 0; i < 2; ++i) {
        other->execute([&] {
            ++requests;
            throw ConnectionError();
        });
        m_scheduler.advance(20s);
    }
    QCOMPARE(requests, 5);
    QCOMPARE(other->breaker()->state(), BreakerState::Open);
}

void tst_Pipeline::retryOutsideBreakerWaitsRetryAfterOrStops()
{
    const auto pipeline = make(u"retry breaker"_s);
    pipeline->breaker()->tryAcquire()->failure(ErrorKind::Server);
    pipeline->breaker()->tryAcquire()->failure(ErrorKind::Server);
    takeLog();
    m_scheduler.advance(10s);
    QFuture<int> future = pipeline->execute([] { return 1; });
    QCOMPARE(takeLog(), u"rejected | 0.1 in 20s"_s);
    m_scheduler.advance(20s);
    QCOMPARE(takeLog(), u"half_open | 0.1 started | closed | 0 succeeded after 1"_s);
    QCOMPARE(outcomeOf(future), u"value"_s);

    m_config.retry->maxRetryAfter = 5s;
    QVERIFY(pipeline->setConfig(m_config).isEmpty());
    pipeline->breaker()->tryAcquire()->failure(ErrorKind::Server);
    pipeline->breaker()->tryAcquire()->failure(ErrorKind::Server);
    takeLog();
    future = pipeline->execute([] { return 1; });
    QCOMPARE(takeLog(), u"rejected | 1 failed after 0: circuitOpen"_s);
    QCOMPARE(outcomeOf(future), u"circuitOpen"_s);
}

void tst_Pipeline::limitCancelsTheFunctionsFuture()
{
    const auto pipeline = make(u"breaker overall retry timeout"_s);
    std::vector<QPromise<int>> promises(3);
    const QFuture<int> future = pipeline->execute([&, attempt = 0]() mutable {
        promises[attempt].start();
        return promises[attempt++].future();
    });
    m_scheduler.advance(2s);
    QVERIFY(promises[0].isCanceled());
    QCOMPARE(takeLog(), u"0.1 started | 0.1 failed: timeout | 0.2 in 1s"_s);
    promises[0].addResult(1); // of an attempt that was aborted
    promises[0].finish();
    QCoreApplication::processEvents();
    m_scheduler.advance(1s);
    QCOMPARE(takeLog(), u"0.2 started"_s);
    m_scheduler.advance(1s);
    promises[1].addResult(2);
    promises[1].finish();
    QCoreApplication::processEvents();
    QCOMPARE(takeLog(), u"0 succeeded after 2"_s);
    QCOMPARE(future.result(), 2);

    // The whole call's limit, in the middle of an attempt.
    m_config.timeout.overall = 1500ms;
    QVERIFY(pipeline->setConfig(m_config).isEmpty());
    QFuture<int> late = pipeline->execute([&] {
        promises[2].start();
        return promises[2].future();
    });
    m_scheduler.advance(1500ms);
    QVERIFY(promises[2].isCanceled());
    QCOMPARE(takeLog(), u"1.1 started | 1.1 failed: timeout | 1 failed after 1: timeout"_s);
    try {
        late.waitForFinished();
        QFAIL("nothing thrown");
    } catch (const TimeoutError &e) {
        QCOMPARE(e.error().message, u"the overall time limit of 1.5 s ran out"_s);
        QCOMPARE(e.error().duration, 1500ms);
    }
    QCOMPARE(m_scheduler.pending(), 0u);
}

void tst_Pipeline::limitDoesNotInterruptAValue()
{
    const auto pipeline = make(u"overall timeout"_s);
    const QFuture<int> future = pipeline->execute([&] {
        m_scheduler.advance(1h);
        return 1;
    });
    QCOMPARE(outcomeOf(future), u"value"_s);
    QCOMPARE(takeLog(), u"0.1 started | 0 succeeded after 1"_s);
}

void tst_Pipeline::trialThatHangsIsEndedByItsLimit()
{
    m_config.breaker->failureThreshold = 1;
    const auto pipeline = make(u"breaker timeout"_s);
    pipeline->execute([] { throw ServerError(); });
    m_scheduler.advance(30s);
    takeLog();
    QPromise<void> hangs;
    hangs.start();
    pipeline->execute([&] { return hangs.future(); });
    pipeline->execute([] {});
    m_scheduler.advance(2s);
    QCOMPARE(takeLog(),
             u"half_open | 1.1 started | rejected | 2 failed after 0: circuitOpen | open | 1.1 failed: timeout | "
             "1 failed after 1: timeout"_s);
}

void tst_Pipeline::typedExceptionsArrive()
{
    m_config.retry->maxRetries = 0;
    const auto pipeline = make(u"breaker retry timeout"_s);
    const auto limited = [] { throw RateLimitedError(Error{ErrorKind::RateLimited, {}, 429, {}, 20s, {}}); };
    std::optional<Duration> retryAfter;
    pipeline->execute(limited).onFailed([&](const RateLimitedError &e) { retryAfter = e.retryAfter(); });
    QCOMPARE(retryAfter, 20s);
    retryAfter.reset();
    try {
        pipeline->execute(limited).waitForFinished();
    } catch (const RateLimitedError &e) {
        retryAfter = e.retryAfter();
    }
    QCOMPARE(retryAfter, 20s);
    retryAfter.reset();
    pipeline->execute(limited).onFailed([&](const CircuitOpenError &e) { retryAfter = e.retryAfter(); });
    QCOMPARE(retryAfter, 30s);
}

void tst_Pipeline::judgedValueArrives()
{
    const auto pipeline = make(u"breaker retry timeout"_s);
    pipeline->setClassifier(Classifier().onResult<int>([](int status) { return errorKindOfStatus(status); }));
    const QFuture<int> future = pipeline->execute([status = 500]() mutable { return ++status; });
    while (m_scheduler.runNext()) {}
    QVERIFY(takeLog().endsWith(u"0.3 failed: server | 0 failed after 3: server"_s));
    QCOMPARE(future.result(), 503);
    QCOMPARE(pipeline->breaker()->metrics().totals.failures, 1u);
}

void tst_Pipeline::wrappedExceptionArrivesAsItWas()
{
    class SqlError : public std::runtime_error
    {
    public:
        using std::runtime_error::runtime_error;
    };
    const auto pipeline = make(u"breaker"_s);
    Classifier classifier;
    classifier.onException<SqlError>([](const SqlError &) { return ErrorKind::Server; });
    pipeline->setClassifier(classifier);
    QFuture<int> future = pipeline->execute([]() -> QFuture<int> {
        QPromise<int> promise;
        promise.start();
        promise.setException(
            std::make_exception_ptr(QUnhandledException(std::make_exception_ptr(SqlError("deadlock")))));
        promise.finish();
        return promise.future();
    });
    QCOMPARE(takeLog(), u"0.1 started | 0.1 failed: server | 0 failed after 1: server"_s);
    QVERIFY_EXCEPTION_THROWN(future.waitForFinished(), SqlError);
}

void tst_Pipeline::emptyFunctionIsAMistake()
{
    const auto pipeline = make(u"breaker retry"_s);
    for (int i = 0; i < 3; ++i) {
        QFuture<int> future = pipeline->execute(std::function<int()>());
        QVERIFY_EXCEPTION_THROWN(future.waitForFinished(), std::bad_function_call);
    }
    QCOMPARE(takeLog().count(u"started"_s), 3); // not retried
    const BreakerTotals totals = pipeline->breaker()->metrics().totals;
    QCOMPARE(totals.failures + totals.successes, 0u);
    QCOMPARE(totals.givenBack, 3u);
}

void tst_Pipeline::cancelAnywhere_data()
{
    QTest::addColumn<QString>("order");
    QTest::addColumn<QString>("point");
    for (const char *const order : {"breaker overall retry timeout", "retry breaker timeout"}) {
        for (const char *const point : {"attempting", "inner", "dropped", "waiting", "wait over", "again"})
            QTest::addRow("%s, %s", order, point) << QString::fromLatin1(order) << QString::fromLatin1(point);
    }
}

void tst_Pipeline::cancelAnywhere()
{
    QFETCH(QString, order);
    QFETCH(QString, point);
    const auto pipeline = make(order);
    std::optional<QPromise<int>> promise(std::in_place);
    promise->start();
    QFuture<int> future = pipeline->execute([&, attempt = 0]() mutable {
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
    QCOMPARE(pipeline->breaker()->metrics().permitsOut, 0u);
    QCOMPARE(m_scheduler.pending(), 0u);
    m_scheduler.advance(1h);
    QCoreApplication::processEvents();
    QCOMPARE(takeLog(), QString());
}

void tst_Pipeline::destroyedInFlight()
{
    auto pipeline = make(u"breaker retry timeout"_s);
    const std::shared_ptr<CircuitBreaker> breaker = pipeline->breaker();
    QPromise<void> promise;
    promise.start();
    const auto token = std::make_shared<int>();
    const QFuture<void> attempting = pipeline->execute([&promise, token] { return promise.future(); });
    const QFuture<void> waiting = pipeline->execute([token] { throw ServerError(); });
    QCOMPARE(breaker->metrics().permitsOut, 2u);
    takeLog();

    pipeline.reset();
    QCOMPARE(outcomeOf(attempting), u"cancelled"_s);
    QCOMPARE(outcomeOf(waiting), u"cancelled"_s);
    QVERIFY(promise.isCanceled());
    QCOMPARE(breaker->metrics().permitsOut, 0u);
    QCOMPARE(breaker->metrics().totals.givenBack, 2u);
    QCOMPARE(token.use_count(), 1);
    QCOMPARE(m_scheduler.pending(), 0u);
    QCoreApplication::processEvents();
    QCOMPARE(takeLog(), QString());
}

void tst_Pipeline::slotDeletesThePipeline_data()
{
    QTest::addColumn<QString>("when");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("attempt started") << u"started"_s << u"cancelled"_s;
    QTest::newRow("attempt failed") << u"failed"_s << u"cancelled"_s;
    QTest::newRow("retry scheduled") << u"scheduled"_s << u"cancelled"_s;
    QTest::newRow("the breaker admits it") << u"admitted"_s << u"cancelled"_s;
    QTest::newRow("the breaker opens") << u"opens"_s << u"cancelled"_s;
    QTest::newRow("call failed") << u"call failed"_s << u"server"_s;
    QTest::newRow("call succeeded") << u"succeeded"_s << u"value"_s;
}

void tst_Pipeline::slotDeletesThePipeline()
{
    QFETCH(QString, when);
    m_config.breaker->failureThreshold = 1;
    m_config.retry->maxRetries = when == "call failed"_L1 ? 0 : 1;
    auto pipeline = make(u"retry breaker timeout"_s);
    const std::shared_ptr<CircuitBreaker> breaker = pipeline->breaker();
    const auto destroy = [&] { pipeline.reset(); };
    if (when == "started"_L1)
        connect(pipeline.get(), &Pipeline::attemptStarted, this, destroy);
    if (when == "failed"_L1)
        connect(pipeline.get(), &Pipeline::attemptFailed, this, destroy);
    if (when == "scheduled"_L1)
        connect(pipeline.get(), &Pipeline::retryScheduled, this, destroy);
    if (when == "admitted"_L1)
        connect(breaker.get(), &CircuitBreaker::callAdmitted, this, destroy);
    if (when == "opens"_L1)
        connect(breaker.get(), &CircuitBreaker::stateChanged, this, destroy);
    if (when == "call failed"_L1)
        connect(pipeline.get(), &Pipeline::callFailed, this, destroy);
    if (when == "succeeded"_L1)
        connect(pipeline.get(), &Pipeline::callSucceeded, this, destroy);
    const QFuture<void> future = pipeline->execute([&] {
        if (when != "succeeded"_L1)
            throw ServerError();
    });
    QVERIFY(!pipeline);
    QTEST(outcomeOf(future), "outcome");
    QCOMPARE(breaker->metrics().permitsOut, 0u);
    QCOMPARE(m_scheduler.pending(), 0u);
}

void tst_Pipeline::sharedBreaker()
{
    CircuitBreakerConfig breakerConfig;
    breakerConfig.name = u"shared"_s;
    breakerConfig.failureThreshold = 1;
    const auto breaker = std::make_shared<CircuitBreaker>(breakerConfig, &m_scheduler);
    m_config.breaker.reset(); // whatever stands here is ignored
    m_config.retry.reset();
    Pipeline first(m_config, breaker, &m_scheduler);
    m_config.breaker.emplace();
    Pipeline second(m_config, breaker, &m_scheduler);
    QVERIFY(first.config().breaker == breakerConfig);
    QCOMPARE(second.breaker(), breaker);

    first.execute([] { throw ServerError(); });
    QCOMPARE(outcomeOf(second.execute([] {})), u"circuitOpen"_s);

    m_config.breaker->failureThreshold = 9;
    QVERIFY(first.setConfig(m_config).isEmpty());
    QCOMPARE(breaker->config().failureThreshold, 1);

    m_config.order = {PolicyLayer::Timeout};
    QCOMPARE(describe(first.setConfig(m_config)), u"order: must name \"breaker\", which the policy has"_s);
}

void tst_Pipeline::newConfig()
{
    const auto pipeline = make(u"breaker retry timeout"_s);
    const std::shared_ptr<CircuitBreaker> breaker = pipeline->breaker();
    pipeline->execute([] { throw ServerError(); }); // waits for its first retry
    takeLog();

    m_config.breaker->failureThreshold = 1;
    m_config.retry->maxRetries = 0;
    QVERIFY(pipeline->setConfig(m_config).isEmpty());
    QCOMPARE(pipeline->breaker(), breaker);
    QVERIFY(pipeline->config() == m_config);
    pipeline->execute([] { throw ServerError(); });
    QCOMPARE(takeLog(), u"1.1 started | open | 1.1 failed: server | 1 failed after 1: server"_s);
    while (m_scheduler.runNext()) {}
    QVERIFY(takeLog().endsWith(u"0 failed after 3: server"_s)); // under the policy that it began with

    m_config.timeout.perAttempt = 0s;
    QCOMPARE(describe(pipeline->setConfig(m_config)), u"timeout.perAttempt: must be longer than 0, not 0s"_s);
    QCOMPARE(pipeline->config().timeout.perAttempt, 2s);

    m_config.timeout.perAttempt = 1s;
    m_config.breaker.reset();
    QVERIFY(pipeline->setConfig(m_config).isEmpty());
    QVERIFY(!pipeline->breaker());
    QCOMPARE(outcomeOf(pipeline->execute([] {})), u"value"_s);
    m_config.breaker.emplace();
    QVERIFY(pipeline->setConfig(m_config).isEmpty());
    QVERIFY(pipeline->breaker());
    QVERIFY(pipeline->breaker() != breaker);
}

void tst_Pipeline::retriesAreVisibleAsAmplification()
{
    const auto pipeline = make(u"breaker retry timeout"_s);
    int started = 0;
    int attempts = 0;
    connect(pipeline.get(), &Pipeline::attemptStarted, this, [&] { ++started; });
    connect(pipeline.get(), &Pipeline::callFailed, this, [&](quint64, int count) { attempts += count; });
    pipeline->execute([] { throw ServerError(); });
    while (m_scheduler.runNext()) {}
    QCOMPARE(started, 3);
    QCOMPARE(attempts, 3);
}

void tst_Pipeline::invalidConfigIsRefused()
{
    m_config.timeout.perAttempt = -1s;
    m_config.order.push_back(PolicyLayer::Retry);
    const auto pipeline = Pipeline::create(m_config, &m_scheduler);
    QVERIFY(!pipeline);
    QCOMPARE(pipeline.error().size(), 2);
    QVERIFY(Pipeline::create(PolicyConfig(), &m_scheduler));
}

QTEST_GUILESS_MAIN(tst_Pipeline)

#include "tst_pipeline.moc"
