// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/latencymodel.h"

#include <QtGlobal>

#include <algorithm>
#include <cmath>
#include <limits>

namespace Fuseboard {

namespace {

constexpr double NormalP99 = 2.3263478740408408; // the normal distribution's 0.99 quantile

/// c[0] + c[1] x + c[2] x^2 + ...
constexpr double polynomial(const double (&c)[8], double x)
{
    // By pairs and fours, which do not wait for each other as Horner's steps do.
    const double x2 = x * x;
    return ((c[0] + c[1] * x) + (c[2] + c[3] * x) * x2) + ((c[4] + c[5] * x) + (c[6] + c[7] * x) * x2) * (x2 * x2);
}

/// AS 241, PPND16; 0 < p < 1.
double normalQuantile(double p)
{
    static constexpr double centreA[] = {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                                         1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                                         3.3430575583588128105e4, 2.5090809287301226727e3};
    static constexpr double centreB[] = {1.0,
                                         4.2313330701600911252e1,
                                         6.8718700749205790830e2,
                                         5.3941960214247511077e3,
                                         2.1213794301586595867e4,
                                         3.9307895800092710610e4,
                                         2.8729085735721942674e4,
                                         5.2264952788528545610e3};
    static constexpr double middleA[] = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                                         3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                                         2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static constexpr double middleB[] = {1.0,
                                         2.05319162663775882187e0,
                                         1.67638483018380384940e0,
                                         6.89767334985100004550e-1,
                                         1.48103976427480074590e-1,
                                         1.51986665636164571966e-2,
                                         5.47593808499534494600e-4,
                                         1.05075007164441684324e-9};
    static constexpr double tailA[] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                                       2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                       2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static constexpr double tailB[] = {1.0,
                                       5.99832206555887937690e-1,
                                       1.36929880922735805310e-1,
                                       1.48753612908506148525e-2,
                                       7.86869131145613259100e-4,
                                       1.84631831751005468180e-5,
                                       1.42151175831644588870e-7,
                                       2.04426310338993978564e-15};

    const double q = p - 0.5;
    if (std::abs(q) <= 0.425) {
        const double r = 0.180625 - q * q;
        return q * polynomial(centreA, r) / polynomial(centreB, r);
    }
    const double r = std::sqrt(-std::log(q < 0 ? p : 1 - p));
    const double z = r <= 5 ? polynomial(middleA, r - 1.6) / polynomial(middleB, r - 1.6)
                            : polynomial(tailA, r - 5) / polynomial(tailB, r - 5);
    return q < 0 ? -z : z;
}

double nanoseconds(Duration duration)
{
    return double(duration.count());
}

/// @p x of the way from @p a to @p b.
Duration between(Duration a, Duration b, double x)
{
    return a + Duration(std::llround(x * nanoseconds(b - a)));
}

} // namespace

LatencyModel::LatencyModel(const LatencyConfig &latency)
{
    if (const auto *fixed = std::get_if<FixedLatency>(&latency)) {
        m_a = nanoseconds(fixed->value);
    } else if (const auto *uniform = std::get_if<UniformLatency>(&latency)) {
        m_a = nanoseconds(uniform->min);
        m_b = nanoseconds(uniform->max - uniform->min);
    } else if (const auto *logNormal = std::get_if<LogNormalLatency>(&latency)) {
        m_a = nanoseconds(logNormal->median);
        m_b = std::log(nanoseconds(logNormal->p99) / m_a) / NormalP99;
        m_shape = m_b == 0 ? Shape::Linear : Shape::LogNormal;
    } else {
        m_a = nanoseconds(std::get<ExponentialLatency>(latency).mean);
        m_shape = Shape::Exponential;
    }
}

Duration LatencyModel::quantile(double p) const
{
    // The ends of the scale would be nothing and for ever.
    constexpr double least = std::numeric_limits<double>::epsilon() / 4;
    p = std::clamp(p, least, 1 - std::numeric_limits<double>::epsilon() / 2);
    double ns = m_a;
    switch (m_shape) {
    case Shape::Linear:
        ns += p * m_b;
        break;
    case Shape::LogNormal:
        ns *= std::exp(m_b * normalQuantile(p));
        break;
    case Shape::Exponential:
        ns *= -std::log(1 - p);
        break;
    }
    constexpr double longest = double(std::numeric_limits<qint64>::max()) / 2;
    return Duration(static_cast<qint64>(std::clamp(ns, 0.0, longest) + 0.5));
}

double LatencyModel::shareWithin(Duration limit) const
{
    if (limit < Duration::zero())
        return 0;
    const double ns = nanoseconds(limit);
    switch (m_shape) {
    case Shape::Linear:
        return m_b > 0 ? std::clamp((ns - m_a) / m_b, 0.0, 1.0) : double(ns >= m_a);
    case Shape::LogNormal:
        return ns > 0 ? 0.5 * std::erfc(-std::log(ns / m_a) / m_b / std::sqrt(2.0)) : 0;
    case Shape::Exponential:
        break;
    }
    return m_a > 0 ? 1 - std::exp(-ns / m_a) : 1;
}

LatencyConfig between(const LatencyConfig &from, const LatencyConfig &to, double x)
{
    Q_ASSERT(from.index() == to.index());
    if (const auto *fixed = std::get_if<FixedLatency>(&from))
        return FixedLatency{between(fixed->value, std::get<FixedLatency>(to).value, x)};
    if (const auto *uniform = std::get_if<UniformLatency>(&from)) {
        const auto &end = std::get<UniformLatency>(to);
        return UniformLatency{between(uniform->min, end.min, x), between(uniform->max, end.max, x)};
    }
    if (const auto *logNormal = std::get_if<LogNormalLatency>(&from)) {
        const auto &end = std::get<LogNormalLatency>(to);
        return LogNormalLatency{between(logNormal->median, end.median, x), between(logNormal->p99, end.p99, x)};
    }
    return ExponentialLatency{
        between(std::get<ExponentialLatency>(from).mean, std::get<ExponentialLatency>(to).mean, x)};
}

} // namespace Fuseboard
