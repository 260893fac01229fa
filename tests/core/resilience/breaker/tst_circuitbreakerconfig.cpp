// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/durationtext.h"
#include "resilience/breaker/circuitbreakerconfig.h"

#include <QJsonDocument>
#include <QtTest>

#include <limits>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class CircuitBreakerConfigTest : public QObject
{
    Q_OBJECT

private:
    static QJsonObject json(const QByteArray &text)
    {
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(text, &error);
        if (error.error != QJsonParseError::NoError)
            qFatal("%s", qPrintable(error.errorString()));
        return document.object();
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void defaultsAreTheDocumentedOnes()
    {
        const CircuitBreakerConfig config;
        QVERIFY(config.validate().isEmpty());
        QCOMPARE(QJsonDocument(config.toJson()).toJson(QJsonDocument::Compact),
                 QByteArray(R"({"automaticHalfOpen":false,"excludedErrors":[],"failureThreshold":5,)"
                            R"("halfOpenMaxCalls":1,"name":"default","recordedErrors":["any"],)"
                            R"("recoveryBackoffFactor":1,"recoveryJitter":0,"recoveryTime":"30s",)"
                            R"("rule":"failureCount","successThreshold":1})"));
        QCOMPARE(config.effectiveMaxRecoveryTime(), Duration(10min));

        CircuitBreakerConfig slow;
        slow.recoveryTime = 11min;
        QCOMPARE(slow.effectiveMaxRecoveryTime(), Duration(11min));
        QCOMPARE(TimeWindowConfig{}.effectiveBucket(), Duration(6s));
    }

    void forHttpLeavesOutWhatNobodyCanMend()
    {
        const ErrorKindSet excluded = CircuitBreakerConfig::forHttp().excludedErrors;
        QCOMPARE(excluded.names(),
                 (QStringList{u"security"_s, u"redirect"_s, u"tooLarge"_s, u"encoding"_s, u"authentication"_s,
                              u"notFound"_s, u"client"_s, u"status:501"_s, u"status:505"_s}));
        QVERIFY(!excluded.contains(ErrorKind::Protocol));
        QVERIFY(!excluded.contains(ErrorKind::RateLimited));
        QVERIFY(!excluded.contains(ErrorKind::Server));
    }

    void readsEveryField()
    {
        const auto config = CircuitBreakerConfig::fromJson(json(R"({
            "name": "orders", "rule": "failureRate", "failureThreshold": 7, "failureRateThreshold": 0.25,
            "slowCallDuration": "1.5s", "slowCallRateThreshold": 0.75, "minimumCalls": 20,
            "window": {"type": "time", "length": "1m", "bucket": "500ms"},
            "recoveryTime": "250ms", "recoveryBackoffFactor": 1.5, "maxRecoveryTime": "1h", "recoveryJitter": 0.5,
            "halfOpenMaxCalls": 5, "successThreshold": 3, "halfOpenTimeout": "10s", "automaticHalfOpen": true,
            "excludedErrors": ["authentication"], "recordedErrors": ["network", "other"]})"));
        QVERIFY(config);
        CircuitBreakerConfig expected;
        expected.name = u"orders"_s;
        expected.rule = TripRule::FailureRate;
        expected.failureThreshold = 7;
        expected.failureRateThreshold = 0.25;
        expected.slowCallDuration = 1500ms;
        expected.slowCallRateThreshold = 0.75;
        expected.minimumCalls = 20;
        expected.window = TimeWindowConfig{60s, 500ms};
        expected.recoveryTime = 250ms;
        expected.recoveryBackoffFactor = 1.5;
        expected.maxRecoveryTime = 1h;
        expected.recoveryJitter = 0.5;
        expected.halfOpenMaxCalls = 5;
        expected.successThreshold = 3;
        expected.halfOpenTimeout = 10s;
        expected.automaticHalfOpen = true;
        expected.excludedErrors = {ErrorKind::Authentication};
        expected.recordedErrors = {ErrorKind::Network, ErrorKind::Other};
        QCOMPARE(*config, expected);
    }

    void issuesNameFieldAndRemedy_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("issues");
        const auto row = [](const char *name, const char *text, const char *issues) {
            QTest::newRow(name) << QByteArray(text) << QString::fromUtf8(issues);
        };
        row("config (0, -1, 0): every fault named",
            R"({"failureThreshold": 0, "recoveryTime": "0s", "halfOpenMaxCalls": 0})",
            "failureThreshold: must be at least 1, not 0\n"
            "recoveryTime: must be longer than 0, such as \"30s\"\n"
            "halfOpenMaxCalls: must be at least 1, not 0");
        row("empty name", R"({"name": ""})", "name: must not be empty");
        row("rate 0", R"({"failureRateThreshold": 0})", "failureRateThreshold: must be above 0 and at most 1, not 0");
        row("rate in percent", R"({"failureRateThreshold": 50})",
            "failureRateThreshold: must be above 0 and at most 1, not 50");
        row("slow rate", R"({"slowCallRateThreshold": 1.01})",
            "slowCallRateThreshold: must be above 0 and at most 1, not 1.01");
        row("minimum", R"({"minimumCalls": 0})", "minimumCalls: must be at least 1, not 0");
        row("window size 0", R"({"window": {"type": "count", "size": 0}})",
            "window.size: must be from 1 to 1000000, not 0");
        row("window size", R"({"window": {"type": "count", "size": 1000001}})",
            "window.size: must be from 1 to 1000000, not 1000001");
        row("bucket", R"({"window": {"type": "time", "length": "10s", "bucket": "3s"}})",
            "window.bucket: the window's length must be a whole number of buckets: 10s is not a multiple of 3s");
        row("buckets", R"({"window": {"type": "time", "length": "100s", "bucket": "1ms"}})",
            "window.bucket: must be at least 10ms: a window has at most 10000 buckets, not 100000");
        row("length", R"({"window": {"type": "time", "length": "0s"}})",
            "window.length: must be longer than 0, such as \"30s\"");
        row("factor", R"({"recoveryBackoffFactor": 0.5})", "recoveryBackoffFactor: must be at least 1, not 0.5");
        row("max recovery", R"({"recoveryTime": "30s", "maxRecoveryTime": "10s"})",
            "maxRecoveryTime: must be at least recoveryTime (30s)");
        row("jitter", R"({"recoveryJitter": 1.5})", "recoveryJitter: must be from 0 to 1, not 1.5");
        row("success threshold", R"({"halfOpenMaxCalls": 2, "successThreshold": 3})",
            "successThreshold: must be from 1 to halfOpenMaxCalls (2), not 3");
        row("turns by itself, again and again",
            R"({"automaticHalfOpen": true, "recoveryTime": "1ns", "halfOpenTimeout": "999us"})",
            "recoveryTime: must be at least 1ms where automaticHalfOpen and halfOpenTimeout are set, not 1ns\n"
            "halfOpenTimeout: must be at least 1ms where automaticHalfOpen and halfOpenTimeout are set, not 999us");
        row("half-open timeout", R"({"halfOpenTimeout": "0s"})",
            "halfOpenTimeout: must be longer than 0, such as \"30s\"");
    }

    void issuesNameFieldAndRemedy()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, issues);
        const auto config = CircuitBreakerConfig::fromJson(json(text));
        QVERIFY(!config);
        QCOMPARE(describe(config.error()), issues);
    }

    /// The wording of these is the JSON reader's; here only that the right field is named, once.
    void formFaultsNameTheField_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("field");
        const auto row = [](const char *text, const char *field) {
            QTest::newRow(text) << QByteArray(text) << QString::fromUtf8(field);
        };
        row(R"({"failureThreshhold": 3})", "failureThreshhold");
        row(R"({"failureThreshold": "3"})", "failureThreshold");
        row(R"({"failureThreshold": 3.5})", "failureThreshold");
        row(R"({"failureThreshold": 1e12})", "failureThreshold");
        row(R"({"recoveryTime": 30})", "recoveryTime");
        row(R"({"recoveryTime": "30"})", "recoveryTime");
        row(R"({"recoveryTime": "-5s"})", "recoveryTime");
        row(R"({"rule": "failurecount"})", "rule");
        row(R"({"rule": 1})", "rule");
        row(R"({"window": 100})", "window");
        row(R"({"window": {}})", "window.type");
        row(R"({"window": {"type": "sliding"}})", "window.type");
        row(R"({"window": {"type": "count", "length": "1s"}})", "window.length");
        row(R"({"window": {"type": "time", "size": 3}})", "window.size");
        row(R"({"excludedErrors": "timeout"})", "excludedErrors");
        row(R"({"excludedErrors": ["timeouts"]})", "excludedErrors");
        row(R"({"automaticHalfOpen": 1})", "automaticHalfOpen");
        // What could not be read is not held against the rest.
        row(R"({"recoveryTime": "10 s", "maxRecoveryTime": "20s"})", "recoveryTime");
        row(R"({"halfOpenMaxCalls": "3", "successThreshold": 2})", "halfOpenMaxCalls");
        row(R"({"window": {"type": "time", "length": "1m", "bucket": 7}})", "window.bucket");
        row(R"({"name": 7})", "name");
    }

    void formFaultsNameTheField()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, field);
        const auto config = CircuitBreakerConfig::fromJson(json(text));
        QVERIFY(!config);
        QCOMPARE(config.error().size(), 1);
        QVERIFY2(config.error()[0].field.startsWith(field), qPrintable(describe(config.error())));
        QVERIFY(!config.error()[0].message.isEmpty());
    }

    void notANumberIsRefused()
    {
        CircuitBreakerConfig config;
        const double nan = std::numeric_limits<double>::quiet_NaN();
        config.failureRateThreshold = config.slowCallRateThreshold = config.recoveryBackoffFactor = nan;
        config.recoveryJitter = nan;
        QCOMPARE(config.validate().size(), 4);
        config = {};
        config.recoveryBackoffFactor = std::numeric_limits<double>::infinity();
        QCOMPARE(config.validate().size(), 1);
    }
};

QTEST_GUILESS_MAIN(CircuitBreakerConfigTest)
#include "tst_circuitbreakerconfig.moc"
