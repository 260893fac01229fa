// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/expected.h"
#include "resilience/base/timepoint.h"
#include "resilience/http/apirequest.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QUrl>

namespace Fuseboard {

/// An answer below 400; a redirect that is not followed is one. A plain value.
struct ApiResponse
{
    int status = 0;
    HeaderList headers; ///< in the order in which they came
    QByteArray body;
    QUrl url;            ///< after redirects
    int attempts = 0;    ///< that left for the network; a redirect is part of its attempt
    int deliveries = 0;  ///< requests that went out, redirects and QNetworkAccessManager's own repeats included
    Duration duration{}; ///< of the call, from request() on

    /// The first header of that name, whatever its case; empty if there is none.
    QByteArray header(const QByteArray &name) const;

    /// The body as JSON, or where and why it is none, as a sentence. Content-Type is not looked at.
    Expected<QJsonDocument, QString> json() const;
};

} // namespace Fuseboard
