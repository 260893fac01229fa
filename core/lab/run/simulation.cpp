// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/simulation.h"

#include "lab/run/runtiming.h"
#include "lab/run/vectorstate.h"
#include "resilience/base/durationtext.h"
#include "resilience/base/saturatingadd.h"

#include <algorithm>
#include <utility>

namespace Fuseboard {

namespace {

/// Events between two looks at whether somebody wants it to stop.
constexpr int StepsInOneGo = 4096;

} // namespace

Simulation::Simulation(const Scenario &scenario, SimulatedRun::EventSink sink)
    : m_end(scenario.duration)
    , m_sink(std::move(sink))
    , m_requests(scenario.endpoints)
    , m_load(scenario)
{
    m_events.reserve(MostEvents);
    const QList<quint64> streams = scenario.luckStreams();
    const QHash<QString, quint64> sources = CallNumbers::sourcesOf(scenario.workload);
    for (int i = 0; i < scenario.endpoints.size(); ++i)
        m_endpoints.push_back(std::make_unique<SimulatedEndpoint>(
            scenario, i, streams[i], sources.value(scenario.endpoints[i].name), m_requests, m_now));
}

bool Simulation::advanceTo(TimePoint until, const std::stop_token &stop)
{
    releaseVectorState();
    if (!std::exchange(m_hasBegun, true))
        begin();
    bool isStopped = false;
    for (int steps = 1; !m_isFinished && !isStopped; ++steps) {
        if (!step(until)) {
            m_now = std::max(m_now, until);
            break;
        }
        if (steps % StepsInOneGo == 0)
            isStopped = stop.stop_requested();
    }
    flush();
    return !isStopped;
}

void Simulation::begin()
{
    m_queue.push(m_end, What::LoadEnds, 0);
    m_queue.push(saturatingAdd(m_end, RunOutTime), What::RunOutEnds, 0);
    for (int i = 0; i < static_cast<int>(m_endpoints.size()); ++i) {
        if (endpoint(i).service().hasOverride())
            schedulePhase(i);
        else
            enterPhase(i, 0);
        showBreaker(i);
    }
    m_load.begin(m_queue);
}

/// Lets the next thing happen; false if that is after @p until.
bool Simulation::step(TimePoint until)
{
    const TimePoint next = m_queue.top().moment(); // the end of the load, if nothing else
    if (m_load.nextArrival() < next) {
        if (m_load.nextArrival() > until)
            return false;
        m_now = m_load.nextArrival();
        makeCall(m_load.takeArrival());
        if (!m_unsettled.empty()) [[unlikely]]
            settleQueues();
        return true;
    }
    if (next > until)
        return false;
    const SimulationQueue::Entry entry = m_queue.pop();
    m_now = entry.moment();
    happen(entry);
    if (!m_unsettled.empty()) [[unlikely]]
        settleQueues();
    return true;
}

void Simulation::happen(const SimulationQueue::Entry &entry)
{
    const quint32 subject = entry.subject();
    switch (entry.what()) {
    case What::WorkDone:
        return workDone(subject);
    case What::AttemptEnds:
        if (Call &call = *m_calls[subject]; call.ticket == entry.ticket())
            answered(call);
        return;
    case What::LimitRunsOut:
    case What::WaitEnds:
        if (Call &call = *m_calls[subject]; call.ticket == entry.ticket()) {
            call.ticket = SimulationQueue::NoTicket;
            if (call.isQueued) [[unlikely]]
                return waitRanOut(call);
            obey(call, call.machine->timerFired(m_now));
        }
        return;
    case What::LoadEnds:
        m_isLoadOver = true;
        return finishWhenOver();
    case What::PhaseChanges:
        if (const int i = static_cast<int>(subject); endpoint(i).phaseTicket == entry.ticket())
            phaseTurns(i);
        return;
    case What::BreakerTurns:
        if (const int i = static_cast<int>(subject); endpoint(i).breakerTicket == entry.ticket()) {
            endpoint(i).breakerTicket = SimulationQueue::NoTicket;
            endpoint(i).breaker()->machine().advance(m_now);
            tellBreakerNews(i);
        }
        return;
    case What::BreakerShows:
        return sampleBreaker(static_cast<int>(subject));
    case What::RunOutEnds:
        return cutCallsOff();
    case What::UserCalls:
        if (!m_isLoadOver)
            makeCall(m_load.callOf(subject));
        return;
    }
}

void Simulation::cancel()
{
    if (m_isFinished)
        return;
    m_isLoadOver = true;
    if (m_underWay == 0)
        finish();
    else
        cutCallsOff();
    flush();
}

void Simulation::cutCallsOff()
{
    m_isCuttingOff = true;
    giveUpCalls();
}

void Simulation::giveUpCalls()
{
    m_isGivingUp = true;
    for (Call *const call : callsWhere([](const Call &each) { return each.isUnderWay; }))
        obey(*call, call->machine->cancel(m_now));
    finish();
}

/// More calls are under way than there is memory for.
void Simulation::fail()
{
    m_failure = QStringLiteral(
                    "%1 calls are under way after %2, and more would not fit into memory: give calls a time limit "
                    "(policies.*.timeout), or the workload a lower rate")
                    .arg(m_underWay)
                    .arg(displayDuration(m_now.time_since_epoch()));
    m_isLoadOver = true;
    cutCallsOff();
}

/// The load is over: so is the run when no call is under way any more, or none but such as would wait for ever.
void Simulation::finishWhenOver()
{
    if (m_underWay == 0)
        finish();
    else if (m_underWay == m_hanging)
        giveUpCalls();
}

/// Those that are wanted, by endpoint and number.
std::vector<Simulation::Call *> Simulation::callsWhere(bool (*isWanted)(const Call &)) const
{
    std::vector<Call *> calls;
    for (const auto &call : m_calls) {
        if (isWanted(*call))
            calls.push_back(call.get());
    }
    std::ranges::sort(calls, {}, [](const Call *call) { return std::pair(call->endpoint, call->number); });
    return calls;
}

void Simulation::finish()
{
    m_isFinished = true;
    for (int i = 0; i < static_cast<int>(m_endpoints.size()); ++i)
        Q_ASSERT_X(breakerMetrics(i).permitsOut == 0, "SimulatedRun", "a permit was lost");
}

void Simulation::flush()
{
    m_shownNow.store(m_now.time_since_epoch().count(), std::memory_order_relaxed);
    if (m_events.empty())
        return;
    m_sink(m_events);
    m_events.clear();
}

void Simulation::enterPhase(int index, qsizetype phase)
{
    SimulatedService &service = endpoint(index).service();
    const bool wasShut = service.isShut(m_now);
    service.enterPhase(phase, m_now);
    lookAtService(index, !service.hasOverride());
    if (service.isShut(m_now) && !wasShut)
        resetConnections(index);
}

/// The phase of an endpoint is over, or its health changes within it.
void Simulation::phaseTurns(int index)
{
    SimulatedService &service = endpoint(index).service();
    if (m_now >= service.phaseEnd() && service.phase() + 1 < service.phases().size())
        return enterPhase(index, service.phase() + 1);
    if (endpoint(index).health().judge(m_now))
        tellHealth(index);
    schedulePhase(index);
}

/// The service is as it is now, by its phase or by hand: judges its health, and tells it if it is another one or @p isNews.
void Simulation::lookAtService(int index, bool isNews)
{
    SimulatedEndpoint &target = endpoint(index);
    target.health().setPhase(target.service().model(), target.service().phaseBegan());
    if (target.health().judge(m_now) || isNews)
        tellHealth(index);
    schedulePhase(index);
}

void Simulation::tellHealth(int index)
{
    SimulatedEndpoint &target = endpoint(index);
    const Health health = target.health().health();
    tell(index, 0,
         target.service().hasOverride() ? RunEvent::PhaseChanged::byHand(health)
                                        : RunEvent::PhaseChanged{target.service().model().config().name, health});
}

void Simulation::schedulePhase(int index)
{
    SimulatedEndpoint &target = endpoint(index);
    const SimulatedService &service = target.service();
    const bool isLast = service.phase() + 1 == service.phases().size();
    TimePoint turn = target.health().until(m_now);
    // No phase begins once the load is over.
    if (!isLast && service.phaseEnd() < m_end)
        turn = std::min(turn, service.phaseEnd());
    target.phaseTicket = SimulationQueue::NoTicket;
    if (turn != TimePoint::max())
        target.phaseTicket = m_queue.push(turn, What::PhaseChanges, static_cast<quint32>(index));
}

void Simulation::resetConnections(int index)
{
    for (Call *const call : callsWhere([](const Call &each) { return each.request != NoRequest; })) {
        if (m_requests[call->asked].endpoint == index)
            connectionLost(*call);
    }
}

void Simulation::setOverride(int index, const EndpointOverride &byHand)
{
    SimulatedService &service = endpoint(index).service();
    if (m_isFinished || (byHand.isEmpty() && !service.hasOverride()))
        return;
    const bool wasShut = service.isShut(m_now);
    service.setOverride(byHand);
    if (m_hasBegun || !byHand.isEmpty())
        lookAtService(index, true);
    if (service.isShut(m_now) && !wasShut)
        resetConnections(index);
    settleQueues();
    flush();
}

void Simulation::setPolicy(int index, const PolicyConfig &policy)
{
    if (m_isFinished)
        return;
    SimulatedEndpoint &target = endpoint(index);
    const bool hadBreaker = target.breaker() != nullptr;
    const BreakerState state = hadBreaker ? target.breaker()->machine().state() : BreakerState::Closed;
    target.setPolicy(policy);
    if (m_hasBegun && target.health().judge(m_now)) { // answers may come too late now, or in time
        tellHealth(index);
        schedulePhase(index);
    }
    if (hadBreaker && !target.breaker() && state != BreakerState::Closed) {
        // Nothing stands in the way of calls any more, which is what a closed breaker looks like.
        StateChange change;
        change.from = state;
        change.at = m_now;
        tell(index, 0, RunEvent::StateChanged{change});
    }
    tellBreakerNews(index);
    armBreaker(index);
    unsettleQueue(index);
    settleQueues();
    flush();
}

void Simulation::setBreakerState(int index, BreakerState state)
{
    SimulatedBreaker *const breaker = endpoint(index).breaker();
    if (m_isFinished || !breaker)
        return;
    switch (state) {
    case BreakerState::Closed:
        breaker->machine().reset(m_now);
        break;
    case BreakerState::ForcedOpen:
        breaker->machine().forceOpen(m_now);
        break;
    case BreakerState::Disabled:
        breaker->machine().disable(m_now);
        break;
    case BreakerState::MetricsOnly:
        breaker->machine().setMetricsOnly(m_now);
        break;
    case BreakerState::Open:
    case BreakerState::HalfOpen:
        Q_ASSERT_X(false, "SimulatedRun::setBreakerState", "a breaker is not opened or half opened by hand");
        break;
    }
    tellBreakerNews(index);
    settleQueues();
    flush();
}

BreakerMetrics Simulation::breakerMetrics(int index)
{
    SimulatedBreaker *const breaker = endpoint(index).breaker();
    return breaker ? breaker->machine().metrics(m_now) : BreakerMetrics();
}

/// Tells of the breaker's changes, and sees to it that its results are shown soon.
void Simulation::tellBreakerNews(int index)
{
    SimulatedBreaker *const breaker = endpoint(index).breaker();
    if (!breaker)
        return;
    const bool hasResult = breaker->takeNews();
    if (breaker->machine().hasChanges()) {
        for (const StateChange &change : breaker->machine().takeChanges()) {
            tell(index, 0, RunEvent::StateChanged{change});
            showBreaker(index);
        }
        armBreaker(index);
        if (endpoint(index).connections().hasWaiting()) {
            endpoint(index).hasBreakerChanged = true;
            unsettleQueue(index);
        }
    }
    if (hasResult && !endpoint(index).isSampleDue)
        scheduleSample(index);
}

/// Sees to it that the breaker is asked when it would change by itself.
void Simulation::armBreaker(int index)
{
    SimulatedEndpoint &target = endpoint(index);
    const auto deadline = target.breaker() ? target.breaker()->machine().nextDeadline() : std::nullopt;
    target.breakerTicket = SimulationQueue::NoTicket;
    if (deadline && *deadline != TimePoint::max())
        target.breakerTicket = m_queue.push(std::max(m_now, *deadline), What::BreakerTurns,
                                            static_cast<quint32>(index));
}

void Simulation::scheduleSample(int index)
{
    SimulatedEndpoint &target = endpoint(index);
    target.isSampleDue = true;
    target.breaker()->awaitResults(false);
    const auto ticks = m_now.time_since_epoch() / BreakerSampleInterval;
    m_queue.push(TimePoint(BreakerSampleInterval * (ticks + 1)), What::BreakerShows, static_cast<quint32>(index));
}

void Simulation::sampleBreaker(int index)
{
    SimulatedEndpoint &target = endpoint(index);
    target.isSampleDue = false;
    if (!target.breaker())
        return;
    target.breaker()->awaitResults(true);
    const WindowFigures figures = showBreaker(index);
    // In a window of time results grow old without a new one.
    if (figures.results > 0 && target.breaker()->machine().config().timeWindow())
        scheduleSample(index);
}

/// Tells what is in the breaker's window; nothing is, if there is no breaker.
WindowFigures Simulation::showBreaker(int index)
{
    SimulatedBreaker *const breaker = endpoint(index).breaker();
    if (!breaker)
        return {};
    const BreakerMetrics metrics = breaker->machine().metrics(m_now);
    tell(index, 0, RunEvent::BreakerSampled{metrics.window, metrics.state});
    return metrics.window;
}

} // namespace Fuseboard
