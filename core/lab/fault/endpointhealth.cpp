// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/endpointhealth.h"

#include <algorithm>
#include <bit>

namespace Fuseboard {

namespace {

constexpr std::size_t NewestCalls = 100;
constexpr int NewestRequests = 20;
constexpr Duration Memory = std::chrono::seconds(1);

/// The newest @p count of them.
int failuresOf(quint32 failed, int count)
{
    return std::popcount(failed & ((quint32(1) << count) - 1));
}

/// Requests one after the other, some of which fail.
struct Stretch
{
    std::size_t length = 0;
    std::size_t failing = 0;
    bool isPlain = false; ///< all of them fail, or none
};

/// In a row, to be judged for themselves.
constexpr std::size_t LeastStretch = 10;

/// The stretches of @p fails, which begins with a plain one if there is any.
std::vector<Stretch> stretchesOf(const std::vector<bool> &fails)
{
    std::vector<Stretch> stretches;
    for (std::size_t begin = 0; begin < fails.size();) {
        const auto end = std::find(fails.begin() + static_cast<std::ptrdiff_t>(begin), fails.end(), !fails[begin]);
        const std::size_t length = static_cast<std::size_t>(end - fails.begin()) - begin;
        const std::size_t failing = fails[begin] ? length : 0;
        if (length >= LeastStretch) {
            stretches.push_back({length, failing, true});
        } else if (stretches.empty() || stretches.back().isPlain) {
            stretches.push_back({length, failing, false});
        } else {
            stretches.back().length += length;
            stretches.back().failing += failing;
        }
        begin += length;
    }
    // What is too short to be judged belongs to what was before it.
    for (std::size_t i = 1; i < stretches.size();) {
        if (stretches[i].length >= LeastStretch) {
            ++i;
            continue;
        }
        stretches[i - 1].length += stretches[i].length;
        stretches[i - 1].failing += stretches[i].failing;
        stretches.erase(stretches.begin() + static_cast<std::ptrdiff_t>(i));
    }
    return stretches;
}

} // namespace

EndpointHealth::EndpointHealth(const QList<PhaseConfig> &phases, quint64 sources)
    : m_sources(std::max<quint64>(sources, 1))
    , m_latest(1)
{
    for (const PhaseConfig &phase : phases) {
        for (const FaultConfig &fault : phase.faults)
            m_hasNumbers = m_hasNumbers || (fault.pattern && fault.pattern->kind != FaultPattern::Kind::Every);
    }
    keepNumbers();
}

void EndpointHealth::keepNumbers()
{
    if (m_hasNumbers && m_sources > 1 && m_latest.size() == 1) {
        m_latest.resize(m_sources);
        m_newest.reserve(NewestCalls);
    }
    m_watchesCalls = m_hasNumbers || m_underLoad != Health::Healthy;
}

void EndpointHealth::setLimits(std::optional<Duration> perAttempt, std::optional<Duration> overall)
{
    m_perAttempt = perAttempt;
    m_limit = perAttempt && overall ? std::min(*perAttempt, *overall) : perAttempt ? perAttempt : overall;
}

void EndpointHealth::setPhase(const PhaseModel &model, TimePoint began)
{
    m_model = model;
    m_began = began;
    m_isNewPhase = true;
    m_isNumbered = false;
    m_sequences.assign(m_model.faults().size(), {});
    for (std::size_t fault = 0; fault < m_model.faults().size(); ++fault) {
        const auto &pattern = m_model.faults()[fault].pattern;
        if (!pattern)
            continue;
        if (pattern->kind == FaultPattern::Kind::First || pattern->kind == FaultPattern::Kind::After)
            m_isNumbered = true;
        if (pattern->kind != FaultPattern::Kind::Sequence)
            continue;

        const QList<int> &statuses = pattern->sequence;
        const auto size = static_cast<std::size_t>(statuses.size());
        const auto fails = [&](std::size_t place) { return statuses[static_cast<qsizetype>(place % size)] >= 400; };
        std::size_t begin = 0; // of a plain stretch, if there are several
        const auto beginsPlain = [&](std::size_t first) {
            std::size_t same = 1;
            while (same < LeastStretch && fails(first + same) == fails(first))
                ++same;
            return fails(first + size - 1) != fails(first) && same == LeastStretch;
        };
        while (begin < size && !beginsPlain(begin))
            ++begin;
        begin %= size;
        std::vector<bool> turned(size);
        for (std::size_t i = 0; i < size; ++i)
            turned[i] = fails(begin + i);
        std::size_t others = 0;
        for (const int status : statuses)
            others += status > 0 && status < 400;
        std::vector<Share> &shares = m_sequences[fault];
        shares.resize(size);
        std::size_t place = begin;
        const std::vector<Stretch> stretches = stretchesOf(turned);
        for (const Stretch &stretch : stretches) {
            const double failing = std::min(1.0, double(stretch.failing) / double(stretch.length));
            for (std::size_t i = 0; i < stretch.length; ++i)
                shares[place++ % size] = {failing, (1 - failing) * double(others) / double(size)};
        }
        m_isNumbered = m_isNumbered || stretches.size() > 1;
    }
    m_hasNumbers = m_hasNumbers || m_isNumbered; // a pattern may be set by hand
    keepNumbers();
}

EndpointHealth::Share EndpointHealth::shareOf(std::size_t fault, quint64 number) const
{
    const FaultConfig &config = m_model.faults()[fault];
    Share share;
    switch (config.pattern->kind) {
    case FaultPattern::Kind::Sequence:
        return m_sequences[fault][(number - 1) % m_sequences[fault].size()];
    case FaultPattern::Kind::Every:
        (config.isError() ? share.fails : share.others) = 1.0 / double(config.pattern->n);
        return share;
    case FaultPattern::Kind::First:
    case FaultPattern::Kind::After:
        (config.isError() ? share.fails : share.others) = config.pattern->matches(number);
        return share;
    }
    return share;
}

/// Of the requests that meet @p fault, which is no error, or none at all: those whose client does not wait for the answer.
double EndpointHealth::lateShare(const LatencyModel &latency, const FaultConfig *fault) const
{
    if (!m_limit)
        return 0;
    return 1 - latency.shareWithin(*m_limit - (fault ? fault->dripTime() : Duration::zero()));
}

/// Of the requests about @p number.
double EndpointHealth::failingShare(Duration into, quint64 number) const
{
    const LatencyModel latency = m_model.latencyModelAt(into);
    double failing = 0;
    double rest = 1;
    double sharedFailing = 0;
    double sharedRest = 1;
    for (std::size_t i = 0; i < m_model.faults().size(); ++i) {
        const FaultConfig &fault = m_model.faults()[i];
        if (fault.pattern) {
            const Share share = shareOf(i, number);
            failing += rest * (share.fails + share.others * lateShare(latency, &fault));
            rest *= 1 - share.fails - share.others;
        } else {
            const double share = std::min(m_model.shareAt(i, into), sharedRest);
            sharedFailing += share * (fault.isError() ? 1 : lateShare(latency, &fault));
            sharedRest -= share;
        }
    }
    return failing + rest * (sharedFailing + sharedRest * lateShare(latency, nullptr));
}

double EndpointHealth::failingShare(Duration into) const
{
    // A phase that no call has come to yet is what the next one meets.
    const quint64 step = m_isNewPhase ? m_sources : 0;
    if (!m_isNumbered || m_newest.empty())
        return failingShare(into, m_latest.front() > 0 ? m_latest.front() + step : 1);
    double sum = 0;
    for (const quint32 source : m_newest)
        sum += failingShare(into, m_latest[source] + step);
    return sum / double(m_newest.size());
}

Health EndpointHealth::healthOfFaults(TimePoint now) const
{
    return healthOfErrorShare(failingShare(now - m_began));
}

Health EndpointHealth::healthAt(TimePoint now) const
{
    if (m_model.config().health)
        return *m_model.config().health;
    return std::max(m_underLoad, healthOfFaults(now));
}

Health EndpointHealth::at(TimePoint now) const
{
    if (!m_model.config().health && now - m_latestEnd > Memory)
        return healthOfFaults(now);
    return healthAt(now);
}

bool EndpointHealth::judge(TimePoint now)
{
    const Health before = m_health;
    m_health = healthAt(now);
    return m_health != before;
}

bool EndpointHealth::callDue(quint64 number, TimePoint now)
{
    ++m_dueSinceEnd;
    if (m_underLoad != Health::Healthy && m_dueSinceEnd > 1 && now - m_latestEnd > Memory) {
        m_failed = 0;
        m_isOverloaded = false;
        lookAtLoad();
    }
    m_isNewPhase = false;
    if (m_latest.size() == 1) {
        m_latest.front() = number;
    } else {
        const auto source = static_cast<quint32>((number - 1) % m_sources);
        m_latest[source] = number;
        if (m_newest.size() < NewestCalls)
            m_newest.push_back(source);
        else
            m_newest[m_next] = source;
        m_next = (m_next + 1) % NewestCalls;
    }
    return judge(now);
}

bool EndpointHealth::requestEnded(Fate fate, int attempt, Duration latency, Duration took, TimePoint now)
{
    if (fate == Fate::RanOut) {
        // It was too slow by itself, or had less than its time.
        if ((m_limit && latency > *m_limit) || (attempt > 1 && !(m_perAttempt && took >= *m_perAttempt)))
            return false;
    }
    const bool isFailure = fate != Fate::Answered;
    m_latestEnd = now;
    m_dueSinceEnd = 0;
    if (m_failed == 0 && !isFailure) [[likely]]
        return false;
    m_failed = m_failed << 1 | static_cast<quint32>(isFailure);
    if (m_isOverloaded) {
        m_sinceOverload = std::min(m_sinceOverload + 1, NewestRequests);
        m_isOverloaded = 2 * failuresOf(m_failed, m_sinceOverload) >= m_sinceOverload;
    } else if (isFailure && failuresOf(m_failed, 3) >= 2) {
        m_isOverloaded = true;
        m_sinceOverload = failuresOf(m_failed, 2) == 2 ? 2 : 3;
    }
    lookAtLoad();
    return judge(now);
}

void EndpointHealth::lookAtLoad()
{
    m_failed &= (quint32(1) << NewestRequests) - 1;
    m_underLoad = m_isOverloaded ? Health::Down : m_failed != 0 ? Health::Degraded : Health::Healthy;
    keepNumbers();
}

TimePoint EndpointHealth::until(TimePoint now) const
{
    const PhaseConfig &phase = m_model.config();
    if (phase.health || !phase.rampTo || now - m_began >= phase.length)
        return TimePoint::max();
    // Shares and latencies may move in different directions: steps first.
    constexpr int steps = 64;
    const Health present = healthAt(now);
    const TimePoint end = m_began + phase.length;
    TimePoint same = now;
    TimePoint other = now;
    for (int i = 1; i <= steps && healthAt(other) == present; ++i) {
        same = other;
        other = i < steps ? now + (end - now) / steps * i : end;
    }
    if (healthAt(other) == present)
        return TimePoint::max();
    while (other - same > std::chrono::milliseconds(1)) {
        const TimePoint middle = same + (other - same) / 2;
        (healthAt(middle) == present ? same : other) = middle;
    }
    return other;
}

} // namespace Fuseboard
