// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/run/simulationentry.h"

#include <algorithm>
#include <array>
#include <bit>
#include <deque>
#include <functional>
#include <vector>

namespace Fuseboard {

/// What is to happen in a simulation, soonest first. A plain value.
///
/// Nothing is taken out before its time: whoever does not want an entry any more remembers the ticket of the one that
/// counts, and lets the others pass.
///
/// Most entries are for soon: those lie in a wheel, a ring of short stretches of time, one list for each. The stretches
/// become longer or shorter until most entries find a place and few share one. Where many share one all the same, as many
/// things are to happen at one moment, they are taken out and put in order at once. Limits of equal length run out in the
/// order in which they were set, so they have a line of their own. The rest lies in a heap. Where an entry lies decides
/// nothing: the soonest of all is the next one.
class SimulationQueue
{
public:
    using Entry = SimulationEntry;
    using What = SimulationEntry::What;

    /// No entry has it.
    static constexpr quint32 NoTicket = SimulationEntry::NoTicket;

    SimulationQueue() { m_slots.fill(None); }

    /// @p subject is whom it concerns. The entry's ticket; they are used anew after 2^28 of them.
    quint32 push(TimePoint moment, What what, quint32 subject)
    {
        const quint32 ticket = m_nextTicket;
        m_nextTicket = (m_nextTicket + 1) & Entry::LastTicket;
        const Entry entry(moment, what, ticket, subject);
        if (what == What::LimitRunsOut && (m_limits.empty() || m_limits.back() < entry)) {
            m_limits.push_back(entry);
            m_firstElsewhere = std::min(m_firstElsewhere, entry);
        } else {
            place(entry);
        }
        return ticket;
    }

    /// The soonest one; never() if there is none. Until the next push or pop.
    const Entry &top() const { return isNearFirst() ? m_nodes[m_near].entry : m_firstElsewhere; }

    /// Takes the entry that top() gives.
    Entry pop()
    {
        // Not by top(): to ask twice which of the two it is takes a fiftieth of a simulation.
        const bool isNear = isNearFirst();
        const Entry entry = isNear ? m_nodes[m_near].entry : m_firstElsewhere;
        m_tick = tickOf(entry);
        if (isNear)
            popNear();
        else
            popElsewhere();
        return entry;
    }

private:
    /// A link in the list of one slot, or of those that are free.
    struct Node
    {
        Entry entry;
        quint32 next;
    };

    static constexpr quint32 None = ~quint32(0);
    static constexpr std::size_t Slots = 1024;
    static constexpr std::size_t WordBits = 64;
    static constexpr std::size_t Words = Slots / WordBits;

    bool isNearFirst() const { return m_near != None && m_nodes[m_near].entry < m_firstElsewhere; }

    quint64 tickOf(const Entry &entry) const
    {
        return static_cast<quint64>(entry.moment().time_since_epoch().count()) >> m_shift;
    }
    static std::size_t slotOf(quint64 tick) { return tick % Slots; }

    void place(const Entry &entry)
    {
        if (++m_pushes >= m_nextFitting)
            fit();
        // What is before the present has no place either.
        const quint64 tick = tickOf(entry);
        if (tick - m_tick < Slots) [[likely]] {
            placeNear(entry, slotOf(tick));
        } else {
            placeFar(entry);
        }
    }

    void placeNear(const Entry &entry, std::size_t slot)
    {
        const quint32 node = m_free;
        if (node == None)
            return addNodes(), placeNear(entry, slot);
        m_free = m_nodes[node].next;
        m_nodes[node] = {entry, m_slots[slot]};
        m_slots[slot] = node;
        m_used[slot / WordBits] |= quint64(1) << slot % WordBits;
        if (m_near == None || entry < m_nodes[m_near].entry)
            m_near = node;
    }

    void popNear()
    {
        const quint32 node = m_near;
        const std::size_t slot = slotOf(m_tick);
        quint32 *link = &m_slots[slot];
        while (*link != node)
            link = &m_nodes[*link].next;
        *link = m_nodes[node].next;
        m_nodes[node].next = m_free;
        m_free = node;
        if (m_slots[slot] == None)
            m_used[slot / WordBits] &= ~(quint64(1) << slot % WordBits);
        m_near = soonest();
        if (m_looks > MostLooks) [[unlikely]]
            takeCrowd();
    }

    /// The soonest one of the wheel, where nothing lies before the present tick.
    quint32 soonest()
    {
        const std::size_t present = slotOf(m_tick);
        std::size_t word = present / WordBits;
        quint64 used = m_used[word] & ~quint64(0) << present % WordBits;
        for (std::size_t i = 0; used == 0; ++i) {
            if (i == Words) {
                m_looks = 0;
                return None;
            }
            word = (word + 1) % Words;
            used = m_used[word];
        }
        quint32 least = m_slots[word * WordBits + static_cast<std::size_t>(std::countr_zero(used))];
        quint64 looks = 0;
        for (quint32 node = m_nodes[least].next; node != None; node = m_nodes[node].next) {
            ++looks;
            least = m_nodes[node].entry < m_nodes[least].entry ? node : least;
        }
        m_looks = looks;
        m_crowd += looks;
        return least;
    }

    void takeCrowd();
    void placeFar(const Entry &entry);
    void popElsewhere();
    void findFirstElsewhere();
    void addNodes();
    void fit();

    std::array<quint32, Slots> m_slots;  ///< the first node of each
    std::array<quint64, Words> m_used{}; ///< a bit for each slot that is not empty
    std::vector<Node> m_nodes;
    quint32 m_free = None;
    quint32 m_near = None;                   ///< the soonest one of the wheel
    quint64 m_tick = 0;                      ///< the latest stretch in which something happened
    int m_shift = 18;                        ///< a stretch is 2^shift ns long
    std::deque<Entry> m_limits;              ///< each later than the one before
    std::vector<Entry> m_crowded;            ///< of a stretch that many shared, the soonest one last
    std::vector<Entry> m_far;                ///< a heap
    Entry m_firstElsewhere = Entry::never(); ///< the soonest one of these three
    quint32 m_nextTicket = 0;

    // Since the wheel was fitted last:
    quint64 m_pushes = 0;
    quint64 m_pushesFar = 0;
    quint64 m_crowd = 0; ///< entries that were looked at in vain, as they share their slot with the soonest one
    quint64 m_nextFitting = FittingInterval;
    quint64 m_looks = 0; ///< how many of them at the latest pop

    static constexpr quint64 FittingInterval = 4096;
    static constexpr quint64 MostLooks = 64;
};

} // namespace Fuseboard
