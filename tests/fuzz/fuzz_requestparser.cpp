// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/requestparser.h"

#include <QList>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace Fuseboard;
using Status = RequestParser::Status;

/// Ends the run, so that the fuzzer keeps the input.
void require(bool holds)
{
    if (!holds)
        std::abort();
}

struct Outcome
{
    QList<FaultRequest> requests;
    Status status = Status::NeedsMore;
};

/// What a parser makes of @p bytes that come in pieces of @p sizes, over and over.
Outcome parse(const QByteArray &bytes, const QByteArray &sizes, const RequestParser::Limits &limits)
{
    RequestParser parser(limits);
    Outcome outcome;
    QByteArray input;
    qsizetype came = 0;
    for (qsizetype piece = 0; came < bytes.size(); ++piece) {
        const qsizetype size = 1 + static_cast<uchar>(sizes[piece % sizes.size()]);
        input += bytes.mid(came, size);
        came = std::min(came + size, bytes.size());
        bool wasContinued = false;
        while (!input.isEmpty()) {
            qsizetype consumed = 0;
            const Status status = parser.parse(input, consumed);
            require(consumed >= 0 && consumed <= input.size());
            input.remove(0, consumed);
            if (status == Status::NeedsMore)
                break;
            if (status == Status::WantsContinue) {
                require(!wasContinued); // once for a request
                wasContinued = true;
            } else if (status == Status::Complete) {
                outcome.requests.append(parser.takeRequest());
                require(!parser.isInRequest());
                wasContinued = false;
            } else {
                outcome.status = status;
                return outcome;
            }
        }
    }
    return outcome;
}

bool isSame(const FaultRequest &a, const FaultRequest &b)
{
    return a.method == b.method && a.target == b.target && a.path == b.path && a.isKeepAlive == b.isKeepAlive
        && a.isHttp10 == b.isHttp10 && a.call == b.call && a.attempt == b.attempt && a.host == b.host
        && a.origin == b.origin && a.contentType == b.contentType && a.body == b.body;
}

} // namespace

/// The first eight bytes say in which pieces the others come. However that is, the requests are the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray all(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    if (all.size() <= 8)
        return 0;
    const QByteArray bytes = all.sliced(8);

    // Larger than the input, so that they do not matter.
    const RequestParser::Limits wide{.headerSize = 1U << 20, .bodySize = 1U << 20, .keepsBody = true};
    const Outcome whole = parse(bytes, QByteArray(1, '\xff'), wide);
    const Outcome split = parse(bytes, all.first(8), wide);
    require(whole.requests.size() == split.requests.size());
    for (qsizetype i = 0; i < whole.requests.size(); ++i) {
        const FaultRequest &request = whole.requests[i];
        require(isSame(request, split.requests[i]));
        require(!request.method.isEmpty());
        // It goes out again in the header Location.
        require(std::none_of(request.target.begin(), request.target.end(),
                             [](char c) { return static_cast<uchar>(c) <= ' '; }));
    }
    // What is wrong in a request that has not ended may be noticed sooner or later.
    require(whole.status == split.status || whole.status == Status::NeedsMore || split.status == Status::NeedsMore);

    const RequestParser::Limits narrow{.headerSize = 64, .bodySize = 8, .keepsBody = true};
    const Outcome limited = parse(bytes, all.first(8), narrow);
    for (const FaultRequest &request : limited.requests)
        require(request.body.size() <= 8);
    return 0;
}
