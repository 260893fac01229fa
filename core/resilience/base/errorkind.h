// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>
#include <QStringView>

#include <array>
#include <optional>
#include <utility>

namespace Fuseboard {

/// Why an attempt or a call did not succeed. The kinds form a tree: naming a parent names its children.
///
/// An error that is known no closer has a parent's kind.
enum class ErrorKind : quint8 {
    Any,            ///< parent of every failure: what a breaker may count and a retry may repeat
    Network,        ///< parent of all that goes wrong between here and an HTTP service
    Connection,     ///< no answer came: refused, reset, DNS, proxy, or closed too early
    Timeout,        ///< the attempt's or the call's time limit ran out; HTTP 408
    Protocol,       ///< an answer came, but it is unusable: not HTTP, malformed, truncated; parent of the four below
    Security,       ///< no TLS connection: the certificate is not trusted, or the handshake failed
    Redirect,       ///< a redirect that cannot be followed: a loop, from https to http, not to an HTTP address
    TooLarge,       ///< the answer's head or body is larger than the client accepts
    Encoding,       ///< the body's Content-Encoding is unknown, or the body does not have that encoding
    Api,            ///< parent of the HTTP answers of 400 and more
    RateLimited,    ///< 429; carries retryAfter where the service sent one. Choose it over Client where waiting helps
    Authentication, ///< 401, 403
    NotFound,       ///< 404
    Server,         ///< 500 to 599: the service's own fault; carries retryAfter where the service sent one
    Client,         ///< every other 4xx: the request's fault
    Other,          ///< the guarded function's own error, none of the above
    Rejected,       ///< parent of: never sent
    CircuitOpen,    ///< rejected by a breaker; carries retryAfter where it is known
    Overload,       ///< rejected by a bulkhead, rate limiter or throttle; nothing in this library makes one
    Cancelled,      ///< the caller gave up
};

inline constexpr int ErrorKindCount = 20;

/// The kind above @p kind in the tree; none for Any, Rejected and Cancelled.
constexpr std::optional<ErrorKind> parentOf(ErrorKind kind) noexcept
{
    switch (kind) {
    case ErrorKind::Network:
    case ErrorKind::Other:
        return ErrorKind::Any;
    case ErrorKind::Connection:
    case ErrorKind::Timeout:
    case ErrorKind::Protocol:
    case ErrorKind::Api:
        return ErrorKind::Network;
    case ErrorKind::Security:
    case ErrorKind::Redirect:
    case ErrorKind::TooLarge:
    case ErrorKind::Encoding:
        return ErrorKind::Protocol;
    case ErrorKind::RateLimited:
    case ErrorKind::Authentication:
    case ErrorKind::NotFound:
    case ErrorKind::Server:
    case ErrorKind::Client:
        return ErrorKind::Api;
    case ErrorKind::CircuitOpen:
    case ErrorKind::Overload:
        return ErrorKind::Rejected;
    case ErrorKind::Any:
    case ErrorKind::Rejected:
    case ErrorKind::Cancelled:
        break;
    }
    return std::nullopt;
}

/// True if @p kind is @p ancestor or stands below it.
constexpr bool isA(ErrorKind kind, ErrorKind ancestor) noexcept
{
    for (std::optional<ErrorKind> step = kind; step; step = parentOf(*step)) {
        if (*step == ancestor)
            return true;
    }
    return false;
}

/// The kind of an HTTP status; none for a status below 400. 408 is Timeout; 600 and more, which HTTP does not know, is
/// Api.
std::optional<ErrorKind> errorKindOfStatus(int status) noexcept;

/// The name that files use: "rateLimited".
QString errorKindName(ErrorKind kind);

/// The kind with that name, exactly as files spell it; none for any other text.
std::optional<ErrorKind> errorKindFromName(QStringView name);

/// All names, in the order of the enum.
QStringList errorKindNames();

} // namespace Fuseboard
