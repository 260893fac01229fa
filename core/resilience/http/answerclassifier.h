// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/errorkind.h"
#include "resilience/http/apirequest.h"

#include <QByteArray>
#include <QUrl>

#include <functional>
#include <optional>

namespace Fuseboard {

/// An answer that is whole, for a classifier. Its references live as long as the call of it.
struct ReceivedAnswer
{
    const QByteArray &method; ///< of the request; after a redirect, of the last one
    const QUrl &url;          ///< after redirects
    int status = 0;
    const HeaderList &headers;
    const QByteArray &body;

    /// What the client makes of it: none, a success, below 400, and errorKindOfStatus() above.
    std::optional<ErrorKind> kind{};
};

/// Decides what an answer is: none, a success, or the kind of the error. For services that answer 200 and say in the
/// body that they failed, and for those whose 404 is an answer like any other:
///
///     [](const ReceivedAnswer &answer) -> std::optional<ErrorKind> {
///         if (answer.status == 200 && answer.body.contains("\"error\""))
///             return ErrorKind::Server;
///         return answer.kind;
///     }
///
/// Asked once for every answer that came whole and is not followed as a redirect. Runs on the client's thread, inside a
/// signal of the network; must not throw or destroy the client or its replies.
using AnswerClassifier = std::function<std::optional<ErrorKind>(const ReceivedAnswer &answer)>;

} // namespace Fuseboard
