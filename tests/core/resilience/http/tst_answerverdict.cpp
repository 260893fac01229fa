// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/answerverdict.h"

#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;

/// What the client makes of an answer, without a socket.
class TestAnswerVerdict : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void verdicts_data();
    void verdicts();
    void withoutAnAnswer_data();
    void withoutAnAnswer();
    void retryAfter_data();
    void retryAfter();
    void chainOfRedirects();
    void statusesThatThePolicyNames();
    void oneHundredsSpoilTheConnection();
    void lengths_data();
    void lengths();
    void withoutMessages();
};

namespace {

/// "ok", "follow URL", or the error's kind.
QString textOf(const AnswerVerdict &verdict)
{
    switch (verdict.what) {
    case AnswerVerdict::What::Success:
        return u"ok"_s;
    case AnswerVerdict::What::Follow:
        return u"follow "_s + (verdict.redirect.becomesGet ? u"GET "_s : QString()) + verdict.redirect.url.toString();
    case AnswerVerdict::What::Failure:
        return errorKindName(verdict.error.kind);
    }
    return {};
}

AnswerFacts answer(int status, const HeaderList &headers = {}, qint64 bodySize = 0)
{
    AnswerFacts facts;
    facts.url = QUrl(u"https://h/a/b"_s);
    facts.status = status;
    facts.headers = headers;
    facts.bodySize = bodySize;
    return facts;
}

AnswerFacts with(AnswerFacts facts, const QByteArray &method, bool mayRepeat)
{
    facts.method = method;
    facts.mayRepeat = mayRepeat;
    return facts;
}

AnswerFacts ended(AnswerFacts facts, Transfer transfer)
{
    facts.transfer = transfer;
    return facts;
}

AnswerFacts packed(AnswerFacts facts, ContentFault fault)
{
    facts.content = fault;
    facts.headers.append(std::pair(QByteArray("Content-Encoding"), QByteArray("gzip")));
    return facts;
}

} // namespace

void TestAnswerVerdict::verdicts_data()
{
    QTest::addColumn<AnswerFacts>("facts");
    QTest::addColumn<QString>("verdict");
    const auto row = [](const char *name, const AnswerFacts &facts, const char *verdict) {
        QTest::newRow(name) << facts << QString::fromLatin1(verdict);
    };
    const HeaderList ten{{"Content-Length", "10"}};
    const HeaderList chunked{{"Transfer-Encoding", "chunked"}};
    const HeaderList toC{{"Location", "c"}};

    row("200", answer(200), "ok");
    row("whole", answer(200, ten, 10), "ok");
    row("one byte short", answer(200, ten, 9), "protocol");
    row("no byte of the body", answer(200, ten, 0), "protocol");
    row("cut without a length", ended(answer(200, {}, 9), Transfer::Cut), "protocol");
    row("cut in a chunk", ended(answer(200, chunked, 9), Transfer::Cut), "protocol");
    row("bad chunk", ended(answer(200, chunked), Transfer::Malformed), "protocol");
    row("slow", ended(answer(200), Transfer::TimedOut), "timeout");
    row("HEAD has no body", with(answer(200, ten), "HEAD", true), "ok");
    row("HEAD, closed after the head", with(ended(answer(200, ten), Transfer::Cut), "HEAD", true), "ok");
    row("204", answer(204, ten), "ok");
    row("304", answer(304, ten), "ok");
    row("304, closed after the head", ended(answer(304, ten), Transfer::Cut), "ok");
    row("a length beside chunks says nothing",
        answer(200, {{"Content-Length", "10"}, {"Transfer-Encoding", "chunked"}}, 3), "ok");

    for (const int status : {100, 101, 102, 103, 199})
        row(qPrintable(u"%1 is not final"_s.arg(status)), answer(status), "protocol");
    row("99", answer(99), "protocol");

    row("404", answer(404), "notFound");
    row("404, cut", ended(answer(404, ten, 1), Transfer::Cut), "notFound");
    row("500, too large", ended(answer(500), Transfer::BodyTooLarge), "server");
    row("429", answer(429), "rateLimited");
    row("408", answer(408), "timeout");
    row("too large", ended(answer(200), Transfer::BodyTooLarge), "tooLarge");
    row("headers too large", ended(answer(200), Transfer::HeadTooLarge), "tooLarge");

    row("302", answer(302, toC), "follow https://h/a/c");
    row("302 without a target", answer(302), "ok");
    row("302 after POST", with(answer(302, toC), "POST", false), "follow GET https://h/a/c");
    row("303 after PUT", with(answer(303, toC), "PUT", true), "follow GET https://h/a/c");
    row("307 after PUT", with(answer(307, toC), "PUT", true), "follow https://h/a/c");
    row("307 after POST is not repeated", with(answer(307, toC), "POST", false), "ok");
    row("307 after POST with a key", with(answer(307, toC), "POST", true), "follow https://h/a/c");
    row("300", answer(300, toC), "ok");
    row("to http", answer(302, {{"Location", "http://h/a"}}), "redirect");
    row("to nothing", answer(302, {{"Location", "mailto:a@b"}}), "redirect");
    row("302, cut", ended(answer(302, {{"Location", "c"}, {"Content-Length", "10"}}, 3), Transfer::Cut), "protocol");

    row("packed", packed(answer(200), ContentFault::None), "ok");
    row("unknown packing", packed(answer(200), ContentFault::Unknown), "encoding");
    row("not packed so", packed(answer(200), ContentFault::Bad), "encoding");
    row("packed end missing", packed(answer(200), ContentFault::Cut), "protocol");
    row("unpacked too large", packed(answer(200), ContentFault::TooLarge), "tooLarge");
    row("packed nonsense at a redirect", packed(answer(302, toC), ContentFault::Bad), "follow https://h/a/c");
    row("packed nonsense at a 404", packed(answer(404), ContentFault::Bad), "notFound");
}

