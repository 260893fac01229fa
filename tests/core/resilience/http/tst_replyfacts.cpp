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
    void refusedStreams_data();
    void refusedStreams();
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
    QTest::newRow("TLS") << QNetworkReply::SslHandshakeFailedError << ErrorKind::Security << false;
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
    const AnswerVerdict verdict = judge(facts.takeAnswer());
    QCOMPARE(verdict.what, AnswerVerdict::What::Failure);
    QCOMPARE(verdict.error.kind, kind);
    // Of a body that can not be sent again, and of an error that it does not know, Qt says nothing to the point.
    const bool isOurs = code == QNetworkReply::ContentReSendError || code == QNetworkReply::UnknownNetworkError;
    QCOMPARE(verdict.error.message == QStringLiteral("what Qt says"), !isOurs);
    QVERIFY(!verdict.error.httpStatus);
    QCOMPARE(neverLeft(code), !left);
    QCOMPARE(verdict.neverLeft, !left);

    facts.text = QStringLiteral("Unknown error"); // what Qt says where it has no text
    const QString message = judge(facts.takeAnswer()).error.message;
    QVERIFY(!message.isEmpty());
    QVERIFY2(!message.contains(QStringLiteral("Unknown"), Qt::CaseInsensitive), qPrintable(message));
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
    const HeaderList four{{"Content-Length", "4"}};
    const HeaderList chunked{{"Transfer-Encoding", "chunked"}};
    row("whole", {.status = 200, .code = ok, .headers = {{"content-length", "3"}}, .bodySize = 3}, "");
    row("short, and Qt says nothing", {.status = 200, .code = ok, .headers = four, .bodySize = 3}, "protocol");
    row("HEAD", {.method = "HEAD", .status = 200, .code = ok, .headers = four}, "");
    row("HEAD, closed", {.method = "HEAD", .status = 200, .code = closed, .headers = four}, "");
    row("304", {.status = 304, .code = ok, .headers = four}, "");
    row("packed, and short on the wire",
        {.status = 200,
         .code = ok,
         .headers = {{"Content-Length", "40"}, {"Content-Encoding", "gzip"}},
         .bodySize = 39},
        "protocol");
    row("length is nonsense", {.status = 200, .code = ok, .headers = {{"Content-Length", "x"}}, .bodySize = 3}, "");
    row("closed short", {.status = 200, .code = closed, .headers = four, .bodySize = 3}, "protocol");
    row("closed in a chunk", {.status = 200, .code = closed, .headers = chunked, .bodySize = 3}, "protocol");
    row("body lost in a chunk", {.status = 200, .code = lost, .headers = chunked, .bodySize = 3}, "protocol");
    row("body lost, answer whole", {.status = 200, .code = lost, .bodySize = 3}, "");
    row("bad chunk", {.status = 200, .code = QNetworkReply::ProtocolFailure}, "protocol");
    row("Qt's transfer timeout", {.status = 200, .code = QNetworkReply::OperationCanceledError}, "timeout");
    row("too large", {.status = 200, .code = QNetworkReply::OperationCanceledError, .isTooLarge = true}, "tooLarge");
    row("too large, 503", {.status = 503, .code = QNetworkReply::OperationCanceledError, .isTooLarge = true}, "server");
    row("503 cut short", {.status = 503, .code = closed}, "server");
    row("headers too large", {.status = 200, .code = ok, .headers = {{"A", "123456"}}, .headerLimit = 10}, "tooLarge");
    row("headers as large as allowed", {.status = 200, .code = ok, .headers = {{"A", "12345"}}, .headerLimit = 10}, "");
    row("early hints", {.status = 103, .code = ok}, "protocol");
    row("body shorter than said", {.code = QNetworkReply::UnknownNetworkError, .isShortRequest = true}, "client");
    row("body shorter than said, but answered", {.status = 400, .code = closed, .isShortRequest = true}, "client");
}

void TestReplyFacts::withStatus()
{
    QFETCH(ReplyFacts, facts);
    QFETCH(QString, kind);
    const int status = facts.status;
    const AnswerVerdict verdict = judge(facts.takeAnswer());
    const bool isFailure = verdict.what == AnswerVerdict::What::Failure;
    QCOMPARE(isFailure ? errorKindName(verdict.error.kind) : QString(), kind);
    if (isFailure)
        QCOMPARE(verdict.error.httpStatus.value_or(0), status);
}

void TestReplyFacts::everyStatus()
{
    for (int status = 200; status < 1000; ++status) {
        ReplyFacts facts;
        facts.status = status;
        const AnswerVerdict verdict = judge(facts.takeAnswer());
        QCOMPARE(verdict.what == AnswerVerdict::What::Failure ? std::optional(verdict.error.kind) : std::nullopt,
                 errorKindOfStatus(status));
    }
}

void TestReplyFacts::refusedStreams_data()
{
    QTest::addColumn<QNetworkReply::NetworkError>("code");
    QTest::addColumn<QString>("text");
    QTest::newRow("GOAWAY leaves it out")
        << QNetworkReply::ContentReSendError
        << QStringLiteral("Server stopped accepting new streams before this stream was established");
    QTest::newRow("not begun") << QNetworkReply::ProtocolUnknownError
                               << QStringLiteral("GOAWAY received, cannot start a request");
    QTest::newRow("REFUSED_STREAM") << QNetworkReply::ProtocolFailure << QStringLiteral("Server refused a stream");
}

// RFC 9113, 8.7: such a request was not looked at, so any method may be sent again.
void TestReplyFacts::refusedStreams()
{
    QFETCH(QNetworkReply::NetworkError, code);
    QFETCH(QString, text);
    ReplyFacts facts{.method = "POST", .code = code, .text = text, .mayBeHttp2 = true};
    const AnswerVerdict verdict = judge(facts.takeAnswer());
    QCOMPARE(verdict.error.kind, ErrorKind::Connection);
    QVERIFY(verdict.neverLeft);
    QVERIFY(!verdict.isCallersFault);
}

QTEST_APPLESS_MAIN(TestReplyFacts)
#include "tst_replyfacts.moc"
