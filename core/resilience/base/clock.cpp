// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/clock.h"

namespace Fuseboard {

namespace {

class SteadyClock final : public Clock
{
public:
    TimePoint now() const noexcept override { return std::chrono::steady_clock::now(); }
};

} // namespace

Clock::~Clock() = default;

const Clock &Clock::steady() noexcept
{
    // Never destroyed: a breaker with static lifetime may ask for the time while the program ends.
    static const SteadyClock *const instance = new SteadyClock;
    return *instance;
}

} // namespace Fuseboard
