// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/contentdecoder.h"

#include "resilience/http/headerrules.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <zlib.h>

namespace Fuseboard {

namespace {

enum class Packing : quint8 { Gzip, Zlib, RawDeflate };

/// More encodings on top of each other have no use but to waste time.
constexpr int MaxLayers = 4;

class Inflater
{
public:
    explicit Inflater(Packing packing)
    {
        constexpr int WindowBits = 15;
        const int bits = packing == Packing::Gzip ? WindowBits + 16
            : packing == Packing::Zlib            ? WindowBits
                                                  : -WindowBits;
        m_isReady = ::inflateInit2(&m_stream, bits) == Z_OK;
    }
    ~Inflater()
    {
        if (m_isReady)
            ::inflateEnd(&m_stream);
    }
    Q_DISABLE_COPY_MOVE(Inflater)

    DecodedBody inflate(const QByteArray &packed, qint64 limit, Packing packing);

private:
    z_stream m_stream{};
    bool m_isReady = false;
};

DecodedBody Inflater::inflate(const QByteArray &packed, qint64 limit, Packing packing)
{
    DecodedBody result;
    if (!m_isReady) {
        result.fault = ContentFault::Bad;
        return result;
    }
    // One byte more than is allowed shows that there is more.
    const qint64 most = limit < std::numeric_limits<qint64>::max() ? limit + 1 : limit;
    const auto *const begin = reinterpret_cast<const Bytef *>(packed.constData());
    qint64 taken = 0;
    qint64 made = 0;
    for (;;) {
        constexpr qint64 Piece = 1 << 30; // zlib counts in 32 bits
        if (made == result.data.size()) {
            const qint64 wanted = std::max<qint64>({packed.size() * 4, made * 2, 4096});
            result.data.resize(std::min(wanted, most));
        }
        const qint64 input = std::min(packed.size() - taken, Piece);
        const qint64 room = std::min(result.data.size() - made, Piece);
        m_stream.next_in = const_cast<Bytef *>(begin + taken);
        m_stream.avail_in = static_cast<uInt>(input);
        m_stream.next_out = reinterpret_cast<Bytef *>(result.data.data() + made);
        m_stream.avail_out = static_cast<uInt>(room);
        const int code = ::inflate(&m_stream, Z_NO_FLUSH);
        taken += input - m_stream.avail_in;
        made += room - m_stream.avail_out;
        if (made > limit) {
            result.fault = ContentFault::TooLarge;
            break;
        }
        if (code == Z_STREAM_END) {
            // A gzip body may have several members. Anything else behind the end is left alone, as everybody does.
            const bool goesOn = packing == Packing::Gzip && packed.size() - taken >= 2 && begin[taken] == 0x1f
                && begin[taken + 1] == 0x8b && ::inflateReset(&m_stream) == Z_OK;
            if (goesOn)
                continue;
            break;
        }
        if (code != Z_OK && code != Z_BUF_ERROR) {
            result.fault = ContentFault::Bad;
            break;
        }
        if (taken == packed.size() && m_stream.avail_out > 0) {
            result.fault = ContentFault::Cut;
            break;
        }
    }
    result.data.resize(std::min(made, limit));
    return result;
}

DecodedBody inflate(const QByteArray &packed, Packing packing, qint64 limit)
{
    return Inflater(packing).inflate(packed, limit, packing);
}

DecodedBody undo(const QByteArray &body, const QByteArray &encoding, qint64 limit)
{
    if (isSameHeader(encoding, "gzip") || isSameHeader(encoding, "x-gzip")) {
        // zlib would wait for a second byte before it says so.
        if (!body.isEmpty() && !body.startsWith('\x1f'))
            return {{}, ContentFault::Bad};
        return inflate(body, Packing::Gzip, limit);
    }
    // RFC 9110, 8.4.1.2: deflate is the zlib format; some send the bare stream.
    DecodedBody result = inflate(body, Packing::Zlib, limit);
    if (result.fault == ContentFault::Bad && result.data.isEmpty())
        result = inflate(body, Packing::RawDeflate, limit);
    return result;
}

bool isKnown(const QByteArray &encoding)
{
    return isSameHeader(encoding, "gzip") || isSameHeader(encoding, "x-gzip") || isSameHeader(encoding, "deflate");
}

/// True if an empty @p body is what was sent: its length is 0, or the last chunk came.
bool isKnownToBeEmpty(const QByteArray &body, const HeaderList &headers)
{
    return body.isEmpty() && (findHeader(headers, "Content-Length") || findHeader(headers, "Transfer-Encoding"));
}

} // namespace

DecodedBody decodeContent(QByteArray body, const HeaderList &headers, qint64 limit)
{
    DecodedBody result{std::move(body)};
    const QByteArray *const value = findHeader(headers, "Content-Encoding");
    if (!value)
        return result;
    QList<QByteArray> encodings;
    for (const QByteArray &part : value->split(',')) {
        const QByteArray name = part.trimmed();
        if (!name.isEmpty() && !isSameHeader(name, "identity"))
            encodings.append(name);
    }
    if (encodings.isEmpty() || isKnownToBeEmpty(result.data, headers))
        return result;
    if (encodings.size() > MaxLayers || !std::ranges::all_of(encodings, isKnown)) {
        result.fault = ContentFault::Unknown;
        return result;
    }
    for (qsizetype i = encodings.size(); i-- > 0 && result.fault == ContentFault::None;)
        result = undo(result.data, encodings[i], limit);
    return result;
}

} // namespace Fuseboard
