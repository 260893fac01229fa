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

/// A header's name and value, as they go out.
using HeaderList = QList<std::pair<QByteArray, QByteArray>>;

/// Raw bytes with their Content-Type.
struct RawBody
{
    QByteArray data{};
    QByteArray contentType = "application/octet-stream";
};

/// application/x-www-form-urlencoded.
struct FormBody
{
    QUrlQuery fields{};
};

/// application/json.
struct JsonBody
{
    QJsonValue value{}; ///< an object or an array goes out as it is, any other value too (RFC 8259)
};

/// A body read from a device. @p open makes a fresh one, ready to read, for each attempt (and for a redirect that
/// repeats the request). A sequential one has no size: the request must carry its Content-Length. One that can not
/// be opened ends the call with an error of kind `client`.
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
    HeaderList headers{};              ///< each replaces what the client or the body says under that name
    std::optional<Duration> timeout{}; ///< of the whole call; replaces the client's overall limit
    QByteArray idempotencyKey{}; ///< sent as Idempotency-Key, as it is, in every attempt; then a POST may be retried
    std::optional<quint64> callNumber{}; ///< draws the waits' luck; counted by the client where absent
};

} // namespace Fuseboard
