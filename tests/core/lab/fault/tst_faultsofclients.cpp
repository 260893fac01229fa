// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/faultcheck.h"
#include "resilience/http/apiclient.h"
#include "serverfixture.h"

#include <QTest>
#include <QUrl>

using namespace ServerFixture;

/// What our own client makes of each fault: the kinds that the documentation of scenarios promises.
class FaultsOfClientsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    /// As many headers as a scenario may have, which is fewer than the client takes.
    void asManyHeadersAsThereMayBe()
    {
        FaultConfig many = fault(FaultConfig::Kind::Status);
        many.status = 201;
        for (int i = 0; i < 64; ++i)
            many.headers.append({"X-" + QByteArray::number(100 + i), QByteArray(507, 'v')}); // 32 KiB
        many.retryAfter = 1s;
        ConfigIssues issues;
        checkFault(many, ConfigCheck({}, issues));
        QCOMPARE(describe(issues), QString());

        Fixture fixture(phase({many}));
        QUrl url(u"http://127.0.0.1"_s);
        url.setPort(fixture.port);
        ApiClient client(ApiClientConfig::forService(url));
        std::optional<Expected<ApiResponse, Error>> result;
        ApiReply *const reply = client.request("GET", u"/orders"_s);
        connect(reply, &ApiReply::finished, this, [&] { result = reply->result(); });
        QTRY_VERIFY_WITH_TIMEOUT(result, 20'000);
        QVERIFY(*result);
        QCOMPARE((*result)->status, 201);
    }

    void errorKinds_data()
    {
        QTest::addColumn<FaultConfig>("fault");
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<std::optional<ErrorKind>>("kind");

        using Kind = FaultConfig::Kind;
        const auto row = [](const char *name, const FaultConfig &config, std::optional<ErrorKind> kind) {
            for (const char *method : {"GET", "POST"})
                QTest::addRow("%s, %s", name, method) << config << QByteArray(method) << kind;
        };
        const auto status = [](int code) {
            FaultConfig config;
            config.status = code;
            return config;
        };
        const auto reset = [](FaultConfig::ResetAt at) {
            FaultConfig config = fault(Kind::Reset);
            config.resetAt = at;
            return config;
        };
        row("503", status(503), ErrorKind::Server);
        row("429", status(429), ErrorKind::RateLimited);
        row("401", status(401), ErrorKind::Authentication);
        row("404", status(404), ErrorKind::NotFound);
        row("422", status(422), ErrorKind::Client);
        row("408", status(408), ErrorKind::Timeout);
        row("204", status(204), std::nullopt);
        row("hang", fault(Kind::Hang), ErrorKind::Timeout);
        row("refused", reset(FaultConfig::ResetAt::Connect), ErrorKind::Connection);
        FaultConfig door = reset(FaultConfig::ResetAt::Connect);
        door.pattern = FaultPattern{FaultPattern::Kind::Every, 1, {}};
        row("reset at connect", door, ErrorKind::Connection);
        row("reset at headers", reset(FaultConfig::ResetAt::Headers), ErrorKind::Connection);
        row("reset at body", reset(FaultConfig::ResetAt::Body), ErrorKind::Protocol); // an answer that is cut short
        row("close", fault(Kind::Close), ErrorKind::Connection);
        row("truncate", fault(Kind::Truncate), ErrorKind::Protocol);
        row("malformed", fault(Kind::Malformed), ErrorKind::Connection); // Qt 6.4 does not tell it from a close
        FaultConfig slow = fault(Kind::Slow);
        row("too slow", slow, ErrorKind::Timeout); // 10 s
        slow.bytesPerSecond = 1e6;
        row("slow", slow, std::nullopt);
        QTest::newRow("redirect loop, GET")
            << fault(Kind::RedirectLoop) << QByteArray("GET") << std::optional(ErrorKind::Redirect);
        // A POST is not sent again unasked, so its redirect is the answer.
        QTest::newRow("redirect loop, POST")
            << fault(Kind::RedirectLoop) << QByteArray("POST") << std::optional<ErrorKind>();
    }

    void errorKinds()
    {
        QFETCH(FaultConfig, fault);
        QFETCH(QByteArray, method);
        QFETCH(std::optional<ErrorKind>, kind);

        Fixture fixture(endpoint(method, u"/orders"_s, phase({fault})));
        QUrl url(u"http://127.0.0.1"_s);
        url.setPort(fixture.port);
        ApiClientConfig config = ApiClientConfig::forService(url);
        config.policy = {};
        config.policy.timeout.perAttempt = kind == ErrorKind::Timeout ? Duration(300ms) : Duration(20s);
        ApiClient client(config);
        std::optional<Expected<ApiResponse, Error>> result;
        ApiReply *const reply = client.request(method, u"/orders"_s);
        connect(reply, &ApiReply::finished, this, [&] { result = reply->result(); });
        QTRY_VERIFY_WITH_TIMEOUT(result, 30'000);
        if (*result)
            QVERIFY2(!kind, qPrintable(u"answered with %1"_s.arg((*result)->status)));
        else
            QVERIFY2(kind == result->error().kind,
                     qPrintable(errorKindName(result->error().kind) + u": "_s + result->error().message));
    }
};

QTEST_GUILESS_MAIN(FaultsOfClientsTest)
#include "tst_faultsofclients.moc"
