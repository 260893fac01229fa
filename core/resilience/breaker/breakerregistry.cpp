// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/breaker/breakerregistry.h"

#include "resilience/breaker/circuitbreakercore.h"

#include <QHash>
#include <QMutex>
#include <QThread>

#include <algorithm>

namespace Fuseboard {

class BreakerRegistry::Private
{
public:
    mutable QMutex mutex;
    QHash<QString, std::shared_ptr<CircuitBreaker>> breakers;
    std::shared_ptr<const CircuitBreakerConfig> config;
    Scheduler *scheduler = nullptr;
};

BreakerRegistry::BreakerRegistry(const CircuitBreakerConfig &config, Scheduler *scheduler, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    if (const ConfigIssues issues = config.validate(); !issues.isEmpty())
        qFatal("BreakerRegistry: the config is not valid\n%s", qPrintable(describe(issues)));
    d->config = std::make_shared<const CircuitBreakerConfig>(config);
    d->scheduler = scheduler;
}

BreakerRegistry::~BreakerRegistry() = default;

std::shared_ptr<CircuitBreaker> BreakerRegistry::breaker(const QString &key)
{
    Q_ASSERT_X(!key.isEmpty(), "BreakerRegistry::breaker", "the key must not be empty");
    std::shared_ptr<CircuitBreaker> breaker;
    {
        const QMutexLocker lock(&d->mutex);
        std::shared_ptr<CircuitBreaker> &entry = d->breakers[key];
        if (entry)
            return entry;
        entry.reset(new CircuitBreaker(d->config, key, d->scheduler, nullptr), &BreakerRegistry::release);
        entry->moveToThread(thread());
        breaker = entry;
    }
    Q_EMIT breakerAdded(key, breaker);
    return breaker;
}

/// The last holder may be on any thread, a breaker is destroyed on its own.
void BreakerRegistry::release(CircuitBreaker *breaker)
{
    if (breaker->thread() == QThread::currentThread() || !breaker->thread())
        delete breaker;
    else
        breaker->deleteLater();
}

std::shared_ptr<CircuitBreaker> BreakerRegistry::find(const QString &key) const
{
    const QMutexLocker lock(&d->mutex);
    return d->breakers.value(key);
}

bool BreakerRegistry::remove(const QString &key)
{
    std::shared_ptr<CircuitBreaker> removed;
    {
        const QMutexLocker lock(&d->mutex);
        removed = d->breakers.take(key);
    }
    if (removed)
        Q_EMIT breakerRemoved(key);
    return removed != nullptr;
}

QStringList BreakerRegistry::keys() const
{
    const QMutexLocker lock(&d->mutex);
    QStringList keys = d->breakers.keys();
    std::ranges::sort(keys);
    return keys;
}

ConfigIssues BreakerRegistry::setConfig(const CircuitBreakerConfig &config)
{
    ConfigIssues issues = config.validate();
    if (!issues.isEmpty())
        return issues;
    const auto shared = std::make_shared<const CircuitBreakerConfig>(config);
    QList<std::shared_ptr<CircuitBreaker>> breakers;
    {
        const QMutexLocker lock(&d->mutex);
        d->config = shared;
        breakers = d->breakers.values();
    }
    for (const std::shared_ptr<CircuitBreaker> &breaker : std::as_const(breakers))
        breaker->setSharedConfig(shared);
    return issues;
}

CircuitBreakerConfig BreakerRegistry::config() const
{
    const QMutexLocker lock(&d->mutex);
    return *d->config;
}

} // namespace Fuseboard
