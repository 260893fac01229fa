// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/replyfacts.h"

#include <QTest>

using namespace Fuseboard;

/// The kinds of what can not be provoked on loopback. What can is in tst_httperrors.
class TestReplyFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutStatus_data();
    void withoutStatus();
    void withStatus_data();
    void withStatus();
    void everyStatus();
};

void TestReplyFacts::withoutStatus_data()
{
    QTest::addColumn<QNetworkReply::NetworkError>("code");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<bool>("left");
    QTest::newRow("refused") << QNetworkReply::ConnectionRefusedError << ErrorKind::Connection << false;
    QTest::newRow("closed") << QNetworkReply::RemoteHostClosedError << ErrorKind::Connection << true;
    QTest::newRow("no such host") << QNetworkReply::HostNotFoundError << ErrorKind::Connection << false;
    QTest::newRow("connecting timed out") << QNetworkReply::TimeoutError << ErrorKind::Timeout << true;
    QTest::newRow("Qt's transfer timeout") << QNetworkReply::OperationCanceledError << ErrorKind::Timeout << true;
    QTest::newRow("TLS") << QNetworkReply::SslHandshakeFailedError << ErrorKind::Protocol << false;
    QTest::newRow("no network") << QNetworkReply::TemporaryNetworkFailureError << ErrorKind::Connection << true;
    QTest::newRow("unknown") << QNetworkReply::UnknownNetworkError << ErrorKind::Connection << true;
    QTest::newRow("proxy refused") << QNetworkReply::ProxyConnectionRefusedError << ErrorKind::Connection << false;
    QTest::newRow("proxy closed") << QNetworkReply::ProxyConnectionClosedError << ErrorKind::Connection << true;
    QTest::newRow("proxy not found") << QNetworkReply::ProxyNotFoundError << ErrorKind::Connection << false;
    QTest::newRow("proxy timed out") << QNetworkReply::ProxyTimeoutError << ErrorKind::Timeout << true;
    QTest::newRow("proxy wants a password")
        << QNetworkReply::ProxyAuthenticationRequiredError << ErrorKind::Connection << false;
    QTest::newRow("body lost") << QNetworkReply::ContentReSendError << ErrorKind::Connection << true;
    QTest::newRow("protocol") << QNetworkReply::ProtocolFailure << ErrorKind::Protocol << true;
    QTest::newRow("redirect loop") << QNetworkReply::TooManyRedirectsError << ErrorKind::Protocol << true;
    QTest::newRow("scheme") << QNetworkReply::ProtocolUnknownError << ErrorKind::Client << false;
}

void TestReplyFacts::withoutStatus()
{
    QFETCH(QNetworkReply::NetworkError, code);
    QFETCH(ErrorKind, kind);
    QFETCH(bool, left);
    ReplyFacts facts;
    facts.code = code;
    facts.text = QStringLiteral("what Qt says");
    const auto error = facts.error();
    QVERIFY(error);
    QCOMPARE(error->kind, kind);
    QCOMPARE(error->message, QStringLiteral("what Qt says"));
    QVERIFY(!error->httpStatus);
    QCOMPARE(neverLeft(code), !left);
}

void TestReplyFacts::withStatus_data()
{
    QTest::addColumn<ReplyFacts>("facts");
    QTest::addColumn<QString>("kind"); // empty: a success
    const auto row = [](const char *name, const ReplyFacts &facts, const char *kind) {
        QTest::newRow(name) << facts << QString::fromLatin1(kind);
    };
    const auto ok = QNetworkReply::NoError;
    const auto closed = QNetworkReply::RemoteHostClosedError;
    const auto lost = QNetworkReply::ContentReSendError;
    row("whole", {.status = 200, .code = ok, .headers = {{"content-length", "3"}}, .body = "abc"}, "");
    row("short, and Qt says nothing", {.status = 200, .code = ok, .headers = {{"Content-Length", "4"}}, .body = "abc"},
        "protocol");
    row("HEAD", {.status = 200, .code = ok, .headers = {{"Content-Length", "4"}}, .hasNoBody = true}, "");
    row("304", {.status = 304, .code = ok, .headers = {{"Content-Length", "4"}}}, "");
    row("unpacked",
        {.status = 200, .code = ok, .headers = {{"Content-Length", "40"}, {"Content-Encoding", "gzip"}}, .body = "abc"},
        "");
    row("length is nonsense", {.status = 200, .code = ok, .headers = {{"Content-Length", "x"}}, .body = "abc"}, "");
    row("closed short", {.status = 200, .code = closed, .headers = {{"Content-Length", "4"}}, .body = "abc"},
        "protocol");
    row("closed in a chunk",
        {.status = 200, .code = closed, .headers = {{"Transfer-Encoding", "chunked"}}, .body = "abc"}, "protocol");
    row("body lost in a chunk",
        {.status = 200, .code = lost, .headers = {{"Transfer-Encoding", "chunked"}}, .body = "abc"}, "protocol");
    row("body lost, answer whole", {.status = 200, .code = lost, .body = "abc"}, "");
    row("bad chunk", {.status = 200, .code = QNetworkReply::ProtocolFailure}, "protocol");
    row("can not be unpacked", {.status = 200, .code = QNetworkReply::UnknownContentError}, "protocol");
    row("Qt's transfer timeout", {.status = 200, .code = QNetworkReply::OperationCanceledError}, "timeout");
    row("too large", {.status = 200, .code = QNetworkReply::OperationCanceledError, .isTooLarge = true}, "protocol");
    row("too large, 503", {.status = 503, .code = QNetworkReply::OperationCanceledError, .isTooLarge = true}, "server");
    row("503 cut short", {.status = 503, .code = closed}, "server");
}

void TestReplyFacts::withStatus()
{
    QFETCH(ReplyFacts, facts);
    QFETCH(QString, kind);
    const auto error = facts.error();
    QCOMPARE(error ? errorKindName(error->kind) : QString(), kind);
    if (error)
        QCOMPARE(error->httpStatus, facts.status);
}

void TestReplyFacts::everyStatus()
{
    for (int status = 100; status < 1000; ++status) {
        ReplyFacts facts;
        facts.status = status;
        const auto error = facts.error();
        QCOMPARE(error ? std::optional(error->kind) : std::nullopt, errorKindOfStatus(status));
    }
}

QTEST_APPLESS_MAIN(TestReplyFacts)
#include "tst_replyfacts.moc"
