// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/callledger.h"

#include <QtEndian>

#include <array>
#include <bit>
#include <unordered_map>

namespace Fuseboard {

namespace {

/// Most calls are sent at the moment they are due, and over with their first attempt: two lines are enough for them.
enum class Entry : quint8 {
    Due,
    Started,
    DueAndStarted,
    Ended,
    Over,
    EndedAndOver,
    Delivered, ///< comes before the end, with the number of deliveries as its time; only where it is not that of attempts
};

} // namespace

/// A page is bytes, for most of what there is to say is small. A line is
///
///     header      16 bits: the entry, then in four bits each how many bytes moment, call and time take; the highest one
///                 where the endpoint needs more than 16 bits
///     endpoint    16 bits
///     kind        8 bits: an ErrorKind, or Success; status, 16 bits: both only where something ended
///     endpoint    16 further bits, where they are needed
///     moment      since the line before
///     call        likewise; both may be negative
///     time        how long it took, where something ended
///
/// with the least byte first, and of the last three no more bytes than they need.
struct CallLedger::Page
{
    static constexpr std::size_t Size = 64 * 1024;
    static constexpr std::size_t LongestLine = 7 + 2 + 3 * 8;
    static constexpr std::size_t Slack = 8; ///< numbers are written and read by eight bytes
    static constexpr quint8 Success = 255;

    struct Line
    {
        qint64 at = 0;
        qint64 time = 0; ///< how long it took
        quint64 call = 0;
        quint32 endpoint = 0;
        quint16 status = 0;
        Entry entry{};
        quint8 kind = 0;
    };

    std::array<uchar, Size> bytes; // of which the first `used` are written
    std::size_t used = 0;
    quint64 ends = 0;
    std::size_t latestBegin = 0;
    Duration begin{};       ///< the moment of the first line
    quint64 open = 0;       ///< calls that began here, less those that are known to have ended
    bool isSpanned = false; ///< a call that began here ended behind the next page
    Line latest;

    bool isFull() const { return used + LongestLine + Slack > Size; }

    static quint8 kindOf(const Ending &ending) { return ending.isSuccess ? Success : static_cast<quint8>(ending.kind); }

    /// Whether the latest line is @p entry of the call of @p event at the same moment.
    bool isLatest(Entry entry, const RunEvent &event) const
    {
        return used > 0 && latest.entry == entry && latest.call == event.call && latest.at == event.at.count()
            && latest.endpoint == static_cast<quint32>(event.endpoint);
    }

    /// Whether the latest line is the end of an attempt that ended at the same moment and likewise.
    bool isLatestEnd(const RunEvent &event, const RunEvent::CallEnded &call) const
    {
        return isLatest(Entry::Ended, event) && latest.time == call.latency.count()
            && latest.status == call.ending.status && latest.kind == kindOf(call.ending);
    }

    void changeLatest(Entry entry)
    {
        latest.entry = entry;
        uchar &first = bytes[latestBegin];
        first = static_cast<uchar>((first & ~EntryMask) | static_cast<unsigned>(entry));
    }

    Q_ALWAYS_INLINE void write(Entry entry, const RunEvent &event)
    {
        append<ShortHead>({event.at.count(), 0, event.call, static_cast<quint32>(event.endpoint), 0, entry, 0});
    }
    Q_ALWAYS_INLINE void write(Entry entry, const RunEvent &event, const Ending &ending, Duration time)
    {
        append<LongHead>({event.at.count(), time.count(), event.call, static_cast<quint32>(event.endpoint),
                          static_cast<quint16>(ending.status), entry, kindOf(ending)});
    }

    Q_NEVER_INLINE void writeDeliveries(const RunEvent &event, int deliveries)
    {
        append<LongHead>({event.at.count(), deliveries, event.call, static_cast<quint32>(event.endpoint), 0,
                          Entry::Delivered, Success});
    }

