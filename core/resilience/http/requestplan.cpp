// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/requestplan.h"

#include "resilience/http/headerrules.h"

#include <QIODevice>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

const QByteArray AcceptEncoding = QByteArrayLiteral("Accept-Encoding");
const QByteArray Authorization = QByteArrayLiteral("Authorization");
const QByteArray ContentLength = QByteArrayLiteral("Content-Length");
const QByteArray ContentType = QByteArrayLiteral("Content-Type");
const QByteArray IdempotencyKey = QByteArrayLiteral("Idempotency-Key");

template<typename... Functions>
struct Overloaded : Functions...
{
    using Functions::operator()...;
};
template<typename... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

Unexpected<Error> fault(QString message)
{
    return Unexpected{Error{ErrorKind::Client, std::move(message), {}, {}, {}, {}}};
}

QByteArray authorizationOf(const Auth &auth)
{
    if (const auto *bearer = std::get_if<BearerAuth>(&auth))
        return "Bearer " + bearer->token.toUtf8();
    if (const auto *basic = std::get_if<BasicAuth>(&auth))
        return "Basic " + (basic->user + u':' + basic->password).toUtf8().toBase64();
    return {};
}

/// QUrlQuery leaves a plus sign alone, and services read it as a space.
QString encodedQuery(const QUrlQuery &query)
{
    return query.toString(QUrl::FullyEncoded).replace(u'+', "%2B"_L1);
}

QByteArray formOf(const QUrlQuery &fields)
{
    QByteArray form;
    for (const auto &[name, value] : fields.queryItems(QUrl::FullyDecoded)) {
        if (!form.isEmpty())
            form += '&';
        form += QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value);
    }
    return form.replace("%20", "+");
}

QByteArray jsonOf(const QJsonValue &value)
{
    if (value.isObject())
        return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
    if (value.isArray())
        return QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact);
    // QJsonDocument writes no other values, but as the one element of an array it does.
    const QByteArray array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return array.mid(1, array.size() - 2);
}

void setHeaderIfAbsent(QNetworkRequest &request, const QByteArray &name, const QByteArray &value)
{
    if (!request.hasRawHeader(name))
        request.setRawHeader(name, value);
}

/// A null value would take the header out again.
QByteArray notNull(const QByteArray &value)
{
    return value.isNull() ? QByteArray("") : value;
}

} // namespace

RequestBuilder::RequestBuilder(const ApiClientConfig &config)
    : m_baseUrl(config.baseUrl)
    , m_basePath(config.baseUrl.path(QUrl::FullyEncoded))
    , m_origin(Origin::of(config.baseUrl))
{
    while (m_basePath.endsWith(u'/'))
        m_basePath.chop(1);

    for (const auto &[name, value] : joined(config.headers))
        m_request.setRawHeader(name, notNull(value));
    setHeaderIfAbsent(m_request, "Accept", "*/*");
    // Said in any case: Qt would ask for four packings by itself, unpack, and not see an end that comes too early.
    m_unpacks = !m_request.hasRawHeader(AcceptEncoding);
    if (m_unpacks)
        m_request.setRawHeader(AcceptEncoding, config.acceptCompression ? "gzip, deflate" : "identity");
    // Instead of Qt's claim to be a browser.
    setHeaderIfAbsent(m_request, "User-Agent", "Fuseboard/" FUSEBOARD_VERSION);
    if (const QByteArray authorization = authorizationOf(config.auth); !authorization.isEmpty())
        setHeaderIfAbsent(m_request, Authorization, authorization);

    // A workbench compares runs, so nothing of one call may reach the next. There is no cache to switch off: the
    // manager has none, and to say AlwaysNetwork would cost two headers.
    m_request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    m_request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    // A proxy's password comes with the proxy, and Qt sends it only where it may use what it knows.
    if (!config.useSystemProxy)
        m_request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    m_request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    m_request.setAttribute(QNetworkRequest::Http2AllowedAttribute, config.allowHttp2);
}