void TestAnswerVerdict::verdicts()
{
    QFETCH(AnswerFacts, facts);
    QFETCH(QString, verdict);
    const AnswerVerdict made = judge(facts);
    QCOMPARE(textOf(made), verdict);
    if (made.what == AnswerVerdict::What::Failure) {
        QCOMPARE(made.error.httpStatus, facts.status);
        QVERIFY(!made.neverLeft);
    }
}

void TestAnswerVerdict::withoutAnAnswer_data()
{
    QTest::addColumn<Transfer>("transfer");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<bool>("neverLeft");
    QTest::addColumn<bool>("callersFault");
    QTest::newRow("refused") << Transfer::NoConnection << ErrorKind::Connection << true << false;
    QTest::newRow("TLS") << Transfer::Untrusted << ErrorKind::Security << true << false;
    QTest::newRow("impossible") << Transfer::Impossible << ErrorKind::Client << true << true;
    QTest::newRow("short body") << Transfer::ShortRequest << ErrorKind::Client << false << true;
    QTest::newRow("stream refused") << Transfer::StreamRefused << ErrorKind::Connection << true << false;
    QTest::newRow("closed") << Transfer::Lost << ErrorKind::Connection << false << false;
    QTest::newRow("not repeated") << Transfer::NotRepeated << ErrorKind::Connection << false << false;
    QTest::newRow("timed out") << Transfer::TimedOut << ErrorKind::Timeout << false << false;
    QTest::newRow("no status") << Transfer::Complete << ErrorKind::Protocol << false << false;
}

void TestAnswerVerdict::withoutAnAnswer()
{
    QFETCH(Transfer, transfer);
    QFETCH(ErrorKind, kind);
    QFETCH(bool, neverLeft);
    QFETCH(bool, callersFault);
    AnswerFacts facts;
    facts.transfer = transfer;
    const AnswerVerdict verdict = judge(facts);
    QCOMPARE(verdict.what, AnswerVerdict::What::Failure);
    QCOMPARE(verdict.error.kind, kind);
    QVERIFY(!verdict.error.httpStatus);
    QVERIFY(!verdict.error.message.isEmpty());
    QCOMPARE(verdict.neverLeft, neverLeft);
    QCOMPARE(verdict.isCallersFault, callersFault);

    facts.text = u"refused by 10.0.0.1"_s;
    QCOMPARE(judge(facts).error.message, facts.text);
}

