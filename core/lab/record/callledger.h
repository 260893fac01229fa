// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/recordedcall.h"
#include "lab/record/runevent.h"

#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

namespace Fuseboard {

/// Keeps the newest calls in full, whatever the length of the run and of the calls: their events, at most 33 bytes each and
/// mostly half of that, until a hundred thousand newer calls have ended. What a call did before the oldest event that is kept
/// is kept beside, as long as the call itself. Calls are put together only when somebody asks for them. One thread; pages()
/// may be read on another.
class CallLedger
{
public:
    static constexpr quint64 MostCalls = 100'000;

    /// Of one call: its first ones. Deliveries are not known then.
    static constexpr std::size_t MostAttempts = 1000;

    /// A bound for memory, half a GiB, which is met only where calls have hundreds of attempts each.
    static constexpr std::size_t MostPages = 8192;

    CallLedger();

    void add(const RunEvent &event);

    struct Page;

    /// A call in the run.
    struct Key
    {
        int endpoint;
        quint64 call;
        bool operator==(const Key &) const = default;
    };
    struct Hash
    {
        std::size_t operator()(const Key &key) const
        {
            return static_cast<std::size_t>((key.call << 10) ^ static_cast<quint64>(key.endpoint));
        }
    };
    using CallsUnderWay = std::unordered_map<Key, RecordedCall, Hash>;

    /// Events as they came, in pages that do not change any more, and what the calls in them did before.
    struct Pages
    {
        std::vector<std::shared_ptr<const Page>> pages;
        std::shared_ptr<const CallsUnderWay> begun;
    };
    Pages pages();

    /// Calls that have ended, and are not kept any more.
    quint64 dropped() const { return m_dropped; }

    /// The newest @p most calls that have ended, in the order of their ends.
    static std::vector<RecordedCall> callsOf(const Pages &pages, quint64 most = MostCalls);

private:
    Page &pageToWrite(Duration now);
    void turnPage(Duration now);
    void letGoOf(const Page &page);
    void noteEnd(Duration due);

    std::deque<std::shared_ptr<Page>> m_pages;
    std::shared_ptr<CallsUnderWay> m_begun; ///< what calls did before the oldest page, if they had not ended by then
    Page *m_page = nullptr;                 ///< the last one, which is written to
    quint64 m_kept = 0;                     ///< ends in m_pages
    quint64 m_dropped = 0;
    bool m_isShared = false; ///< somebody has asked for pages
    bool m_isExact = true;   ///< each call was due at the moment of its event, and all events came in the order of time
};

} // namespace Fuseboard