Expected<RequestPlan, Error> RequestBuilder::build(const QByteArray &method, const QString &path,
                                                   const RequestOptions &options) const
{
    if (!isHttpToken(method))
        return fault(u"\"%1\" can not be a method"_s.arg(QString::fromLatin1(method)));
    if (method == "CONNECT")
        return fault(u"CONNECT asks for a tunnel, which is not an answer"_s);
    if (const QString wrong = headerFault(options.headers); !wrong.isEmpty())
        return fault(wrong);
    if (!isHeaderValue(options.idempotencyKey))
        return fault(u"the idempotency key has a line break or another control character"_s);
    if (options.timeout && *options.timeout <= Duration::zero())
        return fault(u"the timeout must be longer than 0"_s);
    const bool hasBody = options.body.index() != 0;
    if (hasBody && method == "HEAD")
        return fault(u"a HEAD request has no body"_s);

    RequestPlan plan;
    plan.method = method;
    plan.request = m_request;
    plan.origin = m_origin;
    plan.unpacks = m_unpacks;

    auto url = urlOf(path, options.query);
    if (!url)
        return fault(std::move(url).error());
    plan.request.setUrl(*url);

    if (const QString wrong = addBody(plan, options.body); !wrong.isEmpty())
        return fault(wrong);

    for (const auto &[name, value] : joined(options.headers)) {
        if (isSameHeader(name, ContentLength)) {
            if (!plan.openBody)
                return fault(u"Content-Length is set by the body; only a StreamBody may be given one"_s);
            bool isNumber = false;
            if (value.toLongLong(&isNumber) < 0 || !isNumber)
                return fault(u"Content-Length must be a number"_s);
            plan.hasOwnLength = true;
        }
        if (isSameHeader(name, AcceptEncoding))
            plan.unpacks = false;
        plan.request.setRawHeader(name, notNull(value));
    }
    if (!options.idempotencyKey.isEmpty())
        plan.request.setRawHeader(IdempotencyKey, options.idempotencyKey);
    // A key of the client would be one key for all calls, which is none.
    const bool hasKey = !options.idempotencyKey.isEmpty() || findHeader(options.headers, IdempotencyKey);
    plan.isIdempotent = hasKey || isIdempotentMethod(method);

    if (plan.body.isEmpty() && !plan.openBody && (method == "POST" || method == "PUT" || method == "PATCH"))
        plan.request.setRawHeader(ContentLength, "0"); // RFC 9110, 8.6; Qt leaves it out
    return plan;
}

Expected<QUrl, QString> RequestBuilder::urlOf(const QString &path, const QUrlQuery &query) const
{
    if (path.contains(u'#'))
        return Unexpected{u"the path \"%1\" has a fragment, which is never sent; a # in a name is %23"_s.arg(path)};
    const qsizetype mark = path.indexOf(u'?');
    const QString own = mark < 0 ? path : path.left(mark);
    if (own.startsWith("http://"_L1, Qt::CaseInsensitive) || own.startsWith("https://"_L1, Qt::CaseInsensitive))
        return Unexpected{u"the path \"%1\" is a whole URL; it must be relative to the base URL"_s.arg(path)};

    QUrl url = m_baseUrl;
    if (!own.isEmpty()) {
        const QString whole = own.startsWith(u'/') ? m_basePath + own : m_basePath + u'/' + own;
        url.setPath(whole, QUrl::TolerantMode);
    }
    if (mark >= 0 || !query.isEmpty()) {
        QStringList parts;
        if (url.hasQuery())
            parts += url.query(QUrl::FullyEncoded);
        if (mark >= 0 && mark + 1 < path.size())
            parts += path.mid(mark + 1);
        if (!query.isEmpty())
            parts += encodedQuery(query);
        url.setQuery(parts.join(u'&'), QUrl::TolerantMode);
    }
    if (!url.isValid())
        return Unexpected{u"the path \"%1\" makes no valid URL: %2"_s.arg(path, url.errorString())};
    return url;
}

/// What is wrong with @p body; empty if nothing is.
QString RequestBuilder::addBody(RequestPlan &plan, const RequestBody &body)
{
    return std::visit(Overloaded{
                          [](const std::monostate &) { return QString(); },
                          [&plan](const RawBody &raw) {
                              if (raw.contentType.isEmpty() || !isHeaderValue(raw.contentType))
                                  return u"the body's content type can not be a header"_s;
                              plan.body = notNull(raw.data);
                              plan.request.setRawHeader(ContentType, raw.contentType);
                              return QString();
                          },
                          [&plan](const FormBody &form) {
                              plan.body = notNull(formOf(form.fields));
                              plan.request.setRawHeader(ContentType, "application/x-www-form-urlencoded");
                              return QString();
                          },
                          [&plan](const JsonBody &json) {
                              if (json.value.isUndefined())
                                  return u"the JSON body is undefined, which JSON can not say"_s;
                              plan.body = jsonOf(json.value);
                              plan.request.setRawHeader(ContentType, "application/json");
                              return QString();
                          },
                          [&plan](const StreamBody &stream) {
                              if (!stream.open)
                                  return u"the stream body has no function that opens it"_s;
                              if (stream.contentType.isEmpty() || !isHeaderValue(stream.contentType))
                                  return u"the body's content type can not be a header"_s;
                              plan.openBody = stream.open;
                              plan.request.setRawHeader(ContentType, stream.contentType);
                              return QString();
                          },
                      },
                      body);
}

void RequestBuilder::makeGet(RequestPlan &plan)
{
    plan.method = "GET";
    plan.body = {};
    plan.openBody = {};
    plan.isIdempotent = true;
    plan.hasOwnLength = false;
    for (const char *name :
         {"Content-Length", "Content-Type", "Content-Encoding", "Content-Language", "Content-Location"})
        plan.request.setRawHeader(name, {});
}

void RequestBuilder::dropCredentials(RequestPlan &plan)
{
    for (const char *name : {"Authorization", "Cookie", "Proxy-Authorization"})
        plan.request.setRawHeader(name, {});
}

} // namespace Fuseboard
