// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QList>
#include <QtGlobal>

namespace Fuseboard {

/// Which requests meet a fault, by their number at the endpoint, from 1.
///
/// The number of an attempt is that of its call and the attempts before it: attempt 2 of call 3 is request 4. So it is a
/// function of call and attempt alone, the same live and simulated, and for a caller that waits for each answer it is
/// just the number of the request.
struct FaultPattern
{
    enum class Kind : quint8 {
        Every,    ///< each n-th: with 3, the requests 3, 6, 9
        First,    ///< the first n
        After,    ///< all after the first n
        Sequence, ///< what `sequence` says, over and over
    };

    Kind kind = Kind::Every;
    quint64 n = 1; ///< >= 1; for all but Sequence

    /// For Sequence: an HTTP status each, 0 for a good answer. Only with FaultConfig::Kind::Status, whose status is
    /// then without meaning; not empty.
    QList<int> sequence;

    /// Whether request @p number (from 1) meets the fault.
    bool matches(quint64 number) const noexcept
    {
        switch (kind) {
        case Kind::Every:
            return number % n == 0;
        case Kind::First:
            return number <= n;
        case Kind::After:
            return number > n;
        case Kind::Sequence:
            break;
        }
        return statusOf(number) != 0;
    }

    /// For Sequence: the status that request @p number is answered with, 0 for a good answer.
    int statusOf(quint64 number) const noexcept
    {
        return sequence[static_cast<qsizetype>((number - 1) % static_cast<quint64>(sequence.size()))];
    }

    /// The share of a long row of requests that meets the fault: 1/n, 0 for the first n, 1 after them. Of a sequence the
    /// share of statuses from 400 on.
    double share() const noexcept;

    friend bool operator==(const FaultPattern &, const FaultPattern &) = default;
};

} // namespace Fuseboard
