// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/http/apiclientconfig.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

namespace Fuseboard {

/// What a 3xx answer leads to. A plain value.
///
/// QNetworkAccessManager would follow by itself, but hands the Authorization header to whoever it is sent to, repeats
/// the body of any POST, and tells of a refusal only by an error; so the client follows.
struct Redirect
{
    enum class What : quint8 {
        IsAnswer, ///< it is not followed; it is the answer
        Follow,
        Fail, ///< it can not be followed; message says why
    };

    What what = What::IsAnswer;
    QUrl url;
    bool becomesGet = false;   ///< the next request is a GET without a body
    bool leavesOrigin = false; ///< credentials must not go along
    QString message;

    /// The answer @p status with its @p location header, to a request with @p method at @p from. @p mayRepeat: the
    /// request may be carried out twice.
    static Redirect of(int status, const QByteArray &location, const QUrl &from, const QByteArray &method,
                       bool mayRepeat, RedirectPolicy policy);
};

} // namespace Fuseboard
