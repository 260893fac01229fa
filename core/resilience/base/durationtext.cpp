// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/durationtext.h"

#include <algorithm>
#include <array>
#include <limits>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

struct Unit
{
    QLatin1StringView name;
    qint64 length; // ns
};

// From the largest down.
constexpr std::array Units{
    Unit{"h"_L1, 3'600'000'000'000}, Unit{"m"_L1, 60'000'000'000}, Unit{"s"_L1, 1'000'000'000},
    Unit{"ms"_L1, 1'000'000},        Unit{"us"_L1, 1'000},         Unit{"ns"_L1, 1},
};

// The same for people.
constexpr std::array DisplayUnits{
    Unit{"h"_L1, 3'600'000'000'000}, Unit{"min"_L1, 60'000'000'000}, Unit{"s"_L1, 1'000'000'000},
    Unit{"ms"_L1, 1'000'000},        Unit{"\xb5s"_L1, 1'000},        Unit{"ns"_L1, 1},
};

constexpr QLatin1StringView Examples = "write it like 250ms, 1.5s, 2m or 1h"_L1;

// Not QChar::isDigit(): a file holds the ten digits of ASCII, not those of every script.
bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

qsizetype digitsAt(QStringView text, qsizetype from)
{
    qsizetype end = from;
    while (end < text.size() && isDigit(text[end]))
        ++end;
    return end - from;
}

Unexpected<QString> fault(QStringView text, QLatin1StringView what, QLatin1StringView remedy = Examples)
{
    constexpr qsizetype longest = 40;
    QString quoted = text.first(std::min(text.size(), longest)).toString();
    if (text.size() > longest)
        quoted += u'\u2026';
    return Unexpected{u'"' + quoted + "\" "_L1 + what + "; "_L1 + remedy};
}

quint64 magnitudeOf(Duration duration)
{
    const auto count = static_cast<quint64>(duration.count());
    return duration < Duration::zero() ? 0 - count : count; // also right for the smallest, which has no positive twin
}

/// @p length in @p unit as a decimal fraction; empty if that has no end.
QString inUnit(quint64 length, qint64 unit)
{
    const auto divisor = static_cast<quint64>(unit);
    QString text = QString::number(length / divisor);
    quint64 rest = length % divisor;
    if (rest == 0)
        return text;
    text += u'.';
    // The longest unit is 2^13 * 3^2 * 5^11 ns, so a fraction that ends does so within 13 places.
    for (int place = 0; place < 13 && rest != 0; ++place) {
        rest *= 10;
        text += QChar(static_cast<char16_t>(u'0' + rest / divisor));
        rest %= divisor;
    }
    return rest == 0 ? text : QString();
}

} // namespace

Expected<Duration, QString> parseDuration(QStringView text)
{
    if (text.isEmpty())
        return fault(text, "is no duration"_L1);
    if (text[0] == u'-' || text[0] == u'+')
        return fault(text, "has a sign"_L1);
    if (std::ranges::any_of(text, [](QChar c) { return c.isSpace(); }))
        return fault(text, "has a space in it"_L1);

    const qsizetype wholeDigits = digitsAt(text, 0);
    if (wholeDigits == 0)
        return fault(text, "does not begin with a digit"_L1);
    const QStringView whole = text.first(wholeDigits);
    QStringView fraction;
    qsizetype end = wholeDigits;
    if (end < text.size() && text[end] == u'.') {
        const qsizetype fractionDigits = digitsAt(text, end + 1);
        if (fractionDigits == 0)
            return fault(text, "has no digit behind the point"_L1);
        fraction = text.sliced(end + 1, fractionDigits);
        end += 1 + fractionDigits;
    }

    const QStringView unitName = text.sliced(end);
    if (unitName.isEmpty())
        return fault(text, "has no unit"_L1);
    const auto unit = std::ranges::find_if(Units, [unitName](const Unit &u) { return u.name == unitName; });
    if (unit == Units.end())
        return fault(text, "has an unknown unit"_L1, "the units are ns, us, ms, s, m and h"_L1);

    // From the last place to the first: the fraction is a whole number of nanoseconds if and only if every step is.
    qint64 nanoseconds = 0;
    for (auto digit = fraction.rbegin(); digit != fraction.rend(); ++digit) {
        const qint64 tenfold = (digit->unicode() - u'0') * unit->length + nanoseconds;
        if (tenfold % 10 != 0)
            return fault(text, "is finer than a nanosecond"_L1, "leave out the last digits"_L1);
        nanoseconds = tenfold / 10;
    }

    const qint64 mostWhole = (std::numeric_limits<qint64>::max() - nanoseconds) / unit->length;
    qint64 wholeUnits = 0;
    for (const QChar c : whole) {
        const int digit = c.unicode() - u'0';
        if (wholeUnits > (mostWhole - digit) / 10)
            return fault(text, "is too long"_L1, "the longest is 2562047h, some 292 years"_L1);
        wholeUnits = wholeUnits * 10 + digit;
    }
    return Duration(wholeUnits * unit->length + nanoseconds);
}

QString formatDuration(Duration duration)
{
    if (duration == Duration::zero())
        return u"0s"_s;

    const quint64 length = magnitudeOf(duration);
    QString shortest;
    for (const Unit &unit : Units) {
        if (length < static_cast<quint64>(unit.length))
            continue;
        const QString number = inUnit(length, unit.length);
        if (number.isEmpty())
            continue;
        if (const QString text = number + unit.name; shortest.isEmpty() || text.size() < shortest.size())
            shortest = text;
    }
    return duration < Duration::zero() ? u'-' + shortest : shortest;
}

QString displayDuration(Duration duration)
{
    if (duration == Duration::zero())
        return u"0 s"_s;

    const quint64 length = magnitudeOf(duration);
    auto unit = std::ranges::find_if(DisplayUnits,
                                     [length](const Unit &u) { return length >= static_cast<quint64>(u.length); });

    // Places behind the point that make three figures; hours may have too many figures before it instead.
    const auto unitLength = static_cast<quint64>(unit->length);
    const quint64 whole = length / unitLength;
    const int places = whole >= 100 ? 0 : whole >= 10 ? 1 : 2;
    const quint64 scale = places == 0 ? 1 : places == 1 ? 10 : 100;
    quint64 step = 1;
    while (whole >= 1000 * step)
        step *= 10;
    // In units of the last place, rounded once.
    const quint64 figures = (length * scale + unitLength * step / 2) / (unitLength * step) * step;

    QString text;
    if (unit != DisplayUnits.begin() && figures * unitLength >= static_cast<quint64>((unit - 1)->length) * scale) {
        text = u"1"_s; // 999.6 ms is 1 s, not 1000 ms
        --unit;
    } else {
        text = QString::number(figures / scale);
        if (quint64 rest = figures % scale; rest != 0) {
            QString behind = QString::number(rest).rightJustified(places, u'0');
            if (behind.endsWith(u'0'))
                behind.chop(1);
            text += u'.' + behind;
        }
    }
    return (duration < Duration::zero() ? u"-"_s : QString()) + text + u' ' + unit->name;
}

} // namespace Fuseboard
