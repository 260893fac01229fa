// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/apiclient.h"

#include "resilience/http/apireply_p.h"
#include "resilience/http/clientcore.h"
#include "resilience/http/headerrules.h"

#include <QPointer>
#include <QThread>

namespace Fuseboard {

class ApiClient::Private final : public ClientCore
{
public:
    using ClientCore::ClientCore;

    void callMayBeRefused(ApiReply *reply) override;
};

void ApiClient::Private::callMayBeRefused(ApiReply *reply)
{
    reply->d->breakerChanged();
}

namespace {

/// @p config with the breaker that is there in the place of its own.
ApiClientConfig effective(ApiClientConfig config, const CircuitBreaker *breaker)
{
    if (breaker)
        config.policy.breaker = breaker->config();
    if (const ConfigIssues issues = config.validate(); !issues.isEmpty())
        qFatal("ApiClient: the config is not valid:\n%s", qUtf8Printable(describe(issues)));
    return config;
}

} // namespace

ApiClient::ApiClient(const ApiClientConfig &config, QObject *parent)
    : ApiClient(config, nullptr, nullptr, parent)
{
}

ApiClient::ApiClient(const ApiClientConfig &config, std::shared_ptr<CircuitBreaker> breaker, Scheduler *scheduler,
                     QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(effective(config, breaker.get()), breaker, scheduler))
{
}

ApiClient::~ApiClient()
{
    while (!d->replies.empty())
        delete d->replies.back(); // takes itself out
}

ApiReply *ApiClient::request(const QByteArray &method, const QString &path, const RequestOptions &options)
{
    Q_ASSERT_X(thread() == QThread::currentThread(), "ApiClient::request",
               "called from another thread than the client's");
    const quint64 number = options.callNumber ? *options.callNumber : d->nextCall++;
    const QPointer<ApiReply> reply = new ApiReply(*d, number, d->builder.build(method, path, options), options.timeout);
    Q_EMIT requestCreated(reply);
    // A slot of requestCreated(), or of the breaker's callAdmitted(), may delete anything.
    if (reply)
        reply->d->begin();
    return reply;
}

ApiClientConfig ApiClient::config() const
{
    return d->config;
}

ConfigIssues ApiClient::setPolicy(const PolicyConfig &policy)
{
    return d->setPolicy(policy);
}

std::shared_ptr<CircuitBreaker> ApiClient::breaker() const
{
    return d->pipeline.breaker();
}

void ApiClient::shareRetryBudget(std::shared_ptr<RetryBudget> budget)
{
    d->pipeline.shareRetryBudget(std::move(budget));
}

void ApiClient::setRandom(CounterRandom random)
{
    d->pipeline.setRandom(random);
}

void ApiClient::setClassifier(AnswerClassifier classifier)
{
    d->classifier = classifier ? std::make_shared<const AnswerClassifier>(std::move(classifier)) : nullptr;
}

void ApiClient::setAttemptHeader(const QByteArray &name)
{
    Q_ASSERT_X(name.isEmpty() || isHttpToken(name), "ApiClient::setAttemptHeader", "not the name of a header");
    d->attemptHeader = name;
}

int ApiClient::pendingCalls() const
{
    return d->pendingCalls;
}

int ApiClient::queuedAttempts() const
{
    return d->hosts.waiting();
}

} // namespace Fuseboard
