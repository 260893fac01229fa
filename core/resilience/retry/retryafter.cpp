// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/retry/retryafter.h"

#include <QByteArrayView>

#include <algorithm>
#include <array>
#include <string_view>

namespace Fuseboard {

namespace {

using Seconds = std::chrono::sys_seconds;

constexpr std::chrono::seconds Longest = std::chrono::years(10);

constexpr std::array<std::string_view, 7> Weekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> Months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::string_view trimmed(const QByteArray &value)
{
    // Optional white space is spaces and tabs; QByteArray::trimmed() takes more.
    std::string_view text(value.constData(), static_cast<std::size_t>(value.size()));
    constexpr std::string_view space = " \t";
    const auto first = text.find_first_not_of(space);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

/// Reads an HTTP date from left to right. A step that does not fit makes the whole date invalid, and so all that follow it.
///
/// By hand, because QDateTime's RFC 2822 form refuses "GMT" and knows neither of the older forms.
class DateReader
{
public:
    explicit DateReader(std::string_view text)
        : m_rest(text)
    {
    }

    void skip(std::string_view literal)
    {
        if (m_rest.starts_with(literal))
            m_rest.remove_prefix(literal.size());
        else
            m_isValid = false;
    }

    /// Exactly @p digits of them.
    int number(std::size_t digits)
    {
        if (m_rest.size() < digits || !std::all_of(m_rest.begin(), m_rest.begin() + digits, isDigit)) {
            m_isValid = false;
            return 0;
        }
        int value = 0;
        for (const char c : m_rest.substr(0, digits))
            value = value * 10 + (c - '0');
        m_rest.remove_prefix(digits);
        return value;
    }

    /// The day of asctime: two digits, or a space and one.
    int paddedDay()
    {
        if (!m_rest.starts_with(' '))
            return number(2);
        m_rest.remove_prefix(1);
        return number(1);
    }

    /// The index of the name that comes next, cut to @p length letters (0: in full).
    template<std::size_t Size>
    unsigned name(const std::array<std::string_view, Size> &names, std::size_t length = 0)
    {
        for (std::size_t i = 0; i < Size; ++i) {
            const std::string_view name = length ? names[i].substr(0, length) : names[i];
            if (m_rest.starts_with(name)) {
                m_rest.remove_prefix(name.size());
                return static_cast<unsigned>(i);
            }
        }
        m_isValid = false;
        return 0;
    }

    bool startsWithFullWeekday() const
    {
        return std::ranges::any_of(Weekdays, [this](std::string_view day) { return m_rest.starts_with(day); });
    }

    bool hasCommaAt(std::size_t position) const { return m_rest.size() > position && m_rest[position] == ','; }

    /// True if all steps fitted and nothing is left.
    bool isComplete() const { return m_isValid && m_rest.empty(); }

private:
    std::string_view m_rest;
    bool m_isValid = true;
};

struct DateParts
{
    unsigned weekday = 0;
    int year = 0;
    unsigned month = 0; // 0 is January
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
};

void readTime(DateReader &reader, DateParts &parts)
{
    parts.hour = reader.number(2);
    reader.skip(":");
    parts.minute = reader.number(2);
    reader.skip(":");
    parts.second = reader.number(2);
}

/// The year with these last two digits that is nearest to @p thisYear. RFC 9110, 5.6.7: what seems to be more than 50 years
/// ahead is the past.
int fullYear(int lastTwoDigits, int thisYear)
{
    const int year = thisYear - thisYear % 100 + lastTwoDigits;
    if (year > thisYear + 50)
        return year - 100;
    if (year <= thisYear - 50) // a wait across the turn of a century
        return year + 100;
    return year;
}

std::optional<Seconds> parseHttpDate(std::string_view text, int thisYear)
{
    DateReader reader(text);
    DateParts parts;
    if (reader.startsWithFullWeekday()) {
        // RFC 850: Sunday, 06-Nov-94 08:49:37 GMT
        parts.weekday = reader.name(Weekdays);
        reader.skip(", ");
        parts.day = reader.number(2);
        reader.skip("-");
        parts.month = reader.name(Months);
        reader.skip("-");
        parts.year = fullYear(reader.number(2), thisYear);
        reader.skip(" ");
        readTime(reader, parts);
        reader.skip(" GMT");
    } else if (reader.hasCommaAt(3)) {
        // IMF-fixdate: Sun, 06 Nov 1994 08:49:37 GMT
        parts.weekday = reader.name(Weekdays, 3);
        reader.skip(", ");
        parts.day = reader.number(2);
        reader.skip(" ");
        parts.month = reader.name(Months);
        reader.skip(" ");
        parts.year = reader.number(4);
        reader.skip(" ");
        readTime(reader, parts);
        reader.skip(" GMT");
    } else {
        // asctime: Sun Nov  6 08:49:37 1994
        parts.weekday = reader.name(Weekdays, 3);
        reader.skip(" ");
        parts.month = reader.name(Months);
        reader.skip(" ");
        parts.day = reader.paddedDay();
        reader.skip(" ");
        readTime(reader, parts);
        reader.skip(" ");
        parts.year = reader.number(4);
    }
    if (!reader.isComplete() || parts.hour > 23 || parts.minute > 59 || parts.second > 60) // 60: a leap second
        return std::nullopt;

    const std::chrono::year_month_day day{std::chrono::year(parts.year), std::chrono::month(parts.month + 1),
                                          std::chrono::day(static_cast<unsigned>(parts.day))};
    if (!day.ok())
        return std::nullopt;
    const std::chrono::sys_days midnight = day;
    // A date that contradicts itself says nothing.
    if (std::chrono::weekday(midnight) != std::chrono::weekday(parts.weekday))
        return std::nullopt;
    return midnight + std::chrono::hours(parts.hour) + std::chrono::minutes(parts.minute)
        + std::chrono::seconds(parts.second);
}

std::optional<Duration> parseSeconds(std::string_view digits)
{
    std::chrono::seconds seconds{0};
    for (const char c : digits) {
        seconds = seconds * 10 + std::chrono::seconds(c - '0');
        if (seconds > Longest)
            return std::nullopt;
    }
    return seconds;
}

} // namespace

std::optional<Duration> parseRetryAfter(const QByteArray &value, const QByteArray &date, const QDateTime &now)
{
    const std::string_view text = trimmed(value);
    if (text.empty())
        return std::nullopt;
    if (std::ranges::all_of(text, isDigit))
        return parseSeconds(text);

    const int thisYear = now.toUTC().date().year();
    const std::optional<Seconds> until = parseHttpDate(text, thisYear);
    if (!until)
        return std::nullopt;

    // The server's date is told by the server's clock, which may be wrong; what it says the time is settles that.
    std::chrono::sys_time<std::chrono::milliseconds> from;
    if (const std::optional<Seconds> serverNow = parseHttpDate(trimmed(date), thisYear))
        from = *serverNow;
    else if (now.isValid())
        from += std::chrono::milliseconds(now.toMSecsSinceEpoch());
    else
        return std::nullopt;

    const std::chrono::milliseconds wait = *until - from;
    if (wait < wait.zero() || wait > Longest) // not against a Duration: eight thousand years overflow its nanoseconds
        return std::nullopt;
    return wait;
}

} // namespace Fuseboard
