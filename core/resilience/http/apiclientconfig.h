// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/http/apirequest.h"
#include "resilience/pipeline/policyconfig.h"

#include <QString>
#include <QUrl>

#include <variant>

namespace Fuseboard {

struct BearerAuth
{
    QString token{};
    friend bool operator==(const BearerAuth &, const BearerAuth &) = default;
};

struct BasicAuth
{
    QString user{};
    QString password{};
    friend bool operator==(const BasicAuth &, const BasicAuth &) = default;
};

using Auth = std::variant<std::monostate, BearerAuth, BasicAuth>;

/// What happens on a 301, 302, 303, 307 or 308 answer with a Location.
///
/// 303, and 301 and 302 after POST, go on as a GET without the body; the others repeat the request. One that must
/// not be done twice (POST, PATCH and others, without an idempotency key) is not repeated: then the redirect is the
/// answer. At another origin neither Authorization nor Cookie go along. A redirect is part of its attempt: its
/// limit goes on, deliveries() counts it.
enum class RedirectPolicy : quint8 {
    Manual,     ///< it is the answer
    SameOrigin, ///< followed within scheme, host and port; else it is the answer
    NoLessSafe, ///< followed, save from https to http: that is a protocol error
};

/// The settings of an ApiClient. A plain value that compares.
struct ApiClientConfig
{
    QUrl baseUrl{};        ///< absolute, http or https; a request's path and query are appended to its own
    HeaderList headers{};  ///< sent with every request
    Auth auth{};           ///< not sent to another origin after a redirect
    PolicyConfig policy{}; ///< breaker, retry, time limits and their order
    RedirectPolicy redirects = RedirectPolicy::NoLessSafe;
    int maxRedirects = 10; ///< >= 0; a longer chain is a protocol error
    int maxPerHost = 6;    ///< 1..6; requests at once to one scheme, host and port; the others wait here
    qint64 maxResponseSize = 64 * 1024 * 1024; ///< bytes, >= 1; a larger body is a protocol error
    bool useSystemProxy = false; ///< ask the system's proxy settings (may block for seconds on some systems)
    bool allowHttp2 = false; ///< HTTP/2 over TLS; then deliveries are known only once an answer or an error is there

    /// Everything that is wrong; the policy's fields under "policy.".
    ConfigIssues validate() const;

    /// For a service at @p baseUrl: no breaker and no retry, 30 s for an attempt.
    static ApiClientConfig forService(const QUrl &baseUrl);

    friend bool operator==(const ApiClientConfig &, const ApiClientConfig &) = default;
};

} // namespace Fuseboard
