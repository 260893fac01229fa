// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/phasemodel.h"

#include <algorithm>
#include <cmath>

namespace Fuseboard {

namespace {

/// But for the share.
bool isSameFault(FaultConfig a, const FaultConfig &b)
{
    a.share = b.share;
    return a == b;
}

} // namespace

PhaseModel::PhaseModel()
    : PhaseModel(PhaseConfig())
{
}

PhaseModel::PhaseModel(const PhaseConfig &phase)
    : m_config(phase)
    , m_faults(phase.faults.begin(), phase.faults.end())
    , m_latency(phase.latency)
    , m_isLatencyRamp(phase.rampTo && (phase.rampTo->latency || phase.rampTo->perConcurrent))
{
    for (const FaultConfig &fault : m_faults)
        m_endShares.push_back(phase.rampTo && phase.rampTo->faults && !fault.pattern ? 0 : fault.share);
    if (!phase.rampTo || !phase.rampTo->faults)
        return;
    for (const FaultConfig &fault : *phase.rampTo->faults) {
        const auto same = std::ranges::find_if(m_faults, [&](const FaultConfig &f) { return isSameFault(f, fault); });
        if (same != m_faults.end()) {
            m_endShares[static_cast<std::size_t>(same - m_faults.begin())] = fault.share;
        } else {
            m_faults.push_back(fault);
            m_faults.back().share = 0;
            m_endShares.push_back(fault.share);
        }
    }
}

double PhaseModel::progress(Duration into) const
{
    if (!m_config.rampTo || m_config.length <= Duration::zero())
        return 0;
    return std::clamp(double(into.count()) / double(m_config.length.count()), 0.0, 1.0);
}

double PhaseModel::shareOf(std::size_t fault, double progress) const
{
    const double begin = m_faults[fault].share;
    return begin + progress * (m_endShares[fault] - begin);
}

FaultDraw PhaseModel::draw(const FaultLuck &luck, quint64 call, quint64 attempt, Duration into, int others) const
{
    FaultDraw draw;
    const double latencyLuck = luck.latency(call, attempt);
    if (!m_isLatencyRamp) {
        draw.latency = m_latency.quantile(latencyLuck) + m_config.perConcurrent * others;
    } else {
        const LatencyModel latency = m_config.rampTo->latency ? LatencyModel(latencyAt(into)) : m_latency;
        draw.latency = latency.quantile(latencyLuck) + perConcurrentAt(into) * others;
    }
    if (m_faults.empty())
        return draw;

    const quint64 number = call + attempt - 1;
    const double faultLuck = luck.fault(call, attempt);
    const double x = progress(into);
    const FaultConfig *shared = nullptr;
    double sum = 0;
    for (std::size_t i = 0; i < m_faults.size(); ++i) {
        const FaultConfig &fault = m_faults[i];
        if (fault.pattern) {
            if (!fault.pattern->matches(number))
                continue;
            draw.fault = &fault;
            break;
        }
        sum += shareOf(i, x);
        if (!shared && (faultLuck < sum || sum > 1 - 1e-9)) // ten times 0.1 is a little less than 1
            shared = &fault;
    }
    if (!draw.fault)
        draw.fault = shared;
    if (draw.fault)
        draw.status = draw.fault->isSequence() ? draw.fault->pattern->statusOf(number) : draw.fault->status;
    return draw;
}

LatencyConfig PhaseModel::latencyAt(Duration into) const
{
    const bool isRamp = m_config.rampTo && m_config.rampTo->latency;
    return isRamp ? between(m_config.latency, *m_config.rampTo->latency, progress(into)) : m_config.latency;
}

Duration PhaseModel::perConcurrentAt(Duration into) const
{
    if (!m_config.rampTo || !m_config.rampTo->perConcurrent)
        return m_config.perConcurrent;
    const Duration way = *m_config.rampTo->perConcurrent - m_config.perConcurrent;
    return m_config.perConcurrent + Duration(std::llround(progress(into) * double(way.count())));
}

QList<FaultConfig> PhaseModel::faultsAt(Duration into) const
{
    QList<FaultConfig> faults;
    for (std::size_t i = 0; i < m_faults.size(); ++i) {
        FaultConfig fault = m_faults[i];
        fault.share = shareOf(i, progress(into));
        if (fault.pattern || fault.share > 0)
            faults.append(fault);
    }
    return faults;
}

bool PhaseModel::refusesConnections(Duration into) const
{
    double share = 0;
    for (std::size_t i = 0; i < m_faults.size(); ++i) {
        if (m_faults[i].pattern)
            return false;
        if (m_faults[i].isConnectReset())
            share += shareOf(i, progress(into));
    }
    return share > 1 - 1e-9;
}

double PhaseModel::errorShare(Duration into) const
{
    // A request that a pattern names meets no other fault.
    double good = 1;
    double sum = 0;
    for (std::size_t i = 0; i < m_faults.size(); ++i) {
        if (!m_faults[i].isError())
            continue;
        if (m_faults[i].pattern)
            good *= 1 - m_faults[i].pattern->share();
        else
            sum += shareOf(i, progress(into));
    }
    return std::clamp(1 - good * (1 - std::min(sum, 1.0)), 0.0, 1.0);
}

PhaseModel::HealthStretch PhaseModel::healthAt(Duration into) const
{
    const auto healthOf = [this](Duration at) { return healthOfErrorShare(errorShare(at)); };
    if (m_config.health)
        return {*m_config.health, m_config.length};
    HealthStretch stretch{healthOf(into), m_config.length};
    if (!m_config.rampTo || !m_config.rampTo->faults || into >= m_config.length)
        return stretch;

    // The share of errors moves in one direction, so each health is one stretch of the phase.
    if (healthOf(m_config.length) == stretch.health)
        return stretch;
    using std::chrono::milliseconds;
    Duration same = into;
    Duration other = m_config.length;
    while (other - same > milliseconds(1)) {
        const Duration middle = same + (other - same) / 2;
        (healthOf(middle) == stretch.health ? same : other) = middle;
    }
    stretch.until = other;
    return stretch;
}

} // namespace Fuseboard
