// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/scheduler.h"
#include "resilience/http/answerclassifier.h"
#include "resilience/http/answerverdict.h"
#include "resilience/http/hostslots.h"
#include "resilience/http/requestplan.h"
#include "resilience/pipeline/pipeline.h"

#include <QNetworkAccessManager>

#include <memory>
#include <optional>
#include <vector>

namespace Fuseboard {

class ApiReply;
class NetworkAttempt;

/// What the calls of one ApiClient share. Outlives them. One thread, the client's.
class ClientCore
{
public:
    /// @p breaker, if there is one, stands in the place of that of @p own.policy; without a scheduler that is @p given it is
    /// the thread's.
    ClientCore(const ApiClientConfig &own, std::shared_ptr<CircuitBreaker> breaker, Scheduler *given);
    virtual ~ClientCore();
    Q_DISABLE_COPY_MOVE(ClientCore)

    /// Stands on the stack while a signal of the manager's replies is handled. What sends such a signal can not be
    /// deleted, and slots of the user run that may well want to: until this is gone, it is deleted later.
    class NetworkSignal
    {
    public:
        explicit NetworkSignal(ClientCore &core)
            : m_depth(core.m_signalDepth)
        {
            ++*m_depth;
        }
        ~NetworkSignal() { --*m_depth; }
        Q_DISABLE_COPY_MOVE(NetworkSignal)

    private:
        std::shared_ptr<int> m_depth; ///< outlives the core
    };

    /// Made on first use: it starts a thread.
    QNetworkAccessManager &manager();

    /// Makes another manager for the requests to come. Qt does not give up a connection that hangs while it is made
    /// when its request is aborted: the next request would wait for that very connection.
    void retireManager(const QNetworkAccessManager *manager);

    /// Counts the managers: connections of another generation are gone, or will be.
    quint32 generation() const { return m_generation; }

    /// Deletes @p reply, which ends it in silence if it runs.
    void dispose(QNetworkReply *reply);

    ConfigIssues setPolicy(const PolicyConfig &policy);

    /// Called from the event loop after the breaker has changed state, for each call there is.
    virtual void callMayBeRefused(ApiReply *reply) = 0;

    /// The policy of a call; with @p overall in the place of the overall limit.
    std::shared_ptr<const CallPolicy> policyFor(const std::optional<Duration> &overall) const;

    void add(ApiReply *reply);
    void remove(ApiReply *reply);

    ApiClientConfig config;
    Pipeline pipeline;
    RequestBuilder builder;
    const AnswerRules rules;
    HostSlots hosts;
    Scheduler &scheduler;
    QByteArray attemptHeader;
    std::shared_ptr<const AnswerClassifier> classifier; ///< may be null
    quint64 nextCall = 0;
    int pendingCalls = 0;
    std::vector<ApiReply *> replies;         ///< that exist, finished ones too
    std::vector<NetworkAttempt *> onNetwork; ///< that have a request under way

private:
    void noteLayers();
    int connectionsPerHost() const;
    void watchBreaker();
    void breakerChanged();
    void deleteIdleManagers();

    QObject m_listener;
    const CircuitBreaker *m_watched = nullptr;
    QMetaObject::Connection m_watch;
    std::shared_ptr<int> m_signalDepth = std::make_shared<int>(0);
    std::vector<PolicyLayer> m_layersWithOverall;
    quint32 m_generation = 1;
    std::unique_ptr<QNetworkAccessManager> m_manager;
    std::vector<std::unique_ptr<QNetworkAccessManager>> m_retired; ///< that still have replies
};

} // namespace Fuseboard
