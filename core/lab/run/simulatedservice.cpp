// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/simulatedservice.h"

#include "resilience/base/saturatingadd.h"
#include "resilience/http/apiclientconfig.h"
#include "resilience/retry/retryafter.h"

#include <algorithm>
#include <cmath>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// As the server sends it and the client reads it.
std::optional<Duration> retryAfterOf(const FaultConfig &fault)
{
    if (fault.retryAfter) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(*fault.retryAfter);
        return parseRetryAfter(QByteArray::number(qint64(seconds.count())));
    }
    for (const auto &[name, value] : fault.headers) {
        // A date would be held against today's.
        if (name.compare("Retry-After", Qt::CaseInsensitive) == 0 && value.toLongLong() > 0)
            return parseRetryAfter(value);
    }
    return std::nullopt;
}

Duration dripTime(const FaultConfig &fault)
{
    const double seconds = double(fault.bytes) / fault.bytesPerSecond;
    constexpr double longest = 1e9;
    return Duration(std::llround(std::min(seconds, longest) * 1e9));
}

/// Whether connecting is refused: all requests of the phase meet a reset at once, so its door is shut.
bool isShut(const PhaseConfig &phase)
{
    return !(phase.rampTo && phase.rampTo->faults) && std::ranges::any_of(phase.faults, [](const FaultConfig &fault) {
        return fault.kind == FaultConfig::Kind::Reset && fault.resetAt == FaultConfig::ResetAt::Connect
            && !fault.pattern && fault.share >= 1;
    });
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

void SimulatedService::breakWith(const FaultConfig &fault)
{
    m_breakage = fault;
    settle();
}

void SimulatedService::heal()
{
    m_breakage.reset();
    settle();
}

void SimulatedService::settle()
{
    PhaseConfig phase = m_config.phases[m_phase];
    if (m_breakage) {
        phase.faults = {*m_breakage};
        phase.health.reset();
        if (phase.rampTo)
            phase.rampTo->faults.reset();
    }
    m_model = PhaseModel(phase);
    m_isShut = Fuseboard::isShut(phase);
}

TimePoint SimulatedService::phaseEnd() const
{
    return saturatingAdd(m_phaseBegan, m_model.config().length);
}

RunEvent::PhaseChanged SimulatedService::health(TimePoint now) const
{
    return {m_breakage ? u"broken by hand"_s : m_model.config().name, m_model.healthAt(now - m_phaseBegan).health};
}

TimePoint SimulatedService::healthUntil(TimePoint now) const
{
    return saturatingAdd(m_phaseBegan, m_model.healthAt(now - m_phaseBegan).until);
}

std::pair<SimulatedService::Answer, Duration> SimulatedService::decide(quint64 call, quint64 attempt,
                                                                       TimePoint now) const
{
    const FaultDraw draw = m_model.draw(m_luck, call, attempt, now - m_phaseBegan);
    return {answerOf(draw), draw.latency};
}

/// As core/resilience/http tells failures apart; its tests hold each of these against the wire.
SimulatedService::Answer SimulatedService::answerOf(const FaultDraw &draw) const
{
    Answer answer;
    answer.ending = Ending::success(200);
    if (!draw.fault)
        return answer;
    const FaultConfig &fault = *draw.fault;
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
        answer.takesWorker = false;
        break;
    case FaultConfig::Kind::Reset:
        answer.ending = Ending::failure(ErrorKind::Connection);
        if (fault.resetAt == FaultConfig::ResetAt::Connect) {
            answer.takesWorker = false;
            answer.wasDelivered = !m_isShut;
        } else if (fault.resetAt == FaultConfig::ResetAt::Body) {
            answer.ending = Ending::failure(ErrorKind::Protocol, 200);
        }
        break;
    case FaultConfig::Kind::Close:
    case FaultConfig::Kind::Malformed:
        answer.ending = Ending::failure(ErrorKind::Connection);
        break;
    case FaultConfig::Kind::Truncate:
        answer.ending = Ending::failure(ErrorKind::Protocol, 200);
        break;
    case FaultConfig::Kind::Slow:
        answer.drip = dripTime(fault);
        break;
    case FaultConfig::Kind::RedirectLoop:
        if (m_config.method == "GET" || m_config.method == "HEAD") {
            answer.ending = Ending::failure(ErrorKind::Protocol, 302);
            answer.deliveries = ApiClientConfig().maxRedirects + 1;
        } else if (m_isIdempotent) {
            answer.ending = Ending::failure(ErrorKind::Protocol, 307);
            answer.deliveries = ApiClientConfig().maxRedirects + 1;
        } else {
            answer.ending = Ending::success(307); // it is not repeated, so the redirect is the answer
        }
        break;
    }
    return answer;
}

SimulatedService::Answer SimulatedService::refusal()
{
    Answer answer;
    answer.ending = Ending::failure(ErrorKind::Server, 503);
    return answer;
}

Duration SimulatedService::workTime(quint64 call, quint64 attempt, TimePoint now) const
{
    return m_model.draw(m_luck, call, attempt, now - m_phaseBegan, m_places.working() - 1).latency;
}

} // namespace Fuseboard
