// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/answerverdict.h"

#include "resilience/http/headerrules.h"
#include "resilience/retry/retryafter.h"

#include <utility>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

AnswerVerdict failure(ErrorKind kind, const AnswerFacts &facts)
{
    AnswerVerdict verdict;
    verdict.what = AnswerVerdict::What::Failure;
    verdict.error.kind = kind;
    if (facts.status > 0)
        verdict.error.httpStatus = facts.status;
    return verdict;
}

/// @p text, or what the network says of the transfer.
AnswerVerdict failure(ErrorKind kind, const AnswerFacts &facts, const AnswerRules &rules, QString text)
{
    AnswerVerdict verdict = failure(kind, facts);
    if (rules.writesMessages)
        verdict.error.message = facts.text.isEmpty() ? std::move(text) : facts.text;
    return verdict;
}

QString tooLarge(qint64 limit)
{
    return u"the answer is larger than %1 bytes"_s.arg(limit);
}

QString headTooLarge(qint64 limit)
{
    return u"the answer's headers are larger than %1 bytes"_s.arg(limit);
}

AnswerVerdict withoutStatus(const AnswerFacts &facts, const AnswerRules &rules)
{
    AnswerVerdict verdict;
    switch (facts.transfer) {
    case Transfer::NoConnection:
        verdict = failure(ErrorKind::Connection, facts, rules, u"no connection could be made"_s);
        verdict.neverLeft = true;
        break;
    case Transfer::Untrusted:
        verdict = failure(ErrorKind::Security, facts, rules, u"the TLS handshake failed"_s);
        verdict.neverLeft = true;
        break;
    case Transfer::Impossible:
        verdict = failure(ErrorKind::Client, facts, rules, u"the request cannot be sent"_s);
        verdict.neverLeft = true;
        verdict.isCallersFault = true;
        break;
    case Transfer::ShortRequest:
        verdict = failure(ErrorKind::Client, facts, rules, u"the request's body ended before its length"_s);
        verdict.isCallersFault = true;
        break;
    case Transfer::StreamRefused:
        verdict = failure(ErrorKind::Connection, facts, rules,
                          u"the service ended the HTTP/2 connection before it looked at the request"_s);
        verdict.neverLeft = true;
        break;
    case Transfer::Lost:
        verdict = failure(ErrorKind::Connection, facts, rules, u"the connection closed before an answer"_s);
        break;
    case Transfer::NotRepeated:
        verdict = failure(ErrorKind::Connection, facts, rules,
                          u"the connection closed before an answer; the request was sent once and not repeated"_s);
        break;
    case Transfer::TimedOut:
        verdict = failure(ErrorKind::Timeout, facts, rules, u"the transfer took too long"_s);
        break;
    case Transfer::HeadTooLarge:
        verdict = failure(ErrorKind::TooLarge, facts, rules, headTooLarge(rules.maxHeaderSize));
        break;
    case Transfer::BodyTooLarge:
        verdict = failure(ErrorKind::TooLarge, facts, rules, tooLarge(rules.maxResponseSize));
        break;
    case Transfer::Complete:
    case Transfer::Cut:
    case Transfer::Malformed:
        verdict = failure(ErrorKind::Protocol, facts, rules, u"an answer without a status"_s);
        break;
    }
    return verdict;
}

AnswerVerdict ofStatus(ErrorKind kind, const AnswerFacts &facts, const AnswerRules &rules)
{
    AnswerVerdict verdict;
    verdict.what = AnswerVerdict::What::Failure;
    verdict.error = errorOfAnswer(kind, facts);
    if (rules.writesMessages)
        verdict.error.message = QString::fromLatin1(facts.reason);
    return verdict;
}

/// None if the transfer is whole.
std::optional<AnswerVerdict> ofTransfer(const AnswerFacts &facts, const AnswerRules &rules)
{
    switch (facts.transfer) {
    case Transfer::HeadTooLarge:
        return failure(ErrorKind::TooLarge, facts, rules, headTooLarge(rules.maxHeaderSize));
    case Transfer::BodyTooLarge:
        return failure(ErrorKind::TooLarge, facts, rules, tooLarge(rules.maxResponseSize));
    case Transfer::TimedOut:
        return failure(ErrorKind::Timeout, facts, rules, u"the transfer took too long"_s);
    default:
        break;
    }
    if (!mayHaveBody(facts.method, facts.status))
        return std::nullopt;
    if (facts.transfer == Transfer::Malformed)
        return failure(ErrorKind::Protocol, facts, rules, u"malformed response"_s);
    const std::optional<qint64> promised = promisedLength(facts.headers);
    if (promised && facts.bodySize < *promised)
        return failure(ErrorKind::Protocol, facts, rules,
                       u"truncated response: %1 of %2 bytes of the body came"_s.arg(facts.bodySize).arg(*promised));
    if (facts.transfer != Transfer::Complete)
        return failure(ErrorKind::Protocol, facts, rules, u"truncated response"_s);
    return std::nullopt;
}

