// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/pipeline/pipeline.h"

#include "resilience/pipeline/callpolicy.h"

#include <QRandomGenerator>
#include <QThread>

namespace Fuseboard {

namespace {

/// One call: a CallMachine with its clock and its signals.
class PipelineCall final : public Detail::CallControl
{
public:
    PipelineCall(Pipeline *pipeline, quint64 number, std::shared_ptr<const CallPolicy> policy, const Clock &clock)
        : q(pipeline)
        , m_number(number)
        , m_machine(std::move(policy), {.number = number})
        , m_clock(clock)
    {
    }

    Answer start() override { return told(m_machine.start(m_clock.now())); }

    void attemptStarts() override
    {
        m_machine.attemptStarted(m_clock.now());
        Q_EMIT q->attemptStarted(m_number, m_machine.attempts());
    }

    Answer attemptSucceeded() override { return told(m_machine.attemptSucceeded(m_clock.now())); }
    Answer attemptFailed(const Error &error) override
    {
        return told(m_machine.attemptFailed(error, true, m_clock.now()));
    }
    Answer timerFired() override { return told(m_machine.timerFired(m_clock.now())); }
    std::optional<TimePoint> deadline() const override { return m_machine.deadline(); }
    Error error() const override { return m_machine.error(); }

    void ended() override
    {
        if (m_hasSucceeded)
            Q_EMIT q->callSucceeded(m_number, m_machine.attempts());
        else
            Q_EMIT q->callFailed(m_number, m_machine.attempts(), m_machine.error());
    }

private:
    /// Sends the signals that belong to @p step.
    Answer told(const CallMachine::Step &step)
    {
        using Do = CallMachine::Step::Do;
        // A slot of the breaker's may have ended the call during the step.
        if (isAbandoned())
            return {};
        if (step.hasAttemptFailed) {
            Q_EMIT q->attemptFailed(m_number, m_machine.attempts(), m_machine.error());
            if (isAbandoned())
                return {};
        }
        switch (step.what) {
        case Do::Nothing:
            break;
        case Do::StartAttempt:
            return {Next::Attempt, step.isAttemptAborted};
        case Do::Wait:
            Q_EMIT q->retryScheduled(m_number, m_machine.attempts() + 1, step.wait);
            return {Next::Wait, step.isAttemptAborted};
        case Do::Succeed:
            m_hasSucceeded = true;
            return {Next::Succeed, step.isAttemptAborted};
        case Do::Fail:
            return {Next::Fail, step.isAttemptAborted};
        }
        return {};
    }

    void abandoned() override { m_machine.cancel(m_clock.now()); }

    Pipeline *q; // gone only once this is abandoned or has ended
    quint64 m_number;
    CallMachine m_machine;
    const Clock &m_clock;
    bool m_hasSucceeded = false;
};

} // namespace

class Pipeline::Private
{
public:
    PolicyConfig config; // its breaker part is kept only to say that there is one
    std::shared_ptr<CircuitBreaker> breaker;
    bool isBreakerShared = false;
    Scheduler *scheduler = nullptr; // null: that of the thread
    Classifier classifier;
    std::shared_ptr<RetryBudget> sharedBudget; // may be null
    std::shared_ptr<const CallPolicy> policy = std::make_shared<const CallPolicy>(
        CallPolicy{.random = CounterRandom(QRandomGenerator::global()->generate64())});
    quint64 nextCall = 0;
    Detail::CallList calls;

    /// @p newConfig as it applies here: with the breaker that is there.
    PolicyConfig effective(PolicyConfig newConfig) const
    {
        if (isBreakerShared)
            newConfig.breaker = breaker->config();
        return newConfig;
    }

    void take(const PolicyConfig &newConfig)
    {
        config = newConfig;
        if (!isBreakerShared) {
            if (!config.breaker)
                breaker.reset();
            else if (breaker)
                breaker->setConfig(*config.breaker);
            else
                breaker = std::make_shared<CircuitBreaker>(*config.breaker, scheduler);
        }

        policy = std::make_shared<const CallPolicy>(
            policy->changedTo(config, breaker ? breaker->gate() : nullptr, sharedBudget));
    }
};

Pipeline::Pipeline(const PolicyConfig &config, QObject *parent)
    : Pipeline(config, nullptr, nullptr, parent)
{
}

Pipeline::Pipeline(const PolicyConfig &config, Scheduler *scheduler, QObject *parent)
    : Pipeline(config, nullptr, scheduler, parent)
{
}

Pipeline::Pipeline(const PolicyConfig &config, std::shared_ptr<CircuitBreaker> breaker, Scheduler *scheduler,
                   QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    d->isBreakerShared = breaker != nullptr;
    d->breaker = std::move(breaker);
    d->scheduler = scheduler;
    const PolicyConfig effective = d->effective(config);
    if (const ConfigIssues issues = effective.validate(); !issues.isEmpty())
        qFatal("Pipeline: the config is not valid\n%s", qPrintable(describe(issues)));
    d->take(effective);
}

Pipeline::~Pipeline()
{
    d->calls.abandonAll();
}

Expected<std::shared_ptr<Pipeline>, ConfigIssues> Pipeline::create(const PolicyConfig &config, Scheduler *scheduler)
{
    if (const ConfigIssues issues = config.validate(); !issues.isEmpty())
        return Unexpected{issues};
    return std::make_shared<Pipeline>(config, scheduler);
}

PolicyConfig Pipeline::config() const
{
    PolicyConfig config = d->config;
    if (d->breaker)
        config.breaker = d->breaker->config();
    return config;
}

ConfigIssues Pipeline::setConfig(const PolicyConfig &config)
{
    const PolicyConfig effective = d->effective(config);
    ConfigIssues issues = effective.validate();
    if (issues.isEmpty())
        d->take(effective);
    return issues;
}

std::shared_ptr<CircuitBreaker> Pipeline::breaker() const
{
    return d->breaker;
}

void Pipeline::shareRetryBudget(std::shared_ptr<RetryBudget> budget)
{
    Q_ASSERT(budget);
    d->sharedBudget = std::move(budget);
    d->take(d->config);
}

void Pipeline::setRandom(CounterRandom random)
{
    auto policy = std::make_shared<CallPolicy>(*d->policy);
    policy->random = random;
    d->policy = std::move(policy);
}

std::shared_ptr<const CallPolicy> Pipeline::callPolicy() const
{
    return d->policy;
}

void Pipeline::setClassifier(Classifier classifier)
{
    d->classifier = std::move(classifier);
}

Classifier Pipeline::classifier() const
{
    return d->classifier;
}

Detail::CallSetup Pipeline::newCall()
{
    Q_ASSERT_X(thread() == QThread::currentThread(), "Pipeline::execute", "called from another thread");
    Scheduler *const scheduler = d->scheduler ? d->scheduler : &Scheduler::ofThread();
    return {std::make_unique<PipelineCall>(this, d->nextCall++, d->policy, scheduler->clock()), d->classifier,
            scheduler, &d->calls};
}

} // namespace Fuseboard
