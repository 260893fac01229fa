// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/apiclientconfig.h"
#include "resilience/http/apiresponse.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace Fuseboard;

class TestApiClientConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void faults_data();
    void faults();
    void everyFaultAtOnce();
    void forService();
    void responseAsJson();
};

namespace {

ApiClientConfig valid()
{
    return ApiClientConfig::forService(QUrl(QStringLiteral("https://api.example.com/v1")));
}

QStringList fieldsOf(const ConfigIssues &issues)
{
    QStringList fields;
    for (const ConfigIssue &issue : issues)
        fields.append(issue.field);
    return fields;
}

} // namespace

void TestApiClientConfig::faults_data()
{
    QTest::addColumn<ApiClientConfig>("config");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *name, const char *field, auto change) {
        ApiClientConfig config = valid();
        change(config);
        QTest::newRow(name) << config << QString::fromLatin1(field);
    };
    const auto url = [](const char *text) {
        return [text](ApiClientConfig &config) { config.baseUrl = QUrl(QString::fromLatin1(text)); };
    };
    row("no URL", "baseUrl", url(""));
    row("relative", "baseUrl", url("api/v1"));
    row("no host", "baseUrl", url("http:///v1"));
    row("scheme", "baseUrl", url("ftp://h"));
    row("user", "baseUrl", url("http://me:pw@h"));
    row("fragment", "baseUrl", url("http://h#x"));
    row("header name", "headers", [](ApiClientConfig &config) { config.headers = {{"a b", "c"}}; });
    row("header value", "headers", [](ApiClientConfig &config) { config.headers = {{"a", "b\r\nc: d"}}; });
    row("token", "auth", [](ApiClientConfig &config) { config.auth = BearerAuth{QStringLiteral("a\nb")}; });
    row("no token", "auth", [](ApiClientConfig &config) { config.auth = BearerAuth{}; });
    row("user with a colon", "auth", [](ApiClientConfig &config) {
        config.auth = BasicAuth{QStringLiteral("a:b"), {}};
    });
    row("policy", "policy.timeout.perAttempt",
        [](ApiClientConfig &config) { config.policy.timeout.perAttempt = Duration::zero(); });
    row("redirects", "maxRedirects", [](ApiClientConfig &config) { config.maxRedirects = -1; });
    row("none per host", "maxPerHost", [](ApiClientConfig &config) { config.maxPerHost = 0; });
    row("too many per host", "maxPerHost", [](ApiClientConfig &config) { config.maxPerHost = 7; });
    row("size", "maxResponseSize", [](ApiClientConfig &config) { config.maxResponseSize = 0; });
}

void TestApiClientConfig::faults()
{
    QFETCH(ApiClientConfig, config);
    QFETCH(QString, field);
    QCOMPARE(fieldsOf(config.validate()), QStringList{field});
    QVERIFY(!config.validate().constFirst().message.isEmpty());
}

void TestApiClientConfig::everyFaultAtOnce()
{
    ApiClientConfig config;
    config.headers = {{"", ""}};
    config.maxRedirects = -1;
    config.maxPerHost = 0;
    config.maxResponseSize = 0;
    config.policy.timeout.overall = Duration(-1);
    QCOMPARE(
        fieldsOf(config.validate()),
        (QStringList{QStringLiteral("baseUrl"), QStringLiteral("headers"), QStringLiteral("policy.timeout.overall"),
                     QStringLiteral("maxRedirects"), QStringLiteral("maxPerHost"), QStringLiteral("maxResponseSize")}));
}

void TestApiClientConfig::forService()
{
    QCOMPARE(valid().validate(), ConfigIssues());
    QVERIFY(!valid().policy.breaker);
    QVERIFY(!valid().policy.retry);
    QCOMPARE(valid().policy.timeout.perAttempt, Duration(std::chrono::seconds(30)));
    QVERIFY(valid() == valid());
    ApiClientConfig other = valid();
    other.allowHttp2 = true;
    QVERIFY(other != valid());
}

void TestApiClientConfig::responseAsJson()
{
    ApiResponse response;
    QCOMPARE(response.json().error(), QStringLiteral("not JSON: the body is empty"));
    response.body = "[1,]";
    QVERIFY(response.json().error().startsWith(QStringLiteral("not JSON, at byte ")));
    response.body = "{\"a\":[1]}";
    QCOMPARE(response.json()->object().value(QStringLiteral("a")).toArray().size(), 1);
}

QTEST_APPLESS_MAIN(TestApiClientConfig)
#include "tst_apiclientconfig.moc"
