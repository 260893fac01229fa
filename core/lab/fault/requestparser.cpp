// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/requestparser.h"

#include "lab/fault/requestpath.h"
#include "resilience/http/headerrules.h"

#include <algorithm>
#include <boost/beast/core/buffer_traits.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/parser.hpp>

namespace Fuseboard {

namespace http = boost::beast::http;

namespace {

/// A body that is counted against the limit and thrown away unless it is wanted, so that a thousand uploads hold no
/// memory.
struct BoundedBody
{
    struct value_type
    {
        bool isKept = false;
        QByteArray bytes;
    };

    class reader
    {
    public:
        template<bool IsRequest, typename Fields>
        reader(http::header<IsRequest, Fields> &, value_type &body)
            : m_body(body)
        {
        }
        void init(const boost::optional<std::uint64_t> &, boost::beast::error_code &error) { error = {}; }
        template<typename Buffers>
        std::size_t put(const Buffers &buffers, boost::beast::error_code &error)
        {
            error = {};
            if (m_body.isKept) {
                for (const boost::asio::const_buffer buffer : boost::beast::buffers_range_ref(buffers))
                    m_body.bytes.append(static_cast<const char *>(buffer.data()),
                                        static_cast<qsizetype>(buffer.size()));
            }
            return boost::beast::buffer_bytes(buffers);
        }
        void finish(boost::beast::error_code &error) { error = {}; }

    private:
        value_type &m_body;
    };
};

using Parser = http::request_parser<BoundedBody>;

QByteArray toBytes(boost::beast::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

/// Whether the body's end can be known: RFC 9112, 6.3 wants "chunked" as the last coding, and no length beside it. A
/// server that guesses takes the body for the next request.
bool isFramed(const Parser &parser)
{
    const auto &fields = parser.get();
    const auto codings = fields.equal_range(http::field::transfer_encoding);
    if (codings.first == codings.second)
        return true;
    QByteArrayList names;
    for (auto coding = codings.first; coding != codings.second; ++coding) {
        for (const QByteArray &name : toBytes(coding->value()).split(',')) {
            if (const QByteArray trimmed = name.trimmed(); !trimmed.isEmpty())
                names.append(trimmed.toLower());
        }
    }
    const bool areGood = std::ranges::all_of(names, [](const QByteArray &name) { return isHttpToken(name); });
    return areGood && parser.chunked() && names.last() == "chunked" && names.count("chunked") == 1
        && fields.count(http::field::content_length) == 0 && fields.version() == 11;
}

/// Whether it says for which host it is as RFC 9112, 3.2 wants it: once, and in HTTP/1.1 always.
bool hasGoodHost(const Parser &parser)
{
    const auto &fields = parser.get();
    const auto count = fields.count(http::field::host);
    if (count == 0)
        return fields.version() < 11;
    const auto host = fields[http::field::host];
    return count == 1 && std::ranges::none_of(host, [](char c) {
               return static_cast<unsigned char>(c) <= ' ' || c == 0x7f || QByteArrayView("/?#@,\\").contains(c);
           });
}

/// Reads "CALL.ATTEMPT"; anything else counts as absent, for it is the sender's wish and not ours.
void readCall(const QByteArray &value, FaultRequest &request)
{
    const qsizetype point = value.indexOf('.');
    bool isCall = false;
    bool isAttempt = false;
    const quint64 call = value.first(qMax<qsizetype>(point, 0)).toULongLong(&isCall);
    const quint64 attempt = value.sliced(point + 1).toULongLong(&isAttempt);
    if (point > 0 && isCall && isAttempt) {
        request.call = call;
        request.attempt = attempt;
    }
}

} // namespace

class RequestParser::Private
{
public:
    explicit Private(Limits l)
        : limits(l)
    {
        begin();
    }

    void begin()
    {
        parser.emplace();
        parser->header_limit(limits.headerSize);
        parser->body_limit(limits.bodySize);
        parser->eager(true);
        parser->get().body().isKept = limits.keepsBody;
        wasContinued = false;
        isHeaderChecked = false;
    }

    const Limits limits;
    std::optional<Parser> parser;
    bool wasContinued = false;
    bool isHeaderChecked = false;
};

RequestParser::RequestParser(Limits limits)
    : d(std::make_unique<Private>(limits))
{
}

RequestParser::~RequestParser() = default;

RequestParser::Status RequestParser::parse(QByteArrayView input, qsizetype &consumed)
{
    consumed = 0;
    // RFC 9112, 2.2: a server should ignore empty lines before a request.
    if (!d->parser->got_some()) {
        while (input.size() - consumed >= 2 && input[consumed] == '\r' && input[consumed + 1] == '\n')
            consumed += 2;
        if (input.size() - consumed == 0 || (input.size() - consumed == 1 && input[consumed] == '\r'))
            return Status::NeedsMore;
    }

    boost::beast::error_code error;
    while (!d->parser->is_done()) {
        const QByteArrayView rest = input.sliced(consumed);
        // Boost 1.74 asserts that five bytes of a last chunk have come when it is asked about it again. Nothing is
        // lost: whatever chunk is next, at least as many are still to come with it.
        if (d->parser->is_header_done() && d->parser->chunked() && rest.size() < 5)
            break;
        const std::size_t used = d->parser->put({rest.data(), static_cast<std::size_t>(rest.size())}, error);
        consumed += static_cast<qsizetype>(used);
        if (error || used == 0)
            break;
    }

    if (d->parser->is_header_done() && !std::exchange(d->isHeaderChecked, true)
        && (!isFramed(*d->parser) || !hasGoodHost(*d->parser))) {
        return Status::Malformed;
    }
    if (error == http::error::need_more || (!error && !d->parser->is_done())) {
        // Neither the extensions of a chunk nor the trailers count as header or body, and they may have no end.
        if (input.size() - consumed > qsizetype(d->limits.headerSize))
            return Status::HeaderTooLarge;
        if (d->parser->is_header_done() && !d->wasContinued && d->parser->get().version() == 11
            && boost::beast::iequals(d->parser->get()[http::field::expect], "100-continue")) {
            d->wasContinued = true;
            return Status::WantsContinue;
        }
        return Status::NeedsMore;
    }
    if (error == http::error::header_limit)
        return Status::HeaderTooLarge;
    if (error == http::error::body_limit)
        return Status::BodyTooLarge;
    return error ? Status::Malformed : Status::Complete;
}

FaultRequest RequestParser::takeRequest()
{
    const auto &message = d->parser->get();
    FaultRequest request;
    request.method = toBytes(message.method_string());
    request.target = toBytes(message.target());
    request.path = normalPath(pathOfTarget(request.target));
    request.isKeepAlive = message.keep_alive();
    request.isHttp10 = message.version() == 10;
    readCall(toBytes(message["Fuseboard-Call"]), request);
    if (d->limits.keepsBody) {
        // RFC 9112, 3.2.2: a target that names the host is right, whatever the header says.
        request.host = authorityOfTarget(request.target).toByteArray();
        if (request.host.isEmpty())
            request.host = toBytes(message[http::field::host]);
        request.origin = toBytes(message[http::field::origin]);
        request.contentType = toBytes(message[http::field::content_type]);
        request.body = message.body().bytes;
    }
    d->begin();
    return request;
}

bool RequestParser::isInRequest() const
{
    return d->parser->got_some();
}

} // namespace Fuseboard
