// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/breaker/circuitbreaker.h"
#include "resilience/retry/retry.h"

#include <memory>
#include <type_traits>
#include <utility>

namespace Fuseboard {

/// What withCircuitBreaker() gives. Copies share the breaker; each has its own copy of the function. May be called from
/// several threads if the function may.
template<typename Function>
class WithCircuitBreaker
{
public:
    WithCircuitBreaker(std::shared_ptr<CircuitBreaker> breaker, Function guarded)
        : m_breaker(std::move(breaker))
        , m_function(std::move(guarded))
    {
    }

    template<typename... Args>
    requires(std::is_invocable_v<Function &, Args...>) auto operator()(Args &&...args)
    {
        return m_breaker->execute(m_function, std::forward<Args>(args)...);
    }

    template<typename... Args>
    requires(std::is_invocable_v<const Function &, Args...>) auto operator()(Args &&...args) const
    {
        return m_breaker->execute(m_function, std::forward<Args>(args)...);
    }

    const std::shared_ptr<CircuitBreaker> &breaker() const { return m_breaker; }

    /// What is guarded; behind it may be a WithRetry.
    const Function &function() const { return m_function; }

private:
    std::shared_ptr<CircuitBreaker> m_breaker;
    Function m_function;
};

/// What withRetry() gives. Copies share the Retry, and belong to its thread; each call has its own copy of the
/// function.
template<typename Function>
class WithRetry
{
public:
    WithRetry(std::shared_ptr<Retry> retry, Function guarded)
        : m_retry(std::move(retry))
        , m_function(std::move(guarded))
    {
    }

    template<typename... Args>
    requires(std::is_invocable_v<Function &, std::decay_t<Args> &...>) auto operator()(Args &&...args) const
    {
        // The call holds the Retry: a callable that is used on the spot and dropped must not take its call with it.
        return m_retry->execute(
            [retry = m_retry,
             call = Detail::bindCopies(m_function, std::forward<Args>(args)...)]() mutable -> decltype(auto) {
                return call();
            });
    }

    const std::shared_ptr<Retry> &retry() const { return m_retry; }

    /// What is guarded; behind it may be a WithCircuitBreaker.
    const Function &function() const { return m_function; }

private:
    std::shared_ptr<Retry> m_retry;
    Function m_function;
};

/// A callable that guards @p function with a circuit breaker of its own.
///
/// Takes what @p function takes and gives a QFuture of what it returns, as CircuitBreaker::execute(). @p config must be
/// valid, as for CircuitBreaker. Copies of the callable share the breaker, which breaker() gives; the last one goes on
/// the thread that made it. Nests: withCircuitBreaker(config, withRetry(config, function)).
template<typename Function>
auto withCircuitBreaker(const CircuitBreakerConfig &config, Function function)
{
    return WithCircuitBreaker<Function>(std::make_shared<CircuitBreaker>(config), std::move(function));
}

/// The same around a breaker that is shared with others; not null.
template<typename Function>
auto withCircuitBreaker(std::shared_ptr<CircuitBreaker> breaker, Function function)
{
    return WithCircuitBreaker<Function>(std::move(breaker), std::move(function));
}

/// A callable that calls @p function again when it fails. As withCircuitBreaker(); retry() gives
/// its Retry. Belongs to the thread that made it. A call under way goes on when the callable is gone.
template<typename Function>
auto withRetry(const RetryConfig &config, Function function)
{
    return WithRetry<Function>(std::make_shared<Retry>(config), std::move(function));
}

/// The same with a Retry that is shared with others; not null.
template<typename Function>
auto withRetry(std::shared_ptr<Retry> retry, Function function)
{
    return WithRetry<Function>(std::move(retry), std::move(function));
}

} // namespace Fuseboard
