// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/timepoint.h"

#include <QByteArray>
#include <QJsonValue>
#include <QList>
#include <QUrlQuery>

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

QT_BEGIN_NAMESPACE
class QIODevice;
QT_END_NAMESPACE

namespace Fuseboard {

/// Headers' names and values, as they go out. The values of one name go out in one header, with commas between.
using HeaderList = QList<std::pair<QByteArray, QByteArray>>;

/// Raw bytes with their Content-Type, which must not be empty.
struct RawBody
{
    QByteArray data{};
    QByteArray contentType = "application/octet-stream";
};

/// application/x-www-form-urlencoded, in UTF-8.
struct FormBody
{
    QUrlQuery fields{};
};

/// application/json.
struct JsonBody
{
    QJsonValue value{}; ///< any value, not only an object or an array (RFC 8259); not Undefined
};

/// A body read from a device, from where it stands to its end. @p open makes a fresh one, ready to read, for each
/// attempt (and for a redirect that repeats the request); it runs on the client's thread, and the client owns what it
/// gives. A sequential one has no size: the request must carry its Content-Length. One that can not be opened ends the
/// call with an error of kind `client`.
struct StreamBody
{
    std::function<std::unique_ptr<QIODevice>()> open;
    QByteArray contentType = "application/octet-stream";
};

using RequestBody = std::variant<std::monostate, RawBody, FormBody, JsonBody, StreamBody>;

/// What a request has besides its method and path. A plain value; name what you need:
///
///     client.post(u"/orders"_s, {.body = JsonBody{order}, .idempotencyKey = key});
struct RequestOptions
{
    QUrlQuery query{}; ///< added to what the path has; a plus sign in it is one, not a space
    RequestBody body{};

    /// Each replaces what the client or the body says under that name. Content-Length only with a StreamBody,
    /// Transfer-Encoding never.
    HeaderList headers{};
    std::optional<Duration> timeout{}; ///< > 0; of the whole call; replaces the client's overall limit

    /// Sent as Idempotency-Key, as it is, in every attempt; then a POST may be retried. Another one for every call.
    /// After draft-ietf-httpapi-idempotency-key-header.
    QByteArray idempotencyKey{};
    std::optional<quint64> callNumber{}; ///< draws the waits' luck; counted by the client, from 0, where absent
};

} // namespace Fuseboard