std::optional<AnswerVerdict> ofRedirect(const AnswerFacts &facts, const AnswerRules &rules)
{
    if (facts.status < 300)
        return std::nullopt;
    const QByteArray *const location = findHeader(facts.headers, "Location");
    if (!location)
        return std::nullopt;
    Redirect redirect = Redirect::of(facts.status, *location, facts.url, facts.method, facts.mayRepeat,
                                     rules.redirects);
    switch (redirect.what) {
    case Redirect::What::IsAnswer:
        return std::nullopt;
    case Redirect::What::Fail:
        return failure(ErrorKind::Redirect, facts, rules, redirect.message);
    case Redirect::What::Follow:
        break;
    }
    if (facts.redirectsBefore >= rules.maxRedirects)
        return failure(ErrorKind::Redirect, facts, rules, u"redirected more than %1 times"_s.arg(rules.maxRedirects));
    AnswerVerdict verdict;
    verdict.what = AnswerVerdict::What::Follow;
    verdict.redirect = std::move(redirect);
    return verdict;
}

std::optional<AnswerVerdict> ofContent(const AnswerFacts &facts, const AnswerRules &rules)
{
    if (!mayHaveBody(facts.method, facts.status))
        return std::nullopt;
    const auto encoding = [&facts] {
        const QByteArray *const value = findHeader(facts.headers, "Content-Encoding");
        return value ? QString::fromLatin1(value->left(100)) : QString();
    };
    switch (facts.content) {
    case ContentFault::None:
        break;
    case ContentFault::Unknown:
        return failure(ErrorKind::Encoding, facts, rules,
                       u"the answer has the Content-Encoding \"%1\", which is not supported"_s.arg(encoding()));
    case ContentFault::Bad:
        return failure(ErrorKind::Encoding, facts, rules,
                       u"the body does not have its Content-Encoding \"%1\""_s.arg(encoding()));
    case ContentFault::Cut:
        return failure(ErrorKind::Protocol, facts, rules,
                       u"truncated response: the body in %1 ends early"_s.arg(encoding()));
    case ContentFault::TooLarge:
        return failure(ErrorKind::TooLarge, facts, rules, tooLarge(rules.maxResponseSize) + u" when unpacked"_s);
    }
    return std::nullopt;
}

} // namespace

AnswerRules AnswerRules::of(const ApiClientConfig &config)
{
    AnswerRules rules;
    rules.redirects = config.redirects;
    rules.maxRedirects = config.maxRedirects;
    rules.maxResponseSize = config.maxResponseSize;
    rules.maxHeaderSize = config.maxHeaderSize;
    return rules;
}

AnswerVerdict judge(const AnswerFacts &facts, const AnswerRules &rules)
{
    if (facts.status <= 0)
        return withoutStatus(facts, rules);
    if (const std::optional<ErrorKind> kind = errorKindOfStatus(facts.status))
        return ofStatus(*kind, facts, rules);
    if (facts.status < 200) {
        AnswerVerdict verdict = failure(ErrorKind::Protocol, facts, rules,
                                        u"%1 is no final answer"_s.arg(facts.status));
        verdict.spoilsConnections = true;
        return verdict;
    }
    if (std::optional<AnswerVerdict> verdict = ofTransfer(facts, rules))
        return *std::move(verdict);
    if (std::optional<AnswerVerdict> verdict = ofRedirect(facts, rules))
        return *std::move(verdict);
    if (std::optional<AnswerVerdict> verdict = ofContent(facts, rules))
        return *std::move(verdict);
    if (rules.errorStatuses && rules.errorStatuses->containsStatus(facts.status))
        return ofStatus(ErrorKind::Api, facts, rules);
    return {};
}

Error errorOfAnswer(ErrorKind kind, const AnswerFacts &facts)
{
    Error error;
    error.kind = kind;
    error.httpStatus = facts.status;
    if (const QByteArray *const retryAfter = findHeader(facts.headers, "Retry-After")) {
        const QByteArray *const date = findHeader(facts.headers, "Date");
        const QByteArray dateText = date ? *date : QByteArray();
        error.retryAfter = facts.now.isValid() ? parseRetryAfter(*retryAfter, dateText, facts.now)
                                               : parseRetryAfter(*retryAfter, dateText);
    }
    return error;
}

bool mayHaveBody(const QByteArray &method, int status) noexcept
{
    return method != "HEAD" && status >= 200 && status != 204 && status != 304;
}

std::optional<qint64> promisedLength(const HeaderList &headers)
{
    const QByteArray *const length = findHeader(headers, "Content-Length");
    if (!length || findHeader(headers, "Transfer-Encoding"))
        return std::nullopt;
    bool isNumber = false;
    if (const qint64 bytes = length->toLongLong(&isNumber); isNumber)
        return bytes >= 0 ? std::optional(bytes) : std::nullopt;
    // QNetworkAccessManager joins equal headers with a comma.
    std::optional<qint64> bytes;
    for (const QByteArray &value : length->split(',')) {
        const qint64 one = value.trimmed().toLongLong(&isNumber);
        if (!isNumber || one < 0 || (bytes && *bytes != one))
            return std::nullopt;
        bytes = one;
    }
    return bytes;
}

} // namespace Fuseboard
