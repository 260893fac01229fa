// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/retry/retry.h"

#include "resilience/base/saturatingadd.h"

#include <QRandomGenerator>
#include <QThread>

namespace Fuseboard {

namespace {

/// One call: a RetryMachine with its clock and its signals.
class RetryCall final : public Detail::CallControl
{
public:
    RetryCall(Retry *retry, quint64 number, std::shared_ptr<const RetryConfig> config,
              std::shared_ptr<RetryBudget> budget, CounterRandom random, const Clock &clock)
        : q(retry)
        , m_number(number)
        , m_config(std::move(config))
        , m_budget(std::move(budget))
        , m_machine(*m_config, {.number = number}, random, m_budget.get())
        , m_clock(clock)
    {
    }

    Answer start() override
    {
        m_machine.start(m_clock.now());
        return {Next::Attempt};
    }

    void attemptStarts() override
    {
        ++m_attempt;
        m_attemptBegan = m_clock.now();
        Q_EMIT q->attemptStarted(m_number, m_attempt);
    }

    Answer attemptSucceeded() override { return {Next::Succeed}; }

    Answer attemptFailed(const Error &error) override
    {
        const TimePoint now = m_clock.now();
        m_error = withCause(error, m_attempt > 1 ? &m_error : nullptr);
        if (m_error.duration == Duration::zero())
            m_error.duration = now - m_attemptBegan;
        const RetryMachine::Decision decision = m_machine.failed(m_error, true, now);
        m_verdict = decision.why;
        if (decision.isRetry())
            m_waitUntil = saturatingAdd(now, decision.wait);

        Q_EMIT q->attemptFailed(m_number, m_attempt, m_error);
        if (isAbandoned() || !decision.isRetry())
            return {Next::Fail};
        Q_EMIT q->retryScheduled(m_number, m_attempt + 1, decision.wait);
        return {Next::Wait};
    }

    Answer timerFired() override
    {
        if (!m_waitUntil || m_clock.now() < *m_waitUntil)
            return {};
        m_waitUntil.reset();
        return {Next::Attempt};
    }

    std::optional<TimePoint> deadline() const override { return m_waitUntil; }
    Error error() const override { return m_error; }

    void ended() override
    {
        if (m_verdict == RetryMachine::Why::Retry)
            Q_EMIT q->succeeded(m_number, m_attempt);
        else
            Q_EMIT q->exhausted(m_number, m_attempt, m_error, m_verdict);
    }

private:
    void abandoned() override {}

    Retry *q; // gone only once this is abandoned or has ended
    quint64 m_number;
    std::shared_ptr<const RetryConfig> m_config;
    std::shared_ptr<RetryBudget> m_budget;
    RetryMachine m_machine;
    const Clock &m_clock;
    TimePoint m_attemptBegan{};
    std::optional<TimePoint> m_waitUntil;
    Error m_error;
    RetryMachine::Why m_verdict = RetryMachine::Why::Retry;
    int m_attempt = 0;
};

} // namespace

class Retry::Private
{
public:
    std::shared_ptr<const RetryConfig> config;
    std::shared_ptr<RetryBudget> budget;
    Scheduler *scheduler = nullptr; // null: that of the thread
    Classifier classifier;
    CounterRandom random{QRandomGenerator::global()->generate64()};
    quint64 nextCall = 0;
    Detail::CallList calls;

    void take(const RetryConfig &newConfig)
    {
        if (!newConfig.budget)
            budget.reset();
        else if (budget)
            budget->setConfig(*newConfig.budget);
        else
            budget = std::make_shared<RetryBudget>(*newConfig.budget);
        config = std::make_shared<const RetryConfig>(newConfig);
    }
};

Retry::Retry(QObject *parent)
    : Retry(RetryConfig(), nullptr, parent)
{
}

Retry::Retry(const RetryConfig &config, QObject *parent)
    : Retry(config, nullptr, parent)
{
}

Retry::Retry(const RetryConfig &config, Scheduler *scheduler, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    if (const ConfigIssues issues = config.validate(); !issues.isEmpty())
        qFatal("Retry: the config is not valid\n%s", qPrintable(describe(issues)));
    d->scheduler = scheduler;
    d->take(config);
}

Retry::~Retry()
{
    d->calls.abandonAll();
}

Expected<std::shared_ptr<Retry>, ConfigIssues> Retry::create(const RetryConfig &config, Scheduler *scheduler)
{
    if (const ConfigIssues issues = config.validate(); !issues.isEmpty())
        return Unexpected{issues};
    return std::make_shared<Retry>(config, scheduler);
}

RetryConfig Retry::config() const
{
    return *d->config;
}

ConfigIssues Retry::setConfig(const RetryConfig &config)
{
    ConfigIssues issues = config.validate();
    if (issues.isEmpty())
        d->take(config);
    return issues;
}

std::shared_ptr<RetryBudget> Retry::budget() const
{
    return d->budget;
}

void Retry::setRandom(CounterRandom random)
{
    d->random = random;
}

void Retry::setClassifier(Classifier classifier)
{
    d->classifier = std::move(classifier);
}

Classifier Retry::classifier() const
{
    return d->classifier;
}

Detail::CallSetup Retry::newCall()
{
    Q_ASSERT_X(thread() == QThread::currentThread(), "Retry::execute", "called from another thread");
    Scheduler *const scheduler = d->scheduler ? d->scheduler : &Scheduler::ofThread();
    return {std::make_unique<RetryCall>(this, d->nextCall++, d->config, d->budget, d->random, scheduler->clock()),
            d->classifier, scheduler, &d->calls};
}

} // namespace Fuseboard
