// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/replyfacts.h"

#include "resilience/http/headerrules.h"
#include "resilience/retry/retryafter.h"

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

ErrorKind kindWithoutStatus(QNetworkReply::NetworkError code)
{
    switch (code) {
    case QNetworkReply::TimeoutError:           // the system gave up connecting
    case QNetworkReply::OperationCanceledError: // not by us, so it is Qt's transfer timeout
    case QNetworkReply::ProxyTimeoutError:
        return ErrorKind::Timeout;
    case QNetworkReply::SslHandshakeFailedError:
    case QNetworkReply::TooManyRedirectsError:
    case QNetworkReply::InsecureRedirectError:
    case QNetworkReply::ProtocolFailure:
        return ErrorKind::Protocol;
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
        return ErrorKind::Client;
    default: // refused, closed, DNS, proxy, ContentReSendError, no network
        return ErrorKind::Connection;
    }
}

bool isShort(const ReplyFacts &facts)
{
    if (facts.hasNoBody || facts.status == 204 || facts.status == 304 || findHeader(facts.headers, "Content-Encoding")
        || findHeader(facts.headers, "Transfer-Encoding"))
        return false;
    const QByteArray *const length = findHeader(facts.headers, "Content-Length");
    bool isNumber = false;
    const qint64 promised = length ? length->toLongLong(&isNumber) : 0;
    return isNumber && facts.body.size() < promised;
}

/// For an answer below 400 whose transfer ended with an error: true if all of it came nevertheless.
bool isWholeAfterAll(const ReplyFacts &facts)
{
    const bool isLost = facts.code == QNetworkReply::ContentReSendError;
    // Qt 6.4 rewinds the body for a 307 and 308 also when it is told not to follow, and reports that it can not.
    if (isLost && (facts.status == 307 || facts.status == 308))
        return !isShort(facts);
    // An answer without a length ends by closing the connection. Where the close comes in the same breath as the
    // head, Qt 6.4 takes it for a broken connection first, wants to send the request again, finds that it can not
    // rewind the body, and reports that for an answer that it has read to its end.
    return (isLost || facts.code == QNetworkReply::RemoteHostClosedError)
        && !findHeader(facts.headers, "Content-Length") && !findHeader(facts.headers, "Transfer-Encoding");
}

Error statusError(const ReplyFacts &facts)
{
    Error error;
    error.kind = *errorKindOfStatus(facts.status);
    error.message = QString::fromLatin1(facts.reason);
    error.httpStatus = facts.status;
    error.body = facts.body;
    if (const QByteArray *const retryAfter = findHeader(facts.headers, "Retry-After")) {
        const QByteArray *const date = findHeader(facts.headers, "Date");
        error.retryAfter = parseRetryAfter(*retryAfter, date ? *date : QByteArray());
    }
    return error;
}

} // namespace

std::optional<Error> ReplyFacts::error() const
{
    if (status >= 400)
        return statusError(*this);

    Error error;
    if (status > 0)
        error.httpStatus = status;
    if (isTooLarge) {
        error.kind = ErrorKind::Protocol;
        error.message = u"the answer is larger than %1 bytes"_s.arg(bodyLimit);
        return error;
    }
    if (status == 0) {
        if (code == QNetworkReply::NoError) {
            error.kind = ErrorKind::Protocol;
            error.message = u"an answer without a status"_s;
            return error;
        }
        error.kind = kindWithoutStatus(code);
        error.message = text;
        return error;
    }
    if (code == QNetworkReply::NoError ? isShort(*this) : !isWholeAfterAll(*this)) {
        error.body = body;
        error.kind = code == QNetworkReply::OperationCanceledError ? ErrorKind::Timeout : ErrorKind::Protocol;
        error.message = error.kind == ErrorKind::Timeout ? text : u"malformed or truncated response"_s;
        return error;
    }
    return std::nullopt;
}

bool neverLeft(QNetworkReply::NetworkError code) noexcept
{
    switch (code) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::SslHandshakeFailedError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::ProtocolUnknownError:
        return true;
    default:
        return false;
    }
}

} // namespace Fuseboard
