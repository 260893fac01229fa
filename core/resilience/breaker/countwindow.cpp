// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/breaker/countwindow.h"

#include <QtGlobal>

#include <algorithm>

namespace Fuseboard {

CountWindow::CountWindow(int size)
    : m_ring(static_cast<std::size_t>(size))
    , m_size(size)
{
    Q_ASSERT(size >= 1);
}

void CountWindow::clear()
{
    m_next = m_results = m_failures = m_slow = 0;
}

void CountWindow::resize(int size)
{
    Q_ASSERT(size >= 1);
    CountWindow resized(size);
    for (int i = std::max(0, m_results - size); i < m_results; ++i)
        resized.record(at(i));
    *this = std::move(resized);
}

CallResult CountWindow::at(int i) const
{
    Q_ASSERT(i >= 0 && i < m_results);
    const int oldest = m_next - m_results;
    const int index = oldest + i;
    return m_ring[static_cast<std::size_t>(index < 0 ? index + size() : index)];
}

} // namespace Fuseboard
