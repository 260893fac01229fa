// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/clientcore.h"

#include "resilience/http/apireply.h"

#include <QNetworkProxyFactory>
#include <QNetworkReply>
#include <QPointer>

#include <algorithm>

namespace Fuseboard {

namespace {

class SystemProxies final : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override { return systemProxyForQuery(query); }
};

} // namespace

ClientCore::ClientCore(const ApiClientConfig &own, std::shared_ptr<CircuitBreaker> breaker, Scheduler *given)
    : config(own)
    , pipeline(own.policy, std::move(breaker), given)
    , builder(own)
    , rules(AnswerRules::of(own))
    , hosts(connectionsPerHost())
    , scheduler(given ? *given : Scheduler::ofThread())
{
    noteLayers();
    watchBreaker();
}

ClientCore::~ClientCore()
{
    if (*m_signalDepth == 0)
        return;
    if (m_manager)
        m_manager.release()->deleteLater();
    for (auto &manager : m_retired)
        manager.release()->deleteLater();
}

QNetworkAccessManager &ClientCore::manager()
{
    if (!m_manager) {
        m_manager = std::make_unique<QNetworkAccessManager>();
        // Said in so many words, because Qt may be built to ask the system for every request.
        if (config.useSystemProxy)
            m_manager->setProxyFactory(new SystemProxies);
        else
            m_manager->setProxy(QNetworkProxy::NoProxy);
    }
    return *m_manager;
}

void ClientCore::dispose(QNetworkReply *reply)
{
    if (*m_signalDepth == 0) {
        delete reply;
        if (!m_retired.empty())
            deleteIdleManagers();
        return;
    }
    // Not aborted: what the HTTP thread has on its way would then be a second error, at which Qt prints a warning.
    reply->deleteLater();
}

void ClientCore::retireManager(const QNetworkAccessManager *manager)
{
    if (manager != m_manager.get())
        return;
    m_retired.push_back(std::move(m_manager));
    ++m_generation;
}

void ClientCore::deleteIdleManagers()
{
    std::erase_if(m_retired, [](const auto &manager) {
        return !manager->template findChild<QNetworkReply *>({}, Qt::FindDirectChildrenOnly);
    });
}

ConfigIssues ClientCore::setPolicy(const PolicyConfig &policy)
{
    ConfigIssues issues = pipeline.setConfig(policy);
    if (issues.isEmpty()) {
        config.policy = policy;
        noteLayers();
        hosts.setPerHost(connectionsPerHost());
        watchBreaker();
    }
    return issues;
}

/// What waits for a connection when the breaker changes was let in by a breaker that is another one now.
void ClientCore::watchBreaker()
{
    const std::shared_ptr<CircuitBreaker> breaker = pipeline.breaker();
    if (m_watched == breaker.get())
        return;
    QObject::disconnect(m_watch);
    m_watched = breaker.get();
    // It may be shared with other threads, and sends its signals in the middle of a call's step.
    if (breaker)
        m_watch = QObject::connect(
            breaker.get(), &CircuitBreaker::stateChanged, &m_listener, [this] { breakerChanged(); },
            Qt::QueuedConnection);
}

void ClientCore::breakerChanged()
{
    if (hosts.waiting() == 0)
        return;
    const QPointer<QObject> alive(&m_listener);
    std::vector<QPointer<ApiReply>> calls(replies.begin(), replies.end());
    for (const QPointer<ApiReply> &call : calls) {
        if (call)
            callMayBeRefused(call);
        if (!alive)
            return;
    }
}

int ClientCore::connectionsPerHost() const
{
    return std::min(config.maxPerHost, config.policy.connections.max.value_or(config.maxPerHost));
}

void ClientCore::noteLayers()
{
    PolicyConfig policy = config.policy;
    policy.timeout.overall = std::chrono::seconds(1); // any: only its place is asked for
    if (!pipeline.breaker())
        policy.breaker.reset();
    else if (!policy.breaker)
        policy.breaker.emplace();
    m_layersWithOverall = policy.layers();
}

std::shared_ptr<const CallPolicy> ClientCore::policyFor(const std::optional<Duration> &overall) const
{
    std::shared_ptr<const CallPolicy> policy = pipeline.callPolicy();
    if (!overall || policy->timeout.overall == overall)
        return policy;
    auto own = std::make_shared<CallPolicy>(*policy);
    own->timeout.overall = overall;
    own->layers = m_layersWithOverall;
    return own;
}

void ClientCore::add(ApiReply *reply)
{
    replies.push_back(reply);
    ++pendingCalls;
}

void ClientCore::remove(ApiReply *reply)
{
    const auto found = std::find(replies.begin(), replies.end(), reply);
    if (found == replies.end())
        return;
    *found = replies.back();
    replies.pop_back();
}

} // namespace Fuseboard
