// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/callledger.h"

#include <algorithm>
#include <unordered_map>

namespace Fuseboard {

namespace {

enum class Entry : quint8 { Due, Started, Ended, Over };

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

void CallLedger::add(const RunEvent &event)
{
    Page::Line line{event.at.count(), 0, event.call, static_cast<quint16>(event.endpoint), 0, 0, Page::Success};
    const auto note = [&line](Entry entry, const Ending &ending, Duration time) {
        line.entry = static_cast<quint8>(entry);
        line.time = time.count();
        line.status = static_cast<quint16>(ending.status);
        line.kind = ending.isSuccess ? Page::Success : static_cast<quint8>(ending.kind);
    };
    bool isEnd = false;
    if (std::holds_alternative<RunEvent::CallDue>(event.what)) {
        line.entry = static_cast<quint8>(Entry::Due);
    } else if (std::holds_alternative<RunEvent::AttemptStarted>(event.what)) {
        line.entry = static_cast<quint8>(Entry::Started);
    } else if (const auto *ended = std::get_if<RunEvent::AttemptEnded>(&event.what)) {
        note(Entry::Ended, ended->ending, ended->took);
    } else if (const auto *over = std::get_if<RunEvent::CallEnded>(&event.what)) {
        note(Entry::Over, over->ending, over->latency);
        isEnd = true;
    } else {
        return;
    }

    if (m_pages.empty() || m_pages.back()->lines.size() == Page::Size) {
        // What is left without the oldest page is enough.
        while (!m_pages.empty() && m_kept - m_pages.front()->ends >= MostCalls) {
            m_kept -= m_pages.front()->ends;
            m_dropped += m_pages.front()->ends;
            m_pages.pop_front();
        }
        m_pages.push_back(std::make_shared<Page>());
        m_pages.back()->lines.reserve(Page::Size);
    }
    Page &page = *m_pages.back();
    page.lines.push_back(line);
    page.ends += isEnd;
    m_kept += isEnd;
}

CallLedger::Pages CallLedger::pages() const
{
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
            const Ending ending{line.kind == Page::Success,
                                line.kind == Page::Success ? ErrorKind::Other : static_cast<ErrorKind>(line.kind),
                                line.status};
            if (static_cast<Entry>(line.entry) == Entry::Due) {
                RecordedCall &call = underWay[key];
                call.endpoint = line.endpoint;
                call.number = line.call;
                call.due = Duration(line.at);
                continue;
            }
            const bool isOver = static_cast<Entry>(line.entry) == Entry::Over;
            seen += isOver;
            const auto found = underWay.find(key);
            if (found == underWay.end())
                continue; // began before the oldest page
            RecordedCall &call = found->second;
            if (!isOver) {
                if (static_cast<Entry>(line.entry) == Entry::Started) {
                    call.attempts.push_back({Duration(line.at), {}, std::nullopt});
                } else if (!call.attempts.empty()) {
                    call.attempts.back().took = Duration(line.time);
                    call.attempts.back().ending = ending;
                }
                continue;
            }
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
