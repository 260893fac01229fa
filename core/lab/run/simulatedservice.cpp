// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/simulatedservice.h"

#include "resilience/base/saturatingadd.h"
#include "resilience/http/apiclientconfig.h"
#include "resilience/retry/retryafter.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace Fuseboard {

namespace {

/// As the server sends it and the client reads it.
std::optional<Duration> retryAfterOf(const FaultConfig &fault)
{
    if (const auto seconds = fault.retryAfterSeconds())
        return parseRetryAfter(QByteArray::number(qint64(seconds->count())));
    for (const auto &[name, value] : fault.headers) {
        // A date would be held against today's.
        if (name.compare("Retry-After", Qt::CaseInsensitive) == 0 && value.toLongLong() > 0)
            return parseRetryAfter(value);
    }
    return std::nullopt;
}

} // namespace

SimulatedService::SimulatedService(const EndpointConfig &config, FaultLuck luck, bool isIdempotent)
    : m_config(config)
    , m_luck(luck)
    , m_isIdempotent(isIdempotent)
    , m_countsWork(config.capacity.has_value())
    , m_places(config.capacity)
{
    for (const PhaseConfig &phase : config.phases) {
        m_countsWork |= phase.perConcurrent > Duration::zero()
            || (phase.rampTo && phase.rampTo->perConcurrent.value_or(Duration::zero()) > Duration::zero());
    }
    settle();
}

void SimulatedService::enterPhase(qsizetype phase, TimePoint now)
{
    m_phase = phase;
    m_phaseBegan = now;
    settle();
}

void SimulatedService::setOverride(const EndpointOverride &byHand)
{
    m_byHand = byHand;
    settle();
}

void SimulatedService::settle()
{
    m_model = PhaseModel(m_byHand.applied(m_config.phases[m_phase]));
    m_aheadOf = 0;
    ++m_version;
}

TimePoint SimulatedService::phaseEnd() const
{
    return saturatingAdd(m_phaseBegan, m_model.config().length);
}

SimulatedService::Latency SimulatedService::decide(quint64 call, quint64 attempt, TimePoint now, Answer &answer)
{
    const FaultDraw draw = drawOf(call, attempt, now);
    answer.ending = Ending::success(200);
    answer.retryAfter.reset();
    answer.drip = {};
    answer.deliveries = 1;
    answer.isHeard = answer.wasDelivered = answer.takesWorker = true;
    if (draw.fault)
        answerTo(draw, now, answer);
    return {draw.latency, m_version};
}

Duration SimulatedService::workTime(quint64 call, quint64 attempt, const Latency &decided, TimePoint now) const
{
    const PhaseConfig &phase = m_model.config();
    const int others = phase.perConcurrent == Duration::zero() && !phase.rampTo ? 0 : m_places.working() - 1;
    if (others == 0 && decided.version == m_version && !phase.rampTo)
        return decided.alone;
    return m_model.draw(m_luck, call, attempt, now - m_phaseBegan, others).latency;
}

/// What a request that is alone meets.
FaultDraw SimulatedService::drawOf(quint64 call, quint64 attempt, TimePoint now)
{
    if (attempt == 1 && !m_model.config().rampTo) {
        const bool isNext = call == std::exchange(m_latestCall, call) + 1;
        if (m_aheadOf > 0 && call - m_aheadOf < m_ahead.size())
            return m_ahead[call - m_aheadOf];
        if (isNext) {
            drawAhead(call);
            return m_ahead.front();
        }
    }
    return m_model.draw(m_luck, call, attempt, now - m_phaseBegan);
}

void SimulatedService::drawAhead(quint64 call)
{
    m_aheadOf = call;
    for (FaultDraw &draw : m_ahead)
        draw = m_model.draw(m_luck, call++, 1, {});
}

/// As core/resilience/http tells failures apart; its tests hold each of these against the wire.
void SimulatedService::answerTo(const FaultDraw &draw, TimePoint now, Answer &answer) const
{
    const FaultConfig &fault = *draw.fault;
    answer.takesWorker = fault.takesWorker();
    switch (fault.kind) {
    case FaultConfig::Kind::Status:
        if (const auto kind = errorKindOfStatus(draw.status)) {
            answer.ending = Ending::failure(*kind, draw.status);
            answer.retryAfter = retryAfterOf(fault);
        } else {
            answer.ending.status = draw.status;
        }
        break;
    case FaultConfig::Kind::Hang:
        answer.isHeard = false;
        break;
    case FaultConfig::Kind::Reset:
        answer.ending = Ending::failure(ErrorKind::Connection);
        if (fault.isConnectReset())
            answer.wasDelivered = !isShut(now);
        else if (fault.resetAt == FaultConfig::ResetAt::Body)
            answer.ending = Ending::failure(ErrorKind::Protocol, 200);
        break;
    case FaultConfig::Kind::Close:
    case FaultConfig::Kind::Malformed:
        answer.ending = Ending::failure(ErrorKind::Connection);
        break;
    case FaultConfig::Kind::Truncate:
        answer.ending = Ending::failure(ErrorKind::Protocol, 200);
        break;
    case FaultConfig::Kind::Slow:
        answer.drip = fault.dripTime();
        break;
    case FaultConfig::Kind::RedirectLoop:
        if (m_config.method == "GET" || m_config.method == "HEAD") {
            answer.ending = Ending::failure(ErrorKind::Redirect, 302);
            answer.deliveries = ApiClientConfig().maxRedirects + 1;
        } else if (m_isIdempotent) {
            answer.ending = Ending::failure(ErrorKind::Redirect, 307);
            answer.deliveries = ApiClientConfig().maxRedirects + 1;
        } else {
            answer.ending = Ending::success(307); // it is not repeated, so the redirect is the answer
        }
        break;
    }
}

SimulatedService::Answer SimulatedService::refusal()
{
    Answer answer;
    answer.ending = Ending::failure(ErrorKind::Server, 503);
    return answer;
}

} // namespace Fuseboard
