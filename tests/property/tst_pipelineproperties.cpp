// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "../core/resilience/pipeline/fakegate.h"
#include "generators.h"
#include "resilience/base/virtualscheduler.h"
#include "resilience/breaker/circuitbreaker.h"
#include "resilience/pipeline/callmachine.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <memory>
#include <vector>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Do = CallMachine::Step::Do;

Duration length(Duration least, Duration most)
{
    return Duration(*Generators::evenly<qint64>(least.count(), most.count() + 1));
}

/// Any layers in any order, with figures that make them meet.
PolicyConfig anyConfig()
{
    PolicyConfig config;
    config.order = {PolicyLayer::Breaker, PolicyLayer::Retry, PolicyLayer::Timeout, PolicyLayer::Overall};
    for (std::size_t i = config.order.size(); i > 1; --i)
        std::swap(config.order[i - 1], config.order[*Generators::evenly<std::size_t>(0, i)]);
    if (*rc::gen::arbitrary<bool>())
        config.breaker.emplace();
    if (*rc::gen::arbitrary<bool>()) {
        config.retry.emplace();
        config.retry->maxRetries = *Generators::evenly(0, 5);
        config.retry->baseDelay = length(0s, 3s);
        config.retry->jitter = static_cast<Jitter>(*Generators::evenly(0, 5));
        if (*rc::gen::arbitrary<bool>())
            config.retry->excludedErrors = {ErrorKind::NotFound};
    }
    if (*rc::gen::arbitrary<bool>())
        config.timeout.perAttempt = length(1ns, 4s);
    if (*rc::gen::arbitrary<bool>())
        config.timeout.overall = length(1ns, 8s);
    return config;
}

std::shared_ptr<const CallPolicy> policyOf(const PolicyConfig &config, std::shared_ptr<BreakerGate> gate)
{
    auto policy = std::make_shared<CallPolicy>();
    policy->layers = config.layers();
    policy->breaker = std::move(gate);
    policy->retry = config.retry.value_or(RetryConfig());
    policy->timeout = config.timeout;
    return policy;
}

Error anyError()
{
    Error error;
    error.kind = *rc::gen::element(ErrorKind::Server, ErrorKind::Connection, ErrorKind::RateLimited,
                                   ErrorKind::NotFound, ErrorKind::Overload, ErrorKind::Cancelled,
                                   ErrorKind::CircuitOpen);
    if (*rc::gen::arbitrary<bool>())
        error.retryAfter = length(0s, 10s);
    return error;
}

/// A call and what its driver may believe of it; every step is held against that.
class Driven
{
public:
    Driven(std::shared_ptr<const CallPolicy> policy, quint64 number)
        : m_policy(std::move(policy))
        , m_machine(m_policy, {.number = number, .isIdempotent = number % 3 != 0})
    {
    }

    enum Event { Start, Begin, AskAgain, Refuse, Succeed, FailDelivered, FailUndelivered, Timer, Cancel, TimePasses };

    void report(int event, TimePoint now)
    {
        const bool isOver = m_machine.isFinished();
        switch (event) {
        case Start:
            m_began = m_hasBegun ? m_began : now;
            m_hasBegun = true;
            return take(m_machine.start(now), now, isOver, m_isRunning);
        case Begin:
            m_machine.attemptStarted(now);
            m_isWaiting = false;
            return;
        case AskAgain:
            return take(m_machine.askAgain(now), now, isOver, m_isRunning);
        case Refuse:
            return take(m_machine.attemptRefused(anyError(), now), now, isOver, m_isRunning);
        case Succeed:
            return take(m_machine.attemptSucceeded(now), now, isOver, std::exchange(m_isRunning, false));
        case FailDelivered:
        case FailUndelivered:
            return take(m_machine.attemptFailed(anyError(), event == FailDelivered, now), now, isOver,
                        std::exchange(m_isRunning, false));
        case Timer:
            return take(m_machine.timerFired(now), now, isOver, m_isRunning);
        case Cancel:
            m_hasBegun = true;
            return take(m_machine.cancel(now), now, isOver, m_isRunning);
        default:
            return;
        }
    }

