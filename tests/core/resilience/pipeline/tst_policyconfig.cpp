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
    void fieldsWithoutEffect_data();
    void fieldsWithoutEffect();
    void warningsOfDefaultsAreNone();
    void idleDefaultsAreNotWritten();
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

void tst_PolicyConfig::fieldsWithoutEffect_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("fields");
    const auto row = [](const char *name, const char *source, const char *fields) {
        QTest::newRow(name) << QString::fromLatin1(source) << QString::fromLatin1(fields);
    };
    row("rate fields with a count rule",
        R"({"breaker": {"failureRateThreshold": 0.5, "minimumCalls": 20, "slowCallDuration": "1s",
            "slowCallRateThreshold": 0.5}})",
        "breaker.failureRateThreshold breaker.slowCallDuration breaker.slowCallRateThreshold breaker.minimumCalls");
    row("count fields with the rate rule",
        R"({"breaker": {"rule": "failureRate", "failureThreshold": 5, "halfOpenMaxCalls": 2, "successThreshold": 2}})",
        "breaker.failureThreshold breaker.successThreshold");
    row("a slow rate without slow calls", R"({"breaker": {"rule": "failureRate", "slowCallRateThreshold": 0.5}})",
        "breaker.slowCallRateThreshold");
    row("a window for failures in a row",
        R"({"breaker": {"rule": "consecutiveFailures", "window": {"type": "count", "size": 10}}})", "breaker.window");
    row("a count window for the count rule", R"({"breaker": {"window": {"type": "count", "size": 10}}})", "");
    row("a window that never holds enough", R"({"breaker": {"window": {"type": "count", "size": 4}}})",
        "breaker.window.size");
    row("a cap on what does not grow", R"({"breaker": {"maxRecoveryTime": "1m"}})", "breaker.maxRecoveryTime");
    row("growth that is capped at once",
        R"({"breaker": {"recoveryTime": "1m", "recoveryBackoffFactor": 2, "maxRecoveryTime": "1m"}})",
        "breaker.recoveryBackoffFactor");
    row("errors that never count",
        R"({"breaker": {"excludedErrors": ["cancelled"], "recordedErrors": ["any", "overload"]}})",
        "breaker.excludedErrors breaker.recordedErrors");
    row("errors that are taken out again",
        R"({"breaker": {"excludedErrors": ["api"], "recordedErrors": ["timeout", "server"]}})",
        "breaker.recordedErrors");
    row("a status is not taken out by its kind",
        R"({"breaker": {"excludedErrors": ["server"], "recordedErrors": ["timeout", "status:503"]}})", "");
    row("retries of nothing", R"({"retry": {"maxRetries": 0, "baseDelay": "1s", "budget": {}}})",
        "retry.baseDelay retry.budget");
    row("a factor for another jitter", R"({"retry": {"jitter": "full", "jitterFactor": 0.2}})", "retry.jitterFactor");
    row("growth without a second wait", R"({"retry": {"maxRetries": 1, "backoffFactor": 3}})", "retry.backoffFactor");
    row("growth of nothing", R"({"retry": {"baseDelay": "0s", "backoffFactor": 3}})", "retry.backoffFactor");
    row("growth of decorrelated waits", R"({"retry": {"jitter": "decorrelated", "backoffFactor": 3}})",
        "retry.backoffFactor");
    row("retries of what is taken out",
        R"({"retry": {"retryErrors": ["any", "server"], "excludedErrors": ["server"]}})", "retry.retryErrors");
    row("retries of what is never sent", R"({"retry": {"retryErrors": ["any", "rejected"]}})", "retry.retryErrors");
    row("an overall limit outside the breaker",
        R"({"breaker": {}, "retry": {}, "timeout": {"overall": "20s"}, "order": ["retry", "breaker"]})",
        "timeout.overall");
    row("the same, and a limit inside",
        R"({"breaker": {}, "retry": {}, "timeout": {"overall": "20s", "perAttempt": "2s"},
            "order": ["retry", "breaker", "timeout"]})",
        "");
    row("a limit of attempts outside the breaker",
        R"({"breaker": {}, "timeout": {"perAttempt": "2s"}, "order": ["timeout", "breaker"]})", "timeout.perAttempt");
    row("a limit inside a shorter one",
        R"({"retry": {"baseDelay": "1ms"}, "timeout": {"overall": "1s", "perAttempt": "2s"}})", "timeout.perAttempt");
    row("no time for a retry",
        R"({"retry": {"maxRetries": 3, "baseDelay": "5s", "jitter": "none"}, "timeout": {"overall": "2s"}})",
        "retry.maxRetries");
    row("a cap on waits that are ignored", R"({"retry": {"honorRetryAfter": false, "maxRetryAfter": "1m"}})",
        "retry.maxRetryAfter");
    row("the same, retry outside the breaker",
        R"({"breaker": {}, "retry": {"honorRetryAfter": false, "maxRetryAfter": "1m"}, "order": ["retry", "breaker"]})",
        "");
    row("a wait for connections without a number of them", R"({"connections": {"maxWait": "5s"}})",
        "connections.maxWait");
    row("connections and a wait", R"({"connections": {"max": 6, "maxWait": "5s"}})", "");
    row("a layer that is not there", R"({"retry": {}, "order": ["retry", "breaker", "overall"]})", "order order");
}

void tst_PolicyConfig::fieldsWithoutEffect()
{
    QFETCH(QString, source);
    const QJsonObject written = json(qUtf8Printable(source));
    const auto config = PolicyConfig::fromJson(written);
    QVERIFY2(config, config ? "" : qPrintable(describe(config.error())));
    QStringList fields;
    const ConfigIssues warnings = config->warnings(fieldsOf(written));
    for (const ConfigIssue &warning : warnings) {
        fields.append(warning.field);
        QVERIFY2(warning.message.contains(u';') || warning.message.contains(u':'), qPrintable(warning.message));
    }
    QTEST(fields.join(u' '), "fields");

    // Written and read again, a policy has no other effect, and a program is told the same of what is not a default.
    const QJsonObject again = config->toJson();
    QVERIFY(*PolicyConfig::fromJson(again) == *config);
    QVERIFY(config->warnings().size() <= warnings.size());
}

void tst_PolicyConfig::warningsOfDefaultsAreNone()
{
    PolicyConfig config;
    config.breaker = CircuitBreakerConfig::forHttp();
    config.retry = RetryConfig::forHttp();
    QCOMPARE(describe(config.warnings()), QString());
    config.breaker->minimumCalls = 20;
    QCOMPARE(
        describe(config.warnings()),
        u"breaker.minimumCalls: has no effect with rule \"failureCount\": only rule \"failureRate\" looks at it"_s);
}

/// What a program writes brings no warning when it is read.
void tst_PolicyConfig::idleDefaultsAreNotWritten()
{
    for (const TripRule rule : {TripRule::FailureCount, TripRule::ConsecutiveFailures, TripRule::FailureRate}) {
        for (const int retries : {0, 1, 3}) {
            for (const Jitter jitter : {Jitter::None, Jitter::Proportional, Jitter::Decorrelated}) {
                PolicyConfig config;
                config.breaker.emplace().rule = rule;
                config.retry.emplace().maxRetries = retries;
                config.retry->jitter = jitter;
                const QJsonObject written = config.toJson();
                const auto read = PolicyConfig::fromJson(written);
                QVERIFY(read && *read == config);
                if (retries > 0 || jitter == RetryConfig().jitter)
                    QCOMPARE(describe(read->warnings(fieldsOf(written))), QString());
            }
        }
    }
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
