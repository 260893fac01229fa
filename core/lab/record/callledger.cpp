// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/callledger.h"

#include <array>
#include <span>
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
        Entry entry;
        quint8 kind; ///< an ErrorKind, or Success
    };
    static constexpr quint8 Success = 255;

    std::array<Line, Size> lines; // of which the first `used` are written
    std::size_t used = 0;
    quint64 ends = 0;

    static quint8 kindOf(const Ending &ending) { return ending.isSuccess ? Success : static_cast<quint8>(ending.kind); }

    /// The latest line, if it is @p entry of the call of @p event at the same moment.
    Line *latest(Entry entry, const RunEvent &event)
    {
        if (used == 0)
            return nullptr;
        Line &line = lines[used - 1];
        const bool isIt = line.entry == entry && line.call == event.call && line.at == event.at.count()
            && line.endpoint == event.endpoint;
        return isIt ? &line : nullptr;
    }

    void write(Entry entry, const RunEvent &event, const Ending &ending = Ending::success(0), Duration time = {})
    {
        Line &line = lines[used++];
        line.at = event.at.count();
        line.time = time.count();
        line.call = event.call;
        line.endpoint = static_cast<quint16>(event.endpoint);
        line.status = static_cast<quint16>(ending.status);
        line.entry = entry;
        line.kind = kindOf(ending);
    }
};

void CallLedger::add(const RunEvent &event)
{
    if (m_pages.empty() || m_pages.back()->used == Page::Size)
        turnPage();
    Page &page = *m_pages.back();
    if (std::holds_alternative<RunEvent::CallDue>(event.what)) {
        page.write(Entry::Due, event);
    } else if (std::holds_alternative<RunEvent::AttemptStarted>(event.what)) {
        if (Page::Line *const line = page.latest(Entry::Due, event))
            line->entry = Entry::DueAndStarted;
        else
            page.write(Entry::Started, event);
    } else if (const auto *attempt = std::get_if<RunEvent::AttemptEnded>(&event.what)) {
        page.write(Entry::Ended, event, attempt->ending, attempt->took);
    } else if (const auto *call = std::get_if<RunEvent::CallEnded>(&event.what)) {
        Page::Line *const line = page.latest(Entry::Ended, event);
        if (line && line->time == call->latency.count() && line->status == call->ending.status
            && line->kind == Page::kindOf(call->ending))
            line->entry = Entry::EndedAndOver;
        else
            page.write(Entry::Over, event, call->ending, call->latency);
        ++page.ends;
        ++m_kept;
    }
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
    if (page && !m_isShared)
        page->used = page->ends = 0;
    else
        page = std::make_shared_for_overwrite<Page>();
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
        for (const Page::Line &line : std::span(page->lines).first(page->used)) {
            const Key key{line.endpoint, line.call};
            const Entry entry = line.entry;
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