    /// Does what is due next, at its moment; an attempt that nothing limits succeeds.
    void goOn(VirtualClock &clock)
    {
        if (!m_hasBegun)
            return report(Start, clock.now());
        if (const auto deadline = m_machine.deadline()) {
            clock.setNow(*deadline);
            return report(Timer, clock.now());
        }
        RC_ASSERT(m_isRunning);
        report(Succeed, clock.now());
    }

    bool isFinished() const { return m_machine.isFinished(); }
    int ends() const { return m_ends; }
    TimePoint began() const { return m_began; }
    const CallMachine &machine() const { return m_machine; }

private:
    void take(const CallMachine::Step &step, TimePoint now, bool wasOver, bool wasRunning)
    {
        RC_ASSERT(!wasOver || (step.what == Do::Nothing && !step.isAttemptAborted && !step.hasAttemptFailed));
        RC_ASSERT(!step.isAttemptAborted || wasRunning);
        RC_ASSERT(!step.hasAttemptFailed || wasRunning);
        RC_ASSERT(!step.hasAttemptFailed || !step.isAttemptAborted || !m_isWaiting);
        if (step.isAttemptAborted) {
            m_isRunning = false;
            m_started -= m_isWaiting; // one that never began is none
        }
        switch (step.what) {
        case Do::Nothing:
            break;
        case Do::StartAttempt:
            RC_ASSERT(!m_isRunning);
            RC_ASSERT(now >= m_waitUntil);
            m_isRunning = true;
            m_isWaiting = true;
            ++m_started;
            break;
        case Do::Wait:
            RC_ASSERT(!m_isRunning);
            RC_ASSERT(step.wait >= Duration::zero());
            RC_ASSERT(m_machine.deadline().has_value());
            m_waitUntil = now + step.wait;
            break;
        case Do::Succeed:
        case Do::Fail:
            RC_ASSERT(!m_isRunning);
            RC_ASSERT(m_machine.isFinished());
            ++m_ends;
            break;
        }
        RC_ASSERT(m_started == m_machine.attempts());
        const bool hasRetry = std::ranges::find(m_policy->layers, PolicyLayer::Retry) != m_policy->layers.end();
        RC_ASSERT(m_started <= (hasRetry ? m_policy->retry.maxRetries : 0) + 1);
        RC_ASSERT(!m_machine.isFinished() || !m_machine.deadline());
        RC_ASSERT(m_machine.error().duration >= Duration::zero());
    }

    std::shared_ptr<const CallPolicy> m_policy;
    CallMachine m_machine;
    TimePoint m_began{};
    TimePoint m_waitUntil{};
    bool m_hasBegun = false;
    bool m_isRunning = false; // an attempt, as far as the driver knows
    bool m_isWaiting = false; // it has not begun
    int m_started = 0;
    int m_ends = 0;
};

/// Mostly such that something comes of it.
rc::Gen<std::vector<int>> anyEvents()
{
    return rc::gen::container<std::vector<int>>(rc::gen::weightedElement<int>({{4, Driven::Start},
                                                                               {6, Driven::Begin},
                                                                               {4, Driven::AskAgain},
                                                                               {1, Driven::Refuse},
                                                                               {2, Driven::Succeed},
                                                                               {8, Driven::FailDelivered},
                                                                               {4, Driven::FailUndelivered},
                                                                               {12, Driven::Timer},
                                                                               {1, Driven::Cancel},
                                                                               {12, Driven::TimePasses}}));
}

constexpr int MostSteps = 100; // a call has at most 5 attempts, each with a wait and a refusal

} // namespace

