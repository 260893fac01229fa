// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/error.h"

#include <QList>

#include <array>
#include <initializer_list>

namespace Fuseboard {

/// HTTP statuses from first to last, both included. A plain value.
struct StatusRange
{
    int first = 0;
    int last = 0;

    friend constexpr bool operator==(const StatusRange &, const StatusRange &) noexcept = default;
};

/// A set of errors as a person names them: kinds, where a parent stands for everything below it, and HTTP statuses,
/// those below 400 too. A plain value.
///
/// Remembers the kinds by name, so that what was read is what is written, and compares by them: a parent does not equal
/// its children one by one. Statuses are remembered one by one: ranges that touch are one range. contains() is one test
/// of a bit, or of two where statuses are named; nothing is allocated.
class ErrorKindSet
{
public:
    constexpr ErrorKindSet() noexcept = default;
    constexpr ErrorKindSet(std::initializer_list<ErrorKind> kinds) noexcept
    {
        for (const ErrorKind kind : kinds)
            insert(kind);
    }

    constexpr void insert(ErrorKind kind) noexcept
    {
        m_named = static_cast<quint32>(m_named | bit(kind));
        for (int i = 0; i < ErrorKindCount; ++i) {
            if (isA(static_cast<ErrorKind>(i), kind))
                m_covered = static_cast<quint32>(m_covered | (1u << i));
        }
    }

    static constexpr int LeastStatus = 100;
    static constexpr int GreatestStatus = 599;

    /// Names the statuses from @p first to @p last; what lies outside 100 to 599 is left out.
    constexpr void insertStatuses(int first, int last) noexcept
    {
        first = first < LeastStatus ? LeastStatus : first;
        last = last > GreatestStatus ? GreatestStatus : last;
        for (int status = first; status <= last; ++status)
            m_statuses[wordOf(status)] |= bitOf(status);
        m_hasStatuses = m_hasStatuses || first <= last;
    }

    /// Names what @p name says as files spell it: a kind ("server"), a status ("status:502") or statuses
    /// ("status:500-599"). False if it is none of these; then nothing changes.
    bool insertName(QStringView name);

    /// True if @p kind or one of its parents was named.
    constexpr bool contains(ErrorKind kind) const noexcept { return (m_covered & bit(kind)) != 0; }

    /// True if @p status was named itself, whatever its kind.
    constexpr bool containsStatus(int status) const noexcept
    {
        return m_hasStatuses && status >= LeastStatus && status <= GreatestStatus
            && (m_statuses[wordOf(status)] & bitOf(status)) != 0;
    }

    /// True if the kind or the status was named. @p status is 0 for an error that has none.
    constexpr bool contains(ErrorKind kind, int status) const noexcept
    {
        return contains(kind) || containsStatus(status);
    }
    bool contains(const Error &error) const { return contains(error.kind, error.httpStatus.value_or(0)); }

    constexpr bool hasStatuses() const noexcept { return m_hasStatuses; }
    constexpr bool isEmpty() const noexcept { return m_named == 0 && !m_hasStatuses; }

    /// The kinds that were named, in the order of the enum.
    QList<ErrorKind> named() const;

    /// The statuses that were named, as few ranges as possible, in ascending order.
    QList<StatusRange> statuses() const;

    /// All that was named as files spell it: the kinds, then the statuses.
    QStringList names() const;

    friend constexpr bool operator==(const ErrorKindSet &, const ErrorKindSet &) noexcept = default;

private:
    static constexpr quint32 bit(ErrorKind kind) noexcept
    {
        return static_cast<quint32>(1u << static_cast<unsigned>(kind));
    }

    static constexpr std::size_t wordOf(int status) noexcept
    {
        return static_cast<std::size_t>(status - LeastStatus) / 64;
    }
    static constexpr quint64 bitOf(int status) noexcept
    {
        return quint64(1) << (static_cast<unsigned>(status - LeastStatus) % 64);
    }

    quint32 m_named = 0;
    quint32 m_covered = 0;
    bool m_hasStatuses = false;
    std::array<quint64, 8> m_statuses{};
};

static_assert(ErrorKindCount <= 32);

/// What two sets make of an error, where one of them takes out what the other names.
enum class ErrorVerdict : quint8 {
    Excluded, ///< taken out
    Named,
    NotNamed,
};

/// What becomes of an error of @p kind and @p status (0 for none) where @p excluded is taken out of @p named. A status
/// wins over a kind: one that is named counts although its kind is excluded. Of two statuses or two kinds the excluded
/// one wins.
constexpr ErrorVerdict judge(const ErrorKindSet &excluded, const ErrorKindSet &named, ErrorKind kind,
                             int status) noexcept
{
    if (excluded.containsStatus(status))
        return ErrorVerdict::Excluded;
    if (named.containsStatus(status))
        return ErrorVerdict::Named;
    if (excluded.contains(kind))
        return ErrorVerdict::Excluded;
    return named.contains(kind) ? ErrorVerdict::Named : ErrorVerdict::NotNamed;
}

/// True if nothing of @p one, a kind or statuses, is left where @p excluded is taken out.
bool isTakenOut(const ErrorKindSet &one, const ErrorKindSet &excluded);

/// The statuses that @p name says as files spell it, "status:502" or "status:500-599": whole numbers from 100 to 599,
/// the first not above the last. None for any other text.
std::optional<StatusRange> statusRangeFromName(QStringView name);

/// The name that files use.
QString statusRangeName(StatusRange range);

} // namespace Fuseboard
