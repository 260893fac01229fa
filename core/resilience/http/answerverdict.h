// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/error.h"
#include "resilience/base/errorkindset.h"
#include "resilience/http/apiclientconfig.h"
#include "resilience/http/apirequest.h"
#include "resilience/http/redirect.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QUrl>

#include <optional>

namespace Fuseboard {

/// How a transfer ended, apart from what the answer says.
enum class Transfer : quint8 {
    Complete,      ///< as HTTP frames it: the whole length, the last chunk, or the close of an answer without a length
    NoConnection,  ///< none was made (refused, DNS, proxy): the request never left
    Untrusted,     ///< TLS failed: the request never left
    Impossible,    ///< the request cannot be sent at all, which is the caller's fault: it never left
    ShortRequest,  ///< the request's body ended before its length, which is the caller's fault
    StreamRefused, ///< HTTP/2: the service ended the connection and said that it did not look at the request
    Lost,          ///< closed, reset, or something else than HTTP, before the whole head had come
    NotRepeated,   ///< the same for a request that goes out once: QNetworkAccessManager could not send it again
    TimedOut,      ///< the system's limit, or QNetworkAccessManager's
    Cut,           ///< the connection ended inside the body
    Malformed,     ///< the body's framing is not HTTP
    HeadTooLarge,  ///< more bytes of headers than the client takes
    BodyTooLarge,  ///< more bytes of body than the client takes
};

/// What is wrong with a body's Content-Encoding.
enum class ContentFault : quint8 {
    None,     ///< nothing, or the body is not unpacked
    Unknown,  ///< an encoding that this library cannot undo
    Bad,      ///< the body does not have that encoding
    Cut,      ///< the packed body ends early
    TooLarge, ///< unpacked, it has more bytes than the client takes
};

/// What the client knows of one request once it has ended. A plain value, for the wire and for the simulation.
struct AnswerFacts
{
    QByteArray method = "GET";
    bool mayRepeat = true;   ///< the request may be carried out twice (its method, or an Idempotency-Key)
    QUrl url{};              ///< of the request; a Location is relative to it
    int redirectsBefore = 0; ///< that led to this request, in the same attempt

    Transfer transfer = Transfer::Complete;
    QString text{}; ///< for people: what the network says of a transfer that failed; empty: a sentence of judge()

    int status = 0; ///< 0: no answer came, or not the whole of its head
    QByteArray reason{};
    HeaderList headers{}; ///< as they came: Content-Length and Content-Encoding speak of the bytes on the wire
    qint64 bodySize = 0;  ///< bytes of the body that came, before they are unpacked
    ContentFault content = ContentFault::None;

    QDateTime now{}; ///< for a Retry-After date of an answer without a Date header; invalid: the system's clock
};

/// The settings that decide what is made of an answer. ApiClientConfig explains them.
struct AnswerRules
{
    RedirectPolicy redirects = RedirectPolicy::NoLessSafe;
    int maxRedirects = 10;
    qint64 maxResponseSize = 64 * 1024 * 1024; ///< only for the message of a TooLarge error
    qint64 maxHeaderSize = 256 * 1024;         ///< the same
    /// Statuses below 400 that the policy takes for an error `api`, as CallPolicy::errorStatuses; null: none.
    const ErrorKindSet *errorStatuses = nullptr;
    bool writesMessages = true; ///< without: Error::message stays empty, which costs less

    static AnswerRules of(const ApiClientConfig &config);
};

/// What the client makes of an answer.
struct AnswerVerdict
{
    enum class What : quint8 {
        Success, ///< the call succeeds with this answer
        Failure, ///< the attempt fails with error
        Follow,  ///< another request follows in the same attempt: redirect says which
    };

    What what = What::Success;
    Error error{};       ///< with Failure; without body, headers and duration
    Redirect redirect{}; ///< with Follow

    bool neverLeft = false; ///< the service has certainly seen nothing of the request: any method may be sent again
    bool isCallersFault = false;    ///< the request is wrong: policy and breaker are not asked
    bool spoilsConnections = false; ///< another answer may still come: no connection to this host may be used again
};

/// What the client makes of an answer: the one place that decides it, for ApiClient and for the simulation. Pure: no
/// socket, no state; any thread.
///
/// In this order:
/// - A transfer that gave no status is an error by its Transfer: `connection` (NoConnection, StreamRefused, Lost,
///   NotRepeated), `security` (Untrusted), `client` (Impossible, ShortRequest), `timeout` (TimedOut), else `protocol`.
/// - A status of 400 and more is an error of errorKindOfStatus(), however its body ended. It has the wait that
///   Retry-After asks for: seconds, or a date relative to the answer's Date header.
/// - A status below 200 is no final answer: `protocol`. 100 is never seen, QNetworkAccessManager skips it.
/// - A head or body that is too large is `tooLarge`, a transfer that timed out `timeout`.
/// - A body that is cut or malformed is `protocol`: fewer bytes than Content-Length, an end inside a chunk. Answers
///   to HEAD and answers 204 and 304 have no body, whatever their headers say.
/// - A redirect is followed, is the answer, or is an error `redirect`, as Redirect::of() says.
/// - A Content-Encoding that is unknown or that the body does not have is `encoding`; a packed body that ends early is
///   `protocol`, one that is too large unpacked `tooLarge`.
/// - A status that errorStatuses names is `api`.
/// - The rest succeeds.
AnswerVerdict judge(const AnswerFacts &facts, const AnswerRules &rules = {});

/// The error of @p kind that the answer's status, reason and Retry-After make. judge() makes it for 400 and more.
Error errorOfAnswer(ErrorKind kind, const AnswerFacts &facts);

/// True if an answer with @p status to @p method can have a body (RFC 9110, 6.4.1).
bool mayHaveBody(const QByteArray &method, int status) noexcept;

/// The bytes that Content-Length promises; none without the header, with a value that is no number, or where
/// Transfer-Encoding overrules it. Several equal values count as one.
std::optional<qint64> promisedLength(const HeaderList &headers);

} // namespace Fuseboard