    void clear()
    {
        used = ends = open = 0;
        isSpanned = false;
        latest = {};
    }

    /// Reads a page from its beginning.
    class Reader
    {
    public:
        explicit Reader(const Page &page)
            : m_page(page)
        {
        }

        bool atEnd() const { return m_position == m_page.used; }

        const Line &next()
        {
            const quint64 head = number(8);
            const auto lengthAt = [head](int shift) { return static_cast<std::size_t>(head >> shift & LengthMask); };
            m_line.entry = static_cast<Entry>(head & EntryMask);
            m_line.endpoint = static_cast<quint16>(head >> EndpointShift);
            const bool isWide = head & WideBit;
            const bool isLong = m_line.entry >= Entry::Ended;
            m_line.kind = isLong ? static_cast<quint8>(head >> KindShift) : Success;
            m_line.status = isLong ? static_cast<quint16>(head >> StatusShift) : 0;
            m_position += isLong ? LongHead : ShortHead;
            if (isWide)
                m_line.endpoint |= static_cast<quint32>(take(2)) << 16;
            m_line.at += folded(take(lengthAt(AtShift)));
            m_line.call += static_cast<quint64>(folded(take(lengthAt(CallShift))));
            m_line.time = static_cast<qint64>(take(lengthAt(TimeShift)));
            return m_line;
        }

    private:
        quint64 number(std::size_t length) const
        {
            const quint64 all = qFromLittleEndian<quint64>(m_page.bytes.data() + m_position);
            return length == 8 ? all : all & ((quint64(1) << 8 * length) - 1);
        }
        quint64 take(std::size_t length)
        {
            const quint64 value = number(length);
            m_position += length;
            return value;
        }
        static qint64 folded(quint64 value)
        {
            return static_cast<qint64>(value >> 1) ^ -static_cast<qint64>(value & 1);
        }

        const Page &m_page;
        std::size_t m_position = 0;
        Line m_line;
    };

private:
    static constexpr unsigned EntryMask = 7;
    static constexpr unsigned LengthMask = 15;
    static constexpr int AtShift = 3;
    static constexpr int CallShift = 7;
    static constexpr int TimeShift = 11;
    static constexpr quint64 WideBit = quint64(1) << 15;
    static constexpr int EndpointShift = 16;
    static constexpr int KindShift = 32;
    static constexpr int StatusShift = 40;
    static constexpr std::size_t ShortHead = 4;
    static constexpr std::size_t LongHead = 7;

    /// Small for a small number, whatever its sign.
    static quint64 unfolded(qint64 value)
    {
        return static_cast<quint64>(value) << 1 ^ static_cast<quint64>(value >> 63);
    }
    static std::size_t lengthOf(quint64 value) { return static_cast<std::size_t>(std::bit_width(value) + 7) / 8; }

