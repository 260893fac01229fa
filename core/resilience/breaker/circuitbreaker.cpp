// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/breaker/circuitbreaker.h"

#include "resilience/breaker/circuitbreakercore.h"

#include <QMetaMethod>
#include <QMutex>
#include <QPointer>

namespace Fuseboard {

namespace {

/// Breakers are often made in numbers from one config; those that follow each other keep one copy between them.
std::shared_ptr<const CircuitBreakerConfig> shared(const CircuitBreakerConfig &config)
{
    static QBasicMutex mutex;
    static std::weak_ptr<const CircuitBreakerConfig> latest;

    const QMutexLocker lock(&mutex);
    std::shared_ptr<const CircuitBreakerConfig> shared = latest.lock();
    if (!shared || *shared != config) {
        shared = std::make_shared<const CircuitBreakerConfig>(config);
        latest = shared;
    }
    return shared;
}

std::shared_ptr<const CircuitBreakerConfig> checked(const CircuitBreakerConfig &config)
{
    if (const ConfigIssues issues = config.validate(); !issues.isEmpty())
        qFatal("CircuitBreaker: the config is not valid\n%s", qPrintable(describe(issues)));
    return shared(config);
}

} // namespace

CircuitBreaker::CircuitBreaker(QObject *parent)
    : CircuitBreaker(CircuitBreakerConfig(), nullptr, parent)
{
}

CircuitBreaker::CircuitBreaker(const CircuitBreakerConfig &config, QObject *parent)
    : CircuitBreaker(config, nullptr, parent)
{
}

CircuitBreaker::CircuitBreaker(const CircuitBreakerConfig &config, Scheduler *scheduler, QObject *parent)
    : CircuitBreaker(checked(config), config.name, scheduler, parent)
{
}

CircuitBreaker::CircuitBreaker(const std::shared_ptr<const CircuitBreakerConfig> &config, const QString &name,
                               Scheduler *scheduler, QObject *parent)
    : QObject(parent)
    , d(std::make_shared<Core>(this, config, name, scheduler))
{
}

CircuitBreaker::~CircuitBreaker()
{
    d->detach(d);
}

Expected<std::shared_ptr<CircuitBreaker>, ConfigIssues> CircuitBreaker::create(const CircuitBreakerConfig &config,
                                                                               Scheduler *scheduler)
{
    if (const ConfigIssues issues = config.validate(); !issues.isEmpty())
        return Unexpected{issues};
    return std::make_shared<CircuitBreaker>(config, scheduler);
}

QString CircuitBreaker::name() const
{
    return d->gateName();
}

CircuitBreakerConfig CircuitBreaker::config() const
{
    CircuitBreakerConfig config = d->ask([](BreakerMachine &machine, TimePoint) { return machine.config(); });
    config.name = name();
    return config;
}

ConfigIssues CircuitBreaker::setConfig(const CircuitBreakerConfig &config)
{
    ConfigIssues issues = config.validate();
    if (issues.isEmpty())
        setSharedConfig(shared(config));
    return issues;
}

void CircuitBreaker::setSharedConfig(const std::shared_ptr<const CircuitBreakerConfig> &config)
{
    const QPointer<CircuitBreaker> alive(this);
    const bool isOther = d->ask([&config](BreakerMachine &machine, TimePoint moment) {
        if (machine.config() == *config)
            return false;
        machine.setConfig(config, moment);
        return true;
    });
    if (!isOther || !alive)
        return;
    d->armFromAnyThread();
    Q_EMIT configChanged();
}

void CircuitBreaker::setRandom(CounterRandom random)
{
    d->ask([random](BreakerMachine &machine, TimePoint) { return machine.setRandom(random), 0; });
}

Expected<Permit, Rejection> CircuitBreaker::tryAcquire()
{
    return d->tryAcquire();
}

void CircuitBreaker::setClassifier(Classifier classifier)
{
    d->setClassifier(std::make_shared<const Classifier>(std::move(classifier)));
}

Classifier CircuitBreaker::classifier() const
{
    return *d->classifier();
}

BreakerState CircuitBreaker::state() const
{
    return d->ask([](BreakerMachine &machine, TimePoint) { return machine.state(); });
}

BreakerMetrics CircuitBreaker::metrics() const
{
    return d->ask([](BreakerMachine &machine, TimePoint moment) { return machine.metrics(moment); });
}

QList<StateChange> CircuitBreaker::history() const
{
    state(); // what is due belongs to it
    return d->history();
}

quint64 CircuitBreaker::historyDropped() const
{
    return d->historyDropped();
}

QList<CallResult> CircuitBreaker::windowResults() const
{
    const std::vector<CallResult> results = d->ask(
        [](BreakerMachine &machine, TimePoint) { return machine.windowResults(); });
    return {results.begin(), results.end()};
}

void CircuitBreaker::forceOpen()
{
    d->ask([](BreakerMachine &machine, TimePoint moment) { return machine.forceOpen(moment), 0; });
}

void CircuitBreaker::disable()
{
    d->ask([](BreakerMachine &machine, TimePoint moment) { return machine.disable(moment), 0; });
}

void CircuitBreaker::setMetricsOnly()
{
    d->ask([](BreakerMachine &machine, TimePoint moment) { return machine.setMetricsOnly(moment), 0; });
}

void CircuitBreaker::reset()
{
    d->ask([](BreakerMachine &machine, TimePoint moment) { return machine.reset(moment), 0; });
}

std::shared_ptr<BreakerGate> CircuitBreaker::gate() const
{
    return d;
}

void CircuitBreaker::connectNotify(const QMetaMethod &signal)
{
    static const std::pair<QMetaMethod, Core::Watched> watched[] = {
        {QMetaMethod::fromSignal(&CircuitBreaker::callAdmitted), Core::Admitted},
        {QMetaMethod::fromSignal(&CircuitBreaker::callRejected), Core::Rejected},
        {QMetaMethod::fromSignal(&CircuitBreaker::callSucceeded), Core::Succeeded},
        {QMetaMethod::fromSignal(&CircuitBreaker::callFailed), Core::Failed},
        {QMetaMethod::fromSignal(&CircuitBreaker::callExcluded), Core::Excluded},
    };
    for (const auto &[method, bit] : watched) {
        if (signal == method)
            d->watch(bit);
    }
}

} // namespace Fuseboard
