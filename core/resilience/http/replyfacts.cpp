// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/replyfacts.h"

#include "resilience/http/headerrules.h"

#include <utility>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// Over HTTP/2 a service can say that it did not look at a request: by a GOAWAY that leaves its stream out, or by
/// REFUSED_STREAM (RFC 9113, 8.7). Qt 6.4 shows that in its texts alone, which it does not translate.
bool isRefusedStream(const ReplyFacts &facts)
{
    return facts.mayBeHttp2
        && (facts.text.startsWith("Server stopped accepting new streams"_L1)
            || facts.text.startsWith("GOAWAY received"_L1) || facts.text.startsWith("Server refused a stream"_L1));
}

Transfer transferWithoutStatus(const ReplyFacts &facts)
{
    if (isRefusedStream(facts))
        return Transfer::StreamRefused;
    switch (facts.code) {
    case QNetworkReply::NoError:
        return Transfer::Complete;
    case QNetworkReply::TimeoutError:           // the system gave up connecting
    case QNetworkReply::OperationCanceledError: // not by us, so it is Qt's transfer timeout
    case QNetworkReply::ProxyTimeoutError:
        return Transfer::TimedOut;
    case QNetworkReply::SslHandshakeFailedError:
        return Transfer::Untrusted;
    case QNetworkReply::TooManyRedirectsError:
    case QNetworkReply::InsecureRedirectError:
    case QNetworkReply::ProtocolFailure:
        return Transfer::Malformed;
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
        return Transfer::Impossible;
    case QNetworkReply::ContentReSendError:
        return Transfer::NotRepeated;
    default: // closed, no network
        return neverLeft(facts.code) ? Transfer::NoConnection : Transfer::Lost;
    }
}

Transfer transferWithStatus(const ReplyFacts &facts)
{
    switch (facts.code) {
    case QNetworkReply::NoError:
        return Transfer::Complete;
    case QNetworkReply::OperationCanceledError: // not by us, so it is Qt's transfer timeout
        return Transfer::TimedOut;
    case QNetworkReply::ProtocolFailure:
        return Transfer::Malformed;
    case QNetworkReply::ContentReSendError:
        // Qt 6.4 rewinds the body for a 307 and 308 also when it is told not to follow, and reports that it can not.
        if (facts.status == 307 || facts.status == 308)
            return Transfer::Complete;
        [[fallthrough]];
    case QNetworkReply::RemoteHostClosedError:
        // An answer without a length ends by closing the connection. Where the close comes in the same breath as the
        // head, Qt 6.4 takes it for a broken connection first, wants to send the request again, finds that it can not
        // rewind the body, and reports that for an answer that it has read to its end.
        return findHeader(facts.headers, "Content-Length") || findHeader(facts.headers, "Transfer-Encoding")
            ? Transfer::Cut
            : Transfer::Complete;
    default:
        // 201 to 499 but the one above say which status it is, of an answer that is whole.
        return facts.status >= 400
                && (facts.code >= QNetworkReply::ContentAccessDenied
                    || facts.code == QNetworkReply::ProxyAuthenticationRequiredError)
            ? Transfer::Complete
            : Transfer::Cut;
    }
}

qint64 sizeOf(const HeaderList &headers)
{
    qint64 size = 0;
    for (const auto &[name, value] : headers)
        size += name.size() + value.size() + 4; // ": " and the line's end
    return size;
}

} // namespace

Transfer ReplyFacts::transfer() const
{
    if (status > 0 && headerLimit > 0 && sizeOf(headers) > headerLimit)
        return Transfer::HeadTooLarge;
    if (isTooLarge)
        return Transfer::BodyTooLarge;
    if (status > 0)
        return transferWithStatus(*this);
    return isShortRequest ? Transfer::ShortRequest : transferWithoutStatus(*this);
}

AnswerFacts ReplyFacts::takeAnswer()
{
    AnswerFacts answer;
    answer.method = method;
    answer.transfer = transfer();
    answer.status = status;
    answer.reason = std::exchange(reason, {});
    answer.headers = std::exchange(headers, {});
    answer.bodySize = bodySize;
    // Qt's text where it says more than a sentence of ours: which host, which certificate.
    switch (answer.transfer) {
    case Transfer::NoConnection:
    case Transfer::Untrusted:
    case Transfer::Impossible:
    case Transfer::Lost:
    case Transfer::Malformed:
    case Transfer::TimedOut:
        if (status == 0 && code != QNetworkReply::UnknownNetworkError && text != QIODevice::tr("Unknown error"))
            answer.text = text;
        break;
    default:
        break;
    }
    return answer;
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

HeaderList headersOf(const QNetworkReply &reply)
{
    const QList<QNetworkReply::RawHeaderPair> &pairs = reply.rawHeaderPairs();
    bool hasSeveralCookies = false;
    for (const auto &[name, value] : pairs)
        hasSeveralCookies = hasSeveralCookies || (value.contains('\n') && isSameHeader(name, "Set-Cookie"));
    if (!hasSeveralCookies)
        return pairs;
    HeaderList headers;
    headers.reserve(pairs.size() + 4);
    for (const auto &[name, value] : pairs) {
        if (!isSameHeader(name, "Set-Cookie")) {
            headers.append({name, value});
            continue;
        }
        for (const QByteArray &cookie : value.split('\n'))
            headers.append({name, cookie});
    }
    return headers;
}

} // namespace Fuseboard
