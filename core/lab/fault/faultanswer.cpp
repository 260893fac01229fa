// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/faultanswer.h"

#include "lab/fault/requestparser.h"

namespace Fuseboard {

FaultAnswer wholeAnswer(HttpAnswer content, const FaultRequest &request)
{
    content.isHead = request.isHead();
    content.closes = !request.isKeepAlive;
    content.isKeptAlive10 = request.isHttp10;
    return {.bytes = httpAnswer(content), .end = content.closes ? FaultAnswer::End::Closed : FaultAnswer::End::Kept};
}

} // namespace Fuseboard
