// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/timegeometry.h"

#include <algorithm>
#include <cmath>

namespace Fuseboard {

namespace {

using namespace std::chrono_literals;

Duration firstOfLadder(Duration atLeast, Duration unit, Duration below)
{
    for (Duration decade = unit; decade < below; decade *= 10) {
        for (const int factor : {1, 2, 5}) {
            if (decade * factor >= atLeast && decade * factor < below)
                return decade * factor;
        }
    }
    return Duration::zero();
}

QString label(Duration at, Duration step, bool inClockForm)
{
    const qint64 total = at / 1s;
    if (inClockForm) {
        const QString seconds = QStringLiteral("%1").arg(total % 60, 2, 10, QChar(u'0'));
        if (total < 3600)
            return QStringLiteral("%1:%2").arg(total / 60).arg(seconds);
        return QStringLiteral("%1:%2:%3").arg(total / 3600).arg(total / 60 % 60, 2, 10, QChar(u'0')).arg(seconds);
    }
    const int decimals = step >= 1s ? 0 : step >= 100ms ? 1 : step >= 10ms ? 2 : 3;
    return QString::number(std::chrono::duration<double>(at).count(), 'f', decimals) + QStringLiteral(" s");
}

} // namespace

TimeGeometry::TimeGeometry(Duration begin, Duration span, double left, double right)
    : m_begin(std::clamp(begin, Duration::zero(), LatestBegin))
    , m_span(std::clamp(span, ShortestSpan, LongestSpan))
    , m_left(left)
    , m_right(std::max(right, left + 1))
{
}

double TimeGeometry::x(Duration at) const
{
    return m_left + double((at - m_begin).count()) / double(m_span.count()) * width();
}

Duration TimeGeometry::at(double x) const
{
    return m_begin + Duration(std::llround((x - m_left) / width() * double(m_span.count())));
}

Duration TimeGeometry::perPixel() const
{
    return Duration(std::llround(double(m_span.count()) / width()));
}

TimeGeometry TimeGeometry::withEdges(double left, double right) const
{
    return TimeGeometry(m_begin, m_span, left, right);
}

TimeGeometry TimeGeometry::from(Duration begin) const
{
    return TimeGeometry(begin, m_span, m_left, m_right);
}

TimeGeometry TimeGeometry::zoomed(double factor, double x) const
{
    const double wanted = double(m_span.count()) / std::max(factor, 1e-6);
    const double span = std::clamp(wanted, double(ShortestSpan.count()), double(LongestSpan.count()));
    const double share = (x - m_left) / width();
    const Duration begin = at(x) - Duration(std::llround(share * span));
    return TimeGeometry(begin, Duration(std::llround(span)), m_left, m_right);
}

TimeGeometry TimeGeometry::panned(double pixels) const
{
    return from(m_begin - Duration(std::llround(pixels / width() * double(m_span.count()))));
}

Duration TimeGeometry::tickStep(double spacing) const
{
    const Duration atLeast(std::llround(std::max(spacing, 1.0) / width() * double(m_span.count())));
    for (const auto &[unit, below] : {std::pair<Duration, Duration>{1ms, 30s}, {1min, 30min}, {1h, 2400h}}) {
        if (const Duration step = firstOfLadder(atLeast, unit, below); step > Duration::zero())
            return step;
    }
    return 2000h;
}

QList<TimeGeometry::Tick> TimeGeometry::ticks(double spacing) const
{
    const Duration step = tickStep(spacing);
    const bool inClockForm = step >= 1s && end() > 100s;
    QList<Tick> ticks;
    Duration at = (m_begin + step - 1ns) / step * step;
    for (; at <= end(); at += step)
        ticks.append({at, label(at, step, inClockForm)});
    return ticks;
}

QList<Duration> TimeGeometry::multiples(Duration length) const
{
    QList<Duration> found;
    if (length <= Duration::zero() || length < 3 * perPixel())
        return found;
    for (Duration at = std::max<Duration>(length, (m_begin + length - 1ns) / length * length); at <= end();
         at += length)
        found.append(at);
    return found;
}

} // namespace Fuseboard
