// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/pipeline/callmachine.h"

#include "resilience/base/durationtext.h"
#include "resilience/base/saturatingadd.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace Fuseboard {

namespace {

[[maybe_unused]] bool isConsistent(const CallPolicy &policy)
{
    return std::ranges::all_of(policy.layers, [&policy](PolicyLayer layer) {
        if (std::ranges::count(policy.layers, layer) != 1)
            return false;
        switch (layer) {
        case PolicyLayer::Breaker:
            return policy.breaker != nullptr;
        case PolicyLayer::Retry:
            return true;
        case PolicyLayer::Timeout:
            return policy.timeout.perAttempt.has_value();
        case PolicyLayer::Overall:
            return policy.timeout.overall.has_value();
        }
        return false;
    });
}

} // namespace

CallMachine::CallMachine(std::shared_ptr<const CallPolicy> policy, RetryMachine::Call call)
    : m_policy(std::move(policy))
    , m_call(call)
    , m_breakerLayer(static_cast<std::size_t>(std::ranges::find(m_policy->layers, PolicyLayer::Breaker)
                                              - m_policy->layers.begin()))
    , m_attemptLimit(findAttemptLimit())
{
    Q_ASSERT(m_policy);
    Q_ASSERT(isConsistent(*m_policy));
}

CallMachine::~CallMachine() = default;
CallMachine::CallMachine(CallMachine &&) noexcept = default;

// By hand for one reason: an outgoing permit must go back while the gate that it came from is still held.
CallMachine &CallMachine::operator=(CallMachine &&other) noexcept
{
    if (this != &other) {
        std::destroy_at(this);
        std::construct_at(this, std::move(other));
    }
    return *this;
}

void CallMachine::reset(const std::shared_ptr<const CallPolicy> &policy, RetryMachine::Call call)
{
    Q_ASSERT(m_phase == Phase::Finished && !m_isInStep);
    if (m_policy != policy) {
        *this = CallMachine(policy, call);
        return;
    }
    m_call = call;
    m_retry.reset();
    m_limits = NoLimits;
    m_phase = Phase::New;
    m_isCancelWanted = false;
    m_attempts = 0;
    if (std::exchange(m_hasError, false))
        m_error = {};
    m_isErrorOfAttempt = false;
    m_retryVerdict = RetryMachine::Why::Retry;
}

CallMachine::Step CallMachine::start(TimePoint now)
{
    if (m_phase != Phase::New || m_isInStep)
        return {};
    m_isInStep = true;
    m_began = now;
    return concluded(enter(0, now), now);
}

void CallMachine::attemptStarted(TimePoint now)
{
    if (m_phase != Phase::Attempting || m_isAttemptRunning)
        return;
    m_isAttemptRunning = true;
    m_attemptBegan = now;
    if (m_attemptLimit < layerCount())
        m_limits[m_attemptLimit] = saturatingAdd(now, limitOf(m_attemptLimit));
}

CallMachine::Step CallMachine::askAgain(TimePoint now)
{
    if (m_phase != Phase::Attempting || m_isAttemptRunning || m_isInStep || !m_permit.isValid())
        return {};
    m_isInStep = true;
    // Both questions may send the breaker's signals, and a slot may cancel the call: then the attempt that waits goes too.
    const auto goOn = [this, now] {
        Step step = concluded({}, now);
        step.isAttemptAborted = step.what == Step::Do::Fail;
        return step;
    };
    if (m_permit.standing() != PermitStanding::Stale)
        return goOn();
    m_permit.giveBack();
    auto permit = m_policy->breaker->tryAcquire();
    if (permit) {
        m_permit = *std::move(permit);
        return goOn();
    }
    --m_attempts;
    leaveInside(m_breakerLayer);
    Step step = breakerRefused(m_breakerLayer, permit.error(), now);
    step.isAttemptAborted = true;
    return concluded(step, now);
}

