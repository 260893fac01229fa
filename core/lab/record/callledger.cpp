// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/callledger.h"

#include <algorithm>
#include <unordered_map>

namespace Fuseboard {

namespace {

/// Most calls are sent at the moment they are due, and over with their first attempt: two lines are enough for them.
enum class Entry : quint8 { Due, Started, DueAndStarted, Ended, Over, EndedAndOver };

} // namespace

struct CallLedger::Page
{
    static constexpr std::size_t Size = 8192;

    struct Line
    {
        qint64 at;
        qint64 time; ///< how long it took
        quint64 call;
        quint16 endpoint;
        quint16 status;
        quint8 entry; ///< an Entry
        quint8 kind;  ///< an ErrorKind, or Success
    };
    static constexpr quint8 Success = 255;

    std::vector<Line> lines;
    quint64 ends = 0;
};

/// Writes an event down. True if it is the end of a call.
struct CallLedger::Writer
{
    CallLedger &ledger;
    const RunEvent &event;

    bool operator()(const RunEvent::CallDue &) const
    {
        write(Entry::Due, {}, {});
        return false;
    }
    bool operator()(const RunEvent::AttemptStarted &) const
    {
        if (Page::Line *const line = latest(Entry::Due))
            line->entry = static_cast<quint8>(Entry::DueAndStarted);
        else
            write(Entry::Started, {}, {});
        return false;
    }
    bool operator()(const RunEvent::AttemptEnded &what) const
    {
        write(Entry::Ended, what.ending, what.took);
        return false;
    }
    bool operator()(const RunEvent::CallEnded &what) const
    {
        Page::Line *const line = latest(Entry::Ended);
        if (line && line->time == what.latency.count() && line->status == what.ending.status
            && line->kind == kindOf(what.ending))
            line->entry = static_cast<quint8>(Entry::EndedAndOver);
        else
            write(Entry::Over, what.ending, what.latency);
        return true;
    }
    template<typename Other>
    bool operator()(const Other &) const
    {
        return false;
    }

private:
    static quint8 kindOf(const Ending &ending)
    {
        return ending.isSuccess ? Page::Success : static_cast<quint8>(ending.kind);
    }

    /// The latest line, if it is that entry of the same call at the same moment.
    Page::Line *latest(Entry entry) const
    {
        if (ledger.m_pages.empty())
            return nullptr;
        Page::Line &line = ledger.m_pages.back()->lines.back();
        const bool isIt = line.entry == static_cast<quint8>(entry) && line.call == event.call
            && line.at == event.at.count() && line.endpoint == event.endpoint;
        return isIt ? &line : nullptr;
    }

    void write(Entry entry, const Ending &ending, Duration time) const
    {
        if (ledger.m_pages.empty() || ledger.m_pages.back()->lines.size() == Page::Size)
            ledger.turnPage();
        ledger.m_pages.back()->lines.push_back(
            {event.at.count(), time.count(), event.call, static_cast<quint16>(event.endpoint),
             static_cast<quint16>(ending.status), static_cast<quint8>(entry), kindOf(ending)});
    }
};

void CallLedger::add(const RunEvent &event)
{
    if (!std::visit(Writer{*this, event}, event.what))
        return;
    ++m_pages.back()->ends;
    ++m_kept;
}

void CallLedger::turnPage()
{
    std::shared_ptr<Page> page;
    // What is left without the oldest page is enough.
    while (!m_pages.empty() && m_kept - m_pages.front()->ends >= MostCalls) {
        m_kept -= m_pages.front()->ends;
        m_dropped += m_pages.front()->ends;
        page = std::move(m_pages.front());
        m_pages.pop_front();
    }
    // Memory that is there is cheaper than new one, unless somebody may still read what is in it.
    if (page && !m_isShared) {
        page->lines.clear();
        page->ends = 0;
    } else {
        page = std::make_shared<Page>();
        page->lines.reserve(Page::Size);
    }
    m_pages.push_back(std::move(page));
}

CallLedger::Pages CallLedger::pages()
{
    m_isShared = true;
    Pages pages(m_pages.begin(), m_pages.end());
    if (!pages.empty())
        pages.back() = std::make_shared<Page>(*m_pages.back()); // it is still written to
    return pages;
}

std::vector<RecordedCall> CallLedger::callsOf(const Pages &pages, quint64 most)
{
    quint64 ends = 0;
    for (const auto &page : pages)
        ends += page->ends;
    const quint64 surplus = ends > most ? ends - most : 0; // the oldest ends, which nobody asked for

    struct Key
    {
        quint16 endpoint;
        quint64 call;
        bool operator==(const Key &) const = default;
    };
    struct Hash
    {
        std::size_t operator()(const Key &key) const { return (key.call << 10) ^ key.endpoint; }
    };
    std::unordered_map<Key, RecordedCall, Hash> underWay;
    std::vector<RecordedCall> calls;
    quint64 seen = 0;
    for (const auto &page : pages) {
        for (const Page::Line &line : page->lines) {
            const Key key{line.endpoint, line.call};
            const auto entry = static_cast<Entry>(line.entry);
            const Ending ending{line.kind == Page::Success,
                                line.kind == Page::Success ? ErrorKind::Other : static_cast<ErrorKind>(line.kind),
                                line.status};
            if (entry == Entry::Due || entry == Entry::DueAndStarted) {
                RecordedCall &call = underWay[key];
                call.endpoint = line.endpoint;
                call.number = line.call;
                call.due = Duration(line.at);
                if (entry == Entry::DueAndStarted)
                    call.attempts.push_back({Duration(line.at), {}, std::nullopt});
                continue;
            }
            const bool isOver = entry == Entry::Over || entry == Entry::EndedAndOver;
            seen += isOver;
            const auto found = underWay.find(key);
            if (found == underWay.end())
                continue; // began before the oldest page
            RecordedCall &call = found->second;
            if (entry == Entry::Started) {
                call.attempts.push_back({Duration(line.at), {}, std::nullopt});
            } else if (entry != Entry::Over && !call.attempts.empty()) {
                call.attempts.back().took = Duration(line.time);
                call.attempts.back().ending = ending;
            }
            if (!isOver)
                continue;
            if (seen > surplus) {
                call.ending = ending;
                call.latency = Duration(line.time);
                for (RecordedAttempt &attempt : call.attempts) {
                    if (!attempt.ending)
                        attempt.took = Duration(line.at) - attempt.start;
                }
                calls.push_back(std::move(call));
            }
            underWay.erase(found);
        }
    }
    return calls;
}

} // namespace Fuseboard
