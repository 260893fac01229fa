// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/simulationqueue.h"

#include <utility>

namespace Fuseboard {

namespace {

constexpr int LeastShift = 4;
constexpr int MostShift = 40; // 20 minutes

} // namespace

void SimulationQueue::placeFar(const Entry &entry)
{
    ++m_pushesFar;
    m_far.push_back(entry);
    std::ranges::push_heap(m_far, std::greater());
    m_firstElsewhere = std::min(m_firstElsewhere, entry);
}

void SimulationQueue::popElsewhere()
{
    if (!m_limits.empty() && m_limits.front() == m_firstElsewhere) {
        m_limits.pop_front();
    } else if (!m_crowded.empty() && m_crowded.back() == m_firstElsewhere) {
        m_crowded.pop_back();
    } else {
        std::ranges::pop_heap(m_far, std::greater());
        m_far.pop_back();
    }
    findFirstElsewhere();
}

void SimulationQueue::findFirstElsewhere()
{
    m_firstElsewhere = std::min({m_limits.empty() ? Entry::never() : m_limits.front(),
                                 m_crowded.empty() ? Entry::never() : m_crowded.back(),
                                 m_far.empty() ? Entry::never() : m_far.front()});
}

/// Takes the entries out that share their slot with the soonest one. To look at all of them at each pop would cost the square
/// of their number.
void SimulationQueue::takeCrowd()
{
    m_crowd -= m_looks; // shorter stretches would not part what is to happen at one moment
    m_looks = 0;
    const std::size_t slot = slotOf(tickOf(m_nodes[m_near].entry));
    std::vector<Entry> entries;
    quint32 last = m_slots[slot];
    for (quint32 node = last; node != None; node = m_nodes[node].next) {
        entries.push_back(m_nodes[node].entry);
        last = node;
    }
    m_nodes[last].next = m_free;
    m_free = std::exchange(m_slots[slot], None);
    m_used[slot / WordBits] &= ~(quint64(1) << slot % WordBits);
    if (m_crowded.empty()) {
        // From the newest to the oldest, which for one moment is their order already.
        if (!std::ranges::is_sorted(entries, std::greater()))
            std::ranges::sort(entries, std::greater());
        m_crowded = std::move(entries);
    } else {
        for (const Entry &entry : entries) {
            m_far.push_back(entry);
            std::ranges::push_heap(m_far, std::greater());
        }
    }
    findFirstElsewhere();
    m_near = soonest();
}

void SimulationQueue::addNodes()
{
    const std::size_t first = m_nodes.size();
    m_nodes.resize(std::max<std::size_t>(64, 2 * first));
    for (std::size_t i = m_nodes.size(); i-- > first;) {
        m_nodes[i].next = m_free;
        m_free = static_cast<quint32>(i);
    }
}

/// Makes the wheel's stretches longer if many entries lie behind its end, or shorter if many share one.
void SimulationQueue::fit()
{
    const bool isCrowded = m_crowd > 2 * m_pushes;
    const bool isShort = !isCrowded && m_pushesFar > m_pushes / 8;
    m_nextFitting = std::max<quint64>(FittingInterval, m_nodes.size() + m_far.size() + 1);
    m_pushes = m_pushesFar = m_crowd = 0;
    const int shift = std::clamp(m_shift + (isShort ? 1 : isCrowded ? -1 : 0), LeastShift, MostShift);
    if (shift == m_shift)
        return;

    std::vector<Entry> entries = std::exchange(m_far, {}); // those in m_crowded have no place and keep their order
    for (const quint32 first : m_slots) {
        for (quint32 node = first; node != None; node = m_nodes[node].next)
            entries.push_back(m_nodes[node].entry);
    }
    m_slots.fill(None);
    m_used.fill(0);
    m_nodes.clear();
    m_free = m_near = None;
    findFirstElsewhere();
    m_tick = shift > m_shift ? m_tick >> 1 : m_tick << 1;
    m_shift = shift;
    for (const Entry &entry : entries)
        place(entry);
    m_pushes = m_pushesFar = 0;
}

} // namespace Fuseboard
