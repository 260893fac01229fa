// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/breaker/callresult.h"

#include <vector>

namespace Fuseboard {

/// The newest n results: a ring of bytes with running counts. Recording takes constant time. One thread.
class CountWindow
{
public:
    /// @p size >= 1 (asserted).
    explicit CountWindow(int size);

    void record(CallResult result)
    {
        CallResult &slot = m_ring[static_cast<std::size_t>(m_next)];
        if (m_results == size()) {
            m_failures -= slot.failed;
            m_slow -= slot.slow;
        } else {
            ++m_results;
        }
        slot = result;
        m_failures += result.failed;
        m_slow += result.slow;
        if (++m_next == size())
            m_next = 0;
    }
    void clear();

    /// Makes room for @p size results (>= 1, asserted) and keeps the newest that fit.
    void resize(int size);

    int size() const { return m_size; }
    int results() const { return m_results; }
    int failures() const { return m_failures; }
    int slow() const { return m_slow; }

    /// The i-th result, 0 the oldest; 0 <= @p i < results() (asserted).
    CallResult at(int i) const;

private:
    std::vector<CallResult> m_ring;
    int m_size = 0;
    int m_next = 0;
    int m_results = 0;
    int m_failures = 0;
    int m_slow = 0;
};

} // namespace Fuseboard
