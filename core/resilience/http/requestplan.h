// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/error.h"
#include "resilience/base/expected.h"
#include "resilience/http/apiclientconfig.h"
#include "resilience/http/hostslots.h"

#include <QNetworkRequest>

namespace Fuseboard {

/// What goes out in every attempt of one call: checked, and as far prepared as it can be. A plain value.
struct RequestPlan
{
    QByteArray method;
    QNetworkRequest request;
    Origin origin;
    QByteArray body;
    std::function<std::unique_ptr<QIODevice>()> openBody; ///< instead of body, where set
    bool isIdempotent = true;  ///< may be carried out twice: by its method, or because it has an Idempotency-Key
    bool hasOwnLength = false; ///< the caller gave a Content-Length
    bool unpacks = true;       ///< a packed answer is unpacked: nobody gave an Accept-Encoding
};

/// Makes RequestPlans out of what a client has and a call adds. One thread.
class RequestBuilder
{
public:
    /// @p config must be valid.
    explicit RequestBuilder(const ApiClientConfig &config);

    /// The plan, or an error of kind `client` that says what is wrong.
    Expected<RequestPlan, Error> build(const QByteArray &method, const QString &path,
                                       const RequestOptions &options) const;

    /// Takes the body out of @p plan and makes a GET of it, as a 303 asks for.
    static void makeGet(RequestPlan &plan);

    /// Takes out what is meant for nobody but the origin it was given for.
    static void dropCredentials(RequestPlan &plan);

private:
    Expected<QUrl, QString> urlOf(const QString &path, const QUrlQuery &query) const;
    static QString addBody(RequestPlan &plan, const RequestBody &body);

    QUrl m_baseUrl;
    QString m_basePath; ///< without a slash at its end
    Origin m_origin;
    QNetworkRequest m_request; ///< what every request has
    bool m_unpacks = true;
};

} // namespace Fuseboard
