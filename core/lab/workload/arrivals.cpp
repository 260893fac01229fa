// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/workload/arrivals.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace Fuseboard {

namespace {

Duration fromSeconds(double seconds)
{
    const double ns = seconds * 1e9;
    return ns < double(std::numeric_limits<qint64>::max()) ? Duration(static_cast<qint64>(ns + 0.5)) : Duration::max();
}

double toSeconds(Duration duration)
{
    return double(duration.count()) / 1e9;
}

/// The moment, in seconds, by which @p expected calls are expected.
struct Moment
{
    double expected;
    double length; ///< of the workload, in seconds

    double operator()(const ConstantArrivals &load) const { return expected / load.rate; }
    double operator()(const PoissonArrivals &load) const { return expected / load.rate; }
    double operator()(const RampArrivals &load) const
    {
        // from * t + (to - from) / (2 length) * t^2 = expected, solved so that nothing cancels out.
        const double slope = (load.to - load.from) / length;
        const double root = load.from * load.from + 2 * slope * expected;
        return root < 0 ? std::numeric_limits<double>::infinity() : 2 * expected / (load.from + std::sqrt(root));
    }
    double operator()(const BurstArrivals &load) const
    {
        const double every = toSeconds(load.every);
        const double burst = toSeconds(load.length);
        // The first period has no burst; all others begin with one.
        const double inFirst = load.rate * every;
        if (expected < inFirst)
            return expected / load.rate;
        const double inBurst = load.burstRate * burst;
        const double inPeriod = inBurst + load.rate * (every - burst);
        const double periods = std::floor((expected - inFirst) / inPeriod);
        const double rest = expected - inFirst - periods * inPeriod;
        const double begin = (1 + periods) * every;
        return rest < inBurst || load.rate == 0 ? begin + rest / load.burstRate
                                                : begin + burst + (rest - inBurst) / load.rate;
    }
    double operator()(const ClosedArrivals &) const { return std::numeric_limits<double>::infinity(); }
};

} // namespace

Arrivals::Arrivals(const ArrivalsConfig &config, Duration length, CounterRandom random)
    : m_random(random)
    , m_config(config)
    , m_length(length)
{
    Q_ASSERT(!std::holds_alternative<ClosedArrivals>(config));
}

void Arrivals::drawAhead()
{
    m_nextAhead = 0;
    if (const auto *constant = std::get_if<ConstantArrivals>(&m_config)) {
        // A product and not a sum, so that no error adds up.
        for (Duration &due : m_ahead)
            due = fromSeconds(double(m_count++) / constant->rate);
        return;
    }
    std::array<double, std::tuple_size_v<decltype(m_ahead)>> expected;
    for (double &each : expected)
        each = std::log(1 - m_random.uniform(++m_count)); // the difference is exact
    for (double &each : expected)
        each = m_expected -= each;
    if (const auto *poisson = std::get_if<PoissonArrivals>(&m_config)) {
        for (std::size_t i = 0; i < expected.size(); ++i)
            m_ahead[i] = fromSeconds(expected[i] / poisson->rate);
        return;
    }
    for (std::size_t i = 0; i < expected.size(); ++i)
        m_ahead[i] = momentOf(expected[i]);
}

Duration Arrivals::momentOf(double expected) const
{
    return fromSeconds(std::visit(Moment{expected, toSeconds(m_length)}, m_config));
}

Duration firstCallOf(const ClosedArrivals &load, int user)
{
    return Duration(load.thinkTime.count() / load.users * user);
}

Duration nextCallOf(const ClosedArrivals &load, Duration due, Duration ended)
{
    const Duration least = ended > due || load.thinkTime > Duration::zero() ? Duration(std::chrono::microseconds(1))
                                                                            : std::chrono::milliseconds(1);
    return std::max<Duration>(ended + load.thinkTime, due + least);
}

} // namespace Fuseboard
