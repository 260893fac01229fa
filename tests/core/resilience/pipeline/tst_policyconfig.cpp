// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/pipeline/policyconfig.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString text(const std::vector<PolicyLayer> &layers)
{
    QStringList names;
    for (const PolicyLayer layer : layers)
        names.append(policyLayerName(layer));
    return names.join(u" > ");
}

QJsonObject json(const char *source)
{
    QJsonParseError error;
    QJsonObject object = QJsonDocument::fromJson(source, &error).object();
    Q_ASSERT(error.error == QJsonParseError::NoError);
    return object;
}

} // namespace

class tst_PolicyConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void layers_data();
    void layers();
    void validateFindsEveryFault_data();
    void validateFindsEveryFault();
    void jsonKeepsEverything_data();
    void jsonKeepsEverything();
    void absentPartsAreNotApplied();
    void faultsOfAFile_data();
    void faultsOfAFile();
};

void tst_PolicyConfig::layers_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("expected");

    QTest::newRow("nothing") << "{}"
                             << "";
    QTest::newRow("the default order") << R"({"breaker": {}, "retry": {}, "timeout": {"perAttempt": "2s"}})"
                                       << "breaker > retry > timeout";
    QTest::newRow("overall stands just outside retry")
        << R"({"breaker": {}, "retry": {}, "timeout": {"perAttempt": "2s", "overall": "9s"}})"
        << "breaker > overall > retry > timeout";
    QTest::newRow("also where retry is outside")
        << R"({"breaker": {}, "retry": {}, "timeout": {"overall": "9s"}, "order": ["retry", "breaker"]})"
        << "overall > retry > breaker";
    QTest::newRow("without a retry just outside timeout")
        << R"({"breaker": {}, "timeout": {"perAttempt": "2s", "overall": "9s"}})"
        << "breaker > overall > timeout";
    QTest::newRow("wherever timeout stands")
        << R"({"breaker": {}, "timeout": {"perAttempt": "2s", "overall": "9s"}, "order": ["timeout", "breaker"]})"
        << "overall > timeout > breaker";
    QTest::newRow("without both innermost") << R"({"breaker": {}, "timeout": {"overall": "9s"}})"
                                            << "breaker > overall";
    QTest::newRow("alone") << R"({"timeout": {"overall": "9s"}})"
                           << "overall";
    QTest::newRow("overall where the order says")
        << R"({"breaker": {}, "retry": {}, "timeout": {"overall": "9s"}, "order": ["overall", "breaker", "retry"]})"
        << "overall > breaker > retry";
    QTest::newRow("named and absent") << R"({"retry": {}, "order": ["overall", "timeout", "retry", "breaker"]})"
                                      << "retry";
}

void tst_PolicyConfig::layers()
{
    QFETCH(QString, source);
    const auto config = PolicyConfig::fromJson(json(qUtf8Printable(source)));
    QVERIFY2(config, config ? "" : qPrintable(describe(config.error())));
    QTEST(text(config->layers()), "expected");
}

void tst_PolicyConfig::validateFindsEveryFault_data()
{
    QTest::addColumn<PolicyConfig>("config");
    QTest::addColumn<QString>("issues");

    QTest::newRow("the default") << PolicyConfig{} << "";

    PolicyConfig parts;
    parts.breaker.emplace().failureThreshold = 0;
    parts.breaker->window = CountWindowConfig{0};
    parts.retry.emplace().maxRetries = -1;
    parts.timeout = {0s, -1s};
    QTest::newRow("each part") << parts
                               << "breaker.failureThreshold: must be at least 1, not 0\n"
                                  "breaker.window.size: must be from 1 to 1000000, not 0\n"
                                  "retry.maxRetries: must be at least 0, not -1\n"
                                  "timeout.perAttempt: must be longer than 0, not 0s\n"
                                  "timeout.overall: must be longer than 0, not -1s";

    PolicyConfig unnamed;
    unnamed.breaker.emplace();
    unnamed.retry.emplace();
    unnamed.timeout = {1s, 9s};
    unnamed.order = {};
    QTest::newRow("parts that the order forgets") << unnamed
                                                  << "order: must name \"breaker\", which the policy has\n"
                                                     "order: must name \"retry\", which the policy has\n"
                                                     "order: must name \"timeout\", which the policy has";

    PolicyConfig twice;
    twice.order = {PolicyLayer::Retry, PolicyLayer::Breaker, PolicyLayer::Retry, PolicyLayer::Breaker,
                   PolicyLayer::Timeout};
    QTest::newRow("a layer twice") << twice
                                   << "order: must not name \"retry\" twice; a layer has one place\n"
                                      "order: must not name \"breaker\" twice; a layer has one place";
}

