// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/faultendpoint.h"

#include "lab/fault/faultanswer.h"
#include "lab/fault/faultconnection.h"
#include "lab/fault/httpanswer.h"
#include "lab/fault/requestpath.h"

#include <algorithm>
#include <utility>

namespace Fuseboard {

namespace {

using Kind = FaultConfig::Kind;

RequestOutcome outcomeOf(const FaultDraw &draw)
{
    static_assert(static_cast<int>(RequestOutcome::RedirectLoop) == static_cast<int>(Kind::RedirectLoop) + 1);
    return draw.fault ? static_cast<RequestOutcome>(static_cast<int>(draw.fault->kind) + 1) : RequestOutcome::Ok;
}

} // namespace

struct FaultEndpoint::Work
{
    FaultRequest request;
    quint64 call = 0;
    QPointer<FaultConnection> connection;
    std::shared_ptr<const PhaseModel> model; ///< that its fate points into
    FaultDraw fate;
    TimePoint came;
    Scheduler::TimerId timer = 0;
};

FaultEndpoint::FaultEndpoint(const EndpointConfig &config, FaultLuck luck, Scheduler &scheduler)
    : m_path(normalPath(config.path.toUtf8()))
    , m_capacity(config.capacity)
    , m_luck(luck)
    , m_scheduler(scheduler)
    , m_phaseBegan(scheduler.clock().now())
    , m_health(config.phases)
    , m_places(config.capacity)
{
    if (!config.phases.isEmpty())
        m_phase = config.phases.first();
    settle();
}

FaultEndpoint::~FaultEndpoint()
{
    for (const auto &[id, work] : m_works)
        m_scheduler.cancel(work.timer);
}

void FaultEndpoint::settle()
{
    m_model = std::make_shared<const PhaseModel>(m_byHand.applied(m_phase));
    m_health.setPhase(*m_model, m_phaseBegan);
}

void FaultEndpoint::setPhase(const PhaseConfig &phase, TimePoint began)
{
    m_phase = phase;
    m_phaseBegan = began;
    settle();
}

void FaultEndpoint::setOverride(const EndpointOverride &byHand)
{
    m_byHand = byHand;
    settle();
    m_places.setCapacity(byHand.capacity ? byHand.capacity : m_capacity);
    while (const auto next = m_places.beginNext())
        begin(*next);
}

bool FaultEndpoint::refusesConnections() const
{
    return m_model->refusesConnections(into());
}

EndpointState FaultEndpoint::state() const
{
    const Duration moment = into();
    EndpointState state;
    state.phase = m_phase.name;
    state.health = m_health.at(m_scheduler.clock().now());
    state.latency = m_model->latencyAt(moment);
    state.perConcurrent = m_model->perConcurrentAt(moment);
    state.faults = m_model->faultsAt(moment);
    state.capacity = m_byHand.capacity ? m_byHand.capacity : m_capacity;
    state.byHand = m_byHand;
    state.isRefusing = m_model->refusesConnections(moment);
    state.working = m_places.working();
    state.waiting = m_places.waiting();
    state.counts = m_counts;
    return state;
}

void FaultEndpoint::take(const FaultRequest &request, FaultConnection &connection)
{
    const TimePoint now = m_scheduler.clock().now();
    const quint64 call = request.call ? *request.call : ++m_counted;
    ++m_counts.requests;
    if (m_health.watchesCalls())
        m_health.callDue(call, now);
    FaultDraw fate = m_model->draw(m_luck, call, request.attempt, now - m_phaseBegan, m_places.working());
    if (isSentAgain(request, fate))
        fate.latency = {};
    if (fate.fault && !fate.fault->takesWorker()) {
        m_counts.add(outcomeOf(fate));
        connection.carryOut(answerOf(fate, request));
        return;
    }

    const quint64 id = ++m_lastWork;
    const ServicePlaces::Answer place = m_places.arrive(id);
    if (place == ServicePlaces::Answer::Refused) {
        m_health.requestEnded(EndpointHealth::Fate::Refused, request.attempt, {}, {}, now);
        m_counts.add(RequestOutcome::Refused, {});
        connection.carryOut(wholeAnswer({.status = 503, .body = "The queue is full.\n"}, request));
        return;
    }
    const bool begins = place == ServicePlaces::Answer::Begins;
    if (begins && fate.latency <= Duration::zero()) {
        m_places.finish(); // and nobody else begins: nobody waits while a worker is free
        deliver(request, fate, {}, connection);
        return;
    }
    Work &work = m_works[id];
    work = {request, call, &connection, m_model, fate, now, 0};
    if (begins)
        startTimer(id, work, fate.latency);
}

/// Whether this attempt's connection has been ended before it was answered, and its client, QNetworkAccessManager, now sends it
/// again by itself (up to three times, Qt 6.4.2). The attempt has had its latency: without this it would have it four times.
bool FaultEndpoint::isSentAgain(const FaultRequest &request, const FaultDraw &fate)
{
    const bool endsUnanswered = fate.fault && (fate.fault->kind == Kind::Close || fate.fault->kind == Kind::Malformed);
    if (!request.call || !endsUnanswered)
        return false;
    const std::pair attempt(*request.call, request.attempt);
    if (std::ranges::find(m_unanswered, attempt) != m_unanswered.end())
        return true;
    // They come at once, so few have to be remembered.
    constexpr std::size_t most = 256;
    if (m_unanswered.size() == most)
        m_unanswered.pop_front();
    m_unanswered.push_back(attempt);
    return false;
}

/// A worker has come free for a request that waited.
void FaultEndpoint::begin(quint64 id)
{
    Work &work = m_works.at(id);
    const Duration latency =
        m_model->draw(m_luck, work.call, work.request.attempt, into(), m_places.working() - 1).latency;
    startTimer(id, work, latency);
}

void FaultEndpoint::startTimer(quint64 id, Work &work, Duration latency)
{
    work.timer = m_scheduler.at(m_scheduler.clock().now() + latency, [this, id] { end(id); });
}

void FaultEndpoint::end(quint64 id)
{
    const Work work = std::move(m_works.extract(id).mapped());
    if (const auto next = m_places.finish())
        begin(*next);
    if (work.connection)
        deliver(work.request, work.fate, m_scheduler.clock().now() - work.came, *work.connection);
    else
        m_counts.add(RequestOutcome::Abandoned);
}

void FaultEndpoint::deliver(const FaultRequest &request, const FaultDraw &draw, Duration latency,
                            FaultConnection &connection)
{
    if (!draw.isError())
        m_health.requestEnded(EndpointHealth::Fate::Answered, request.attempt, {}, latency, m_scheduler.clock().now());
    if (connection.carryOut(answerOf(draw, request)))
        m_counts.add(outcomeOf(draw), latency);
    else
        m_counts.add(RequestOutcome::Abandoned);
}

} // namespace Fuseboard
