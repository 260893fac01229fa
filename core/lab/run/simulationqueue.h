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
/// A heap with four children to a node, whose entries are 16 bytes: all that one step down looks at lies in one cache line.
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
            : m_moment(moment)
            , m_order(static_cast<quint64>(what) << WhatShift | static_cast<quint64>(ticket) << TicketShift | subject)
        {
        }

        TimePoint moment() const { return m_moment; }
        What what() const { return static_cast<What>(m_order >> WhatShift); }
        quint32 ticket() const { return static_cast<quint32>(m_order >> TicketShift) & LastTicket; }
        quint32 subject() const { return static_cast<quint32>(m_order); }

        friend bool operator<(const Entry &a, const Entry &b)
        {
            return a.m_moment != b.m_moment ? a.m_moment < b.m_moment : a.m_order < b.m_order;
        }

    private:
        TimePoint m_moment{};
        quint64 m_order = 0;
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
    const Entry *top()
    {
        if (std::exchange(m_isTopTaken, false)) {
            const Entry last = m_heap.back();
            m_heap.pop_back();
            if (!m_heap.empty())
                siftDown(last);
        }
        return m_heap.empty() ? nullptr : m_heap.data();
    }

    /// Takes the entry that top() has just given. What is pushed next often takes its place, which is why it is not closed
    /// at once.
    void pop() { m_isTopTaken = true; }

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
        const std::size_t size = m_heap.size();
        for (;;) {
            const std::size_t first = 4 * hole + 1;
            if (first >= size)
                break;
            std::size_t least = first;
            const std::size_t end = first + 4 < size ? first + 4 : size;
            for (std::size_t child = first + 1; child < end; ++child)
                least = m_heap[child] < m_heap[least] ? child : least;
            if (!(m_heap[least] < entry))
                break;
            m_heap[hole] = m_heap[least];
            hole = least;
        }
        m_heap[hole] = entry;
    }

    std::vector<Entry> m_heap;
    quint32 m_nextTicket = 0;
    bool m_isTopTaken = false; ///< the first is gone, and its place not yet filled
};

} // namespace Fuseboard
