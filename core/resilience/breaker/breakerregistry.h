// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/breaker/circuitbreaker.h"

#include <QObject>
#include <QStringList>

#include <memory>

namespace Fuseboard {

/// One breaker per key (a host, an endpoint), made on demand from a template.
///
/// Every member may be called from any thread. The breakers live in the registry's thread and share one config, so that
/// thousands of them are cheap. They are held by std::shared_ptr: whoever uses one may keep it, also when the registry
/// is gone. One whose last holder is on another thread is deleted by the event loop of its own.
class BreakerRegistry : public QObject
{
    Q_OBJECT

public:
    /// @p config must be valid, as for CircuitBreaker; its name is replaced by the key. @p scheduler as for
    /// CircuitBreaker, for every breaker.
    explicit BreakerRegistry(const CircuitBreakerConfig &config, Scheduler *scheduler = nullptr,
                             QObject *parent = nullptr);
    ~BreakerRegistry() override;

    /// The breaker of @p key, made if there is none. @p key must not be empty (asserted).
    std::shared_ptr<CircuitBreaker> breaker(const QString &key);

    /// The breaker of @p key; null if there is none.
    std::shared_ptr<CircuitBreaker> find(const QString &key) const;

    /// Forgets the breaker of @p key; whoever holds it keeps it, and breaker() makes another. False if there is none.
    bool remove(const QString &key);

    /// All keys, sorted.
    QStringList keys() const;

    /// Another template: for those to come and for those that are there, as CircuitBreaker::setConfig(). An invalid one
    /// is refused, changes nothing, and every fault is returned.
    ConfigIssues setConfig(const CircuitBreakerConfig &config);

    /// The template, with the name that it was given.
    CircuitBreakerConfig config() const;

Q_SIGNALS:
    /// Once per breaker, on the thread that asked for it first, before its breaker() returns; another thread may have
    /// the breaker before.
    void breakerAdded(const QString &key, const std::shared_ptr<Fuseboard::CircuitBreaker> &breaker);

    /// From inside remove(), on its thread; the destructor sends none.
    void breakerRemoved(const QString &key);

private:
    static void release(CircuitBreaker *breaker);

    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Fuseboard
