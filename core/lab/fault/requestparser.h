// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <memory>
#include <optional>

namespace Fuseboard {

/// What a server needs to know of a request.
struct FaultRequest
{
    QByteArray method;
    QByteArray target; ///< as it came; without white space and control characters
    QByteArray path;   ///< its normal form (requestpath.h), without query
    bool isKeepAlive = false;
    bool isHttp10 = false;
    std::optional<quint64> call; ///< from the header Fuseboard-Call
    quint64 attempt = 1;

    // Only where bodies are kept.
    QByteArray host; ///< of the target, or else of the header
    QByteArray origin;
    QByteArray contentType;
    QByteArray body;

    bool isHead() const { return method == "HEAD"; }
};

/// Makes requests of bytes, one after the other. Boost.Beast's parser without its sockets and loop. One thread.
class RequestParser
{
public:
    struct Limits
    {
        quint32 headerSize = 16 * 1024;
        quint64 bodySize = 1024 * 1024;
        bool keepsBody = false; ///< else it is only counted
    };

    enum class Status : quint8 {
        NeedsMore,
        WantsContinue, ///< the client waits for "100 Continue" before it sends the body; said once
        Complete,
        Malformed,
        HeaderTooLarge,
        BodyTooLarge,
    };

    explicit RequestParser(Limits limits);
    ~RequestParser();

    /// Reads on in @p input, all that came and was not consumed before; sets @p consumed to what is not needed again.
    Status parse(QByteArrayView input, qsizetype &consumed);

    /// The request, after Complete. Then the parser is ready for the next one.
    FaultRequest takeRequest();

    /// Whether part of a request has been consumed.
    bool isInRequest() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Fuseboard
