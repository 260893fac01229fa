// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/tune/cellresult.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>

namespace Fuseboard {

/// Deals out places 0, 1, ... to threads, and takes in what they make of them in whatever order; what comes out is in the
/// order of the places. No thread gets further ahead of what has come out than is allowed, so that memory is bounded. Every
/// member may be called from any thread.
class CellOrder
{
public:
    CellOrder(qint64 count, qint64 mostAhead);

    /// The next place to work on; waits while it is too far ahead. None if there are no more, or @p stop asks for it.
    std::optional<qint64> take(const std::stop_token &stop);

    void put(qint64 place, CellResult result);

    /// What was put at the next place; waits for it. None if all have come out, or @p stop asks for it.
    std::optional<CellResult> next(const std::stop_token &stop);

private:
    const qint64 m_count;
    const qint64 m_mostAhead;
    std::mutex m_mutex; // guards all below
    std::condition_variable_any m_hasRoom;
    std::condition_variable_any m_hasNext;
    std::map<qint64, CellResult> m_waiting;
    qint64 m_taken = 0;
    qint64 m_out = 0;
};

} // namespace Fuseboard
