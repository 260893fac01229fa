// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/outagewatch.h"

namespace Fuseboard {

namespace {

constexpr Duration FlapTime = std::chrono::seconds(10);

std::optional<Duration> mean(Duration sum, quint64 count)
{
    return count > 0 ? std::optional(sum / static_cast<qint64>(count)) : std::nullopt;
}

} // namespace

void OutageWatch::Figures::add(const Figures &other)
{
    opens += other.opens;
    flaps += other.flaps;
    detecting += other.detecting;
    detected += other.detected;
    recovering += other.recovering;
    recovered += other.recovered;
}

std::optional<Duration> OutageWatch::Figures::meanDetectTime() const
{
    return mean(detecting, detected);
}

std::optional<Duration> OutageWatch::Figures::meanRecoverTime() const
{
    return mean(recovering, recovered);
}

void OutageWatch::healthChanged(Health health, Duration at)
{
    if (health == Health::Down && !isDown()) {
        m_downSince = at;
        m_upSince.reset();
        m_isDetected = false;
        // Between two trials the breaker rejects as well.
        if (m_state == BreakerState::Open || m_state == BreakerState::HalfOpen)
            detected(at);
    } else if (health != Health::Down && isDown()) {
        m_downSince.reset();
        if (!m_isDetected)
            return;
        m_upSince = at;
        if (m_state == BreakerState::Closed)
            stateChanged(BreakerState::Closed, at);
    }
}

void OutageWatch::stateChanged(BreakerState to, Duration at)
{
    const bool isNew = to != m_state;
    m_state = to;
    if (to == BreakerState::Open && isNew) {
        ++m_figures.opens;
        if (m_closedAt && at - *m_closedAt <= FlapTime)
            ++m_figures.flaps;
        m_closedAt.reset(); // an opening after a trial is no second flap
        if (isDown() && !m_isDetected)
            detected(at);
    } else if (to == BreakerState::Closed) {
        if (isNew)
            m_closedAt = at;
        if (m_upSince) {
            m_figures.recovering += at - *m_upSince;
            ++m_figures.recovered;
            m_upSince.reset();
        }
    }
}

void OutageWatch::detected(Duration at)
{
    m_isDetected = true;
    m_figures.detecting += at - *m_downSince;
    ++m_figures.detected;
}

} // namespace Fuseboard
