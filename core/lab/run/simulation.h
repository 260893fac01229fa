// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/run/simulatedendpoint.h"
#include "lab/run/simulatedload.h"
#include "lab/run/simulatedrun.h"
#include "lab/run/simulationqueue.h"
#include "resilience/pipeline/callmachine.h"

#include <atomic>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace Fuseboard {

/// What moves a SimulatedRun: its calls, and the queue of what is to happen. As that says; one thread.
class Simulation
{
public:
    Simulation(const Scenario &scenario, SimulatedRun::EventSink sink);

    bool advanceTo(TimePoint until, const std::stop_token &stop);
    void cancel();
    bool isFinished() const { return m_isFinished; }
    QString failure() const { return m_failure; }
    Duration shownNow() const { return Duration(m_shownNow.load(std::memory_order_relaxed)); }

    void setWireDelay(const LatencyConfig &delay, Duration longest, quint64 seed)
    {
        m_wire.emplace(LatencyModel(delay), longest, CounterRandom(seed));
    }
    void setPolicy(int endpoint, const PolicyConfig &policy);
    void setBreakerState(int endpoint, BreakerState state);
    void setOverride(int endpoint, const EndpointOverride &byHand);
    BreakerMetrics breakerMetrics(int endpoint);

private:
    using What = SimulationQueue::What;

    /// A call under way, or a place for one: places are used anew.
    struct Call
    {
        quint32 place = 0;                  ///< index in m_calls
        std::optional<CallMachine> machine; ///< of the present call or the one before
        quint64 number = 0;
        TimePoint due{};
        TimePoint attemptReady{}; ///< when it could begin, if there was a connection
        TimePoint attemptBegan{};
        SimulatedService::Answer answer; ///< that its latest request gets
        quint32 asked = 0;               ///< its latest request, in m_requests
        int redirects = 0;               ///< followed in the present attempt
        int deliveries = 0;              ///< of the call so far
        bool areDeliveriesKnown = true;
        int endpoint = 0;
        bool isUnderWay = false;
        bool isAttempting = false;
        bool isQueued = false;        ///< its attempt waits for a connection
        bool holdsConnection = false; ///< one of those that are limited
        bool isHanging = false;       ///< it waits, and nothing will ever end that
        bool isRefused = false;       ///< its latest request: the queue was full
        Duration latency{};           ///< of that request's answer by itself
        quint32 user = SimulatedLoad::NoUser;
        quint32 request = NoRequest; ///< the one that it waits for
        quint32 ticket = SimulationQueue::NoTicket;
    };

    /// A request that a worker is to work on, or works on.
    struct Work
    {
        quint64 call = 0;
        quint64 attempt = 1;
        int endpoint = 0;
        quint32 client = 0;                  ///< the call's place
        quint32 request = 0;                 ///< the call waits for it, if it has not given up
        SimulatedService::Latency latency{}; ///< as it was drawn when the request came
    };

    /// What answers take on their way.
    struct Wire
    {
        Wire(const LatencyModel &wireDelay, Duration longestDelay, CounterRandom wireRandom)
            : delay(wireDelay)
            , longest(longestDelay)
            , random(wireRandom)
        {
        }

        LatencyModel delay;
        Duration longest;
        CounterRandom random;
    };

    static constexpr quint32 NoRequest = 0;

    /// Each takes some 600 bytes, with what is recorded of it.
    static constexpr int MostUnderWay = 2'000'000;

    // The run, in simulation.cpp.
    void begin();
    bool step(TimePoint until);
    void happen(const SimulationQueue::Entry &entry);
    void cutCallsOff();
    void giveUpCalls();
    void finishWhenOver();
    void fail();
    std::vector<Call *> callsWhere(bool (*isWanted)(const Call &)) const;
    void finish();
    void flush();
    void enterPhase(int endpoint, qsizetype phase);
    void phaseTurns(int endpoint);
    void schedulePhase(int endpoint);
    void lookAtService(int endpoint, bool isNews);
    void tellHealth(int endpoint);
    void resetConnections(int endpoint);
    void tellBreakerNews(int endpoint);
    void armBreaker(int endpoint);
    void scheduleSample(int endpoint);
    void sampleBreaker(int endpoint);
    WindowFigures showBreaker(int endpoint);

    // The calls, in simulatedcalls.cpp.
    void makeCall(const SimulatedLoad::Due &due);
    void obey(Call &call, const CallMachine::Step &step);
    void startAttempt(Call &call);
    Q_ALWAYS_INLINE void beginAttempt(Call &call);
    void queueAttempt(Call &call);
    void waitRanOut(Call &call);
    void unsettleQueue(int endpoint);
    void settleQueues();
    void askWaiting(int endpoint);
    void grantConnections(int endpoint);
    void send(Call &call);
    void sendAstray(Call &call, const SimulatedRequests::Request &request);
    void beginWork(quint32 work);
    void workDone(quint32 work);
    void awaitAnswer(Call &call, TimePoint heard);
    void hangs(Call &call);
    void hangsNoMore(Call &call) { m_hanging -= std::exchange(call.isHanging, false); }
    void noteRequestEnd(const Call &call, const Ending &ending);
    void answered(Call &call);
    void connectionLost(Call &call);
    void endCall(Call &call, const Ending &ending);
    Call &takePlace();
    Duration wireDelay(const Call &call) const;

    SimulatedEndpoint &endpoint(int index) { return *m_endpoints[static_cast<std::size_t>(index)]; }

    template<typename Happened>
    void tell(int endpoint, quint64 call, Happened what)
    {
        m_events.emplace_back(m_now.time_since_epoch(), endpoint, call, std::move(what));
        if (m_events.size() >= MostEvents)
            flush();
    }

    static constexpr std::size_t MostEvents = 128;

    TimePoint m_now{}; ///< first, for everything below looks at it
    const TimePoint m_end;
    const SimulatedRun::EventSink m_sink;
    std::vector<RunEvent> m_events;
    SimulationQueue m_queue;
    SimulatedRequests m_requests;
    std::vector<std::unique_ptr<SimulatedEndpoint>> m_endpoints;
    SimulatedLoad m_load;
    std::vector<std::unique_ptr<Call>> m_calls;
    std::vector<Call *> m_freeCalls;
    std::vector<Work> m_works;
    std::vector<quint32> m_freeWorks;
    std::vector<int> m_unsettled; ///< endpoints with isQueueUnsettled
    quint32 m_lastRequest = NoRequest;
    int m_underWay = 0;
    std::optional<Wire> m_wire;
    int m_hanging = 0;         ///< of those under way
    bool m_isGivingUp = false; ///< all calls, and the run with them
    QString m_failure;
    bool m_isCuttingOff = false; ///< they would have ended by themselves
    bool m_hasBegun = false;
    bool m_isLoadOver = false;
    bool m_isFinished = false;
    std::atomic<qint64> m_shownNow = 0;
};

} // namespace Fuseboard
