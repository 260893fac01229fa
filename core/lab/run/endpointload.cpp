// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/endpointload.h"

#include "lab/fault/luck.h"

#include <QUrl>

#include <algorithm>
#include <utility>

namespace Fuseboard {

namespace {

constexpr int CallsPerClient = 6;

} // namespace

/// A call under way.
struct EndpointLoad::Call
{
    quint64 number = 0;
    TimePoint due;
    TimePoint ready; ///< when its next attempt could begin, if there is a connection
    int attempt = 0; ///< the one under way; 0 if none is
    LiveHealth::Request request;
};

EndpointLoad::EndpointLoad(Place place, const PolicyConfig &policy, Scheduler &scheduler, EventBatch &events,
                           BreakerBoard &board, LiveHealth &health)
    : m_place(std::move(place))
    , m_policy(policy)
    , m_scheduler(scheduler)
    , m_events(events)
    , m_board(board)
    , m_health(health)
{
    m_health.setPolicy(policy, now());
    if (policy.breaker)
        makeBreaker(*policy.breaker);
}

EndpointLoad::~EndpointLoad()
{
    close();
}

void EndpointLoad::call(quint64 number, TimePoint due, std::function<void()> ended)
{
    RequestOptions options;
    options.callNumber = number;
    m_health.callDue(number, due);
    m_events.add(m_place.index, number, due, RunEvent::CallDue{now() - due});
    watch(freeClient()->request(m_place.config.method, m_place.config.path, options), due, std::move(ended));
}

void EndpointLoad::watch(ApiReply *reply, TimePoint due, std::function<void()> whenEnded)
{
    m_calls.insert(reply);
    // Lives in the connections, which go with the reply.
    auto call = std::make_shared<Call>(Call{reply->callNumber(), due, now(), 0, {}});

    connect(reply, &ApiReply::attemptStarted, this, [this, call](int attempt) {
        call->attempt = attempt;
        call->request = m_health.requestBegins(call->number, attempt, now());
        m_events.add(m_place.index, call->number, call->request.began,
                     RunEvent::AttemptStarted{attempt, call->request.began - call->ready});
    });
    connect(reply, &ApiReply::attemptFailed, this, [this, call](int attempt, const Error &error) {
        call->attempt = 0;
        m_events.add(m_place.index, call->number, now(),
                     RunEvent::AttemptEnded{attempt, Ending::of(error), error.duration});
        m_health.requestEnded(call->request, attempt, Ending::of(error), now());
    });
    connect(reply, &ApiReply::retryScheduled, this, [this, call](int attempt, Duration delay) {
        call->ready = now() + delay;
        m_events.add(m_place.index, call->number, now(), RunEvent::Waiting{attempt, delay});
    });
    connect(reply, &ApiReply::rejected, this,
            [this, call] { m_events.add(m_place.index, call->number, now(), RunEvent::Rejected()); });
    connect(reply, &ApiReply::finished, this, [this, call, reply, whenEnded = std::move(whenEnded)] {
        recordEnd(*call, *reply);
        m_calls.erase(reply);
        if (whenEnded)
            whenEnded();
        if (m_calls.empty())
            Q_EMIT idle();
    });
}

void EndpointLoad::recordEnd(const Call &call, const ApiReply &reply)
{
    const TimePoint moment = now();
    // Who has no limit waits for ever: the end of the run is no mistake of the program's.
    const bool hasLimit = m_policy.timeout.perAttempt || m_policy.timeout.overall;
    const bool isGivenUp = m_givenUp && (*m_givenUp == Reason::Stopped || hasLimit);
    const auto &result = reply.result();
    const Ending ending = result ? Ending::success(result->status) : Ending::of(result.error());
    const bool isCutOff = isGivenUp && !ending.isSuccess && ending.kind == ErrorKind::Cancelled;
    if (call.attempt > 0) {
        m_events.add(m_place.index, call.number, moment,
                     RunEvent::AttemptEnded{call.attempt, ending, moment - call.request.began});
        m_health.requestEnded(call.request, call.attempt, ending, moment);
    }
    m_events.add(m_place.index, call.number, moment,
                 RunEvent::CallEnded{ending, reply.attempts(), moment - call.due, reply.deliveries(), isCutOff});
}

ApiClient *EndpointLoad::freeClient()
{
    for (std::size_t i = 0; i < m_clients.size(); ++i) {
        if (m_clients[i]->pendingCalls() < connectionsOf(i))
            return m_clients[i].get();
    }
    if (static_cast<qsizetype>(m_clients.size()) < m_place.ports.size() && connectionsOf(m_clients.size()) > 0)
        return makeClient(m_place.ports[static_cast<qsizetype>(m_clients.size())]);
    // The one in which fewest wait.
    std::size_t shortest = 0;
    const auto waitingIn = [this](std::size_t i) { return m_clients[i]->pendingCalls() - connectionsOf(i); };
    for (std::size_t i = 1; i < m_clients.size(); ++i) {
        if (waitingIn(i) < waitingIn(shortest))
            shortest = i;
    }
    return m_clients[shortest].get();
}

/// How many connections the client with this index has: all of them together have as many as the policy says.
int EndpointLoad::connectionsOf(std::size_t client) const
{
    const auto &most = m_policy.connections.max;
    if (!most)
        return CallsPerClient;
    return static_cast<int>(std::clamp<qint64>(*most - qint64(client) * CallsPerClient, 0, CallsPerClient));
}

/// The policy for the client with this index.
PolicyConfig EndpointLoad::policyOf(std::size_t client) const
{
    PolicyConfig policy = m_policy;
    if (policy.connections.max)
        policy.connections.max = connectionsOf(client);
    return policy;
}

ApiClient *EndpointLoad::makeClient(quint16 port)
{
    QUrl url;
    url.setScheme(QStringLiteral("http"));
    url.setHost(QStringLiteral("127.0.0.1"));
    url.setPort(port);
    ApiClientConfig config = ApiClientConfig::forService(url);
    config.policy = policyOf(m_clients.size());
    config.maxPerHost = CallsPerClient;
    auto client = std::make_unique<ApiClient>(config, m_breaker, &m_scheduler);
    shareBudget(*client);
    client->setRandom(luckOf(m_place.seed, m_place.luckStream, Luck::Backoff));
    client->setAttemptHeader("Fuseboard-Call");
    m_clients.push_back(std::move(client));
    return m_clients.back().get();
}

void EndpointLoad::shareBudget(ApiClient &client)
{
    if (!m_policy.retry || !m_policy.retry->budget)
        return;
    if (!m_budget)
        m_budget = std::make_shared<RetryBudget>(*m_policy.retry->budget);
    client.shareRetryBudget(m_budget);
}

void EndpointLoad::makeBreaker(const CircuitBreakerConfig &config)
{
    CircuitBreakerConfig own = config;
    own.name = m_place.config.name;
    m_breaker = std::make_shared<CircuitBreaker>(own, &m_scheduler);
    m_breaker->setRandom(luckOf(m_place.seed, m_place.luckStream, Luck::OpenPeriod));
    connect(m_breaker.get(), &CircuitBreaker::stateChanged, this, &EndpointLoad::recordChange);
    connect(m_breaker.get(), &CircuitBreaker::wouldHaveOpened, this, &EndpointLoad::recordChange);
    m_board.set(m_place.index, m_breaker);
}

void EndpointLoad::setPolicy(const PolicyConfig &policy)
{
    const bool hadBreaker = m_breaker != nullptr;
    m_policy = policy;
    m_health.setPolicy(policy, now());
    if (m_budget && policy.retry && policy.retry->budget)
        m_budget->setConfig(*policy.retry->budget);
    if (hadBreaker != policy.breaker.has_value()) {
        // A client keeps the breaker that it was made with, or none, for its life.
        std::ranges::move(m_clients, std::back_inserter(m_retired));
        m_clients.clear();
        if (policy.breaker)
            makeBreaker(*policy.breaker);
        else
            dropBreaker();
        return;
    }
    if (m_breaker)
        m_breaker->setConfig(*policy.breaker);
    // Those that have no connection left end their calls.
    while (!m_clients.empty() && connectionsOf(m_clients.size() - 1) == 0) {
        m_retired.push_back(std::move(m_clients.back()));
        m_clients.pop_back();
    }
    for (std::size_t i = 0; i < m_clients.size(); ++i) {
        m_clients[i]->setPolicy(policyOf(i));
        shareBudget(*m_clients[i]);
    }
}

/// From now on nothing stands in the way of calls, which is what a closed breaker looks like.
void EndpointLoad::dropBreaker()
{
    m_breaker->disconnect(this);
    StateChange change;
    change.from = m_breaker->state();
    change.at = now();
    if (change.from != BreakerState::Closed)
        m_events.add(m_place.index, 0, change.at, RunEvent::StateChanged{change});
    m_board.set(m_place.index, nullptr);
    m_breaker.reset();
}

void EndpointLoad::setBreakerState(BreakerState state)
{
    if (!m_breaker)
        return;
    switch (state) {
    case BreakerState::Closed:
        m_breaker->reset();
        break;
    case BreakerState::ForcedOpen:
        m_breaker->forceOpen();
        break;
    case BreakerState::Disabled:
        m_breaker->disable();
        break;
    case BreakerState::MetricsOnly:
        m_breaker->setMetricsOnly();
        break;
    case BreakerState::Open:
    case BreakerState::HalfOpen:
        Q_ASSERT_X(false, "LiveRun::setBreakerState", "a breaker is not opened or half opened by hand");
        break;
    }
}

void EndpointLoad::recordChange(const StateChange &change)
{
    m_events.add(m_place.index, 0, change.at, RunEvent::StateChanged{change});
    sampleBreaker();
}

void EndpointLoad::sampleBreaker()
{
    if (!m_breaker)
        return;
    const BreakerMetrics metrics = m_breaker->metrics();
    m_events.add(m_place.index, 0, metrics.at, RunEvent::BreakerSampled{metrics.window, metrics.state});
}

void EndpointLoad::tick()
{
    sampleBreaker();
    std::erase_if(m_retired, [](const auto &client) { return client->pendingCalls() == 0; });
}

void EndpointLoad::cancelCalls(Reason reason)
{
    m_givenUp = reason;
    const std::vector<ApiReply *> calls(m_calls.begin(), m_calls.end());
    for (ApiReply *const call : calls)
        call->cancel();
}

void EndpointLoad::close()
{
    // Neither their end nor the permits that come back with them are news any more.
    for (ApiReply *const call : m_calls)
        call->disconnect(this);
    m_calls.clear();
    m_retired.clear();
    m_clients.clear();
    if (!m_breaker)
        return;
    m_breaker->disconnect(this);
    Q_ASSERT_X(m_breaker->metrics().permitsOut == 0, "LiveRun", "a permit was lost");
    m_board.set(m_place.index, nullptr);
    m_breaker.reset();
}

} // namespace Fuseboard