CallMachine::Step CallMachine::attemptRefused(Error error, TimePoint now)
{
    if (m_phase != Phase::Attempting || m_isAttemptRunning || m_isInStep)
        return {};
    m_isInStep = true;
    --m_attempts;
    std::shared_ptr<const Error> cause = std::move(error.cause);
    Error &refusal = newError(error.kind, now - m_attemptBegan);
    error.duration = refusal.duration;
    error.cause = cause ? std::move(cause) : std::move(refusal.cause);
    refusal = std::move(error);
    Step step = leaveFailed(layerCount(), false, now);
    step.isAttemptAborted = true;
    return concluded(step, now);
}

bool CallMachine::isProbe() const
{
    return m_permit.isValid() && m_permit.standing() == PermitStanding::Trial;
}

CallMachine::Step CallMachine::attemptSucceeded(TimePoint now, int status)
{
    if (m_phase != Phase::Attempting || m_isInStep)
        return {};
    if (m_policy->errorStatuses.containsStatus(status)) [[unlikely]] {
        Error error;
        error.kind = ErrorKind::Api;
        error.httpStatus = status;
        if (m_policy->writesMessages)
            error.message = QStringLiteral("the policy names this status as an error");
        return attemptFailed(std::move(error), true, now);
    }
    m_isInStep = true;
    m_phase = Phase::Finished;
    // Of all layers only the breaker wants to know. A late success is one: the answer is there, and wanted.
    if (m_permit.isValid()) {
        if (m_policy->uncountedStatuses.containsStatus(status))
            m_permit.failure(Error{.kind = ErrorKind::Api, .httpStatus = status}); // which the breaker leaves out
        else
            m_permit.success();
    }
    m_isInStep = false;
    Q_UNUSED(now)
    return {.what = Step::Do::Succeed};
}

CallMachine::Step CallMachine::attemptFailed(Error error, bool wasDelivered, TimePoint now)
{
    if (m_phase != Phase::Attempting || m_isInStep)
        return {};
    m_isInStep = true;
    m_error = withCause(std::move(error), m_hasError ? &m_error : nullptr);
    m_hasError = true;
    m_isErrorOfAttempt = !isA(m_error.kind, ErrorKind::Rejected);
    if (m_error.duration == Duration::zero())
        m_error.duration = now - m_attemptBegan;
    Step step = leaveFailed(layerCount(), wasDelivered, now);
    step.hasAttemptFailed = true;
    return concluded(step, now);
}

CallMachine::Step CallMachine::timerFired(TimePoint now)
{
    if ((m_phase != Phase::Attempting && m_phase != Phase::Waiting) || m_isInStep)
        return {};
    if (const std::size_t limit = dueLimit(now); limit < layerCount()) {
        m_isInStep = true;
        return concluded(limitRanOut(limit, now), now);
    }
    if (m_phase == Phase::Waiting && m_waitUntil <= now) {
        m_isInStep = true;
        return concluded(enter(m_resumeAt, now), now);
    }
    return {};
}

CallMachine::Step CallMachine::cancel(TimePoint now)
{
    if (m_phase == Phase::Finished)
        return {};
    if (m_isInStep) {
        m_isCancelWanted = true;
        return {};
    }
    m_isInStep = true;
    const Step step = finishCancelled(now);
    m_isInStep = false;
    return step;
}

std::optional<TimePoint> CallMachine::deadline() const
{
    if (m_phase != Phase::Attempting && m_phase != Phase::Waiting)
        return std::nullopt;
    TimePoint earliest = m_phase == Phase::Waiting ? m_waitUntil : Never;
    for (const TimePoint limit : m_limits)
        earliest = std::min(earliest, limit);
    return earliest == Never ? std::nullopt : std::optional(earliest);
}

