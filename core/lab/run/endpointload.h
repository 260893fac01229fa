// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/endpointconfig.h"
#include "lab/run/breakerboard.h"
#include "lab/run/eventbatch.h"
#include "lab/run/livehealth.h"
#include "resilience/http/apiclient.h"
#include "resilience/pipeline/policyconfig.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

namespace Fuseboard {

/// The calls of a live run to one endpoint: its clients, its breaker, and the events of every call.
///
/// A client admits six requests at once to one port (QNetworkAccessManager has no more connections), and an open load must
/// not wait for that: there is a client for each port of the server, made when those before it have six calls under way, and
/// all stand behind one breaker and one retry budget. Where the policy limits its connections they have so many together, and
/// calls wait in the client that has fewest of them. One thread.
class EndpointLoad : public QObject
{
    Q_OBJECT

public:
    struct Place
    {
        int index = 0; ///< in the scenario
        EndpointConfig config;
        quint64 seed = 0;
        quint64 luckStream = 0;
        QList<quint16> ports;
    };

    /// All that is given here outlives it.
    EndpointLoad(Place place, const PolicyConfig &policy, Scheduler &scheduler, EventBatch &events, BreakerBoard &board,
                 LiveHealth &health);
    ~EndpointLoad() override;

    /// Makes call @p number, which was due at @p due. @p ended, if there is one, is called when it is over.
    void call(quint64 number, TimePoint due, std::function<void()> ended = {});

    void setPolicy(const PolicyConfig &policy);
    void setBreakerState(BreakerState state);

    /// Now and then: records what the rule looks at, and lets go of what is not needed any more.
    void tick();

    /// Why calls are given up.
    enum class Reason : quint8 {
        Stopped,   ///< the run is: they are cut off
        GraceOver, ///< so is the time to end: those without any limit are cancelled, the others cut off
    };

    /// Gives all calls up; their ends are recorded at the event loop's next turn.
    void cancelCalls(Reason reason);
    int callsUnderWay() const { return static_cast<int>(m_calls.size()); }

    /// No call is under way: lets clients and breaker go.
    void close();

Q_SIGNALS:
    /// The last call under way has ended.
    void idle();

private:
    struct Call;

    void makeBreaker(const CircuitBreakerConfig &config);
    void shareBudget(ApiClient &client);
    ApiClient *makeClient(quint16 port);
    ApiClient *freeClient();
    int connectionsOf(std::size_t client) const;
    PolicyConfig policyOf(std::size_t client) const;
    void watch(ApiReply *reply, TimePoint due, std::function<void()> whenEnded);
    void recordEnd(const Call &call, const ApiReply &reply);
    TimePoint now() const { return m_scheduler.clock().now(); }
    void dropBreaker();
    void recordChange(const StateChange &change);
    void sampleBreaker();

    const Place m_place;
    PolicyConfig m_policy;
    Scheduler &m_scheduler;
    EventBatch &m_events;
    BreakerBoard &m_board;
    LiveHealth &m_health;
    std::shared_ptr<CircuitBreaker> m_breaker;
    std::shared_ptr<RetryBudget> m_budget;             ///< of all clients together; null if the policy has none
    std::vector<std::unique_ptr<ApiClient>> m_clients; ///< one to a port, in that order
    std::vector<std::unique_ptr<ApiClient>> m_retired; ///< behind another breaker; end their calls
    std::unordered_set<ApiReply *> m_calls;
    std::optional<Reason> m_givenUp; ///< all calls, and why
};

} // namespace Fuseboard
