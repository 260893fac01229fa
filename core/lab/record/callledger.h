// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/recordedcall.h"
#include "lab/record/runevent.h"

#include <deque>
#include <memory>
#include <vector>

namespace Fuseboard {

/// Keeps the newest calls in full, whatever the length of the run: their events, at most 31 bytes each and mostly half of
/// that, until a hundred thousand newer calls have ended. Calls are put together only when somebody asks for them. One
/// thread; pages() may be read on another.
class CallLedger
{
public:
    static constexpr quint64 MostCalls = 100'000;

    CallLedger();

    void add(const RunEvent &event);

    /// Events as they came, in pages that do not change any more.
    struct Page;
    using Pages = std::vector<std::shared_ptr<const Page>>;
    Pages pages();

    /// Calls that have ended, and are not kept any more.
    quint64 dropped() const { return m_dropped; }

    /// The newest @p most calls that have ended and whose beginning is in @p pages, in the order of their ends.
    static std::vector<RecordedCall> callsOf(const Pages &pages, quint64 most = MostCalls);

private:
    Page &pageToWrite();
    void turnPage();

    std::deque<std::shared_ptr<Page>> m_pages;
    Page *m_page = nullptr; ///< the last one, which is written to
    quint64 m_kept = 0;     ///< ends in m_pages
    quint64 m_dropped = 0;
    bool m_isShared = false; ///< somebody has asked for pages
};

} // namespace Fuseboard