    template<std::size_t HeadLength>
    Q_ALWAYS_INLINE void append(const Line &line)
    {
        const quint64 at = unfolded(line.at - latest.at);
        const quint64 call = unfolded(static_cast<qint64>(line.call - latest.call));
        const auto time = static_cast<quint64>(line.time);
        const std::size_t atLength = lengthOf(at);
        const std::size_t callLength = lengthOf(call);
        const std::size_t timeLength = lengthOf(time);
        const bool isWide = line.endpoint > 0xffff;

        uchar *end = bytes.data() + used;
        const auto put = [&end](quint64 value, std::size_t length) {
            qToLittleEndian(value, end);
            end += length;
        };
        put(static_cast<quint64>(line.entry) | atLength << AtShift | callLength << CallShift | timeLength << TimeShift
                | quint64(line.endpoint & 0xffff) << EndpointShift | quint64(line.kind) << KindShift
                | quint64(line.status) << StatusShift | (isWide ? WideBit : 0),
            HeadLength);
        if (isWide) [[unlikely]]
            put(line.endpoint >> 16, 2);
        put(at, atLength);
        put(call, callLength);
        if constexpr (HeadLength == LongHead)
            put(time, timeLength);
        latestBegin = used;
        latest = line;
        used = static_cast<std::size_t>(end - bytes.data());
    }
};

namespace {

constexpr int LikeAttempts = -1; // deliveries, where no line says otherwise

/// Takes what @p line says of a call; its moments and its ending, once it is over.
void note(RecordedCall &call, Entry entry, qint64 at, qint64 time, const Ending &ending)
{
    switch (entry) {
    case Entry::Due:
    case Entry::DueAndStarted:
        call.due = Duration(at);
        call.deliveries = LikeAttempts;
        if (entry == Entry::Due)
            return;
        [[fallthrough]];
    case Entry::Started:
        if (call.attempts.size() < CallLedger::MostAttempts)
            call.attempts.push_back({Duration(at), {}, std::nullopt});
        return;
    case Entry::Delivered:
        call.deliveries = static_cast<int>(time);
        return;
    case Entry::Ended:
    case Entry::EndedAndOver:
        if (!call.attempts.empty() && !call.attempts.back().ending) {
            call.attempts.back().took = Duration(time);
            call.attempts.back().ending = ending;
        }
        if (entry == Entry::Ended)
            return;
        [[fallthrough]];
    case Entry::Over:
        call.ending = ending;
        call.latency = Duration(time);
        if (call.deliveries == LikeAttempts)
            call.deliveries = call.attempts.size() < CallLedger::MostAttempts ? static_cast<int>(call.attempts.size())
                                                                              : 0;
        for (RecordedAttempt &attempt : call.attempts) {
            if (!attempt.ending)
                attempt.took = Duration(at) - attempt.start;
        }
        return;
    }
}

/// Reads @p page. What begins goes to @p underWay if @p takesNew; @p isOver is given each call that ends, or null if its
/// beginning is not known, before it leaves.
template<typename IsOver>
void read(const CallLedger::Page &page, bool takesNew, CallLedger::CallsUnderWay &underWay, IsOver isOver)
{
    for (CallLedger::Page::Reader reader(page); !reader.atEnd();) {
        const CallLedger::Page::Line &line = reader.next();
        const bool isNew = line.entry == Entry::Due || line.entry == Entry::DueAndStarted;
        if (isNew && !takesNew)
            continue;
        const CallLedger::Key key{static_cast<int>(line.endpoint), line.call};
        const auto found = isNew ? underWay.try_emplace(key).first : underWay.find(key);
        const bool ends = line.entry == Entry::Over || line.entry == Entry::EndedAndOver;
        if (found == underWay.end()) {
            if (ends)
                isOver(nullptr);
            continue;
        }
        RecordedCall &call = found->second;
        if (isNew) {
            call = {};
            call.endpoint = key.endpoint;
            call.number = key.call;
        }
        const bool isSuccess = line.kind == CallLedger::Page::Success;
        note(call, line.entry, line.at, line.time,
             {isSuccess, isSuccess ? ErrorKind::Other : static_cast<ErrorKind>(line.kind), line.status});
        if (ends) {
            isOver(&call);
            underWay.erase(found);
        }
    }
}

} // namespace

CallLedger::CallLedger()
    : m_begun(std::make_shared<CallsUnderWay>())
{
    turnPage({});
}

void CallLedger::add(const RunEvent &event)
{
    if (const auto *due = std::get_if<RunEvent::CallDue>(&event.what)) {
        Page &page = pageToWrite(event.at);
        page.write(Entry::Due, event);
        ++page.open;
        if (due->late != Duration::zero()) [[unlikely]]
            m_isExact = false;
    } else if (std::holds_alternative<RunEvent::AttemptStarted>(event.what)) {
        if (m_page->isLatest(Entry::Due, event))
            m_page->changeLatest(Entry::DueAndStarted);
        else
            pageToWrite(event.at).write(Entry::Started, event);
    } else if (const auto *attempt = std::get_if<RunEvent::AttemptEnded>(&event.what)) {
        pageToWrite(event.at).write(Entry::Ended, event, attempt->ending, attempt->took);
    } else if (const auto *call = std::get_if<RunEvent::CallEnded>(&event.what)) {
        if (call->deliveries != call->attempts) [[unlikely]]
            pageToWrite(event.at).writeDeliveries(event, call->deliveries);
        if (m_page->isLatestEnd(event, *call))
            m_page->changeLatest(Entry::EndedAndOver);
        else
            pageToWrite(event.at).write(Entry::Over, event, call->ending, call->latency);
        ++m_page->ends;
        ++m_kept;
        noteEnd(event.at - call->latency);
    }
}

/// A call that was due at @p due has ended. Its page may be let go unread, unless it ended far behind it.
void CallLedger::noteEnd(Duration due)
{
    if (due > m_page->begin) [[likely]] {
        --m_page->open;
        return;
    }
    // Where that is not certain, a page is read in vain.
    if (!m_isExact)
        return;
    Duration next = m_page->begin;
    for (auto page = m_pages.rbegin() + 1; page != m_pages.rend() && due != next; ++page) {
        next = (*page)->begin;
        if (due > next) {
            --(*page)->open;
            (*page)->isSpanned = (*page)->isSpanned || page - m_pages.rbegin() > 1;
            return;
        }
    }
}

CallLedger::Page &CallLedger::pageToWrite(Duration now)
{
    if (m_page->isFull())
        turnPage(now);
    return *m_page;
}

void CallLedger::turnPage(Duration now)
{
    std::shared_ptr<Page> page;
    // What is left without the two oldest pages is enough: what began on the oldest one has mostly ended by the next.
    while (m_pages.size() > 2
           && (m_kept - m_pages[0]->ends - m_pages[1]->ends >= MostCalls || m_pages.size() >= MostPages)) {
        m_kept -= m_pages.front()->ends;
        m_dropped += m_pages.front()->ends;
        page = std::move(m_pages.front());
        m_pages.pop_front();
        letGoOf(*page);
    }
    // Memory that is there is cheaper than new one, unless somebody may still read what is in it.
    if (page && !m_isShared)
        page->clear();
    else
        page = std::make_shared_for_overwrite<Page>();
    m_page = page.get();
    m_page->begin = now;
    m_pages.push_back(std::move(page));
}

/// Remembers what the calls of @p page did that end on a later one, or have not ended yet.
void CallLedger::letGoOf(const Page &page)
{
    const bool isNeeded = !m_isExact || page.open > 0 || page.isSpanned;
    if (!isNeeded && m_begun->empty())
        return;
    if (m_begun.use_count() > 1) // somebody reads it
        m_begun = std::make_shared<CallsUnderWay>(*m_begun);
    read(page, isNeeded, *m_begun, [](const RecordedCall *) {});
}

CallLedger::Pages CallLedger::pages()
{
    m_isShared = true;
    Pages shared{{m_pages.begin(), m_pages.end()}, m_begun};
    shared.pages.back() = std::make_shared<Page>(*m_pages.back()); // it is still written to
    return shared;
}

std::vector<RecordedCall> CallLedger::callsOf(const Pages &pages, quint64 most)
{
    quint64 ends = 0;
    for (const auto &page : pages.pages)
        ends += page->ends;
    quint64 surplus = ends > most ? ends - most : 0; // the oldest ends, which nobody asked for

    CallsUnderWay underWay = *pages.begun;
    std::vector<RecordedCall> calls;
    calls.reserve(ends - surplus);
    for (const auto &page : pages.pages) {
        read(*page, true, underWay, [&](RecordedCall *call) {
            if (surplus > 0)
                --surplus;
            else if (call)
                calls.push_back(std::move(*call));
        });
    }
    return calls;
}

} // namespace Fuseboard
