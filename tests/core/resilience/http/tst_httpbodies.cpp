// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "calllog.h"
#include "scriptedserver.h"

#include <QBuffer>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Bodies of requests: empty ones, ones that are shorter than they said, lost ones, and what is reported of them.
class TestHttpBodies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnknownWarning(); }

    void emptyBodyHasALength_data();
    void emptyBodyHasALength();
    void shorterThanItSaid_data();
    void shorterThanItSaid();
    void lostConnectionIsNamed_data();
    void lostConnectionIsNamed();
    void uploadProgress_data();
    void uploadProgress();
};

namespace {

/// A file that another process cuts after its size was asked.
class CutFile : public QFile
{
public:
    using QFile::QFile;

    qint64 size() const override
    {
        const qint64 before = QFile::size();
        if (!m_isCut) {
            m_isCut = true;
            QFile::resize(fileName(), before / 2);
        }
        return before;
    }

private:
    mutable bool m_isCut = false;
};

/// Gives 100,000 bytes, and then ends.
class Sequential : public QIODevice
{
public:
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return m_left + QIODevice::bytesAvailable(); }
    bool atEnd() const override { return bytesAvailable() == 0; }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        const qint64 size = std::min(maxSize, m_left);
        std::fill_n(data, size, 'x');
        m_left -= size;
        return size > 0 ? size : -1;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    qint64 m_left = 100'000;
};

const QList<QByteArray> Methods{"PUT", "POST", "PATCH"};

} // namespace

void TestHttpBodies::emptyBodyHasALength_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("kind");
    for (const QByteArray &method : Methods) {
        for (const char *kind : {"none", "bytes", "stream"})
            QTest::addRow("%s, %s", method.constData(), kind) << method << QString::fromLatin1(kind);
    }
}

void TestHttpBodies::emptyBodyHasALength()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, kind);
    ScriptedServer server;
    ApiClient client(plainConfig(server.url()));
    RequestOptions options;
    if (kind == u"bytes"_s)
        options.body = RawBody{};
    if (kind == u"stream"_s) {
        options.body = StreamBody{[] {
            auto buffer = std::make_unique<QBuffer>();
            buffer->open(QIODevice::ReadOnly);
            return buffer;
        }};
    }
    CallLog log(client.request(method, u"/x"_s, options));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), u"started 1, ok 200"_s);
    QCOMPARE(server.requests().constFirst().header("Content-Length"), QByteArray("0"));
}

void TestHttpBodies::shorterThanItSaid_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<bool>("isFile");
    for (const QByteArray &method : Methods) {
        QTest::addRow("%s, file", method.constData()) << method << true;
        QTest::addRow("%s, sequential", method.constData()) << method << false;
    }
}

void TestHttpBodies::shorterThanItSaid()
{
    QFETCH(QByteArray, method);
    QFETCH(bool, isFile);
    QTemporaryDir directory;
    const QString path = directory.filePath(u"body"_s);
    const auto write = [&path] {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(QByteArray(200'000, 'x')) == 200'000;
    };
    QVERIFY(write());
    ScriptedServer server;
    ApiClientConfig config = plainConfig(server.url());
    config.policy.retry = quickRetry(3);
    config.policy.retry->retryNonIdempotent = true;
    config.policy.breaker = CircuitBreakerConfig::forHttp();
    ApiClient client(config);
    RequestOptions options;
    int opened = 0;
    options.body = StreamBody{[&]() -> std::unique_ptr<QIODevice> {
        ++opened;
        if (isFile) {
            auto file = std::make_unique<CutFile>(path);
            return file->open(QIODevice::ReadOnly) ? std::move(file) : nullptr;
        }
        auto device = std::make_unique<Sequential>();
        device->open(QIODevice::ReadOnly);
        return device;
    }};
    if (!isFile)
        options.headers = {{"Content-Length", "200000"}};
    CallLog log(client.request(method, u"/x"_s, options));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), u"started 1, failed 1 client, client"_s);
    QCOMPARE(log.error().message, u"the request's body ended before its length"_s);
    QCOMPARE(opened, 1);
    const BreakerTotals totals = client.breaker()->metrics().totals;
    QCOMPARE(totals.failures, 0u);
    QCOMPARE(totals.successes, 0u);
    QCOMPARE(client.pendingCalls(), 0);
}

void TestHttpBodies::lostConnectionIsNamed_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<Answer>("answer");
    for (const QByteArray &method : {QByteArray("GET"), QByteArray("PUT"), QByteArray("POST"), QByteArray("DELETE")}) {
        QTest::addRow("%s, closed", method.constData()) << method << Answer::close();
        QTest::addRow("%s, reset", method.constData()) << method << Answer::reset();
        QTest::addRow("%s, half a head", method.constData()) << method << Answer::close("HTTP/1.1 200 OK\r\nConte");
        QTest::addRow("%s, garbage", method.constData()) << method << Answer::close("garbage\r\n\r\n");
    }
}

void TestHttpBodies::lostConnectionIsNamed()
{
    QFETCH(QByteArray, method);
    QFETCH(Answer, answer);
    ScriptedServer server;
    server.setScript({answer});
    ApiClient client(plainConfig(server.url()));
    RequestOptions options;
    if (method == "POST" || method == "PUT")
        options.body = RawBody{"abc"};
    CallLog log(client.request(method, u"/x"_s, options));
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.error().kind, ErrorKind::Connection);
    const QString message = log.error().message;
    QVERIFY2(!message.isEmpty() && !message.contains(u"Unknown"_s, Qt::CaseInsensitive), qPrintable(message));
    if (method == "POST")
        QCOMPARE(message, u"the connection closed before an answer; the request was sent once and not repeated"_s);
}

void TestHttpBodies::uploadProgress_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<bool>("isStream");
    for (const QByteArray &method : Methods) {
        QTest::addRow("%s, bytes", method.constData()) << method << false;
        QTest::addRow("%s, stream", method.constData()) << method << true;
    }
}

void TestHttpBodies::uploadProgress()
{
    QFETCH(QByteArray, method);
    QFETCH(bool, isStream);
    const QByteArray data(8'000'000, 'x');
    ScriptedServer server;
    ApiClient client(plainConfig(server.url()));
    RequestOptions options;
    options.body = RawBody{data};
    if (isStream) {
        options.body = StreamBody{[&data] {
            auto buffer = std::make_unique<QBuffer>();
            buffer->setData(data);
            buffer->open(QIODevice::ReadOnly);
            return buffer;
        }};
    }
    QElapsedTimer sinceStart;
    sinceStart.start();
    ApiReply *const reply = client.request(method, u"/x"_s, options);
    QList<std::pair<qint64, qint64>> reports;
    connect(reply, &ApiReply::uploadProgress, this, [&reports](qint64 sent, qint64 total) {
        reports.append({sent, total});
    });
    CallLog log(reply);
    QVERIFY(log.waitForEnd());
    QCOMPARE(log.text(), u"started 1, ok 200"_s);
    QCOMPARE(server.requests().constFirst().body.size(), data.size());
    QCOMPARE(reports.constLast(), (std::pair<qint64, qint64>(data.size(), data.size())));
    QVERIFY(std::is_sorted(reports.cbegin(), reports.cend()));
    for (const auto &[sent, total] : reports)
        QCOMPARE(total, data.size());
    // The first, one for each tenth of a second, and the last.
    QCOMPARE_LE(reports.size(), 2 + sinceStart.elapsed() / 100);
}

QTEST_GUILESS_MAIN(TestHttpBodies)
#include "tst_httpbodies.moc"
