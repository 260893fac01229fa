// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/apireply.h"

#include "resilience/http/apireply_p.h"

#include <QThread>

#include <utility>

namespace Fuseboard {

ApiReply::ApiReply(ClientCore &core, quint64 number, Expected<RequestPlan, Error> plan, std::optional<Duration> overall)
    : d(std::make_unique<Private>(core, number, std::move(plan), overall, this))
{
}

ApiReply::~ApiReply() = default;

quint64 ApiReply::callNumber() const
{
    return d->number;
}

bool ApiReply::isFinished() const
{
    return d->isFinished;
}

const Expected<ApiResponse, Error> &ApiReply::result() const
{
    return d->result;
}

QFuture<ApiResponse> ApiReply::future() const
{
    return d->future();
}

int ApiReply::attempts() const
{
    return d->attempts;
}

int ApiReply::deliveries() const
{
    return d->deliveries();
}

void ApiReply::cancel()
{
    d->cancel();
}

void ApiReply::connectNotify(const QMetaMethod &)
{
    // Somebody may connect from another thread.
    if (thread() == QThread::currentThread())
        d->listenerCame();
    else
        QMetaObject::invokeMethod(
            this, [this] { d->listenerCame(); }, Qt::QueuedConnection);
}

} // namespace Fuseboard
