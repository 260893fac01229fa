// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/timepoint.h"

#include <QtGlobal>

namespace Fuseboard {

/// Something that is to happen in a simulation. A plain value of 16 bytes.
///
/// At equal times ends come before starts, as What lists them, and else what has the lower ticket comes first.
class SimulationEntry
{
public:
    enum class What : quint8 {
        WorkDone,     ///< a worker is free again
        AttemptEnds,  ///< an answer arrives, or the end of a connection
        LimitRunsOut, ///< of an attempt or a call
        LoadEnds,     ///< the scenario's time is over
        PhaseChanges, ///< or the health within one
        BreakerTurns, ///< by itself
        BreakerShows, ///< a sample of its figures is due
        RunOutEnds,   ///< what is still under way is cut off
        WaitEnds,     ///< a retry begins
        UserCalls,    ///< one of a closed load
    };

    static constexpr quint32 LastTicket = (1u << 28) - 1;

    /// No entry has it.
    static constexpr quint32 NoTicket = ~quint32(0);

    SimulationEntry() = default;
    SimulationEntry(TimePoint moment, What what, quint32 ticket, quint32 subject)
        : m_key(static_cast<Key>(moment.time_since_epoch().count()) << 64 | static_cast<quint64>(what) << WhatShift
                | static_cast<quint64>(ticket) << TicketShift | subject)
    {
    }

    /// Later than all others.
    static SimulationEntry never()
    {
        SimulationEntry entry;
        entry.m_key = ~Key(0) >> 1;
        return entry;
    }

    TimePoint moment() const { return TimePoint(Duration(static_cast<qint64>(m_key >> 64))); }
    What what() const { return static_cast<What>(order() >> WhatShift); }
    quint32 ticket() const { return static_cast<quint32>(order() >> TicketShift) & LastTicket; }
    quint32 subject() const { return static_cast<quint32>(order()); }

    friend bool operator<(const SimulationEntry &a, const SimulationEntry &b) { return a.m_key < b.m_key; }
    friend bool operator>(const SimulationEntry &a, const SimulationEntry &b) { return b < a; }
    friend bool operator==(const SimulationEntry &a, const SimulationEntry &b) { return a.m_key == b.m_key; }

private:
    static constexpr int WhatShift = 60;
    static constexpr int TicketShift = 32;

    /// One number, so that a comparison is no branch.
    __extension__ using Key = unsigned __int128;

    quint64 order() const { return static_cast<quint64>(m_key); }

    Key m_key = 0; ///< the moment, which is never negative, then what, ticket and subject
};

} // namespace Fuseboard
