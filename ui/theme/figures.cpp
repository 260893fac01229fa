// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "theme/figures.h"

#include "resilience/base/durationtext.h"

#include <algorithm>
#include <cmath>

namespace Fuseboard {

namespace {

using namespace std::chrono_literals;

QString significant(double value, int figures)
{
    const int digits = value >= 1 ? int(std::floor(std::log10(value))) + 1 : 1;
    QString text = QString::number(value, 'f', std::clamp(figures - digits, 0, 3));
    if (text.contains(u'.')) {
        while (text.endsWith(u'0'))
            text.chop(1);
        if (text.endsWith(u'.'))
            text.chop(1);
    }
    return text;
}

QString clockText(Duration at, int decimals)
{
    const bool isNegative = at < Duration::zero();
    const auto unit = decimals == 3 ? 1ms : decimals == 1 ? 100ms : 1000ms;
    const qint64 perSecond = 1000ms / unit;
    qint64 n = std::abs(at.count()) / std::chrono::duration_cast<Duration>(unit).count();
    const qint64 fraction = n % perSecond;
    n /= perSecond;
    const qint64 hours = n / 3600;
    const QString minutes = QString::number(n / 60 % 60);
    QString text = hours > 0 ? QStringLiteral("%1:%2").arg(hours).arg(minutes, 2, u'0') : minutes;
    text += QStringLiteral(":%1").arg(n % 60, 2, 10, QChar(u'0'));
    if (decimals > 0)
        text += QStringLiteral(".%1").arg(fraction, decimals, 10, QChar(u'0'));
    return isNegative ? QChar(0x2212) + text : text;
}

} // namespace

QString countText(quint64 count)
{
    QString text = QString::number(count);
    for (qsizetype i = text.size() - 3; i > 0; i -= 3)
        text.insert(i, QChar(0x202f));
    return text;
}

Figure percentFigure(double share)
{
    const double percent = share * 100;
    double rounded = std::round(percent * 10) / 10;
    if (percent > 0 && percent < 100)
        rounded = std::clamp(rounded, 0.1, 99.9);
    const bool isWhole = rounded == 0 || rounded == 100;
    return {QString::number(rounded, 'f', isWhole ? 0 : 1), QStringLiteral("%")};
}

QString ratioText(double ratio)
{
    return QString::number(ratio, 'f', ratio < 100 ? 2 : 0);
}

Figure durationFigure(Duration duration)
{
    const double s = std::chrono::duration<double>(duration).count();
    if (s <= 0)
        return {QStringLiteral("0"), QStringLiteral("s")};
    // The limits stand where rounding would print 1000 of the smaller unit.
    if (s < 999.5e-9)
        return {significant(s * 1e9, 3), QStringLiteral("ns")};
    if (s < 999.5e-6)
        return {significant(s * 1e6, 3), QStringLiteral("µs")};
    if (s < 999.5e-3)
        return {significant(s * 1e3, 3), QStringLiteral("ms")};
    if (s < 120)
        return {significant(s, 3), QStringLiteral("s")};
    if (s < 7200)
        return {significant(s / 60, 3), QStringLiteral("min")};
    return {significant(s / 3600, 3), QStringLiteral("h")};
}

Figure countdownFigure(Duration left)
{
    left = std::max(left, Duration::zero());
    if (left < 60s) {
        const double s = std::chrono::duration<double>(left).count();
        // Upwards: "0.0" would claim that it is over.
        return {QString::number(std::ceil(s * 10) / 10, 'f', 1), QStringLiteral("s")};
    }
    return {clockText(left + 999ms, 0), QStringLiteral("min")};
}

QString momentText(Duration at)
{
    return clockText(at, 3);
}

QString shortMomentText(Duration at)
{
    return clockText(at, 1);
}

QString axisText(double value, double step)
{
    const int decimals = step > 0 && step < 1 ? int(std::ceil(-std::log10(step) - 1e-9)) : 0;
    if (decimals == 0 && value >= 10000)
        return countText(quint64(std::llround(value)));
    return QString::number(value, 'f', decimals);
}

QString durationFieldText(Duration duration)
{
    QString text = formatDuration(std::max(duration, Duration::zero()));
    const auto unit = std::find_if(text.cbegin(), text.cend(), [](QChar c) { return c.isLetter(); });
    text.insert(std::distance(text.cbegin(), unit), QChar(u' '));
    return text;
}

} // namespace Fuseboard
