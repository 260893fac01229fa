// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/replay.h"

#include "lab/fault/luck.h"
#include "lab/record/csvtext.h"
#include "lab/record/recording.h"
#include "resilience/breaker/breakermachine.h"

#include <queue>

#include <algorithm>
#include <array>
#include <memory>
#include <numeric>
#include <optional>

namespace Fuseboard {

namespace {

/// A permitted call that is under way.
struct Pending
{
    TimePoint end;
    quint32 row;
    quint64 episode;

    /// A heap has its largest on top: the first to end must be that.
    friend bool operator<(const Pending &a, const Pending &b) { return a.end != b.end ? a.end > b.end : a.row > b.row; }
};

class Replay
{
public:
    Replay(const CircuitBreakerConfig &config, const CallLog &log, const std::function<void(const RunEvent &)> &sink)
        : m_log(log)
        , m_sink(sink)
    {
        for (qsizetype i = 0; i < log.endpoints.size(); ++i) {
            auto own = std::make_shared<CircuitBreakerConfig>(config);
            if (log.namesEndpoints)
                own->name = log.endpoints[i];
            m_breakers.emplace_back(std::move(own), luckOf(0, static_cast<quint64>(i), Luck::OpenPeriod));
        }
        m_result.decisions.resize(log.rows.size());
        m_samples.resize(m_breakers.size());
    }

    ReplayResult run()
    {
        std::vector<quint32> starts(m_log.rows.size());
        std::iota(starts.begin(), starts.end(), 0u);
        const auto startOf = [this](quint32 row) { return m_log.rows[row].start; };
        if (!std::ranges::is_sorted(starts, {}, startOf))
            std::ranges::stable_sort(starts, {}, startOf);

        if (m_sink && !starts.empty()) {
            const TimePoint first(startOf(starts.front()));
            for (std::size_t endpoint = 0; endpoint < m_breakers.size(); ++endpoint) {
                const BreakerMetrics metrics = m_breakers[endpoint].metrics(first);
                m_samples[endpoint] = {metrics.window, metrics.state};
                m_sink({first.time_since_epoch(), static_cast<int>(endpoint), 0,
                        RunEvent::BreakerSampled{m_samples[endpoint]}});
            }
        }
        for (const quint32 row : starts) {
            endUntil(TimePoint(m_log.rows[row].start));
            start(row);
        }
        endUntil(TimePoint::max());
        for (int endpoint = 0; endpoint < m_log.endpoints.size(); ++endpoint)
            runTimers(endpoint, m_latest + Duration(1));
        for (std::size_t endpoint = 0; endpoint < m_breakers.size(); ++endpoint) {
            m_result.metrics.push_back(m_breakers[endpoint].metrics(m_latest));
        }
        // The timers of a breaker run when its next call does, which may be after another one's changes.
        std::ranges::stable_sort(m_result.transitions, {}, [](const ReplayTransition &t) { return t.change.at; });
        return std::move(m_result);
    }

private:
    /// What the log says was rejected never left the client.
    static bool wasSent(const CallLog::Row &call)
    {
        return call.ending.isSuccess || !isA(call.ending.kind, ErrorKind::Rejected);
    }

    BreakerMachine &breakerOf(const CallLog::Row &row) { return m_breakers[static_cast<std::size_t>(row.endpoint)]; }

    /// Ends every call that is due to by @p moment.
    void endUntil(TimePoint moment)
    {
        while (!m_pending.empty() && m_pending.top().end <= moment) {
            const Pending call = m_pending.top();
            m_pending.pop();
            end(call);
        }
    }

    /// Runs the timers of the breaker of @p endpoint that are due before @p now, each when it is due.
    ///
    /// What is due *at* that moment is left to the machine, which knows that an end comes before it and a start after.
    void runTimers(int endpoint, TimePoint now)
    {
        BreakerMachine &breaker = m_breakers[static_cast<std::size_t>(endpoint)];
        for (auto due = breaker.nextDeadline(); due && *due < now; due = breaker.nextDeadline()) {
            breaker.advance(*due);
            takeChanges(endpoint);
        }
    }

    void start(quint32 row)
    {
        const CallLog::Row &call = m_log.rows[row];
        const TimePoint now(call.start);
        m_latest = std::max(m_latest, now);
        runTimers(call.endpoint, now);
        tell(call.start, row, RunEvent::CallDue());

        BreakerMachine &breaker = breakerOf(call);
        const BreakerMachine::Admission admission = breaker.acquire(now);
        takeChanges(call.endpoint);
        m_result.decisions[row] = {admission.isGranted, breaker.state()};
        if (admission.isGranted) {
            if (wasSent(call))
                tell(call.start, row, RunEvent::AttemptStarted());
            m_pending.push({now + call.duration, row, admission.episode});
        } else {
            tell(call.start, row, RunEvent::Rejected());
            tell(call.start, row, RunEvent::CallEnded{Ending::failure(ErrorKind::CircuitOpen), 0, {}});
        }
        sample(call.endpoint, now);
    }

