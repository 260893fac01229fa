// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/faultcheck.h"
#include "lab/fault/faultjson.h"
#include "resilience/base/durationtext.h"

#include <QJsonDocument>
#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QJsonObject object(const QByteArray &text)
{
    QJsonParseError error;
    const QJsonObject json = QJsonDocument::fromJson(text, &error).object();
    if (error.error != QJsonParseError::NoError)
        qFatal("%s: %s", text.constData(), qPrintable(error.errorString()));
    return json;
}

QByteArray text(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

ConfigIssues issuesOf(const FaultConfig &fault)
{
    ConfigIssues issues;
    checkFault(fault, ConfigCheck({}, issues));
    return issues;
}

FaultConfig withPattern(FaultPattern::Kind kind, quint64 n, const QList<int> &sequence = {})
{
    FaultConfig fault;
    fault.pattern = FaultPattern{kind, n, sequence};
    return fault;
}

} // namespace

class FaultJsonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void faultsKeepTheirMeaning_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<FaultConfig>("fault");

        using Kind = FaultConfig::Kind;
        const auto row = [](const QByteArray &json, const FaultConfig &fault) {
            QTest::newRow(json.constData()) << json << fault;
        };
        const auto fault = [](Kind kind, double share = 1) {
            FaultConfig config;
            config.kind = kind;
            config.share = share;
            return config;
        };
        FaultConfig limited = fault(Kind::Status, 0.25);
        limited.status = 429;
        limited.body = "slow d\u00f6wn\n";
        limited.retryAfter = 1500ms;
        limited.headers = {{"X-A", "b"}, {"X-B", "1"}, {"X-B", "2"}};
        row(R"({"body":"slow döwn\n","headers":{"X-A":"b","X-B":["1","2"]},"kind":"status","retryAfter":"1.5s",)"
            R"("share":0.25,"status":429})",
            limited);
        row(R"({"kind":"status","share":1,"status":503})", fault(Kind::Status));
        row(R"({"kind":"hang","share":0.5})", fault(Kind::Hang, 0.5));
        row(R"({"kind":"close","share":0})", fault(Kind::Close, 0));
        row(R"({"kind":"malformed","share":1})", fault(Kind::Malformed));
        row(R"({"kind":"redirectLoop","share":1})", fault(Kind::RedirectLoop));
        FaultConfig sized = fault(Kind::Truncate);
        sized.bytes = 20;
        row(R"({"bytes":20,"kind":"truncate","share":1})", sized);
        sized.kind = Kind::Slow;
        sized.bytesPerSecond = 2.5;
        row(R"({"bytes":20,"bytesPerSecond":2.5,"kind":"slow","share":1})", sized);
        FaultConfig reset = fault(Kind::Reset);
        row(R"({"at":"headers","kind":"reset","share":1})", reset);
        reset.resetAt = FaultConfig::ResetAt::Connect;
        row(R"({"at":"connect","kind":"reset","share":1})", reset);
        reset.resetAt = FaultConfig::ResetAt::Body;
        reset.bytes = 7;
        row(R"({"at":"body","bytes":7,"kind":"reset","share":1})", reset);

        using Which = FaultPattern::Kind;
        row(R"({"kind":"status","pattern":{"every":3},"status":503})", withPattern(Which::Every, 3));
        row(R"({"kind":"status","pattern":{"first":5},"status":503})", withPattern(Which::First, 5));
        row(R"({"kind":"status","pattern":{"after":100},"status":503})", withPattern(Which::After, 100));
        row(R"({"kind":"status","pattern":{"sequence":["503","429","ok"]}})",
            withPattern(Which::Sequence, 1, {503, 429, 0}));
    }

    void faultsKeepTheirMeaning()
    {
        QFETCH(QByteArray, json);
        QFETCH(FaultConfig, fault);

        QCOMPARE(text(toJson(fault)), json);
        ConfigIssues issues;
        QVERIFY(readFault(object(json), {}, issues) == fault);
        QCOMPARE(issues, ConfigIssues());
        QCOMPARE(issuesOf(fault), ConfigIssues());
    }

    void absentFieldsTakeDefaults()
    {
        ConfigIssues issues;
        QVERIFY(readFault(object(R"({"kind": "status"})"), {}, issues) == FaultConfig());
        FaultConfig reset;
        reset.kind = FaultConfig::Kind::Reset;
        QVERIFY(readFault(object(R"({"kind": "reset"})"), {}, issues) == reset);
        QVERIFY(readCapacity(object("{}"), {}, issues) == CapacityConfig());
        QCOMPARE(issues, ConfigIssues());
    }

    void faultsThatCannotBeReadAreNamed_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("issue");

        const auto row = [](const QByteArray &json, const QString &issue) {
            QTest::newRow(json.constData()) << json << issue;
        };
        row("{}",
            u"f.kind: is missing: it must be one of \"status\", \"hang\", \"reset\", \"close\", \"truncate\", "
            "\"malformed\", \"slow\", \"redirectLoop\""_s);
        row(R"({"kind": "statsu"})", u"f.kind: must not be \"statsu\"; did you mean \"status\"?"_s);
        row(R"({"kind": "hang", "status": 503})",
            u"f.status: is not a field here; choose from \"kind\", \"share\", \"pattern\""_s);
        row(R"({"kind": "status", "bytes": 3})",
            u"f.bytes: is not a field here; choose from \"kind\", \"status\", \"body\", \"headers\", \"retryAfter\", "
            "\"share\", \"pattern\""_s);
        row(R"({"kind": "reset", "at": "headers", "bytes": 3})",
            u"f.bytes: is not a field here; choose from \"kind\", \"at\", \"share\", \"pattern\""_s);
        row(R"({"kind": "reset", "at": "connection"})",
            u"f.at: must not be \"connection\"; choose from \"connect\", \"headers\", \"body\""_s);
        row(R"({"kind": "status", "status": "503"})", u"f.status: must be a whole number, not a string"_s);
        row(R"({"kind": "status", "headers": {"X": 1}})", u"f.headers.X: must be a string or a list of strings"_s);
        row(R"({"kind": "status", "headers": ["X"]})", u"f.headers: must be an object, not a list"_s);
        row(R"({"kind": "hang", "share": 0.5, "pattern": {"every": 3}})",
            u"f.share: must not stand beside a pattern, which says which requests meet it"_s);
        row(R"({"kind": "status", "status": 500, "pattern": {"sequence": ["ok"]}})",
            u"f.status: must not stand beside a sequence, which names the statuses"_s);
        const QString onePattern =
            u"f.pattern: must have just one of \"every\", \"first\", \"after\" and \"sequence\", "
            "as in {\"every\": 3}"_s;
        row(R"({"kind": "hang", "pattern": {}})", onePattern);
        row(R"({"kind": "hang", "pattern": {"every": 3, "first": 2}})", onePattern);
        row(R"({"kind": "hang", "pattern": {"evry": 3}})", onePattern);
        row(R"({"kind": "hang", "pattern": 3})", u"f.pattern: must be an object, not a number"_s);
        row(R"({"kind": "hang", "pattern": {"every": 2.5}})", u"f.pattern.every: must be a whole number, not 2.5"_s);
        row(R"({"kind": "hang", "pattern": {"every": -1}})", u"f.pattern.every: must be at least 1, not -1"_s);
        row(R"({"kind": "status", "pattern": {"sequence": "503"}})",
            u"f.pattern.sequence: must be a list such as [\"503\", \"503\", \"ok\"]"_s);
        for (const char *word : {"503", "\"0503\"", "\"0\"", "\"okay\"", "null"}) {
            row(R"({"kind": "status", "pattern": {"sequence": ["ok", )" + QByteArray(word) + "]}}",
                u"f.pattern.sequence.1: must be \"ok\" or an HTTP status such as \"503\", in quotes"_s);
        }
    }

    void faultsThatCannotBeReadAreNamed()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, issue);

        ConfigIssues issues;
        readFault(object(json), u"f"_s, issues);
        QCOMPARE(describe(issues), issue);
    }

    void listsNameTheirMembers()
    {
        ConfigIssues issues;
        const QJsonArray list{object(R"({"kind": "hang"})"), 7, object(R"({"kind": "hang", "share": true})")};
        QCOMPARE(readFaults(list, u"faults"_s, issues).size(), 2);
        QCOMPARE(describe(issues),
                 u"faults.1: must be an object such as {\"kind\": \"status\", \"status\": 503, \"share\": 0.5}\n"
                 "faults.2.share: must be a number, not a boolean"_s);
    }

    void faultsOutOfRangeAreNamed_data()
    {
        QTest::addColumn<FaultConfig>("fault");
        QTest::addColumn<QString>("issue");

        using Kind = FaultConfig::Kind;
        const auto row = [](const QString &issue, Kind kind, auto change) {
            FaultConfig fault;
            fault.kind = kind;
            change(fault);
            QTest::newRow(qPrintable(issue)) << fault << issue;
        };
        row(u"share: must be from 0 to 1, not 1.5"_s, Kind::Hang, [](auto &f) { f.share = 1.5; });
        row(u"share: must be from 0 to 1, not nan"_s, Kind::Hang, [](auto &f) { f.share = qQNaN(); });
        row(u"status: must be an HTTP status from 100 to 599, not 99"_s, Kind::Status, [](auto &f) { f.status = 99; });
        row(u"body: must be UTF-8"_s, Kind::Status, [](auto &f) { f.body = "\xff"; });
        row(u"body: must be at most 1000000 bytes, not 1000001"_s, Kind::Status,
            [](auto &f) { f.body = QByteArray(1'000'001, 'x'); });
        row(u"retryAfter: must not be negative"_s, Kind::Status, [](auto &f) { f.retryAfter = -1s; });
        row(u"headers.X Y: is no name of a header: it must be letters, digits and '-'"_s, Kind::Status, [](auto &f) {
            f.headers = {{"X Y", "a"}};
        });
        row(u"headers.content-length: must be left out: the server sends what fits the answer"_s, Kind::Status,
            [](auto &f) {
                f.headers = {{"content-length", "5"}};
            });
        row(u"headers.Retry-After: must not stand beside retryAfter"_s, Kind::Status, [](auto &f) {
            f.retryAfter = 1s;
            f.headers = {{"Retry-After", "5"}};
        });
        row(u"headers.X: must be text without line breaks, other control characters and spaces at its ends"_s,
            Kind::Status, [](auto &f) {
                f.headers = {{"X", "a\r\nSet-Cookie: b"}};
            });
        row(u"bytes: must be from 1 to 1000000, not 0"_s, Kind::Truncate, [](auto &f) { f.bytes = 0; });
        row(u"bytes: must be from 1 to 1000000, not 0"_s, Kind::Reset, [](auto &f) {
            f.resetAt = FaultConfig::ResetAt::Body;
            f.bytes = 0;
        });
        row(u"bytesPerSecond: must be more than 0 and at most 1e+09, not 0"_s, Kind::Slow,
            [](auto &f) { f.bytesPerSecond = 0; });
        row(u"pattern.every: must be from 1 to 1000000000, not 0"_s, Kind::Hang, [](auto &f) {
            f.pattern = FaultPattern{FaultPattern::Kind::Every, 0, {}};
        });
        row(u"pattern.sequence: is only for the kind \"status\""_s, Kind::Hang, [](auto &f) {
            f.pattern = FaultPattern{FaultPattern::Kind::Sequence, 1, {503}};
        });
        row(u"pattern.sequence: must name at least one answer"_s, Kind::Status, [](auto &f) {
            f.pattern = FaultPattern{FaultPattern::Kind::Sequence, 1, {}};
        });
        row(u"pattern.sequence.1: must be \"ok\" or an HTTP status from 100 to 599, not 600"_s, Kind::Status,
            [](auto &f) {
                f.pattern = FaultPattern{FaultPattern::Kind::Sequence, 1, {0, 600}};
            });
    }

    void faultsOutOfRangeAreNamed()
    {
        QFETCH(FaultConfig, fault);
        QFETCH(QString, issue);
        QCOMPARE(describe(issuesOf(fault)), issue);
    }

    void sharesAddUpWithoutThoseOfPatterns()
    {
        FaultConfig half;
        half.share = 0.6;
        ConfigIssues issues;
        const ConfigCheck check({}, issues);
        checkFaults({half, withPattern(FaultPattern::Kind::Every, 3)}, check);
        QCOMPARE(issues, ConfigIssues());
        checkFaults({half, half}, check);
        QCOMPARE(describe(issues), u"faults: their shares must add up to at most 1, not 1.2"_s);
    }

    void latenciesKeepTheirMeaning_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<LatencyFields>("latency");

        const auto row = [](const QByteArray &json, const LatencyFields &latency) {
            QTest::newRow(json.constData()) << json << latency;
        };
        row(R"({"fixed":"20ms"})", {FixedLatency{20ms}, {}});
        row(R"({"max":"2s","min":"1ms"})", {UniformLatency{1ms, 2s}, {}});
        row(R"({"median":"40ms","p99":"200ms"})", {LogNormalLatency{40ms, 200ms}, {}});
        row(R"({"mean":"100ms","perConcurrent":"0s"})", {ExponentialLatency{100ms}, 0ms});
        row(R"({"perConcurrent":"10ms"})", {{}, 10ms});
    }

    void latenciesKeepTheirMeaning()
    {
        QFETCH(QByteArray, json);
        QFETCH(LatencyFields, latency);

        QCOMPARE(text(toJson(latency)), json);
        ConfigIssues issues;
        QVERIFY(readLatency(object(json), {}, issues) == latency);
        QCOMPARE(issues, ConfigIssues());
    }

    void latenciesThatCannotBeReadAreNamed_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("issue");

        const auto row = [](const QByteArray &json, const QString &issue) {
            QTest::newRow(json.constData()) << json << issue;
        };
        const QString choice = u"one of {\"fixed\"}, {\"min\", \"max\"}, {\"median\", \"p99\"} and {\"mean\"}, such as "
                               "{\"median\": \"40ms\", \"p99\": \"200ms\"}"_s;
        row("{}", u"l: must have the fields of "_s + choice);
        row(R"({"fixed": "1s", "mean": "1s"})", u"l: must have the fields of just one shape: "_s + choice);
        row(R"({"min": "1s", "p99": "1s"})", u"l: must have the fields of just one shape: "_s + choice);
        row(R"({"min": "1s"})", u"l.max: is missing: it belongs to \"min\""_s);
        row(R"({"p99": "1s"})", u"l.median: is missing: it belongs to \"p99\""_s);
        row(R"({"fixed": "1"})", u"l.fixed: "_s + parseError());
        row(R"({"fixed": "1s", "perConcurent": "1ms"})",
            u"l.perConcurent: is not a field here; did you mean \"perConcurrent\"?"_s);
        row(R"({"fixd": "1s"})", u"l.fixd: is not a field here; did you mean \"fixed\"?"_s);
    }

    void latenciesThatCannotBeReadAreNamed()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, issue);

        ConfigIssues issues;
        readLatency(object(json), u"l"_s, issues);
        QCOMPARE(describe(issues), issue);
    }

    void capacityKeepsItsMeaning()
    {
        ConfigIssues issues;
        const CapacityConfig capacity{50, 200};
        QCOMPARE(text(toJson(capacity)), R"({"queue":200,"workers":50})");
        QVERIFY(readCapacity(toJson(capacity), {}, issues) == capacity);
        QCOMPARE(issues, ConfigIssues());

        readCapacity(object(R"({"workers": 5, "quue": 1})"), u"capacity"_s, issues);
        checkCapacity({0, -1}, ConfigCheck(u"capacity"_s, issues));
        QCOMPARE(describe(issues),
                 u"capacity.quue: is not a field here; did you mean \"queue\"?\n"
                 "capacity.workers: must be from 1 to 1000000, not 0\n"
                 "capacity.queue: must be from 0 to 1000000, not -1"_s);
    }

private:
    static QString parseError() { return parseDuration(u"1").error(); }
};

QTEST_APPLESS_MAIN(FaultJsonTest)
#include "tst_faultjson.moc"
