// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/virtualscheduler.h"
#include "resilience/breaker/breakerregistry.h"
#include "resilience/breaker/circuitbreaker.h"
#include "resilience/retry/retrybudget.h"

#include <QtTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr int Threads = 4;

/// Runs @p work(number of the thread) on four threads at once.
template<typename Work>
void together(Work work)
{
    std::atomic<int> ready = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < Threads; ++i) {
        threads.emplace_back([&, i] {
            ++ready;
            while (ready < Threads)
                std::this_thread::yield();
            work(i);
        });
    }
    for (std::thread &thread : threads)
        thread.join();
}

} // namespace

/// What several threads may do at once. Also run under ThreadSanitizer.
class BreakerThreadsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void totalsAddUp()
    {
        CircuitBreakerConfig config;
        config.rule = TripRule::FailureRate;
        config.window = CountWindowConfig{20};
        config.minimumCalls = 5;
        config.recoveryTime = 50us;
        config.halfOpenMaxCalls = 2;
        config.slowCallDuration = 1s;
        CircuitBreaker breaker(config);
        std::atomic<quint64> granted = 0;
        std::atomic<quint64> rejected = 0;
        std::atomic<quint64> changes = 0;
        connect(
            &breaker, &CircuitBreaker::stateChanged, &breaker, [&] { ++changes; }, Qt::DirectConnection);
        together([&](int thread) {
            for (int i = 0; i < 20'000; ++i) {
                auto permit = breaker.tryAcquire();
                if (!permit) {
                    ++rejected;
                    continue;
                }
                ++granted;
                switch ((i + thread) % 5) {
                case 0:
                    permit->success();
                    break;
                case 1:
                    permit->failure({ErrorKind::Server, {}, 503, {}, {}, {}});
                    break;
                case 2:
                    permit->failure(ErrorKind::Cancelled);
                    break;
                case 3:
                    break; // dropped
                default:
                    permit->failure(ErrorKind::Timeout);
                }
                if (i % 1000 == 0)
                    breaker.metrics();
            }
        });
        const BreakerMetrics metrics = breaker.metrics();
        const BreakerTotals &totals = metrics.totals;
        QCOMPARE(totals.granted, granted.load());
        QCOMPARE(totals.rejected, rejected.load());
        QCOMPARE(totals.granted + totals.rejected, quint64(Threads * 20'000));
        QCOMPARE(totals.successes + totals.failures + totals.excluded + totals.givenBack, totals.granted);
        QCOMPARE(metrics.permitsOut, quint64(0));
        QVERIFY(totals.opens > 0);
        QCOMPARE(quint64(breaker.history().size()) + breaker.historyDropped(), changes.load());
    }

    void noMoreTrialsThanPlaces()
    {
        VirtualScheduler scheduler; // stands still: the breaker stays half-open
        CircuitBreakerConfig config;
        config.failureThreshold = 1;
        config.recoveryTime = 1ns;
        config.halfOpenMaxCalls = 3;
        config.successThreshold = 3;
        CircuitBreaker breaker(config, &scheduler);
        breaker.tryAcquire()->failure(ErrorKind::Server);
        scheduler.advance(1s);

        std::atomic<int> out = 0;
        std::atomic<int> most = 0;
        together([&](int) {
            for (int i = 0; i < 5'000; ++i) {
                auto permit = breaker.tryAcquire();
                if (!permit)
                    continue;
                const int now = ++out;
                for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {}
                --out;
                permit->giveBack();
            }
        });
        QVERIFY2(most <= 3, qPrintable(QString::number(most)));
        QCOMPARE(breaker.state(), BreakerState::HalfOpen);
    }

    void questionsAndChangesWhileCallsRun()
    {
        CircuitBreakerConfig config;
        config.failureThreshold = 3;
        config.recoveryTime = 10us;
        CircuitBreaker breaker(config);
        together([&](int thread) {
            for (int i = 0; i < 3'000; ++i) {
                if (auto permit = breaker.tryAcquire())
                    i % 2 ? permit->success() : permit->failure(ErrorKind::Server);
                CircuitBreakerConfig other = config;
                other.failureThreshold = 3 + i % 3;
                switch (thread * 10 + i % 10) {
                case 3:
                    breaker.setConfig(other);
                    break;
                case 13:
                    breaker.reset();
                    break;
                case 17:
                    breaker.setMetricsOnly();
                    break;
                case 23:
                    breaker.history();
                    break;
                case 33:
                    breaker.state();
                    break;
                default:
                    break;
                }
            }
        });
        const BreakerMetrics metrics = breaker.metrics();
        QCOMPARE(metrics.permitsOut, quint64(0));
    }

    void theRegistryMakesOneBreakerPerKey()
    {
        BreakerRegistry registry((CircuitBreakerConfig()));
        std::atomic<int> added = 0;
        connect(
            &registry, &BreakerRegistry::breakerAdded, &registry, [&] { ++added; }, Qt::DirectConnection);
        together([&](int) {
            for (int i = 0; i < 2'000; ++i)
                registry.breaker(QString::number(i % 50))->tryAcquire()->success();
        });
        QCOMPARE(added.load(), 50);
        QCOMPARE(registry.keys().size(), 50);
        quint64 successes = 0;
        for (const QString &key : registry.keys())
            successes += registry.breaker(key)->metrics().totals.successes;
        QCOMPARE(successes, quint64(Threads * 2'000));
    }

    void theBudgetIsSpentOnce()
    {
        RetryBudget budget({0.1, 0});
        const TimePoint now = TimePoint{} + 1h;
        std::atomic<int> retries = 0;
        together([&](int) {
            for (int i = 0; i < 5'000; ++i) {
                budget.callStarted(now);
                retries += budget.tryRetry(now);
            }
        });
        QCOMPARE(retries.load(), Threads * 5'000 / 10);
    }
};

QTEST_GUILESS_MAIN(BreakerThreadsTest)
#include "tst_breakerthreads.moc"
