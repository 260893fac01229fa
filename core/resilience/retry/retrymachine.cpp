// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/retry/retrymachine.h"

#include "resilience/base/saturatingadd.h"

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

bool isRetried(const Error &error, const RetryConfig &config)
{
    const ErrorVerdict verdict = judge(config.excludedErrors, config.retryErrors, error.kind,
                                       error.httpStatus.value_or(0));
    // A breaker's refusal that comes out to a retry comes from inside it: somebody put the retry outside to wait for recovery.
    if (error.kind == ErrorKind::CircuitOpen)
        return verdict != ErrorVerdict::Excluded;
    if (isA(error.kind, ErrorKind::Rejected) || error.kind == ErrorKind::Cancelled)
        return false;
    return verdict == ErrorVerdict::Named;
}

} // namespace

RetryMachine::RetryMachine(const RetryConfig &config, Call call, CounterRandom random, RetryBudget *budget)
    : m_config(&config)
    , m_budget(budget)
    , m_random(random)
    , m_call(call)
    , m_backoff(config)
{
}

void RetryMachine::start(TimePoint now)
{
    if (m_budget)
        m_budget->callStarted(now);
}

RetryMachine::Decision RetryMachine::failed(const Error &error, bool wasDelivered, TimePoint now, Room room)
{
    const bool isRefusal = error.kind == ErrorKind::CircuitOpen;

    if (!isRetried(error, *m_config))
        return {Why::NotRetryable, {}};
    if (wasDelivered && !isRefusal && !m_call.isIdempotent && !m_config->retryNonIdempotent)
        return {Why::NotIdempotent, {}};
    if (m_retries >= m_config->maxRetries)
        return {Why::NoRetriesLeft, {}};

    // What a breaker asks for is not a header that one may choose to ignore: before that there is only another refusal.
    Duration asked{};
    if (error.retryAfter && (m_config->honorRetryAfter || isRefusal))
        asked = *error.retryAfter;
    if (asked > m_config->maxRetryAfter)
        return {Why::AskedTooLong, {}};

    const double draw = m_random.uniform(m_call.number, static_cast<quint64>(m_retries) + 1);
    Duration wait = m_backoff.next(draw);
    // Who has to wait until a moment that others were told too comes a little later, but not too late.
    if (asked > Duration::zero()) {
        Duration width = m_backoff.widthFor(asked);
        if (const Duration left = room.latest - now; asked < left)
            width = std::min(width, left - asked);
        const auto added = static_cast<qint64>(static_cast<double>(width.count()) * draw);
        wait = std::max(wait, saturatingAdd(TimePoint(asked), Duration(added)).time_since_epoch());
    }
    const bool isLimited = room.latest != TimePoint::max();
    if (isLimited && (saturatingAdd(now, wait) >= room.latest || room.earliest >= room.latest))
        return {Why::NoTimeLeft, {}};

    // Last, so that only a retry that will be made is charged.
    if (m_budget && !m_budget->tryRetry(now))
        return {Why::BudgetSpent, {}};

    ++m_retries;
    return {Why::Retry, wait};
}

QString describe(RetryMachine::Why why)
{
    switch (why) {
    case RetryMachine::Why::Retry:
        return u"retried"_s;
    case RetryMachine::Why::NotRetryable:
        return u"errors of this kind are not retried"_s;
    case RetryMachine::Why::NotIdempotent:
        return u"it may have been carried out, and must not be twice"_s;
    case RetryMachine::Why::NoRetriesLeft:
        return u"no retries left"_s;
    case RetryMachine::Why::AskedTooLong:
        return u"asked to wait for longer than allowed"_s;
    case RetryMachine::Why::NoTimeLeft:
        return u"no time left before a limit"_s;
    case RetryMachine::Why::BudgetSpent:
        return u"the retry budget is spent"_s;
    }
    Q_UNREACHABLE();
}

} // namespace Fuseboard