class PipelineProperties : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void oneCall()
    {
        QVERIFY(rc::check("whatever is reported, a call keeps its promises, ends once and leaks no permit", [] {
            VirtualClock clock;
            const auto gate = std::make_shared<FakeGate>(clock);
            gate->failuresToOpen = *Generators::evenly(1, 4);
            Driven call(policyOf(anyConfig(), gate), *rc::gen::arbitrary<quint8>());

            if (*Generators::evenly(0, 8) > 0)
                call.report(Driven::Start, clock.now());
            const auto events = *anyEvents();
            for (const int event : events) {
                if (*Generators::evenly(0, 8) == 0)
                    ++gate->episode;
                if (event == Driven::TimePasses)
                    clock.advance(length(0s, 3s));
                else if (event == Driven::Timer && call.machine().deadline() && *rc::gen::arbitrary<bool>())
                    call.goOn(clock);
                else
                    call.report(event, clock.now());
                RC_ASSERT(gate->out() >= 0 && gate->out() <= 1);
                RC_ASSERT(!call.isFinished() || gate->out() == 0);
            }
            for (int i = 0; i < MostSteps && !call.isFinished(); ++i)
                call.goOn(clock);
            RC_ASSERT(call.isFinished());
            RC_ASSERT(gate->out() == 0);
            RC_ASSERT(call.ends() == 1);
            RC_CLASSIFY(call.machine().attempts() > 1, "retried");
            RC_CLASSIFY(call.machine().wasRejected(), "rejected");
        }));
    }

    void noWaitThatCannotHelp()
    {
        QVERIFY(rc::check("no wait ends at or after a limit around it, and what is not waited for is not charged", [] {
            VirtualClock clock;
            const auto gate = std::make_shared<FakeGate>(clock);
            gate->failuresToOpen = *Generators::evenly(1, 4);
            gate->openFor = length(1ms, 10s);
            PolicyConfig config = anyConfig();
            if (!config.retry)
                config.retry.emplace();
            if (*rc::gen::arbitrary<bool>())
                config.timeout.overall = length(1ns, 8s);
            auto policy = std::make_shared<CallPolicy>(*policyOf(config, gate));
            policy->budget = std::make_shared<RetryBudget>(RetryBudgetConfig{.ratio = 0, .minimumPerSecond = 10});

            // The limits outside the retry run from the call's begin.
            const TimePoint began = clock.now();
            TimePoint limit = TimePoint::max();
            for (const PolicyLayer layer : policy->layers) {
                if (layer == PolicyLayer::Retry)
                    break;
                if (layer == PolicyLayer::Timeout)
                    limit = std::min(limit, began + *config.timeout.perAttempt);
                if (layer == PolicyLayer::Overall)
                    limit = std::min(limit, began + *config.timeout.overall);
            }

            CallMachine machine(policy, {.number = *rc::gen::arbitrary<quint8>()});
            CallMachine::Step step = machine.start(clock.now());
            int waits = 0;
            const auto isCharged = [&](const auto &report) {
                const double before = policy->budget->available(clock.now());
                step = report();
                RC_ASSERT(policy->budget->available(clock.now()) == before - (step.what == Do::Wait ? 1 : 0));
            };
            for (int i = 0; i < MostSteps && !machine.isFinished(); ++i) {
                if (step.what == Do::Wait) {
                    ++waits;
                    RC_ASSERT(clock.now() + step.wait < limit);
                    RC_ASSERT(machine.deadline() == clock.now() + step.wait);
                    clock.setNow(*machine.deadline());
                    isCharged([&] { return machine.timerFired(clock.now()); });
                } else {
                    machine.attemptStarted(clock.now());
                    const auto deadline = machine.deadline();
                    const TimePoint end = clock.now() + length(0s, 3s);
                    if (deadline && *deadline < end) {
                        clock.setNow(*deadline);
                        isCharged([&] { return machine.timerFired(clock.now()); });
                    } else {
                        clock.setNow(end);
                        const Error error = anyError();
                        isCharged([&] { return machine.attemptFailed(error, true, end); });
                        if (machine.retryVerdict() == RetryMachine::Why::NoTimeLeft)
                            RC_ASSERT(machine.error().kind == error.kind);
                    }
                }
                if (step.what == Do::Fail && clock.now() < limit)
                    RC_ASSERT(machine.error().kind != ErrorKind::Timeout || step.hasAttemptFailed);
            }
            RC_ASSERT(machine.isFinished());
            RC_CLASSIFY(machine.retryVerdict() == RetryMachine::Why::NoTimeLeft, "no time left");
            RC_CLASSIFY(waits > 0, "waited");
        }));
    }

    void abandonedCall()
    {
        QVERIFY(rc::check("a machine that is destroyed at any point leaks no permit", [] {
            VirtualClock clock;
            const auto gate = std::make_shared<FakeGate>(clock);
            {
                Driven call(policyOf(anyConfig(), gate), 0);
                const auto events = *anyEvents();
                for (const int event : events)
                    call.report(event, clock.now());
            }
            RC_ASSERT(gate->out() == 0);
        }));
    }

    void overallLimitHolds()
    {
        QVERIFY(rc::check("with its overall limit outermost, a call is over in time", [] {
            VirtualClock clock;
            PolicyConfig config = anyConfig();
            config.timeout.overall = length(1ns, 8s);
            std::erase(config.order, PolicyLayer::Overall);
            config.order.insert(config.order.begin(), PolicyLayer::Overall);
            const auto gate = std::make_shared<FakeGate>(clock);
            Driven call(policyOf(config, gate), 0);
            for (int i = 0; i < MostSteps && !call.isFinished(); ++i) {
                call.goOn(clock);
                call.report(Driven::Begin, clock.now());
                if (*rc::gen::arbitrary<bool>())
                    call.report(Driven::FailDelivered, clock.now());
            }
            RC_ASSERT(call.isFinished());
            RC_ASSERT(clock.now() - call.began() <= *config.timeout.overall);
        }));
    }

    void manyCallsOneBreaker()
    {
        QVERIFY(rc::check("calls that share a breaker give back every permit", [] {
            VirtualScheduler scheduler;
            CircuitBreakerConfig breakerConfig;
            breakerConfig.failureThreshold = *Generators::evenly(1, 4);
            breakerConfig.recoveryTime = length(1ms, 4s);
            breakerConfig.halfOpenMaxCalls = *Generators::evenly(1, 3);
            if (*rc::gen::arbitrary<bool>())
                breakerConfig.halfOpenTimeout = length(1ms, 4s);
            CircuitBreaker breaker(breakerConfig, &scheduler);

            PolicyConfig config = anyConfig();
            config.breaker = breakerConfig;
            const auto policy = policyOf(config, breaker.gate());
            std::vector<Driven> calls;
            for (quint64 i = 0; i < 4; ++i)
                calls.emplace_back(policy, i);

            const auto events = *anyEvents();
            for (const int event : events) {
                if (event == Driven::TimePasses)
                    scheduler.advance(length(0s, 3s));
                else
                    calls[*Generators::evenly<std::size_t>(0, calls.size())].report(event, scheduler.clock().now());
                const BreakerMetrics m = breaker.metrics();
                RC_ASSERT(m.permitsOut <= 4);
                RC_ASSERT(m.totals.granted
                          == m.totals.successes + m.totals.failures + m.totals.excluded + m.totals.givenBack
                              + m.permitsOut);
            }
            for (Driven &call : calls)
                call.report(Driven::Cancel, scheduler.clock().now());
            RC_ASSERT(breaker.metrics().permitsOut == 0);

            // And the breaker still recovers.
            scheduler.advance(1h);
            auto permit = breaker.tryAcquire();
            RC_ASSERT(permit.hasValue());
            permit->success();
        }));
    }
};

QTEST_APPLESS_MAIN(PipelineProperties)

#include "tst_pipelineproperties.moc"
