// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// The template part of CircuitBreaker; include circuitbreaker.h instead.

#pragma once

#include "resilience/base/guardedcall.h"
#include "resilience/breaker/circuitbreaker.h"

#include <functional>
#include <utility>

namespace Fuseboard {

namespace Detail {

/// A call through @p breaker, which it may outlive.
CallSetup breakerCall(const CircuitBreaker &breaker);

} // namespace Detail

template<typename Function, typename... Args>
auto CircuitBreaker::execute(Function &&function, Args &&...args)
{
    // Called at most once, and before this returns: nothing needs to be copied.
    return Detail::guardCall(Detail::breakerCall(*this), [&]() -> decltype(auto) {
        return std::invoke(std::forward<Function>(function), std::forward<Args>(args)...);
    });
}

} // namespace Fuseboard
