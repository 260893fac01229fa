// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/errorkindset.h"

#include <QStringList>

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1StringView StatusPrefix = "status:"_L1;

/// Three digits, from 100 to 599.
std::optional<int> statusOf(QStringView text)
{
    const auto isDigit = [](QChar c) { return c >= u'0' && c <= u'9'; };
    if (text.size() != 3 || !std::ranges::all_of(text, isDigit))
        return std::nullopt;
    const int status = text.toInt();
    if (status < ErrorKindSet::LeastStatus || status > ErrorKindSet::GreatestStatus)
        return std::nullopt;
    return status;
}

} // namespace

QList<ErrorKind> ErrorKindSet::named() const
{
    QList<ErrorKind> kinds;
    for (int i = 0; i < ErrorKindCount; ++i) {
        const auto kind = static_cast<ErrorKind>(i);
        if (m_named & bit(kind))
            kinds.append(kind);
    }
    return kinds;
}

bool ErrorKindSet::insertName(QStringView name)
{
    if (const auto kind = errorKindFromName(name)) {
        insert(*kind);
        return true;
    }
    if (const auto range = statusRangeFromName(name)) {
        insertStatuses(range->first, range->last);
        return true;
    }
    return false;
}

QList<StatusRange> ErrorKindSet::statuses() const
{
    QList<StatusRange> ranges;
    if (!m_hasStatuses)
        return ranges;
    for (int status = LeastStatus; status <= GreatestStatus; ++status) {
        if (!containsStatus(status))
            continue;
        if (!ranges.isEmpty() && ranges.constLast().last == status - 1)
            ranges.last().last = status;
        else
            ranges.append({status, status});
    }
    return ranges;
}

QStringList ErrorKindSet::names() const
{
    QStringList names;
    for (const ErrorKind kind : named())
        names.append(errorKindName(kind));
    for (const StatusRange &range : statuses())
        names.append(statusRangeName(range));
    return names;
}

bool isTakenOut(const ErrorKindSet &one, const ErrorKindSet &excluded)
{
    for (const ErrorKind kind : one.named()) {
        if (!excluded.contains(kind))
            return false;
    }
    for (const StatusRange &range : one.statuses()) {
        for (int status = range.first; status <= range.last; ++status) {
            if (!excluded.containsStatus(status))
                return false;
        }
    }
    return !one.isEmpty();
}

std::optional<StatusRange> statusRangeFromName(QStringView name)
{
    if (!name.startsWith(StatusPrefix))
        return std::nullopt;
    const QStringView numbers = name.sliced(StatusPrefix.size());
    const qsizetype dash = numbers.indexOf(u'-');
    const std::optional<int> first = statusOf(dash < 0 ? numbers : numbers.first(dash));
    const std::optional<int> last = dash < 0 ? first : statusOf(numbers.sliced(dash + 1));
    if (!first || !last || *first > *last)
        return std::nullopt;
    return StatusRange{*first, *last};
}

QString statusRangeName(StatusRange range)
{
    const QString first = StatusPrefix + QString::number(range.first);
    return range.first == range.last ? first : first + u'-' + QString::number(range.last);
}

} // namespace Fuseboard