/// Goes in from layer @p index to the attempt, or as far as it gets.
CallMachine::Step CallMachine::enter(std::size_t index, TimePoint now)
{
    const std::size_t count = layerCount();
    for (std::size_t i = index; i < count; ++i) {
        switch (m_policy->layers[i]) {
        case PolicyLayer::Breaker:
            if (auto permit = m_policy->breaker->tryAcquire())
                m_permit = *std::move(permit);
            else
                return breakerRefused(i, permit.error(), now);
            break;
        case PolicyLayer::Retry:
            m_retry.emplace(m_policy->retry, m_call, m_policy->random, m_policy->budget.get());
            m_retry->start(now);
            break;
        case PolicyLayer::Timeout:
        case PolicyLayer::Overall:
            if (i != m_attemptLimit)
                m_limits[i] = saturatingAdd(now, limitOf(i));
            break;
        }
    }
    m_phase = Phase::Attempting;
    m_isAttemptRunning = false;
    m_attemptBegan = now;
    ++m_attempts;
    return {.what = Step::Do::StartAttempt};
}

/// When an attempt may begin that the retry of layer @p index makes: before the limits around it, and not while a breaker
/// inside it is open.
RetryMachine::Room CallMachine::roomAround(std::size_t index) const
{
    RetryMachine::Room room;
    for (std::size_t i = 0; i < index; ++i)
        room.latest = std::min(room.latest, m_limits[i]);
    if (room.latest != Never && m_breakerLayer > index && m_breakerLayer < layerCount())
        room.earliest = m_policy->breaker->refusesUntil();
    return room;
}

/// Takes m_error out through the layers that stand outside @p index, until a retry holds it or the call is over.
CallMachine::Step CallMachine::leaveFailed(std::size_t index, bool wasDelivered, TimePoint now)
{
    for (std::size_t i = index; i-- > 0;) {
        switch (m_policy->layers[i]) {
        case PolicyLayer::Breaker:
            m_permit.failure(m_error);
            break;
        case PolicyLayer::Retry: {
            const RetryMachine::Decision decision = m_retry->failed(m_error, wasDelivered, now, roomAround(i));
            m_retryVerdict = decision.why;
            if (decision.isRetry()) {
                m_phase = Phase::Waiting;
                m_waitUntil = saturatingAdd(now, decision.wait);
                m_resumeAt = i + 1;
                return {.what = Step::Do::Wait, .wait = decision.wait};
            }
            break;
        }
        case PolicyLayer::Timeout:
        case PolicyLayer::Overall:
            m_limits[i] = Never;
            break;
        }
    }
    m_phase = Phase::Finished;
    return {.what = Step::Do::Fail};
}

/// The breaker, layer @p index, gives no permit.
CallMachine::Step CallMachine::breakerRefused(std::size_t index, const Rejection &rejection, TimePoint now)
{
    Error &error = newError(ErrorKind::CircuitOpen, now - m_began);
    if (m_policy->writesMessages)
        error.message = toError(rejection, m_policy->breaker->gateName(), m_policy->breaker->whyOpened()).message;
    error.retryAfter = rejection.retryAfter;
    return leaveFailed(index, false, now);
}

/// What stands inside layer @p index, and that itself, is abandoned, not failed: it may have been about to succeed.
void CallMachine::leaveInside(std::size_t index)
{
    for (std::size_t i = index; i < layerCount(); ++i) {
        m_limits[i] = Never;
        if (m_policy->layers[i] == PolicyLayer::Breaker)
            m_permit.giveBack();
    }
}

/// Makes m_error one that no attempt ended with; what was there before becomes its cause, if it was an attempt's.
Error &CallMachine::newError(ErrorKind kind, Duration duration)
{
    std::shared_ptr<const Error> cause;
    if (m_isErrorOfAttempt) {
        m_error.cause.reset();
        cause = std::make_shared<const Error>(std::move(m_error));
    } else {
        cause = std::move(m_error.cause);
    }
    m_hasError = true;
    m_isErrorOfAttempt = false;
    m_error = {};
    m_error.kind = kind;
    m_error.duration = duration;
    m_error.cause = std::move(cause);
    return m_error;
}

