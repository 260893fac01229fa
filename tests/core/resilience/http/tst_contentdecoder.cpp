// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/contentdecoder.h"

#include <QTest>

#include <limits>
#include <zlib.h>

using namespace Fuseboard;

/// Bodies that are packed, whole and cut at every byte.
class TestContentDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whole_data();
    void whole();
    void cutAnywhere_data();
    void cutAnywhere();
    void damaged();
    void severalMembers();
    void empty_data();
    void empty();
    void limit_data();
    void limit();
    void unknown_data();
    void unknown();
};

namespace {

constexpr int Gzip = MAX_WBITS + 16;
constexpr int Zlib = MAX_WBITS;
constexpr int Raw = -MAX_WBITS;
constexpr qint64 NoLimit = std::numeric_limits<qint64>::max();

QByteArray pack(const QByteArray &data, int windowBits)
{
    z_stream stream{};
    [[maybe_unused]] const int begun = deflateInit2(&stream, 6, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY);
    Q_ASSERT(begun == Z_OK);
    QByteArray packed(qsizetype(deflateBound(&stream, uLong(data.size()))) + 64, Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(data.constData()));
    stream.avail_in = uInt(data.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = uInt(packed.size());
    [[maybe_unused]] const int ended = deflate(&stream, Z_FINISH);
    Q_ASSERT(ended == Z_STREAM_END);
    packed.truncate(packed.size() - qsizetype(stream.avail_out));
    deflateEnd(&stream);
    return packed;
}

QByteArray text()
{
    QByteArray data;
    for (int i = 0; i < 500; ++i)
        data += "line " + QByteArray::number(i * i) + '\n';
    return data;
}

HeaderList encoded(const QByteArray &encoding, const QByteArray &length = {})
{
    HeaderList headers{{"content-encoding", encoding}};
    if (!length.isNull())
        headers.append(std::pair(QByteArray("Content-Length"), length));
    return headers;
}

} // namespace

void TestContentDecoder::whole_data()
{
    QTest::addColumn<QByteArray>("encoding");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("gzip") << QByteArray("gzip") << pack(text(), Gzip);
    QTest::newRow("x-gzip") << QByteArray("X-GZIP") << pack(text(), Gzip);
    QTest::newRow("deflate") << QByteArray("deflate") << pack(text(), Zlib);
    QTest::newRow("deflate without its frame") << QByteArray("deflate") << pack(text(), Raw);
    QTest::newRow("identity") << QByteArray("identity") << text();
    QTest::newRow("twice") << QByteArray("deflate, gzip") << pack(pack(text(), Zlib), Gzip);
    QTest::newRow("something behind it") << QByteArray("gzip") << pack(text(), Gzip) + QByteArray(3, '\0');
}

void TestContentDecoder::whole()
{
    QFETCH(QByteArray, encoding);
    QFETCH(QByteArray, body);
    const DecodedBody decoded = decodeContent(body, encoded(encoding), NoLimit);
    QCOMPARE(decoded.fault, ContentFault::None);
    QCOMPARE(decoded.data, text());
}

void TestContentDecoder::cutAnywhere_data()
{
    QTest::addColumn<QByteArray>("encoding");
    QTest::addColumn<int>("windowBits");
    QTest::newRow("gzip") << QByteArray("gzip") << Gzip;
    QTest::newRow("deflate") << QByteArray("deflate") << Zlib;
}

void TestContentDecoder::cutAnywhere()
{
    QFETCH(QByteArray, encoding);
    QFETCH(int, windowBits);
    const QByteArray whole = pack(text(), windowBits);
    for (qsizetype size = 0; size < whole.size(); ++size) {
        const DecodedBody decoded = decodeContent(whole.left(size), encoded(encoding), NoLimit);
        QVERIFY2(decoded.fault == ContentFault::Cut, QByteArray::number(size).constData());
        QVERIFY(text().startsWith(decoded.data));
    }
}

void TestContentDecoder::damaged()
{
    QByteArray packed = pack(text(), Gzip);
    packed[packed.size() - 6] = char(packed[packed.size() - 6] ^ 1); // the check sum
    QCOMPARE(decodeContent(packed, encoded("gzip"), NoLimit).fault, ContentFault::Bad);
    QCOMPARE(decodeContent("this is plain text", encoded("gzip"), NoLimit).fault, ContentFault::Bad);
    QCOMPARE(decodeContent("x", encoded("gzip"), NoLimit).fault, ContentFault::Bad);
    QCOMPARE(decodeContent("{\"plain\": true}", encoded("deflate"), NoLimit).fault, ContentFault::Bad);
}

void TestContentDecoder::severalMembers()
{
    const QByteArray first = pack("abc", Gzip);
    const QByteArray second = pack("defg", Gzip);
    QCOMPARE(decodeContent(first + second, encoded("gzip"), NoLimit).data, QByteArray("abcdefg"));
    QCOMPARE(decodeContent(first + second.chopped(1), encoded("gzip"), NoLimit).fault, ContentFault::Cut);
}

void TestContentDecoder::empty_data()
{
    QTest::addColumn<HeaderList>("headers");
    QTest::addColumn<ContentFault>("fault");
    QTest::newRow("length 0") << encoded("gzip", "0") << ContentFault::None;
    QTest::newRow("no chunk") << HeaderList{{"Content-Encoding", "gzip"}, {"Transfer-Encoding", "chunked"}}
                              << ContentFault::None;
    // Nothing says that nothing was to come.
    QTest::newRow("closed") << encoded("gzip") << ContentFault::Cut;
}

void TestContentDecoder::empty()
{
    QFETCH(HeaderList, headers);
    QFETCH(ContentFault, fault);
    QCOMPARE(decodeContent({}, headers, NoLimit).fault, fault);
}

void TestContentDecoder::limit_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<ContentFault>("fault");
    QTest::newRow("as large as allowed") << 100'000 << ContentFault::None;
    QTest::newRow("one byte more") << 100'001 << ContentFault::TooLarge;
    QTest::newRow("a bomb") << 40'000'000 << ContentFault::TooLarge;
}

void TestContentDecoder::limit()
{
    QFETCH(int, size);
    QFETCH(ContentFault, fault);
    const DecodedBody decoded = decodeContent(pack(QByteArray(size, 'x'), Gzip), encoded("gzip"), 100'000);
    QCOMPARE(decoded.fault, fault);
    QCOMPARE(decoded.data.size(), 100'000);
}

void TestContentDecoder::unknown_data()
{
    QTest::addColumn<QByteArray>("encoding");
    for (const char *encoding : {"br", "zstd", "gzip, br", "gzip,gzip,gzip,gzip,gzip"})
        QTest::newRow(encoding) << QByteArray(encoding);
}

void TestContentDecoder::unknown()
{
    QFETCH(QByteArray, encoding);
    const DecodedBody decoded = decodeContent("as it came", encoded(encoding), NoLimit);
    QCOMPARE(decoded.fault, ContentFault::Unknown);
    QCOMPARE(decoded.data, QByteArray("as it came"));
}

QTEST_APPLESS_MAIN(TestContentDecoder)
#include "tst_contentdecoder.moc"
