// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/error.h"
#include "resilience/http/apirequest.h"

#include <QByteArray>
#include <QNetworkReply>
#include <QString>

#include <optional>

namespace Fuseboard {

/// What is known of a QNetworkReply once it has ended. A plain value.
struct ReplyFacts
{
    int status = 0; ///< 0: no answer came, or not all of its head
    QNetworkReply::NetworkError code = QNetworkReply::NoError;
    QString text{};      ///< QNetworkReply::errorString()
    QByteArray reason{}; ///< behind the status
    HeaderList headers{};
    QByteArray body{};
    qint64 bodyLimit = 0;    ///< bytes, the most that is taken
    bool isTooLarge = false; ///< we ended it: the body grew beyond the limit
    bool hasNoBody = false;  ///< by the rules there can be none (HEAD)

    /// The error it amounts to, without its duration; none for an answer below 400 that is whole.
    ///
    /// The status is asked first, then the NetworkError, because the latter is 299 for 408, 422, 425 and 429 alike,
    /// and 499 for every 5xx but three. A peer that sends something else than HTTP can not be told from one that
    /// closes before it answers: Qt says RemoteHostClosedError for both, and shows nothing of what was received.
    /// Both are `connection`.
    std::optional<Error> error() const;
};

/// True if a request that ended with @p code and no answer can not have reached the service.
bool neverLeft(QNetworkReply::NetworkError code) noexcept;

} // namespace Fuseboard
