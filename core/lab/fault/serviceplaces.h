// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/endpointconfig.h"

#include <QtGlobal>

#include <deque>
#include <optional>

namespace Fuseboard {

/// Who is being worked on at a service of limited capacity, who waits, and who is refused. A plain value without time: it is
/// told when a request comes and when one is done.
class ServicePlaces
{
public:
    ServicePlaces() = default; ///< without limits
    explicit ServicePlaces(std::optional<CapacityConfig> capacity)
        : m_capacity(capacity)
    {
    }

    enum class Answer : quint8 {
        Begins,  ///< work on it begins now
        Waits,   ///< work on it begins when finish() names it
        Refused, ///< there is no place for it
    };

    /// Request @p id comes.
    Answer arrive(quint64 id)
    {
        if (!m_capacity || m_working < m_capacity->workers) {
            ++m_working;
            return Answer::Begins;
        }
        if (waiting() >= m_capacity->queue)
            return Answer::Refused;
        m_queue.push_back(id);
        return Answer::Waits;
    }

    /// Work on one request is done. The one whose work begins now in its place, if one waits.
    std::optional<quint64> finish()
    {
        Q_ASSERT(m_working > 0);
        --m_working;
        return beginNext();
    }

    /// Another capacity. Who is being worked on stays; after it ask beginNext() until it gives none.
    void setCapacity(std::optional<CapacityConfig> capacity) { m_capacity = capacity; }

    /// The next one whose work begins now, if a worker is free and one waits.
    std::optional<quint64> beginNext()
    {
        if (m_queue.empty() || (m_capacity && m_working >= m_capacity->workers))
            return std::nullopt;
        ++m_working;
        const quint64 next = m_queue.front();
        m_queue.pop_front();
        return next;
    }

    int working() const { return m_working; }
    int waiting() const { return static_cast<int>(m_queue.size()); }

private:
    std::optional<CapacityConfig> m_capacity;
    int m_working = 0;
    std::deque<quint64> m_queue;
};

} // namespace Fuseboard
