// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/errorkind.h"

#include <QList>

#include <initializer_list>

namespace Fuseboard {

/// A set of error kinds as a person names them: a parent stands for everything below it. A plain value.
///
/// Remembers the names, so that what was read is what is written, and compares by them: a parent does not equal its
/// children one by one. contains() is one test of a bit.
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
        m_named = static_cast<quint16>(m_named | bit(kind));
        for (int i = 0; i < ErrorKindCount; ++i) {
            if (isA(static_cast<ErrorKind>(i), kind))
                m_covered = static_cast<quint16>(m_covered | (1u << i));
        }
    }

    /// True if @p kind or one of its parents was named.
    constexpr bool contains(ErrorKind kind) const noexcept { return (m_covered & bit(kind)) != 0; }
    constexpr bool isEmpty() const noexcept { return m_named == 0; }

    /// What was named, in the order of the enum.
    QList<ErrorKind> named() const;

    /// The same as files spell it.
    QStringList names() const;

    friend constexpr bool operator==(const ErrorKindSet &, const ErrorKindSet &) noexcept = default;

private:
    static constexpr quint16 bit(ErrorKind kind) noexcept
    {
        return static_cast<quint16>(1u << static_cast<unsigned>(kind));
    }

    quint16 m_named = 0;
    quint16 m_covered = 0;
};

static_assert(ErrorKindCount <= 16);

} // namespace Fuseboard
