// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "breakertesting.h"
#include "resilience/breaker/breakerregistry.h"

using namespace Fuseboard;
using namespace Fuseboard::Testing;

/// The traps that other libraries fell into, as far as the breaker alone is concerned: a test each, named after what
/// happens. Those of retry, pipeline and client stand with their rooms.
class TrapsTest : public QObject
{
    Q_OBJECT

private:
    VirtualScheduler m_scheduler;
    std::unique_ptr<CircuitBreaker> m_breaker;

    void make(const std::function<void(CircuitBreakerConfig &)> &change = {})
    {
        CircuitBreakerConfig config;
        config.failureThreshold = 1;
        config.recoveryTime = 10s;
        config.excludedErrors = {ErrorKind::Authentication};
        if (change)
            change(config);
        m_breaker = std::make_unique<CircuitBreaker>(config, &m_scheduler);
    }
    void fail() { m_breaker->tryAcquire()->failure(ErrorKind::Server); }
    void openAndRecover()
    {
        fail();
        m_scheduler.advance(10s);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void trialEndsInAnExcludedError()
    {
        make();
        openAndRecover();
        m_breaker->tryAcquire()->failure(ErrorKind::Authentication);
        QCOMPARE(m_breaker->state(), BreakerState::HalfOpen);
        m_breaker->tryAcquire()->success(); // the next call is the trial
        QCOMPARE(m_breaker->state(), BreakerState::Closed);
    }

    void trialIsCancelled()
    {
        make();
        openAndRecover();
        m_breaker->tryAcquire()->failure(ErrorKind::Cancelled);
        QVERIFY(m_breaker->tryAcquire());
    }

    void trialIsDropped()
    {
        make();
        openAndRecover();
        (void)m_breaker->tryAcquire();
        QVERIFY(m_breaker->tryAcquire());
    }

    void trialsCallerThrows()
    {
        make();
        openAndRecover();
        try {
            [[maybe_unused]] const auto permit = m_breaker->tryAcquire();
            throw std::runtime_error("caller");
        } catch (const std::runtime_error &) {
        }
        QVERIFY(m_breaker->tryAcquire());
    }

    void trialHangs()
    {
        make([](auto &config) { config.halfOpenTimeout = 5s; });
        openAndRecover();
        const auto hangs = m_breaker->tryAcquire();
        m_scheduler.advance(5s);
        QCOMPARE(m_breaker->state(), BreakerState::Open);
        m_scheduler.advance(10s);
        m_breaker->tryAcquire()->success();
        QCOMPARE(m_breaker->state(), BreakerState::Closed);
    }

    void staleResultsArriveWhileHalfOpen()
    {
        make([](auto &config) {
            config.halfOpenMaxCalls = 3;
            config.successThreshold = 3;
        });
        std::vector<Permit> stale;
        for (int i = 0; i < 3; ++i)
            stale.push_back(std::move(*m_breaker->tryAcquire()));
        openAndRecover();
        (void)m_breaker->tryAcquire();
        QCOMPARE(m_breaker->state(), BreakerState::HalfOpen);
        stale[0].success();
        stale[1].success();
        stale[2].failure(ErrorKind::Server);
        QCOMPARE(m_breaker->state(), BreakerState::HalfOpen);
        std::vector<Permit> trials; // all three places are still there
        for (int i = 0; i < 3; ++i)
            trials.push_back(std::move(*m_breaker->tryAcquire()));
        for (Permit &trial : trials)
            trial.success();
        QCOMPARE(m_breaker->state(), BreakerState::Closed);
    }

    void staleSuccessWhileTheTrialIsUndecided()
    {
        make();
        auto stale = m_breaker->tryAcquire();
        openAndRecover();
        auto trial = m_breaker->tryAcquire();
        stale->success();
        QCOMPARE(m_breaker->state(), BreakerState::HalfOpen);
        QVERIFY(!m_breaker->tryAcquire()); // nor is a place free
        trial->success();
        QCOMPARE(m_breaker->state(), BreakerState::Closed);
    }

    void staleFailureWhileOpen()
    {
        make();
        auto stale = m_breaker->tryAcquire();
        fail();
        m_scheduler.advance(9s);
        stale->failure(ErrorKind::Server);
        QCOMPARE(m_breaker->metrics().retryAfter, std::optional<Duration>(1s));
        QCOMPARE(m_breaker->history().size(), 1);
        m_scheduler.advance(1s);
        QVERIFY(m_breaker->tryAcquire());
    }

    void waitOfACallerRefusedWhileHalfOpen()
    {
        make();
        openAndRecover();
        const auto trial = m_breaker->tryAcquire();
        m_scheduler.advance(25s);
        const auto refused = m_breaker->tryAcquire();
        QVERIFY(!refused);
        QVERIFY(!refused.error().retryAfter || *refused.error().retryAfter >= 0s);
    }

    void resetWhileHalfOpenWithARunningDeadline()
    {
        make([](auto &config) { config.halfOpenTimeout = 5s; });
        openAndRecover();
        const auto trial = m_breaker->tryAcquire();
        m_breaker->reset();
        m_scheduler.advance(1h);
        QCOMPARE(m_breaker->state(), BreakerState::Closed);
        QCOMPARE(m_breaker->history().last().cause, StateChange::Cause::Operator);
    }

    void slotOnStateChangedAsksAndCalls()
    {
        make();
        BreakerState seen = BreakerState::Disabled;
        bool wasRefused = false;
        int historySeen = 0;
        connect(m_breaker.get(), &CircuitBreaker::stateChanged, this, [&] {
            seen = m_breaker->state();
            wasRefused = !m_breaker->tryAcquire();
            historySeen = static_cast<int>(m_breaker->history().size());
        });
        fail();
        QCOMPARE(seen, BreakerState::Open);
        QVERIFY(wasRefused);
        QCOMPARE(historySeen, 1);
    }

    void slotDeletesTheBreaker()
    {
        make();
        connect(m_breaker.get(), &CircuitBreaker::stateChanged, this, [&] { m_breaker.reset(); });
        fail();
        QVERIFY(!m_breaker);
    }

    void aThousandSuccessesBetweenFailures_data()
    {
        QTest::addColumn<TripRule>("rule");
        QTest::addColumn<BreakerState>("state");
        QTest::newRow("failureCount opens") << TripRule::FailureCount << BreakerState::Open;
        QTest::newRow("consecutiveFailures does not") << TripRule::ConsecutiveFailures << BreakerState::Closed;
    }

    void aThousandSuccessesBetweenFailures()
    {
        QFETCH(TripRule, rule);
        QFETCH(BreakerState, state);
        make([rule](auto &config) {
            config.rule = rule;
            config.failureThreshold = 3;
        });
        fail();
        fail();
        for (int i = 0; i < 1000; ++i)
            m_breaker->tryAcquire()->success();
        fail();
        QCOMPARE(m_breaker->state(), state);
    }

    /// The breaker's clock is the monotonic one, and nothing it includes knows another: the date is no input.
    void systemClockIsSetBackWhileOpen()
    {
        static_assert(std::is_same_v<TimePoint::clock, std::chrono::steady_clock> && TimePoint::clock::is_steady);
        const TimePoint before = std::chrono::steady_clock::now();
        const TimePoint now = Clock::steady().now();
        QVERIFY(before <= now && now <= std::chrono::steady_clock::now());
    }

    void twentyThousandFlaps()
    {
        make();
        for (int i = 0; i < 20'000; ++i) {
            openAndRecover();
            m_breaker->tryAcquire()->success();
        }
        QCOMPARE(m_breaker->history().size(), 1000);
        QCOMPARE(m_breaker->historyDropped(), quint64(59'000));
        QCOMPARE(m_breaker->metrics().totals.opens, quint64(20'000));
    }

    void callsSlowerThanTheTimeWindowIsLong()
    {
        make([](auto &config) {
            config.rule = TripRule::FailureRate;
            config.window = TimeWindowConfig{1s, {}};
            config.minimumCalls = 2;
        });
        auto first = m_breaker->tryAcquire();
        auto second = m_breaker->tryAcquire();
        m_scheduler.advance(30s);
        first->failure(ErrorKind::Timeout);
        second->failure(ErrorKind::Timeout);
        QCOMPARE(m_breaker->state(), BreakerState::Open);
    }

    void minimumCallsAboveTheCountWindow()
    {
        make([](auto &config) {
            config.rule = TripRule::FailureRate;
            config.window = CountWindowConfig{5};
            config.minimumCalls = 100;
        });
        for (int i = 0; i < 5; ++i)
            fail();
        QCOMPARE(m_breaker->state(), BreakerState::Open);
    }

    void errorRateOf49AndAHalfPercent()
    {
        make([](auto &config) {
            config.rule = TripRule::FailureRate;
            config.window = CountWindowConfig{200};
            config.minimumCalls = 200;
        });
        for (int i = 0; i < 200; ++i)
            i < 99 ? fail() : m_breaker->tryAcquire()->success();
        QCOMPARE(m_breaker->metrics().window.failures, 99);
        QCOMPARE(m_breaker->state(), BreakerState::Closed);
    }

    void aRejectedCallsCleanUp()
    {
        make();
        openAndRecover();
        auto trial = m_breaker->tryAcquire();
        {
            auto refused = m_breaker->tryAcquire();
            QVERIFY(!refused);
        }
        QCOMPARE(m_breaker->state(), BreakerState::HalfOpen);
        trial->success();
        QCOMPARE(m_breaker->state(), BreakerState::Closed);
    }

    void thresholdsChangedWhileRunning()
    {
        make([](auto &config) { config.failureThreshold = 10; });
        for (int i = 0; i < 4; ++i)
            fail();
        CircuitBreakerConfig config = m_breaker->config();
        config.failureThreshold = 5;
        QVERIFY(m_breaker->setConfig(config).isEmpty());
        QCOMPARE(m_breaker->metrics().window.failures, 4);
        QCOMPARE(m_breaker->state(), BreakerState::Closed);
        fail();
        QCOMPARE(m_breaker->state(), BreakerState::Open);
    }

    void configOfZeros()
    {
        CircuitBreakerConfig config;
        config.failureThreshold = 0;
        config.recoveryTime = -1s;
        config.halfOpenMaxCalls = 0;
        const auto refused = CircuitBreaker::create(config);
        QVERIFY(!refused);
        QStringList fields;
        for (const ConfigIssue &issue : refused.error())
            fields += issue.field;
        QCOMPARE(fields, (QStringList{u"failureThreshold"_s, u"recoveryTime"_s, u"halfOpenMaxCalls"_s}));
    }
};

QTEST_GUILESS_MAIN(TrapsTest)
#include "tst_traps.moc"
