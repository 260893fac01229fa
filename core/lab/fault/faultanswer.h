// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/httpanswer.h"

#include <QByteArray>

namespace Fuseboard {

struct FaultDraw;
struct FaultRequest;

/// What goes out for one request once its latency is over.
struct FaultAnswer
{
    enum class End : quint8 {
        Kept,   ///< the connection is kept for the next request
        Closed, ///< a FIN
        Reset,  ///< a RST
        Silent, ///< nothing, for ever
    };

    QByteArray bytes{};        ///< at once
    int drip = 0;              ///< then so many more, one by one
    double bytesPerSecond = 1; ///< > 0; of the drip
    End end = End::Kept;       ///< when all is sent
};

/// @p content as the answer to @p request, whole and at once: without a body for a HEAD, and the connection kept if the
/// client wants that.
FaultAnswer wholeAnswer(HttpAnswer content, const FaultRequest &request);

/// What @p request gets that meets @p draw. A simulation looks at the same bytes that the server sends.
FaultAnswer answerOf(const FaultDraw &draw, const FaultRequest &request);

} // namespace Fuseboard
