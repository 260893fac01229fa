// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/tune/cellorder.h"

#include <utility>

namespace Fuseboard {

CellOrder::CellOrder(qint64 count, qint64 mostAhead)
    : m_count(count)
    , m_mostAhead(mostAhead)
{
}

std::optional<qint64> CellOrder::take(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    m_hasRoom.wait(lock, stop, [this] { return m_taken >= m_count || m_taken < m_out + m_mostAhead; });
    if (m_taken >= m_count || stop.stop_requested())
        return std::nullopt;
    return m_taken++;
}

void CellOrder::put(qint64 place, CellResult result)
{
    const std::lock_guard lock(m_mutex);
    m_waiting.emplace(place, std::move(result));
    if (place == m_out)
        m_hasNext.notify_one();
}

std::optional<CellResult> CellOrder::next(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    m_hasNext.wait(lock, stop, [this] { return m_out >= m_count || m_waiting.contains(m_out); });
    if (m_out >= m_count || stop.stop_requested())
        return std::nullopt;
    CellResult result = std::move(m_waiting.extract(m_out).mapped());
    ++m_out;
    m_hasRoom.notify_all();
    return result;
}

} // namespace Fuseboard
