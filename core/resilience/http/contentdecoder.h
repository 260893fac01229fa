// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/http/answerverdict.h"

#include <QByteArray>

namespace Fuseboard {

/// A body without its Content-Encoding. A plain value.
struct DecodedBody
{
    QByteArray data{}; ///< with a fault: what could be unpacked; with Unknown, the body as it came
    ContentFault fault = ContentFault::None;
};

/// Undoes what the Content-Encoding of @p headers says was done to @p body: gzip and deflate, also one after the other.
/// Looks at the check sums, and sees a body that ends early whatever framed it. Takes at most @p limit bytes.
///
/// QNetworkAccessManager would unpack by itself, but does not say whether the packed body was whole.
DecodedBody decodeContent(QByteArray body, const HeaderList &headers, qint64 limit);

} // namespace Fuseboard
