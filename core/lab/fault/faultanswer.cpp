// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/faultanswer.h"

#include "lab/fault/phasemodel.h"
#include "lab/fault/requestparser.h"

namespace Fuseboard {

namespace {

using Kind = FaultConfig::Kind;
using End = FaultAnswer::End;

FaultAnswer withStatus(const FaultConfig &fault, int status, const FaultRequest &request)
{
    HttpAnswer content{.status = status, .body = fault.body};
    if (const auto seconds = fault.retryAfterSeconds())
        content.headers = "Retry-After: " + QByteArray::number(qint64(seconds->count())) + "\r\n";
    for (const auto &[name, value] : fault.headers)
        content.headers += name + ": " + value + "\r\n";
    return wholeAnswer(std::move(content), request);
}

/// Headers that promise a good answer, and the first half of it.
FaultAnswer half(int bytes, const FaultRequest &request, End end)
{
    const HttpAnswer content{.body = QByteArray(bytes / 2, 'x'), .length = bytes, .isHead = request.isHead()};
    return {.bytes = httpAnswer(content), .end = end};
}

/// Headers of a good answer, then its body byte by byte.
FaultAnswer slow(const FaultConfig &fault, const FaultRequest &request)
{
    FaultAnswer answer = wholeAnswer({.length = fault.bytes}, request);
    answer.drip = request.isHead() ? 0 : fault.bytes;
    answer.bytesPerSecond = fault.bytesPerSecond;
    return answer;
}

FaultAnswer redirect(const FaultRequest &request)
{
    // After a 302 clients repeat everything else as a GET, which may be another endpoint or none.
    const bool isGet = request.method == "GET" || request.isHead();
    return wholeAnswer({.status = isGet ? 302 : 307, .headers = "Location: " + request.target + "\r\n"}, request);
}

} // namespace

FaultAnswer answerOf(const FaultDraw &draw, const FaultRequest &request)
{
    if (!draw.fault)
        return wholeAnswer({.body = "ok\n"}, request);
    const FaultConfig &fault = *draw.fault;
    switch (fault.kind) {
    case Kind::Status:
        break;
    case Kind::Hang:
        return {.end = End::Silent};
    case Kind::Reset:
        return fault.resetAt == FaultConfig::ResetAt::Body ? half(fault.bytes, request, End::Reset)
                                                           : FaultAnswer{.end = End::Reset};
    case Kind::Close:
        return {.end = End::Closed};
    case Kind::Truncate:
        return half(fault.bytes, request, End::Closed);
    case Kind::Malformed:
        return {.bytes = "This is not HTTP.\r\n\r\n", .end = End::Closed};
    case Kind::Slow:
        return slow(fault, request);
    case Kind::RedirectLoop:
        return redirect(request);
    }
    return withStatus(fault, draw.status, request);
}

FaultAnswer wholeAnswer(HttpAnswer content, const FaultRequest &request)
{
    content.isHead = request.isHead();
    content.closes = !request.isKeepAlive;
    content.isKeptAlive10 = request.isHttp10;
    return {.bytes = httpAnswer(content), .end = content.closes ? FaultAnswer::End::Closed : FaultAnswer::End::Kept};
}

} // namespace Fuseboard
