// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/expected.h"
#include "resilience/base/timepoint.h"
#include "resilience/http/apirequest.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonValue>
#include <QUrl>

namespace Fuseboard {

/// An answer below 400; a redirect that is not followed is one. A plain value.
struct ApiResponse
{
    int status = 0;
    HeaderList headers;  ///< as they came, in that order; equal names but Set-Cookie joined with ", " (RFC 9110, 5.3)
    QByteArray body;     ///< unpacked, if it had a Content-Encoding; ApiClientConfig::acceptCompression says when not
    QUrl url;            ///< after redirects
    int attempts = 0;    ///< that left for the network; a redirect is part of its attempt
    int deliveries = 0;  ///< requests that went out, redirects and QNetworkAccessManager's own repeats included
    Duration duration{}; ///< of the call, from request() on

    /// The first header of that name, whatever its case; empty if there is none. Of several Set-Cookie headers the first;
    /// those of another name are one, with commas between.
    QByteArray header(const QByteArray &name) const;

    /// The body as a JSON object or array, or where and why it is none, as a sentence. Content-Type is not looked at.
    Expected<QJsonDocument, QString> json() const;

    /// The same for any JSON value, a number, a text, true, false and null too (RFC 8259).
    Expected<QJsonValue, QString> jsonValue() const;
};

} // namespace Fuseboard