CallMachine::Step CallMachine::limitRanOut(std::size_t index, TimePoint now)
{
    const bool wasAttempting = m_phase == Phase::Attempting;
    const bool wasDelivered = wasAttempting && m_isAttemptRunning;
    const bool wasInQueue = wasAttempting && !m_isAttemptRunning;
    leaveInside(index);
    if (wasInQueue)
        --m_attempts;

    Error &error = newError(wasInQueue ? ErrorKind::Overload : ErrorKind::Timeout,
                            now - (wasAttempting ? m_attemptBegan : m_began));
    if (m_policy->writesMessages) {
        const QString name = m_policy->layers[index] == PolicyLayer::Overall ? QStringLiteral("overall")
                                                                             : QStringLiteral("perAttempt");
        error.message = (wasInQueue ? QStringLiteral("the %1 time limit of %2 ran out before the attempt could begin")
                                    : QStringLiteral("the %1 time limit of %2 ran out"))
                            .arg(name, displayDuration(limitOf(index)));
    }
    // A limit without a retry inside is one attempt's, and its error is that attempt's.
    const auto inside = m_policy->layers.begin() + static_cast<std::ptrdiff_t>(index);
    if (std::find(inside, m_policy->layers.end(), PolicyLayer::Retry) == m_policy->layers.end()) {
        m_isErrorOfAttempt = true;
        error.cause.reset();
    }

    Step step = leaveFailed(index, wasDelivered, now);
    step.isAttemptAborted = wasAttempting;
    step.hasAttemptFailed = wasDelivered;
    return step;
}

CallMachine::Step CallMachine::finishCancelled(TimePoint now)
{
    const bool wasAttempting = m_phase == Phase::Attempting;
    const TimePoint began = wasAttempting ? m_attemptBegan : m_phase == Phase::New ? now : m_began;
    m_phase = Phase::Finished;
    m_permit.giveBack();
    if (wasAttempting && !m_isAttemptRunning)
        --m_attempts;
    m_hasError = true;
    m_isErrorOfAttempt = false;
    m_error = {};
    m_error.kind = ErrorKind::Cancelled;
    m_error.duration = now - began;
    return {.what = Step::Do::Fail, .isAttemptAborted = wasAttempting};
}

/// The answer of a step that may have run slots: one of them may have cancelled the call.
CallMachine::Step CallMachine::concluded(Step step, TimePoint now)
{
    if (m_isCancelWanted && m_phase != Phase::Finished) {
        // An attempt that this very step was to start has not been started: there is nothing to abort.
        const bool isAttemptAborted = step.isAttemptAborted;
        step = finishCancelled(now);
        step.isAttemptAborted = isAttemptAborted;
    }
    m_isInStep = false;
    return step;
}

/// The limit that has run out: the earliest, of equal ones the innermost. layerCount() if there is none.
std::size_t CallMachine::dueLimit(TimePoint now) const
{
    std::size_t due = layerCount();
    TimePoint earliest = now;
    for (std::size_t i = 0; i < layerCount(); ++i) {
        if (m_limits[i] <= earliest) {
            earliest = m_limits[i];
            due = i;
        }
    }
    return due;
}

Duration CallMachine::limitOf(std::size_t index) const
{
    return m_policy->layers[index] == PolicyLayer::Overall ? *m_policy->timeout.overall : *m_policy->timeout.perAttempt;
}

std::size_t CallMachine::findAttemptLimit() const
{
    for (std::size_t i = layerCount(); i-- > 0;) {
        if (m_policy->layers[i] == PolicyLayer::Retry)
            break;
        if (m_policy->layers[i] == PolicyLayer::Timeout)
            return i;
    }
    return layerCount();
}

} // namespace Fuseboard
