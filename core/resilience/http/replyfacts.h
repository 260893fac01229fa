// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/http/answerverdict.h"

#include <QByteArray>
#include <QNetworkReply>
#include <QString>

namespace Fuseboard {

/// What a QNetworkReply says once it has ended. A plain value.
struct ReplyFacts
{
    QByteArray method = "GET";
    int status = 0; ///< 0: no answer came, or not all of its head
    QNetworkReply::NetworkError code = QNetworkReply::NoError;
    QString text{};      ///< QNetworkReply::errorString()
    QByteArray reason{}; ///< behind the status
    HeaderList headers{};
    qint64 bodySize = 0;         ///< bytes that came
    qint64 headerLimit = 0;      ///< bytes; 0: none
    bool isTooLarge = false;     ///< the client ended it: the body grew beyond its limit
    bool isShortRequest = false; ///< the request's body ended before its length
    bool mayBeHttp2 = false;

    /// How the transfer ended.
    ///
    /// The status is looked at first, then the NetworkError, because the latter is 299 for 408, 422, 425 and 429 alike,
    /// and 499 for every 5xx but three. A peer that sends something else than HTTP can not be told from one that
    /// closes before it answers: Qt says RemoteHostClosedError for both, and shows nothing of what was received.
    /// Both are Lost.
    Transfer transfer() const;

    /// The same for judge(), without what the request says. Empties headers and reason of this.
    AnswerFacts takeAnswer();
};

/// True if a request that ended with @p code and no answer can not have reached the service.
bool neverLeft(QNetworkReply::NetworkError code) noexcept;

/// The headers as QNetworkReply gives them, with the values of several Set-Cookie headers apart again. Those of other
/// names stay as Qt joins them, with commas, which means the same (RFC 9110, 5.3).
HeaderList headersOf(const QNetworkReply &reply);

} // namespace Fuseboard
