// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/timepoint.h"

#include <QtGlobal>

#include <utility>
#include <vector>

namespace Fuseboard {

/// What is to happen in a simulation, soonest first. A plain value.
///
/// At equal times ends come before starts, as What lists them, and else what was pushed first comes first. Nothing is taken
/// out before its time: whoever does not want an entry any more remembers the ticket of the one that counts, and lets the
/// others pass.
///
/// A heap with four children to a node and entries of 16 bytes: what one step down looks at lies together.
class SimulationQueue
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
        GraceEnds,    ///< what is still under way is given up
        WaitEnds,     ///< a retry begins
        UserCalls,    ///< one of a closed load
    };

    class Entry
    {
    public:
        Entry() = default;
        Entry(TimePoint moment, What what, quint32 ticket, quint32 subject)
            : m_key(static_cast<Key>(moment.time_since_epoch().count()) << 64 | static_cast<quint64>(what) << WhatShift
                    | static_cast<quint64>(ticket) << TicketShift | subject)
        {
        }

        TimePoint moment() const { return TimePoint(Duration(static_cast<qint64>(m_key >> 64))); }
        What what() const { return static_cast<What>(order() >> WhatShift); }
        quint32 ticket() const { return static_cast<quint32>(order() >> TicketShift) & LastTicket; }
        quint32 subject() const { return static_cast<quint32>(order()); }

        friend bool operator<(const Entry &a, const Entry &b) { return a.m_key < b.m_key; }

    private:
        /// One number, so that a comparison is no branch.
        __extension__ using Key = unsigned __int128;

        quint64 order() const { return static_cast<quint64>(m_key); }

        Key m_key = 0; ///< the moment, which is never negative, then what, ticket and subject
    };

    /// No entry has it.
    static constexpr quint32 NoTicket = ~quint32(0);

    /// @p subject is whom it concerns. The entry's ticket; they are used anew after 2^28 of them.
    quint32 push(TimePoint moment, What what, quint32 subject)
    {
        const quint32 ticket = m_nextTicket;
        m_nextTicket = (m_nextTicket + 1) & LastTicket;
        const Entry entry(moment, what, ticket, subject);
        if (std::exchange(m_isTopTaken, false)) {
            siftDown(entry);
        } else {
            m_heap.push_back(entry);
            siftUp(m_heap.size() - 1, entry);
        }
        return ticket;
    }

    /// The soonest one, or null. Until the next push or pop.
    const Entry *top() const
    {
        if (!m_isTopTaken)
            return m_heap.empty() ? nullptr : m_heap.data();
        return m_heap.size() > 1 ? &m_heap[leastChild(0)] : nullptr;
    }

    /// Takes the entry that top() gives. Its place stays empty for now, as what is pushed next often takes it.
    void pop()
    {
        if (m_isTopTaken) {
            const Entry last = m_heap.back();
            m_heap.pop_back();
            siftDown(last);
        }
        m_isTopTaken = true;
    }

private:
    static constexpr int WhatShift = 60;
    static constexpr int TicketShift = 32;
    static constexpr quint32 LastTicket = (1u << 28) - 1;

    void siftUp(std::size_t hole, Entry entry)
    {
        while (hole > 0) {
            const std::size_t parent = (hole - 1) / 4;
            if (!(entry < m_heap[parent]))
                break;
            m_heap[hole] = m_heap[parent];
            hole = parent;
        }
        m_heap[hole] = entry;
    }

    /// Puts @p entry in the place of the first.
    void siftDown(Entry entry)
    {
        std::size_t hole = 0;
        while (4 * hole + 1 < m_heap.size()) {
            const std::size_t least = leastChild(hole);
            if (!(m_heap[least] < entry))
                break;
            m_heap[hole] = m_heap[least];
            hole = least;
        }
        m_heap[hole] = entry;
    }

    /// Of @p parent, which has one.
    std::size_t leastChild(std::size_t parent) const
    {
        const std::size_t first = 4 * parent + 1;
        if (first + 4 <= m_heap.size()) [[likely]] {
            const std::size_t a = first + (m_heap[first + 1] < m_heap[first]);
            const std::size_t b = first + 2 + (m_heap[first + 3] < m_heap[first + 2]);
            return m_heap[b] < m_heap[a] ? b : a;
        }
        std::size_t least = first;
        for (std::size_t child = first + 1; child < m_heap.size(); ++child)
            least = m_heap[child] < m_heap[least] ? child : least;
        return least;
    }

    std::vector<Entry> m_heap;
    quint32 m_nextTicket = 0;
    bool m_isTopTaken = false; ///< the first is gone, and its place not yet filled
};

} // namespace Fuseboard