void tst_PolicyConfig::validateFindsEveryFault()
{
    QFETCH(PolicyConfig, config);
    QTEST(describe(config.validate()), "issues");
}

void tst_PolicyConfig::jsonKeepsEverything_data()
{
    QTest::addColumn<PolicyConfig>("config");
    QTest::newRow("nothing") << PolicyConfig{};

    PolicyConfig some;
    some.retry = RetryConfig::forHttp();
    some.retry->budget.emplace();
    some.timeout.overall = 1500ms;
    some.connections.max = 6;
    QTest::newRow("some") << some;

    PolicyConfig all = some;
    all.breaker = CircuitBreakerConfig::forHttp();
    all.breaker->name = u"orders"_s;
    all.timeout.perAttempt = 1h;
    all.connections.maxWait = 0s;
    all.order = {PolicyLayer::Overall, PolicyLayer::Retry, PolicyLayer::Breaker, PolicyLayer::Timeout};
    QTest::newRow("all") << all;
}

void tst_PolicyConfig::jsonKeepsEverything()
{
    QFETCH(PolicyConfig, config);
    QCOMPARE(describe(config.validate()), QString());
    const auto read = PolicyConfig::fromJson(config.toJson());
    QVERIFY2(read, read ? "" : qPrintable(describe(read.error())));
    QVERIFY(*read == config);
}

void tst_PolicyConfig::absentPartsAreNotApplied()
{
    const QJsonObject written = PolicyConfig{}.toJson();
    QCOMPARE(written.keys(), QStringList{u"order"_s});

    const auto read = PolicyConfig::fromJson(
        json(R"({"breaker": null, "timeout": {}, "connections": {"max": null, "maxWait": null}})"));
    QVERIFY(read);
    QVERIFY(*read == PolicyConfig{});
}

void tst_PolicyConfig::faultsOfAFile_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("issues");

    const QString layers = u"\"breaker\", \"retry\", \"timeout\", \"overall\""_s;
    QTest::newRow("unknown layers") << R"({"order": ["braker", 7]})"
                                    << u"order: must not name \"braker\"; the layers are %1\n"
                                       "order: must hold nothing but names of layers, which are %1"_s.arg(layers);
    QTest::newRow("an order that can not be read forgets nothing")
        << R"({"retry": {}, "order": ["braker"]})"
        << u"order: must not name \"braker\"; the layers are %1"_s.arg(layers);
    QTest::newRow("no list") << R"({"order": "retry"})"
                             << u"order: must be a list of layers, outermost first, out of %1"_s.arg(layers);
    QTest::newRow("a part that is wrong is there all the same")
        << R"({"retry": {"maxRetries": -1}, "order": ["breaker"]})"
        << "retry.maxRetries: must be at least 0, not -1\norder: must name \"retry\", which the policy has";
    QTest::newRow("limits") << R"({"timeout": {"perAttempt": "0s"}})"
                            << "timeout.perAttempt: must be longer than 0, not 0s";
    QTest::newRow("connections") << R"({"connections": {"max": 0, "maxWait": "5s", "min": 1}})"
                                 << "connections.min: is not a field here; choose from \"max\", \"maxWait\"";
    QTest::newRow("too few connections") << R"({"connections": {"max": 0}})"
                                         << "connections.max: must be from 1 to 10000, not 0";
    QTest::newRow("too many connections") << R"({"connections": {"max": 10001}})"
                                          << "connections.max: must be from 1 to 10000, not 10001";
    QTest::newRow("half a connection") << R"({"connections": {"max": 1.5}})"
                                       << "connections.max: must be a whole number, not 1.5";
}

void tst_PolicyConfig::faultsOfAFile()
{
    QFETCH(QString, source);
    const auto config = PolicyConfig::fromJson(json(qUtf8Printable(source)));
    QVERIFY(!config);
    QTEST(describe(config.error()), "issues");

    // Unknown fields too, at every level; their wording is the reader's.
    const auto unknown = PolicyConfig::fromJson(
        json(R"({"breaker": {"treshold": 1}, "retry": {"retries": 1}, "timeout": {"total": "1s"}, "timeouts": {}})"));
    QVERIFY(!unknown);
    QStringList fields;
    for (const ConfigIssue &issue : unknown.error())
        fields.append(issue.field);
    QCOMPARE(fields.join(u' '), u"breaker.treshold retry.retries timeout.total timeouts"_s);
}

QTEST_APPLESS_MAIN(tst_PolicyConfig)

#include "tst_policyconfig.moc"
