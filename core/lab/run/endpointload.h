// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/endpointconfig.h"
#include "lab/run/breakerboard.h"
#include "lab/run/eventbatch.h"
#include "resilience/http/apiclient.h"
#include "resilience/pipeline/policyconfig.h"

#include <QObject>

#include <memory>
#include <unordered_set>
#include <vector>

namespace Fuseboard {

/// The calls of a live run to one endpoint: its clients, its breaker, and the events of every call.
///
/// A client admits six requests at once to one port (QNetworkAccessManager has no more connections), and an open load must
/// not wait for that: there is a client for each port of the server, made when those before it have six calls under way, and
/// all stand behind one breaker. One thread.
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

    EndpointLoad(Place place, const PolicyConfig &policy, EventBatch &events, BreakerBoard &board);
    ~EndpointLoad() override;

    /// Makes the next call, which was due at @p due.
    void call(TimePoint due);

    void setPolicy(const PolicyConfig &policy);
    void setBreakerState(BreakerState state);

    /// Now and then: records what the rule looks at, and lets go of what is not needed any more.
    void tick();

    /// Gives all calls up; their ends are recorded at the event loop's next turn.
    void cancelCalls();
    int callsUnderWay() const { return static_cast<int>(m_calls.size()); }

    /// No call is under way: lets clients and breaker go.
    void close();

Q_SIGNALS:
    /// The last call under way has ended.
    void idle();

private:
    struct Call;

    void makeBreaker(const CircuitBreakerConfig &config);
    PolicyConfig policyOfClient() const;
    ApiClient *makeClient(quint16 port);
    ApiClient *freeClient();
    void watch(ApiReply *reply, TimePoint due);
    void ended(const Call &call, const ApiReply &reply);
    void dropBreaker();
    void recordChange(const StateChange &change);
    void sampleBreaker();

    const Place m_place;
    PolicyConfig m_policy;
    EventBatch &m_events;
    BreakerBoard &m_board;
    std::shared_ptr<CircuitBreaker> m_breaker;
    std::vector<std::unique_ptr<ApiClient>> m_clients; ///< one to a port, in that order
    std::vector<std::unique_ptr<ApiClient>> m_retired; ///< behind another breaker; end their calls
    std::unordered_set<ApiReply *> m_calls;
    quint64 m_lastCall = 0;
};

} // namespace Fuseboard
