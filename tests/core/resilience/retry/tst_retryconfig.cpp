// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/retry/retryconfig.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <functional>
#include <limits>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

using Change = std::function<void(RetryConfig &)>;

constexpr double Nan = std::numeric_limits<double>::quiet_NaN();
constexpr double Infinity = std::numeric_limits<double>::infinity();

QJsonObject parsed(const QString &text)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8(), &error);
    Q_ASSERT_X(document.isObject(), "parsed", qUtf8Printable(error.errorString() + text));
    return document.object();
}

QString issuesOf(const QString &json)
{
    const auto config = RetryConfig::fromJson(parsed(json));
    return config ? QString() : describe(config.error());
}

} // namespace

Q_DECLARE_METATYPE(Change)

Q_DECLARE_METATYPE(RetryConfig)

class RetryConfigTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    // The table of SEMANTICS.md section 3.
    void defaults()
    {
        const RetryConfig config;
        QCOMPARE(config.maxRetries, 3);
        QVERIFY(config.baseDelay == 1s);
        QVERIFY(config.maxDelay == 60s);
        QCOMPARE(config.backoffFactor, 2.0);
        QVERIFY(config.jitter == Jitter::Proportional);
        QCOMPARE(config.jitterFactor, 0.2);
        QCOMPARE(config.retryErrors.names(), QStringList{u"any"_s});
        QVERIFY(config.excludedErrors.isEmpty());
        QVERIFY(!config.retryNonIdempotent);
        QVERIFY(config.honorRetryAfter);
        QVERIFY(config.maxRetryAfter == 5min);
        QVERIFY(!config.budget);
        QCOMPARE(RetryBudgetConfig().ratio, 0.1);
        QCOMPARE(RetryBudgetConfig().minimumPerSecond, 1.0);
        QCOMPARE(describe(config.validate()), QString());
    }

    void forHttpLeavesOutWhatNoRetryMends()
    {
        RetryConfig config = RetryConfig::forHttp();
        QCOMPARE(config.excludedErrors.names(),
                 (QStringList{u"security"_s, u"redirect"_s, u"tooLarge"_s, u"encoding"_s, u"authentication"_s,
                              u"notFound"_s, u"client"_s, u"status:501"_s, u"status:505"_s}));
        QVERIFY(!config.excludedErrors.contains(ErrorKind::Protocol)); // a truncated answer is tried again
        config.excludedErrors = {};
        QVERIFY(config == RetryConfig());
    }

    void jitterWords_data()
    {
        QTest::addColumn<Jitter>("jitter");
        QTest::addColumn<QString>("word");
        QTest::newRow("none") << Jitter::None << u"none"_s;
        QTest::newRow("proportional") << Jitter::Proportional << u"proportional"_s;
        QTest::newRow("full") << Jitter::Full << u"full"_s;
        QTest::newRow("equal") << Jitter::Equal << u"equal"_s;
        QTest::newRow("decorrelated") << Jitter::Decorrelated << u"decorrelated"_s;
    }

    void jitterWords()
    {
        QFETCH(Jitter, jitter);
        QFETCH(QString, word);
        QCOMPARE(jitterName(jitter), word);
        const auto config = RetryConfig::fromJson({{u"jitter"_s, word}});
        QVERIFY(config);
        QVERIFY(config->jitter == jitter);
    }

    void valid_data()
    {
        QTest::addColumn<Change>("change");
        const auto row = [](const char *name, const Change &change) { QTest::newRow(name) << change; };
        row("no retries", [](RetryConfig &c) { c.maxRetries = 0; });
        row("no wait", [](RetryConfig &c) { c.baseDelay = c.maxDelay = 0s; });
        row("cap at the base", [](RetryConfig &c) { c.baseDelay = c.maxDelay = 7s; });
        row("no growth", [](RetryConfig &c) { c.backoffFactor = 1; });
        row("jitter factor 0", [](RetryConfig &c) { c.jitterFactor = 0; });
        row("jitter factor 1", [](RetryConfig &c) { c.jitterFactor = 1; });
        row("no patience", [](RetryConfig &c) { c.maxRetryAfter = 0s; });
        row("no errors", [](RetryConfig &c) { c.retryErrors = {}; });
        row("budget of nothing", [](RetryConfig &c) { c.budget = RetryBudgetConfig{0, 0}; });
    }

    void valid()
    {
        QFETCH(Change, change);
        RetryConfig config;
        change(config);
        QCOMPARE(describe(config.validate()), QString());
    }

    void invalid_data()
    {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("issue");
        const auto row = [](const char *name, const Change &change, const QString &issue) {
            QTest::newRow(name) << change << issue;
        };
        row(
            "negative retries", [](RetryConfig &c) { c.maxRetries = -1; }, u"maxRetries: must be at least 0, not -1"_s);
        row(
            "negative base", [](RetryConfig &c) { c.baseDelay = -1ms; }, u"baseDelay: must be at least 0s, not -1ms"_s);
        row(
            "cap below the base", [](RetryConfig &c) { c.maxDelay = 500ms; },
            u"maxDelay: must be at least baseDelay (1s), not 500ms"_s);
        row(
            "base above the cap", [](RetryConfig &c) { c.baseDelay = 2min; },
            u"maxDelay: must be at least baseDelay (2m), not 1m"_s);
        row(
            "both negative", [](RetryConfig &c) { c.baseDelay = c.maxDelay = -1s; },
            u"baseDelay: must be at least 0s, not -1s\nmaxDelay: must be at least baseDelay (0s), not -1s"_s);
        row(
            "shrinking", [](RetryConfig &c) { c.backoffFactor = 0.5; },
            u"backoffFactor: must be a number of at least 1, not 0.5"_s);
        row(
            "just below 1", [](RetryConfig &c) { c.backoffFactor = 0.9999; },
            u"backoffFactor: must be a number of at least 1, not 0.9999"_s);
        row(
            "factor nan", [](RetryConfig &c) { c.backoffFactor = Nan; },
            u"backoffFactor: must be a number of at least 1, not nan"_s);
        row(
            "factor inf", [](RetryConfig &c) { c.backoffFactor = Infinity; },
            u"backoffFactor: must be a number of at least 1, not inf"_s);
        row(
            "no such jitter", [](RetryConfig &c) { c.jitter = static_cast<Jitter>(5); },
            u"jitter: must be one of none, proportional, full, equal, decorrelated"_s);
        row(
            "jitter factor above", [](RetryConfig &c) { c.jitterFactor = 1.01; },
            u"jitterFactor: must be from 0 to 1, not 1.01"_s);
        row(
            "jitter factor below", [](RetryConfig &c) { c.jitterFactor = -0.1; },
            u"jitterFactor: must be from 0 to 1, not -0.1"_s);
        row(
            "jitter factor nan", [](RetryConfig &c) { c.jitterFactor = Nan; },
            u"jitterFactor: must be from 0 to 1, not nan"_s);
        row(
            "negative patience", [](RetryConfig &c) { c.maxRetryAfter = -1s; },
            u"maxRetryAfter: must be at least 0s, not -1s"_s);
        row(
            "ratio below",
            [](RetryConfig &c) {
                c.budget = RetryBudgetConfig{-0.1, 1};
            },
            u"budget.ratio: must be a number of at least 0, not -0.1"_s);
        row(
            "ratio nan",
            [](RetryConfig &c) {
                c.budget = RetryBudgetConfig{Nan, 1};
            },
            u"budget.ratio: must be a number of at least 0, not nan"_s);
        row(
            "ratio inf",
            [](RetryConfig &c) {
                c.budget = RetryBudgetConfig{Infinity, 1};
            },
            u"budget.ratio: must be a number of at least 0, not inf"_s);
        row(
            "minimum below",
            [](RetryConfig &c) {
                c.budget = RetryBudgetConfig{0.1, -1};
            },
            u"budget.minimumPerSecond: must be a number of at least 0, not -1"_s);
        row(
            "minimum nan",
            [](RetryConfig &c) {
                c.budget = RetryBudgetConfig{0.1, Nan};
            },
            u"budget.minimumPerSecond: must be a number of at least 0, not nan"_s);
    }

    void invalid()
    {
        QFETCH(Change, change);
        QFETCH(QString, issue);
        RetryConfig config;
        change(config);
        QCOMPARE(describe(config.validate()), issue);
    }

    void retriesThatTakeNoTimeAreBounded_data()
    {
        QTest::addColumn<RetryConfig>("config");
        QTest::addColumn<bool>("isGood");
        const auto row = [](const char *name, bool isGood, RetryConfig config) {
            QTest::newRow(name) << config << isGood;
        };
        constexpr int endless = 2'000'000'000;
        row("without a wait", false, {.maxRetries = endless, .baseDelay = 0s});
        row("without a wait, a few", true, {.maxRetries = 1000, .baseDelay = 0s});
        row("capped at nothing", false, {.maxRetries = endless, .baseDelay = 0s, .maxDelay = 0s});
        row("of 1 ns", false, {.maxRetries = endless, .baseDelay = 1ns, .backoffFactor = 1});
        row("capped at 1 us", false, {.maxRetries = endless, .baseDelay = 1ns, .maxDelay = 1us});
        row("that grow", true, {.maxRetries = endless, .baseDelay = 1ns});
        row("that hardly grow", false, {.maxRetries = endless, .baseDelay = 1ns, .backoffFactor = 1.000001});
        row("of 1 ms", true, {.maxRetries = endless, .baseDelay = 1ms, .backoffFactor = 1});
        row("decorrelated, from nothing", false,
            {.maxRetries = endless, .baseDelay = 0s, .jitter = Jitter::Decorrelated});
    }

    void retriesThatTakeNoTimeAreBounded()
    {
        QFETCH(RetryConfig, config);
        QFETCH(bool, isGood);
        const QString issue = describe(config.validate());
        QCOMPARE(issue.isEmpty(), isGood);
        if (!isGood)
            QVERIFY2(issue.startsWith(u"maxRetries: must be at most 1000 where baseDelay ("_s), qPrintable(issue));
    }

    // A row of SEMANTICS.md section 5: refused with every fault named.
    void everyFaultIsNamedInTheOrderOfTheFields()
    {
        RetryConfig config;
        config.maxRetries = -1;
        config.baseDelay = -1s;
        config.maxDelay = -2s;
        config.backoffFactor = 0;
        config.jitterFactor = 2;
        config.maxRetryAfter = -1s;
        config.budget = RetryBudgetConfig{-1, -1};
        QStringList fields;
        const ConfigIssues issues = config.validate();
        for (const ConfigIssue &issue : issues)
            fields.append(issue.field);
        QCOMPARE(fields.join(u' '),
                 u"maxRetries baseDelay maxDelay backoffFactor jitterFactor maxRetryAfter budget.ratio "
                 "budget.minimumPerSecond"_s);
    }

    void readsEveryField()
    {
        const auto config = RetryConfig::fromJson(parsed(uR"({
            "maxRetries": 7, "baseDelay": "250ms", "maxDelay": "2m", "backoffFactor": 1.5, "jitter": "equal",
            "jitterFactor": 0.5, "retryErrors": ["network"], "excludedErrors": ["client", "rejected"],
            "retryNonIdempotent": true, "honorRetryAfter": false, "maxRetryAfter": "1h",
            "budget": {"ratio": 0.25, "minimumPerSecond": 3}})"_s));
        QVERIFY(config);
        RetryConfig expected;
        expected.maxRetries = 7;
        expected.baseDelay = 250ms;
        expected.maxDelay = 2min;
        expected.backoffFactor = 1.5;
        expected.jitter = Jitter::Equal;
        expected.jitterFactor = 0.5;
        expected.retryErrors = {ErrorKind::Network};
        expected.excludedErrors = {ErrorKind::Client, ErrorKind::Rejected};
        expected.retryNonIdempotent = true;
        expected.honorRetryAfter = false;
        expected.maxRetryAfter = 1h;
        expected.budget = RetryBudgetConfig{0.25, 3};
        QVERIFY(*config == expected);
        QVERIFY(*RetryConfig::fromJson(config->toJson()) == expected);
    }

    void anEmptyObjectIsTheDefaults()
    {
        QVERIFY(*RetryConfig::fromJson({}) == RetryConfig());
        QVERIFY(RetryConfig::fromJson(parsed(u"{\"budget\": {}}"_s))->budget == RetryBudgetConfig());
        QVERIFY(!RetryConfig::fromJson(parsed(u"{\"budget\": null}"_s))->budget);
    }

    void writesTheDocumentedSpelling()
    {
        RetryConfig config;
        config.budget = RetryBudgetConfig();
        QCOMPARE(config.toJson(), parsed(uR"({
            "maxRetries": 3, "baseDelay": "1s", "maxDelay": "1m", "backoffFactor": 2, "jitter": "proportional",
            "jitterFactor": 0.2, "retryErrors": ["any"], "excludedErrors": [], "retryNonIdempotent": false,
            "honorRetryAfter": true, "maxRetryAfter": "5m", "budget": {"ratio": 0.1, "minimumPerSecond": 1}})"_s));
        QVERIFY(!RetryConfig().toJson().contains(u"budget"_s));
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("issues");
        const auto row = [](const QString &json, const QString &issues) {
            QTest::newRow(qUtf8Printable(json)) << u"{%1}"_s.arg(json) << issues;
        };
        row(u"\"maxRetries\": 3.5"_s, u"maxRetries: must be a whole number, not 3.5"_s);
        row(u"\"maxRetries\": -1"_s, u"maxRetries: must be at least 0, not -1"_s);
        row(u"\"baseDelay\": 30"_s, u"baseDelay: must be a duration such as \"30s\", not a number"_s);
        row(u"\"jitter\": \"ful\""_s, u"jitter: must not be \"ful\"; did you mean \"full\"?"_s);
        row(u"\"retryErrors\": [\"timeuot\"]"_s,
            u"retryErrors: \"timeuot\" is no error kind; did you mean \"timeout\"?"_s);
        row(u"\"maxRetires\": 3"_s, u"maxRetires: is not a field here; did you mean \"maxRetries\"?"_s);
        row(u"\"budget\": 0.1"_s, u"budget: must be an object, not a number"_s);
        row(u"\"budget\": {\"rate\": 0.1}"_s,
            u"budget.rate: is not a field here; choose from \"ratio\", \"minimumPerSecond\""_s);
        row(u"\"budget\": {\"ratio\": -1}"_s, u"budget.ratio: must be a number of at least 0, not -1"_s);
        // Faults of form and of range in one go.
        row(u"\"baseDelay\": \"5\", \"maxRetries\": -1, \"jitterFactor\": 7"_s,
            u"baseDelay: \"5\" has no unit; write it like 250ms, 1.5s, 2m or 1h\n"
            "maxRetries: must be at least 0, not -1\njitterFactor: must be from 0 to 1, not 7"_s);
        // Nothing is said of 500 ms against a base that could not be read, nor of the default of a cap that could not.
        row(u"\"baseDelay\": 5, \"maxDelay\": \"500ms\""_s,
            u"baseDelay: must be a duration such as \"30s\", not a number"_s);
        row(u"\"baseDelay\": \"2m\", \"maxDelay\": 180"_s,
            u"maxDelay: must be a duration such as \"30s\", not a number"_s);
    }

    void refuses()
    {
        QFETCH(QString, json);
        QFETCH(QString, issues);
        QCOMPARE(issuesOf(json), issues);
    }

    void valuesThatNoTextCanSayAreRefusedToo()
    {
        for (const double number : {Nan, Infinity, -Infinity}) {
            const QJsonObject json{{u"backoffFactor"_s, number},
                                   {u"jitterFactor"_s, number},
                                   {u"maxRetries"_s, number},
                                   {u"budget"_s, QJsonObject{{u"ratio"_s, number}, {u"minimumPerSecond"_s, number}}}};
            const auto config = RetryConfig::fromJson(json);
            QVERIFY(!config);
            QCOMPARE(config.error().size(), 5);
        }
    }
};

QTEST_APPLESS_MAIN(RetryConfigTest)
#include "tst_retryconfig.moc"