void TestAnswerVerdict::retryAfter_data()
{
    QTest::addColumn<HeaderList>("headers");
    QTest::addColumn<int>("seconds"); // -1: none
    QTest::newRow("seconds") << HeaderList{{"Retry-After", "7"}} << 7;
    QTest::newRow("lower case") << HeaderList{{"retry-after", "7"}} << 7;
    QTest::newRow("date, by the answer's Date")
        << HeaderList{{"Date", "Tue, 01 Dec 2026 10:00:00 GMT"}, {"Retry-After", "Tue, 01 Dec 2026 10:00:09 GMT"}} << 9;
    QTest::newRow("date, by the clock") << HeaderList{{"Retry-After", "Tue, 01 Dec 2026 12:00:05 GMT"}} << 5;
    QTest::newRow("past") << HeaderList{{"Retry-After", "Tue, 01 Dec 2026 11:00:00 GMT"}} << -1;
    QTest::newRow("nonsense") << HeaderList{{"Retry-After", "soon"}} << -1;
}

void TestAnswerVerdict::retryAfter()
{
    QFETCH(HeaderList, headers);
    QFETCH(int, seconds);
    AnswerFacts facts = answer(503, headers);
    facts.now = QDateTime(QDate(2026, 12, 1), QTime(12, 0), Qt::UTC);
    const std::optional<Duration> asked = judge(facts).error.retryAfter;
    QCOMPARE(asked ? int(*asked / std::chrono::seconds(1)) : -1, seconds);
}

void TestAnswerVerdict::chainOfRedirects()
{
    AnswerFacts facts = answer(302, {{"Location", "c"}});
    AnswerRules rules;
    rules.maxRedirects = 2;
    facts.redirectsBefore = 1;
    QCOMPARE(textOf(judge(facts, rules)), u"follow https://h/a/c"_s);
    facts.redirectsBefore = 2;
    QCOMPARE(textOf(judge(facts, rules)), u"redirect"_s);
    rules.redirects = RedirectPolicy::Manual;
    QCOMPARE(textOf(judge(facts, rules)), u"ok"_s);
}

void TestAnswerVerdict::statusesThatThePolicyNames()
{
    ErrorKindSet named;
    named.insertName(u"status:204");
    named.insertName(u"status:302");
    AnswerRules rules;
    rules.errorStatuses = &named;
    QCOMPARE(textOf(judge(answer(204), rules)), u"api"_s);
    QCOMPARE(textOf(judge(answer(200), rules)), u"ok"_s);
    // A redirect that is followed is no answer.
    QCOMPARE(textOf(judge(answer(302, {{"Location", "c"}}), rules)), u"follow https://h/a/c"_s);
    QCOMPARE(textOf(judge(answer(302), rules)), u"api"_s);
}

void TestAnswerVerdict::oneHundredsSpoilTheConnection()
{
    QVERIFY(judge(answer(103)).spoilsConnections);
    QVERIFY(!judge(answer(200)).spoilsConnections);
    QVERIFY(!judge(answer(500)).spoilsConnections);
}

void TestAnswerVerdict::lengths_data()
{
    QTest::addColumn<HeaderList>("headers");
    QTest::addColumn<int>("length"); // -1: none
    QTest::newRow("none") << HeaderList{} << -1;
    QTest::newRow("number") << HeaderList{{"Content-Length", "12"}} << 12;
    QTest::newRow("zero") << HeaderList{{"Content-Length", "0"}} << 0;
    QTest::newRow("twice the same") << HeaderList{{"Content-Length", "12, 12"}} << 12;
    QTest::newRow("two") << HeaderList{{"Content-Length", "12, 13"}} << -1;
    QTest::newRow("negative") << HeaderList{{"Content-Length", "-1"}} << -1;
    QTest::newRow("chunked") << HeaderList{{"Content-Length", "12"}, {"Transfer-Encoding", "chunked"}} << -1;
}

void TestAnswerVerdict::lengths()
{
    QFETCH(HeaderList, headers);
    QFETCH(int, length);
    QCOMPARE(int(promisedLength(headers).value_or(-1)), length);
}

void TestAnswerVerdict::withoutMessages()
{
    AnswerRules rules;
    rules.writesMessages = false;
    AnswerFacts facts = answer(503);
    facts.reason = "Service Unavailable";
    QCOMPARE(judge(facts, rules).error.message, QString());
    QCOMPARE(judge(facts).error.message, u"Service Unavailable"_s);
    QCOMPARE(judge(answer(200, {{"Content-Length", "10"}}), rules).error.message, QString());
}

QTEST_APPLESS_MAIN(TestAnswerVerdict)
#include "tst_answerverdict.moc"
