// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/simulation.h"
#include "resilience/base/saturatingadd.h"

#include <algorithm>
#include <utility>

namespace Fuseboard {

namespace {

using Do = CallMachine::Step::Do;

} // namespace

void Simulation::makeCall(const SimulatedLoad::Due &due)
{
    if (m_underWay == MostUnderWay) [[unlikely]]
        return fail();
    Call &call = takePlace();
    call.number = due.number;
    call.due = m_now;
    call.endpoint = due.endpoint;
    call.user = due.user;
    call.deliveries = 0;
    call.areDeliveriesKnown = true;
    call.isUnderWay = true;
    ++m_underWay;
    SimulatedEndpoint &target = endpoint(due.endpoint);
    if (target.health().watchesCalls() && target.health().callDue(due.number, m_now)) [[unlikely]]
        tellHealth(due.endpoint);
    tell(due.endpoint, due.number, RunEvent::CallDue());

    const RetryMachine::Call own{due.number, target.isIdempotent()};
    if (call.machine)
        call.machine->reset(target.policy(), own);
    else
        call.machine.emplace(target.policy(), own);
    obey(call, call.machine->start(m_now));
}

/// Does what the call's machine says, and tells of it in the order in which an ApiClient does.
void Simulation::obey(Call &call, const CallMachine::Step &step)
{
    SimulatedEndpoint &target = endpoint(call.endpoint);
    const SimulatedBreaker *const breaker = target.breaker();
    if (breaker && breaker->hasNews()) [[unlikely]]
        tellBreakerNews(call.endpoint);
    if (step.what == Do::Nothing)
        return;
    if (step.what == Do::StartAttempt)
        return startAttempt(call);

    const Ending ending = step.what == Do::Succeed ? call.answer.ending : Ending::of(call.machine->error());
    if (call.isAttempting) {
        call.isAttempting = false;
        call.request = NoRequest;
        call.ticket = SimulationQueue::NoTicket;
        tell(call.endpoint, call.number,
             RunEvent::AttemptEnded{call.machine->attempts(), ending, m_now - call.attemptBegan});
        if (target.service().countsWork() && call.redirects == 0)
            noteRequestEnd(call, ending);
        if (call.holdsConnection) [[unlikely]] {
            call.holdsConnection = false;
            target.connections().release();
            unsettleQueue(call.endpoint);
        }
    } else {
        if (call.isQueued) [[unlikely]] {
            hangsNoMore(call);
            call.isQueued = false;
            call.ticket = SimulationQueue::NoTicket;
            target.connections().leave(call.place);
        }
        if (isA(ending.kind, ErrorKind::Rejected))
            tell(call.endpoint, call.number, RunEvent::Rejected());
    }

    if (step.what != Do::Wait)
        return endCall(call, ending);
    tell(call.endpoint, call.number, RunEvent::Waiting{call.machine->attempts() + 1, step.wait});
    // A limit may run out before; one that runs out together with the wait is the machine's to see.
    if (const auto deadline = call.machine->deadline()) {
        const What what = *deadline - m_now < step.wait ? What::LimitRunsOut : What::WaitEnds;
        call.ticket = m_queue.push(*deadline, what, call.place);
    }
}

void Simulation::beginAttempt(Call &call)
{
    call.attemptBegan = m_now;
    call.asked = static_cast<quint32>(call.endpoint);
    call.redirects = 0;
    call.isAttempting = true;
    call.machine->attemptStarted(m_now);
    tell(call.endpoint, call.number, RunEvent::AttemptStarted{call.machine->attempts(), m_now - call.attemptReady});
    send(call);
}

void Simulation::startAttempt(Call &call)
{
    call.attemptReady = m_now;
    SimulatedConnections &connections = endpoint(call.endpoint).connections();
    if (connections.areLimited()) [[unlikely]] {
        if (!connections.hasFree() || connections.hasWaiting())
            return queueAttempt(call);
        connections.take();
        call.holdsConnection = true;
    }
    beginAttempt(call);
}

/// The attempt waits for a connection, unless a limit runs out before.
void Simulation::queueAttempt(Call &call)
{
    SimulatedConnections &connections = endpoint(call.endpoint).connections();
    call.isQueued = true;
    connections.wait(call.place, call.machine->isProbe());
    TimePoint limit = call.machine->deadline().value_or(TimePoint::max());
    if (const auto longest = connections.maxWait())
        limit = std::min(limit, saturatingAdd(m_now, *longest));
    if (limit != TimePoint::max())
        call.ticket = m_queue.push(limit, What::LimitRunsOut, call.place);
    else
        hangs(call); // as long as no connection comes free
}

/// A time limit has run out while the attempt waited for a connection, or the wait itself was too long.
void Simulation::waitRanOut(Call &call)
{
    CallMachine::Step step = call.machine->timerFired(m_now);
    if (step.what == Do::Nothing)
        step = call.machine->attemptRefused(Error{.kind = ErrorKind::Overload}, m_now);
    obey(call, step);
}

void Simulation::unsettleQueue(int index)
{
    if (!std::exchange(endpoint(index).isQueueUnsettled, true))
        m_unsettled.push_back(index);
}

/// Lets waiting calls go or refuses them, after all else that happened at this moment.
void Simulation::settleQueues()
{
    while (!m_unsettled.empty()) {
        const int index = m_unsettled.back();
        m_unsettled.pop_back();
        SimulatedEndpoint &target = endpoint(index);
        target.isQueueUnsettled = false;
        if (std::exchange(target.hasBreakerChanged, false))
            askWaiting(index);
        grantConnections(index);
    }
}

/// The breaker has changed: calls that it does not let go any more wait no longer.
void Simulation::askWaiting(int index)
{
    SimulatedConnections &connections = endpoint(index).connections();
    for (const quint32 place : connections.waiting()) {
        Call &call = *m_calls[place];
        if (!call.isQueued || call.endpoint != index)
            continue;
        if (const CallMachine::Step step = call.machine->askAgain(m_now); step.what != Do::Nothing) {
            obey(call, step);
        } else if (call.machine->isProbe()) { // made one by this question
            connections.leave(place);
            connections.wait(place, true);
        }
    }
}

void Simulation::grantConnections(int index)
{
    SimulatedConnections &connections = endpoint(index).connections();
    while (connections.hasWaiting() && connections.hasFree()) {
        Call &call = *m_calls[connections.takeFirst()];
        hangsNoMore(call);
        call.isQueued = false;
        call.ticket = SimulationQueue::NoTicket;
        if (const CallMachine::Step step = call.machine->askAgain(m_now); step.what != Do::Nothing) {
            obey(call, step);
            continue;
        }
        connections.take();
        call.holdsConnection = true;
        beginAttempt(call);
    }
}

/// Sends a request of the present attempt: the first, or one that a redirect asks for.
void Simulation::send(Call &call)
{
    if (++m_lastRequest == NoRequest)
        ++m_lastRequest;
    call.request = m_lastRequest;
    ++call.deliveries;
    int target = call.endpoint;
    if (call.redirects > 0) [[unlikely]] {
        const SimulatedRequests::Request &request = m_requests[call.asked];
        if (request.endpoint < 0)
            return sendAstray(call, request);
        target = request.endpoint;
    }
    SimulatedService &service = endpoint(target).service();
    const auto attempt = static_cast<quint64>(call.machine->attempts());
    SimulatedService::Answer &answer = call.answer;
    const SimulatedService::Latency latency = service.decide({call.number, attempt, call.asked, call.redirects}, m_now,
                                                             answer);
    if (m_wire) [[unlikely]]
        answer.drip += wireDelay(call);
    call.isRefused = false;
    if (!answer.isHeard && !(answer.takesWorker && service.countsWork())) {
        awaitAnswer(call, TimePoint::max());
        if (call.ticket == SimulationQueue::NoTicket)
            hangs(call);
        return;
    }
    call.latency = latency.alone + answer.drip;
    if (!answer.takesWorker)
        return awaitAnswer(call, m_now + answer.drip);
    if (!service.countsWork())
        return awaitAnswer(call, m_now + latency.alone + answer.drip);

    if (m_freeWorks.empty()) {
        m_freeWorks.push_back(static_cast<quint32>(m_works.size()));
        m_works.emplace_back();
    }
    const quint32 work = m_freeWorks.back();
    switch (service.places().arrive(work)) {
    case ServicePlaces::Answer::Refused:
        call.answer = SimulatedService::refusal();
        call.isRefused = true;
        if (m_wire)
            call.answer.drip = wireDelay(call);
        return awaitAnswer(call, m_now + call.answer.drip);
    case ServicePlaces::Answer::Waits:
        m_freeWorks.pop_back();
        m_works[work] = {call.number, attempt, target, call.place, call.request, latency};
        return awaitAnswer(call, TimePoint::max());
    case ServicePlaces::Answer::Begins:
        m_freeWorks.pop_back();
        m_works[work] = {call.number, attempt, target, call.place, call.request, latency};
        return beginWork(work);
    }
}

/// A redirect leads to where no endpoint is: to a path or a method that the server does not have, which says so at once, or to
/// another server, where nobody answers.
void Simulation::sendAstray(Call &call, const SimulatedRequests::Request &request)
{
    call.answer = {};
    call.answer.wasDelivered = request.status > 0;
    call.answer.ending = request.status > 0 ? Ending::failure(*errorKindOfStatus(request.status), request.status)
                                            : Ending::failure(ErrorKind::Connection);
    if (m_wire)
        call.answer.drip = wireDelay(call);
    awaitAnswer(call, m_now + call.answer.drip);
}

void Simulation::beginWork(quint32 number)
{
    const Work &work = m_works[number];
    const TimePoint done = m_now
        + endpoint(work.endpoint).service().workTime(work.call, work.attempt, work.latency, m_now);
    m_queue.push(done, What::WorkDone, number);

    // The end of the work brings the answer; only a limit before that needs an entry of its own.
    Call &call = *m_calls[work.client];
    if (call.request != work.request || call.ticket != SimulationQueue::NoTicket)
        return;
    const auto deadline = call.machine->deadline();
    if (deadline && (*deadline < done || !call.answer.isHeard))
        call.ticket = m_queue.push(*deadline, What::LimitRunsOut, work.client);
    else if (!call.answer.isHeard)
        hangs(call);
}

void Simulation::workDone(quint32 number)
{
    const Work &work = m_works[number]; // until the answer, which may bring another request to its place
    m_freeWorks.push_back(number);
    const auto next = endpoint(work.endpoint).service().places().finish();

    Call &call = *m_calls[work.client];
    if (call.request == work.request && call.answer.isHeard) {
        if (call.answer.drip > Duration::zero())
            awaitAnswer(call, m_now + call.answer.drip);
        else
            answered(call);
    }
    if (next)
        beginWork(static_cast<quint32>(*next));
}

/// The answer will be there at @p heard, unless a limit runs out before; max() if nobody knows yet.
void Simulation::awaitAnswer(Call &call, TimePoint heard)
{
    const auto deadline = call.machine->deadline();
    if (deadline && *deadline < heard)
        call.ticket = m_queue.push(*deadline, What::LimitRunsOut, call.place);
    else if (heard != TimePoint::max())
        call.ticket = m_queue.push(heard, What::AttemptEnds, call.place);
}

void Simulation::answered(Call &call)
{
    call.ticket = SimulationQueue::NoTicket;
    if (call.answer.next != SimulatedService::NoRequest) {
        call.asked = call.answer.next;
        ++call.redirects;
        return send(call);
    }
    Ending &ending = call.answer.ending;
    if (ending.isSuccess) {
        if (!endpoint(call.endpoint).isErrorStatus(ending.status))
            return obey(call, call.machine->attemptSucceeded(m_now, ending.status));
        ending = Ending::failure(ErrorKind::Api, ending.status);
    }
    if (call.answer.ending.kind == ErrorKind::Connection) {
        if (!call.answer.wasDelivered)
            --call.deliveries;
        else if (m_requests[call.asked].plan.isIdempotent)
            call.areDeliveriesKnown =
                false; // how often QNetworkAccessManager repeats it hangs on its connection's past
    }
    Error error;
    error.kind = call.answer.ending.kind;
    if (call.answer.ending.status > 0)
        error.httpStatus = call.answer.ending.status;
    error.retryAfter = call.answer.retryAfter;
    obey(call, call.machine->attemptFailed(std::move(error), call.answer.wasDelivered, m_now));
}

/// The service is gone while the call waits for its answer.
void Simulation::connectionLost(Call &call)
{
    hangsNoMore(call);
    call.answer = {};
    call.answer.ending = Ending::failure(ErrorKind::Connection);
    answered(call);
}

/// Nothing that is to come by itself ends its waiting.
void Simulation::hangs(Call &call)
{
    call.isHanging = true;
    ++m_hanging;
    if (m_isLoadOver && !m_isGivingUp)
        finishWhenOver();
}

/// Where the load may decide what becomes of a request, it says something about the health of the service.
void Simulation::noteRequestEnd(const Call &call, const Ending &ending)
{
    using Fate = EndpointHealth::Fate;
    const bool isFaulty = !call.answer.isHeard || !call.answer.takesWorker || !call.answer.ending.isSuccess;
    Fate fate = Fate::Answered;
    if (call.isRefused)
        fate = Fate::Refused;
    else if (isFaulty || (!ending.isSuccess && ending.kind != ErrorKind::Timeout))
        return; // counts by the shares of its phase, or not at all
    else if (!ending.isSuccess)
        fate = Fate::RanOut;
    if (endpoint(call.endpoint)
            .health()
            .requestEnded(fate, call.machine->attempts(), call.latency, m_now - call.attemptBegan, m_now))
        tellHealth(call.endpoint);
}

void Simulation::endCall(Call &call, const Ending &ending)
{
    tell(call.endpoint, call.number,
         RunEvent::CallEnded{ending, call.machine->attempts(), m_now - call.due,
                             call.areDeliveriesKnown ? call.deliveries : 0, m_isCuttingOff});
    call.ticket = SimulationQueue::NoTicket;
    call.isUnderWay = false;
    hangsNoMore(call);
    m_freeCalls.push_back(&call);
    if (call.user != SimulatedLoad::NoUser && !m_isLoadOver)
        m_load.callEnded(call.user, call.due, m_now, m_queue);
    --m_underWay;
    if (m_isLoadOver && !m_isGivingUp)
        finishWhenOver();
}

Duration Simulation::wireDelay(const Call &call) const
{
    const auto endpoint = static_cast<quint64>(call.endpoint);
    const auto request = static_cast<quint64>(call.machine->attempts()) << 16 | static_cast<quint64>(call.deliveries);
    const double draw = m_wire->random.stream(endpoint).uniform(call.number, request);
    return std::min(m_wire->delay.quantile(draw), m_wire->longest);
}

Simulation::Call &Simulation::takePlace()
{
    if (m_freeCalls.empty()) {
        m_calls.push_back(std::make_unique<Call>());
        m_calls.back()->place = static_cast<quint32>(m_calls.size() - 1);
        return *m_calls.back();
    }
    Call &call = *m_freeCalls.back();
    m_freeCalls.pop_back();
    return call;
}

} // namespace Fuseboard
