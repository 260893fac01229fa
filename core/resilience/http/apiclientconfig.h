// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/http/apirequest.h"
#include "resilience/pipeline/policyconfig.h"

#include <QString>
#include <QUrl>

#include <variant>

namespace Fuseboard {

/// Authorization: Bearer. The token must not be empty or hold a control character.
struct BearerAuth
{
    QString token{};
    friend bool operator==(const BearerAuth &, const BearerAuth &) = default;
};

/// Authorization: Basic, in UTF-8 (RFC 7617). The user must not have a colon.
struct BasicAuth
{
    QString user{};
    QString password{};
    friend bool operator==(const BasicAuth &, const BasicAuth &) = default;
};

/// None, or what makes the Authorization header. One that is given as a header wins.
using Auth = std::variant<std::monostate, BearerAuth, BasicAuth>;

/// What happens on a 301, 302, 303, 307 or 308 answer with a Location. Any other 3xx is the answer.
///
/// 303, and 301 and 302 after POST, go on as a GET without the body; the others repeat the request. One that must not
/// be done twice (POST, PATCH and others, without an idempotency key) is not repeated: then the redirect is the answer.
/// At another origin neither Authorization nor Cookie nor Proxy-Authorization go along, and they do not come back. A
/// Location that is no HTTP address is an error `redirect`. A redirect is part of its attempt: its limit goes on,
/// deliveries() counts it.
enum class RedirectPolicy : quint8 {
    Manual,     ///< it is the answer
    SameOrigin, ///< followed within scheme, host and port; else it is the answer
    NoLessSafe, ///< followed, save from https to http: that is an error `redirect`
};

/// The settings of an ApiClient. A plain value that compares.
struct ApiClientConfig
{
    /// Absolute, http or https, without user, password and fragment. A request's path and query are appended to its
    /// own.
    QUrl baseUrl{};
    HeaderList headers{};  ///< sent with every request; a request's own replace them. Transfer-Encoding can not be set
    Auth auth{};           ///< not sent to another origin after a redirect
    PolicyConfig policy{}; ///< breaker, retry, time limits and their order
    RedirectPolicy redirects = RedirectPolicy::NoLessSafe;
    int maxRedirects = 10; ///< >= 0; a longer chain is an error `redirect`

    /// 1..6; requests at once to one scheme, host and port; the others wait here, in order. Six is what
    /// QNetworkAccessManager takes (Qt 6.4). policy.connections may say fewer, and how long one waits at most.
    int maxPerHost = 6;

    /// Bytes of a body, >= 1, on the wire and unpacked; a larger one ends the attempt. Below 400 that is an error
    /// `tooLarge`; an answer of 400 or more keeps its kind, and loses its body.
    qint64 maxResponseSize = 64 * 1024 * 1024;

    /// Bytes of an answer's headers, >= 1: names, values and four for each. More is an error `tooLarge`, below 400.
    /// Checked once the head has come: Qt 6.4 has no limit of its own, and reads it byte by byte.
    qint64 maxHeaderSize = 256 * 1024;

    /// Ask for answers packed with gzip or deflate ("Accept-Encoding: gzip, deflate"); else for none ("identity"). A
    /// packed answer is unpacked in either case, and one that is cut short is always found out. An Accept-Encoding
    /// among the headers, of the client or of a request, wins: then bodies are handed over as they came.
    bool acceptCompression = false;

    /// Ask the system's proxy settings for every request, which may block for seconds on some systems. Else no proxy.
    bool useSystemProxy = false;

    /// HTTP/2 over TLS; then deliveries are known only once an answer or an error is there. A request that the service
    /// says it did not look at (GOAWAY, REFUSED_STREAM) is an error `connection` of an attempt that never left, so any
    /// method is retried. Have a perAttempt limit: Qt 6.4 sends the first request after a GOAWAY nowhere (nginx sends one
    /// every 1,000 requests), so that attempt runs out of time; then its connection is given up, and the next attempt
    /// has a new one.
    bool allowHttp2 = false;

    /// Everything that is wrong, in the order of the fields above; those of the policy under "policy.".
    ConfigIssues validate() const;

    /// For a service at @p baseUrl: no breaker and no retry, 30 s for an attempt.
    static ApiClientConfig forService(const QUrl &baseUrl);

    friend bool operator==(const ApiClientConfig &, const ApiClientConfig &) = default;
};

} // namespace Fuseboard
