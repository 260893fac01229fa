// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/loaddriver.h"

#include "lab/fault/faultserver.h"
#include "lab/fault/luck.h"

#include <algorithm>

namespace Fuseboard {

using namespace std::chrono_literals;

namespace {

// A window draws at most 30 times a second, so events may wait for a frame.
constexpr auto FlushInterval = 25ms;
constexpr auto TickInterval = 100ms;

// When the scenario's time is over the calls under way may still end, as they would have: without this every run would
// end in a few cancelled ones. But not for ever, for one may hang.
constexpr auto GraceTime = 5s;

} // namespace

LoadDriver::LoadDriver(Setup setup)
    : m_setup(std::move(setup))
    , m_events(m_setup.recording, m_setup.scenario.endpoints.size())
{
    const Scenario &scenario = m_setup.scenario;
    for (int i = 0; i < scenario.endpoints.size(); ++i) {
        const EndpointConfig &config = scenario.endpoints[i];
        auto load = std::make_unique<EndpointLoad>(
            EndpointLoad::Place{i, config, scenario.seed, scenario.luckStreamOf(i), m_setup.ports[i]},
            scenario.policyOf(config.name), m_events, *m_setup.board);
        connect(load.get(), &EndpointLoad::idle, this, &LoadDriver::finishWhenIdle);
        m_endpoints.push_back({config, std::move(load), config.phases.first(), std::nullopt});
    }
    for (int i = 0; i < scenario.workload.size(); ++i) {
        const WorkloadConfig &config = scenario.workload[i];
        const auto target = std::ranges::find(m_endpoints, config.endpoint,
                                              [](const Endpoint &e) { return e.config.name; });
        m_workloads.push_back(
            {target->load.get(), Arrivals(config.arrivals, scenario.duration, scenario.arrivalLuckOf(i)), {}});
    }
    connect(&m_flushTimer, &QTimer::timeout, this, [this] { m_events.flush(m_scheduler.clock().now()); });
    connect(&m_tickTimer, &QTimer::timeout, this, [this] {
        for (const Endpoint &endpoint : m_endpoints)
            endpoint.load->tick();
    });
    m_tickTimer.setTimerType(Qt::PreciseTimer);
}

LoadDriver::~LoadDriver() = default;

void LoadDriver::begin()
{
    m_start = m_scheduler.clock().now();
    m_events.begin(m_start);
    beginCycle(m_start);
    for (std::size_t i = 0; i < m_workloads.size(); ++i) {
        m_workloads[i].due = m_workloads[i].arrivals.next();
        if (isDue(m_workloads[i]))
            scheduleCall(i);
    }
    m_flushTimer.start(FlushInterval);
    m_tickTimer.start(TickInterval);
}

/// The phases begin, for the first time or anew.
void LoadDriver::beginCycle(TimePoint start)
{
    const TimePoint end = start + m_setup.scenario.duration;
    for (int i = 0; i < static_cast<int>(m_endpoints.size()); ++i) {
        TimePoint due = start;
        const QList<PhaseConfig> &phases = m_endpoints[static_cast<std::size_t>(i)].config.phases;
        for (qsizetype phase = 0; phase < phases.size() && due < end; ++phase) {
            if (phase == 0)
                enterPhase(i, phase, due);
            else
                m_scheduler.at(due, [this, i, phase, due] { enterPhase(i, phase, due); });
            due += phases[phase].length;
        }
    }
    m_scheduler.at(end, [this, end] {
        if (m_setup.isEndless)
            beginCycle(end);
        else
            endLoad();
    });
}

void LoadDriver::enterPhase(int endpoint, qsizetype phase, TimePoint due)
{
    if (m_isLoadOver)
        return;
    Endpoint &target = m_endpoints[static_cast<std::size_t>(endpoint)];
    target.phase = target.config.phases[phase];
    tellServer([endpoint, config = target.phase, due](FaultServer &server) { server.setPhase(endpoint, config, due); });
    if (!target.breakage)
        m_events.add(endpoint, 0, due, RunEvent::PhaseChanged{target.phase.name, target.phase.effectiveHealth()});
}

void LoadDriver::breakEndpoint(int endpoint, const FaultConfig &fault)
{
    if (m_isFinished)
        return;
    m_endpoints[static_cast<std::size_t>(endpoint)].breakage = fault;
    tellServer([endpoint, fault](FaultServer &server) { server.breakEndpoint(endpoint, fault); });
    recordHealth(endpoint);
}

void LoadDriver::heal(int endpoint)
{
    if (m_isFinished)
        return;
    m_endpoints[static_cast<std::size_t>(endpoint)].breakage.reset();
    tellServer([endpoint](FaultServer &server) { server.heal(endpoint); });
    recordHealth(endpoint);
}

/// What the endpoint is like from now on, by hand.
void LoadDriver::recordHealth(int endpoint)
{
    const Endpoint &target = m_endpoints[static_cast<std::size_t>(endpoint)];
    RunEvent::PhaseChanged change{target.phase.name, target.phase.effectiveHealth()};
    if (target.breakage)
        change = {QStringLiteral("broken by hand"),
                  healthOfErrorShare(target.breakage->isError() ? target.breakage->share : 0)};
    m_events.add(endpoint, 0, m_scheduler.clock().now(), change);
}

void LoadDriver::tellServer(std::function<void(FaultServer &)> what)
{
    FaultServer *const server = m_setup.server;
    QMetaObject::invokeMethod(
        server, [server, what = std::move(what)] { what(*server); }, Qt::QueuedConnection);
}

void LoadDriver::setPolicy(const PolicyConfig &policy)
{
    for (const Endpoint &endpoint : m_endpoints) {
        if (!m_isFinished)
            endpoint.load->setPolicy(policy);
    }
}

void LoadDriver::setBreakerState(int endpoint, BreakerState state)
{
    if (!m_isFinished)
        m_endpoints[static_cast<std::size_t>(endpoint)].load->setBreakerState(state);
}

void LoadDriver::scheduleCall(std::size_t workload)
{
    m_scheduler.at(m_start + m_workloads[workload].due, [this, workload] { makeCalls(workload); });
}

/// Whether the next call of @p load belongs to the run: exactly those that are due before its end do, also if the thread is
/// late.
bool LoadDriver::isDue(const Workload &load) const
{
    return !m_isLoadOver && (m_setup.isEndless || load.due < m_setup.scenario.duration);
}

/// Makes all calls that are due; several, if the thread comes late.
void LoadDriver::makeCalls(std::size_t workload)
{
    Workload &load = m_workloads[workload];
    // Not asked again in the loop: a load that is too high must leave the thread time for its answers.
    const TimePoint now = m_scheduler.clock().now();
    while (isDue(load) && m_start + load.due <= now) {
        load.target->call(m_start + load.due);
        load.due = load.arrivals.next();
    }
    if (isDue(load))
        scheduleCall(workload);
}

void LoadDriver::endLoad()
{
    if (m_isLoadOver)
        return;
    m_isLoadOver = true;
    m_scheduler.at(m_scheduler.clock().now() + GraceTime, [this] { cancelCalls(); });
    finishWhenIdle();
}

void LoadDriver::end()
{
    m_isLoadOver = true;
    cancelCalls();
    finishWhenIdle();
}

void LoadDriver::cancelCalls()
{
    for (const Endpoint &endpoint : m_endpoints)
        endpoint.load->cancelCalls();
}

void LoadDriver::finishWhenIdle()
{
    const auto isIdle = [](const Endpoint &endpoint) { return endpoint.load->callsUnderWay() == 0; };
    if (!m_isLoadOver || m_isFinished || !std::ranges::all_of(m_endpoints, isIdle))
        return;
    m_isFinished = true;
    // A reply may be what told us, and its client must not go before it has done so.
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_flushTimer.stop();
            m_tickTimer.stop();
            for (const Endpoint &endpoint : m_endpoints)
                endpoint.load->close();
            m_events.finish(m_scheduler.clock().now());
            Q_EMIT finished();
        },
        Qt::QueuedConnection);
}

} // namespace Fuseboard