    void end(const Pending &pending)
    {
        const CallLog::Row &call = m_log.rows[pending.row];
        m_latest = std::max(m_latest, pending.end);
        runTimers(call.endpoint, pending.end);

        BreakerMachine &breaker = breakerOf(call);
        Ending ending = call.ending;
        const bool isSlow = breaker.isSlow(call.duration);
        // A status below 400 that the breaker is told of is an error, or left out.
        const ErrorKindSet &excluded = breaker.config().excludedErrors;
        const bool isExcluded = ending.isSuccess && excluded.containsStatus(ending.status);
        if (ending.isSuccess && !isExcluded && breaker.config().recordedErrors.containsStatus(ending.status))
            ending = Ending::failure(ErrorKind::Api, ending.status);
        if (isExcluded)
            breaker.failure(pending.episode, ErrorKind::Api, ending.status, isSlow, pending.end);
        else if (ending.isSuccess)
            breaker.success(pending.episode, isSlow, pending.end);
        else
            breaker.failure(pending.episode, ending.kind, ending.status, isSlow, pending.end);

        const Duration at = pending.end.time_since_epoch();
        if (wasSent(call))
            tell(at, pending.row, RunEvent::AttemptEnded{1, ending, call.duration});
        tell(at, pending.row, RunEvent::CallEnded{ending, wasSent(call) ? 1 : 0, call.duration});
        takeChanges(call.endpoint);
        sample(call.endpoint, pending.end);
    }

    void takeChanges(int endpoint)
    {
        BreakerMachine &breaker = m_breakers[static_cast<std::size_t>(endpoint)];
        if (!breaker.hasChanges())
            return;
        for (const StateChange &change : breaker.takeChanges()) {
            m_result.transitions.push_back({endpoint, change});
            if (m_sink)
                m_sink({change.at.time_since_epoch(), endpoint, 0, RunEvent::StateChanged{change}});
            sample(endpoint, change.at);
        }
    }

    /// Emits what the rule of @p endpoint looks at, if that is something else than before.
    void sample(int endpoint, TimePoint now)
    {
        if (!m_sink)
            return;
        const auto index = static_cast<std::size_t>(endpoint);
        const BreakerMetrics metrics = m_breakers[index].metrics(now);
        RunEvent::BreakerSampled &latest = m_samples[index];
        if (metrics.window == latest.window && metrics.state == latest.state)
            return;
        latest = {metrics.window, metrics.state};
        m_sink({now.time_since_epoch(), endpoint, 0, RunEvent::BreakerSampled{latest}});
    }

    template<typename What>
    void tell(Duration at, quint32 row, const What &what)
    {
        if (m_sink)
            m_sink({at, m_log.rows[row].endpoint, quint64(row) + 1, what});
    }

    const CallLog &m_log;
    const std::function<void(const RunEvent &)> &m_sink;
    std::vector<RunEvent::BreakerSampled> m_samples; ///< the newest of each endpoint
    std::vector<BreakerMachine> m_breakers;
    std::priority_queue<Pending> m_pending;
    ReplayResult m_result;
    TimePoint m_latest; ///< of what has happened so far
};

} // namespace

QByteArray ReplayResult::decisionsToCsv() const
{
    std::array<QByteArray, BreakerStateCount> endings;
    for (int i = 0; i < BreakerStateCount; ++i)
        endings[static_cast<std::size_t>(i)] = ',' + breakerStateName(static_cast<BreakerState>(i)).toLatin1() + '\n';

    QByteArray csv = "call,decision,state\n";
    csv.reserve(csv.size() + static_cast<qsizetype>(decisions.size()) * 28);
    for (std::size_t row = 0; row < decisions.size(); ++row) {
        csv += QByteArray::number(static_cast<qulonglong>(row));
        csv += decisions[row].isPermitted ? ",permitted" : ",rejected";
        csv += endings[static_cast<std::size_t>(decisions[row].state)];
    }
    return csv;
}

QByteArray ReplayResult::transitionsToCsv(const CallLog &log) const
{
    QByteArray csv = log.namesEndpoints ? "time_ms,from,to,reason,endpoint\n" : "time_ms,from,to,reason\n";
    for (const ReplayTransition &transition : transitions) {
        const StateChange &change = transition.change;
        csv += csvMilliseconds(change.at.time_since_epoch()) + ',' + breakerStateName(change.from).toLatin1() + ','
            + breakerStateName(change.to).toLatin1() + ',' + csvField(change.reason());
        if (log.namesEndpoints)
            csv += ',' + csvField(log.endpoints[transition.endpoint]);
        csv += '\n';
    }
    return csv;
}

ReplayResult replay(const CircuitBreakerConfig &config, const CallLog &log,
                    const std::function<void(const RunEvent &)> &sink)
{
    return Replay(config, log, sink).run();
}

ReplayResult replay(const CircuitBreakerConfig &config, const CallLog &log, Recording &recording)
{
    constexpr std::size_t most = 4096; // at a time: the recording has a lock
    std::vector<RunEvent> batch;
    const auto flush = [&] {
        recording.apply(batch);
        batch.clear();
    };
    ReplayResult result = replay(config, log, [&](const RunEvent &event) {
        batch.push_back(event);
        if (batch.size() == most)
            flush();
    });
    flush();
    recording.finish({});
    return result;
}

} // namespace Fuseboard
