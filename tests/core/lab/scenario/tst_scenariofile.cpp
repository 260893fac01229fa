// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/scenariofile.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const QString Corpus = QStringLiteral(CORPUS_DIR);

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no such file)");
}

/// A scenario file in which every line can be replaced.
QByteArray fileWith(const QByteArray &more, const QByteArray &phases = "[{\"for\": \"1s\"}]")
{
    return "{\"format\": \"fuseboard-scenario/1\",\n\"name\": \"n\",\n\"duration\": \"1s\",\n"
           "\"endpoints\": [{\"name\": \"a\", \"path\": \"/a\", \"phases\": "
        + phases + "}]" + (more.isEmpty() ? QByteArray() : ",\n" + more) + "}";
}

QString issuesOf(const QByteArray &text)
{
    const auto scenario = readScenario(text);
    QStringList lines;
    if (!scenario) {
        for (const JsonIssue &issue : scenario.error())
            lines.append(issue.describe(u"f"_s));
    }
    return lines.join(u'\n');
}

} // namespace

/// The corpus in tests/corpus/scenarios, and what does not fit into it.
class ScenarioFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void readsGoodOnes_data() { addFiles(Corpus + u"/good"_s, 15); }

    void readsGoodOnes()
    {
        QFETCH(QString, path);

        const QByteArray text = content(path);
        const auto scenario = readScenario(text);
        QVERIFY2(scenario, qPrintable(issuesOf(text)));
        const QByteArray written = writeScenario(*scenario);
        const auto again = readScenario(written);
        QVERIFY2(again, qPrintable(issuesOf(written)));
        QVERIFY(*again == *scenario);
        QCOMPARE(writeScenario(*again), written);
    }

    void refusesBadOnes_data() { addFiles(Corpus + u"/bad"_s, 60); }

    /// Each with one error, in its place.
    void refusesBadOnes()
    {
        QFETCH(QString, path);

        const auto scenario = readScenario(content(path));
        QVERIFY(!scenario);
        QStringList lines;
        for (const JsonIssue &issue : scenario.error())
            lines.append(issue.describe(QFileInfo(path).fileName()));
        const QString expected = path.left(path.size() - QString(u".fuse.json"_s).size()) + u".expected"_s;
        QCOMPARE(lines.join(u'\n') + u'\n', QString::fromUtf8(content(expected)));
    }

    void absentFieldsHaveTheirDefaults()
    {
        const auto scenario = readScenario(content(Corpus + u"/good/smallest.fuse.json"_s));
        QVERIFY(scenario);
        Scenario expected;
        expected.name = u"x"_s;
        expected.duration = 1ns;
        EndpointConfig endpoint;
        endpoint.name = u"x"_s;
        endpoint.path = u"/"_s;
        PhaseConfig phase;
        phase.length = 1ns;
        endpoint.phases = {phase};
        expected.endpoints = {endpoint};
        QVERIFY(*scenario == expected);
    }

    void saysEverythingAtOnceInTheOrderOfTheFile()
    {
        const QByteArray text =
            "{\"workload\": [{\"endpoint\": \"b\", \"arrivals\": {\"kind\": \"poisson\", \"rate\": 0}}],\n"
            "\"name\": 3, \"name\": 4,\n"
            "\"duration\": \"0s\",\n"
            "\"endpoints\": [{\"name\": \"a\", \"path\": \"a\", \"phases\": [{\"for\": 1, \"fro\": 2}]}],\n"
            "\"policies\": {\"*\": {\"retry\": {\"maxRetries\": -1}}, \"c\": {\"braker\": {}}},\n"
            "\"format\": \"fuseboard-scenario/1\"}";
        QCOMPARE(issuesOf(text),
                 u"f:1:28: /workload/0/endpoint: must be the name of an endpoint, not \"b\"\n"
                 "f:1:73: /workload/0/arrivals/rate: must be more than 0 and at most 1000000 calls a second, not 0\n"
                 "f:2:12: /name: stands here a second time; only one of them can hold, so take one away\n"
                 "f:2:20: /name: must be a string, not a number\n"
                 "f:3:13: /duration: must be longer than 0\n"
                 "f:4:37: /endpoints/0/path: must begin with '/', not be \"a\"\n"
                 "f:4:61: /endpoints/0/phases/0/for: must be a duration such as \"30s\", not a number\n"
                 "f:4:71: /endpoints/0/phases/0/fro: is not a field here; did you mean \"for\"?\n"
                 "f:5:44: /policies/*/retry/maxRetries: must be at least 0, not -1\n"
                 "f:5:55: /policies/c: must be \"*\" or the name of an endpoint\n"
                 "f:5:66: /policies/c/braker: is not a field here; did you mean \"breaker\"?"_s);
    }

    void whatCannotBeReadSaysNothingOfTheRest()
    {
        // The name of an endpoint is missing: whether "b" is one cannot be known.
        QCOMPARE(issuesOf("{\"format\": \"fuseboard-scenario/1\", \"name\": \"n\", \"duration\": \"1s\",\n"
                          "\"endpoints\": [{\"path\": \"/a\", \"phases\": [{\"for\": \"1s\"}]}],\n"
                          "\"workload\": [{\"endpoint\": \"b\", \"arrivals\": {\"kind\": \"poisson\"}}], \"policies\": "
                          "{\"b\": {}}}"),
                 u"f:2:15: /endpoints/0/name: is missing: it must be a string such as \"orders\""_s);
        // Nor the sum of shares that are not all known, nor whether a ramp is of the kind of an unknown latency.
        QCOMPARE(issuesOf(fileWith(
                     {},
                     "[{\"for\": \"1s\", \"latency\": {\"fixed\": 1}, \"rampTo\": {\"latency\": {\"fixed\": \"1s\"}},\n"
                     "\"faults\": [{\"kind\": \"hang\", \"share\": \"1\"}, {\"kind\": \"close\", \"share\": 0.5}]}]")),
                 u"f:4:89: /endpoints/0/phases/0/latency/fixed: must be a duration such as \"30s\", not a number\n"
                 "f:5:38: /endpoints/0/phases/0/faults/0/share: must be a number, not a string"_s);
        // A latency that is missing its other half is not held against it.
        QCOMPARE(issuesOf(fileWith({}, "[{\"for\": \"1s\", \"latency\": {\"min\": \"1s\"}}]")),
                 u"f:4:79: /endpoints/0/phases/0/latency/max: is missing: it belongs to \"min\""_s);
    }

    void aLineStaysALine()
    {
        QCOMPARE(issuesOf(fileWith("\"policies\": {\"x\\ny\": {}, \"\\u001b[31m\": {}}")),
                 u"f:5:22: /policies/x\\u000ay: must be \"*\" or the name of an endpoint\n"
                 "f:5:40: /policies/\\u001b[31m: must be \"*\" or the name of an endpoint"_s);
    }

    /// A file that is another program's has millions. Each must cost next to nothing.
    void aHundredFaultsAreEnough_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("first");
        QTest::addColumn<int>("size");

        const auto listOf = [](const QByteArray &element, int count) {
            QByteArray list = "[" + (element + ',').repeated(count);
            list.back() = ']';
            return list;
        };
        QByteArray fields;
        QByteArray policies;
        for (int i = 0; i < 60'000; ++i) {
            fields += ",\"f" + QByteArray::number(i) + "\":1";
            policies += ",\"p" + QByteArray::number(i) + "\":{}";
        }
        const QByteArray phase = "[{\"for\": \"1s\", \"faults\": ";
        QTest::newRow("objects without fields")
            << fileWith("\"workload\": " + listOf("{}", 200'000)) << u"/workload/0/endpoint"_s << 101;
        QTest::newRow("no objects") << fileWith("\"workload\": " + listOf("1", 200'000)) << u"/workload/0"_s << 101;
        QTest::newRow("unknown fields") << fileWith(fields.sliced(1)) << u"/f0"_s << 51;
        QTest::newRow("unknown fields of a policy")
            << fileWith("\"policies\": {\"*\": {" + fields.sliced(1) + "}}") << u"/policies/*/f0"_s << 51;
        QTest::newRow("policies of nobody")
            << fileWith("\"policies\": {" + policies.sliced(1) + '}') << u"/policies/p0"_s << 101;
        QTest::newRow("a policy's order")
            << fileWith("\"policies\": {\"*\": {\"order\": " + listOf("\"x\"", 200'000) + "}}")
            << u"/policies/*/order"_s << 101;
        QTest::newRow("a policy's order, layers")
            << fileWith("\"policies\": {\"*\": {\"order\": " + listOf("\"retry\"", 200'000) + "}}")
            << u"/policies/*/order"_s << 101;
        QTest::newRow("no faults") << fileWith({}, phase + listOf("1", 200'000) + "}]")
                                   << u"/endpoints/0/phases/0/faults/0"_s << 101;
        QTest::newRow("faults out of range")
            << fileWith({}, phase + listOf(R"({"kind":"status","status":1,"share":0})", 200'000) + "}]")
            << u"/endpoints/0/phases/0/faults/0/status"_s << 101;
        QTest::newRow("a sequence") << fileWith(
            {}, phase + R"([{"kind":"status","pattern":{"sequence":)" + listOf("\"x\"", 200'000) + "}}]}]")
                                    << u"/endpoints/0/phases/0/faults/0/pattern/sequence/0"_s << 101;
        QTest::newRow("a sequence out of range") << fileWith(
            {}, phase + R"([{"kind":"status","pattern":{"sequence":)" + listOf("\"999\"", 200'000) + "}}]}]")
                                                 << u"/endpoints/0/phases/0/faults/0/pattern/sequence/0"_s << 101;
        QTest::newRow("error kinds") << fileWith(
            "\"policies\": {\"*\": {\"retry\": {\"retryErrors\": " + listOf("\"x\"", 200'000) + "}}}")
                                     << u"/policies/*/retry/retryErrors"_s << 101;
        QTest::newRow("headers") << fileWith(
            {}, phase + R"([{"kind":"status","headers":{"X":)" + listOf("1", 200'000) + "}}]}]")
                                 << u"/endpoints/0/phases/0/faults/0/headers/X"_s << 101;
        QTest::newRow("objectives") << fileWith("\"objectives\": " + listOf("\"x\"", 200'000)) << u"/objectives/0"_s
                                    << 101;
        QTest::newRow("fields that vary twice")
            << fileWith("\"tune\": {\"vary\": " + listOf("\"seed=1,2\"", 60'000) + ", \"seeds\": 3, \"goals\": []}")
            << u"/tune/vary/1"_s << 101;
        QTest::newRow("endpoints with one name")
            << QByteArray(R"({"format":"fuseboard-scenario/1","name":"n","duration":"1s","endpoints":)")
                + listOf(R"({"name":"a","path":"/a","phases":[{"for":"1s"}]})", 50'000) + '}'
            << u"/endpoints/1/name"_s << 101;
    }

    void aHundredFaultsAreEnough()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, first);
        QFETCH(int, size);

        const auto scenario = readScenario(text);
        QVERIFY(!scenario);
        const JsonIssues &issues = scenario.error();
        QCOMPARE(issues.first().pointer, first);
        QCOMPARE(issues.size(), size);
        QStringList lines;
        for (const JsonIssue &issue : issues)
            lines.append(issue.describe());
        if (size == 101)
            QVERIFY2(
                lines.last().endsWith(": from here on there are at least 900 more issues, which are not listed"_L1),
                qPrintable(lines.last()));
        else
            QCOMPARE(lines.filter(u" is not a field here, and neither are 59999 others"_s).size(), 1);
    }

    void howManyMoreIsCounted()
    {
        QByteArray list;
        for (int i = 0; i < 150; ++i)
            list += "{\"endpoint\": \"b\", \"arrivals\": {\"kind\": \"poisson\", \"rate\": 1}},\n";
        list.chop(2);
        const QString issues = issuesOf(fileWith("\"workload\": [" + list + "]"));
        QVERIFY2(issues.endsWith("\nf:105:14: from here on there are 50 more issues, which are not listed"_L1),
                 qPrintable(issues));
    }

    void whatIsLongIsCutInMessages()
    {
        const QString issues = issuesOf(fileWith('"' + QByteArray(1'000'000, 'x') + "\": 1"));
        QCOMPARE_LT(issues.size(), 1200);
        QVERIFY(issues.startsWith("f:5:1000005: /xxx"_L1));
    }

    void tooLargeAFileIsRefusedUnread()
    {
        QByteArray text = content(Corpus + u"/good/base.fuse.json"_s);
        text += QByteArray(MostScenarioBytes - text.size(), ' ');
        QVERIFY(readScenario(text));
        text += ' ';
        QCOMPARE(issuesOf(text),
                 u"f:1:1: the file has more than 16 MiB; a scenario file must not, so this is probably another one"_s);
    }

    void isWrittenAsAPersonWouldWriteIt()
    {
        const auto scenario = readScenario(
            fileWith("\"workload\": [{\"arrivals\": {\"rate\": 5, \"kind\": \"constant\"}, \"endpoint\": \"a\"}]",
                     "[{\"for\": \"1s\", \"name\": \"p\", \"faults\": [{\"share\": 0.5, \"kind\": \"hang\"}]}]"));
        QVERIFY(scenario);
        QCOMPARE(QString::fromUtf8(writeScenario(*scenario)),
                 u"{\n"
                 "  \"format\": \"fuseboard-scenario/1\",\n"
                 "  \"name\": \"n\",\n"
                 "  \"description\": \"\",\n"
                 "  \"seed\": 42,\n"
                 "  \"duration\": \"1s\",\n"
                 "  \"endpoints\": [\n"
                 "    {\n"
                 "      \"name\": \"a\",\n"
                 "      \"method\": \"GET\",\n"
                 "      \"path\": \"/a\",\n"
                 "      \"phases\": [\n"
                 "        {\"name\": \"p\", \"for\": \"1s\", \"latency\": {\"fixed\": \"20ms\"}, \"faults\": "
                 "[{\"kind\": \"hang\", "
                 "\"share\": 0.5}]}\n"
                 "      ]\n"
                 "    }\n"
                 "  ],\n"
                 "  \"workload\": [{\"endpoint\": \"a\", \"arrivals\": {\"kind\": \"constant\", \"rate\": 5}}],\n"
                 "  \"policies\": {},\n"
                 "  \"objectives\": []\n"
                 "}\n"_s);
    }

    void whatIsToBeTunedIsReadAndWrittenAndLeftOutWhereItIsNot()
    {
        const QByteArray without = content(Corpus + u"/good/base.fuse.json"_s);
        const QByteArray with = content(Corpus + u"/good/tune.fuse.json"_s);
        auto scenario = readScenario(with);
        QVERIFY(scenario);
        QVERIFY(scenario->tune);
        QCOMPARE(scenario->tune->vary.size(), 4);
        QCOMPARE(scenario->tune->vary.at(1).text(), u"policies.*.breaker.recoveryTime=5s..60s:log6"_s);
        QCOMPARE(scenario->tune->seeds, 20);
        QCOMPARE(scenario->tune->goals.size(), 3);
        QCOMPARE(scenario->tune->goals.at(1).expression(), u"min wastedAttempts"_s);
        QVERIFY(writeScenario(*scenario).endsWith(
            "  \"tune\": {\n"
            "    \"vary\": [\n"
            "      \"policies.*.breaker.failureThreshold=3..20\",\n"
            "      \"policies.*.breaker.recoveryTime=5s..60s:log6\",\n"
            "      \"policies.\\\"orders\\\".retry.jitter=none,full\",\n"
            "      \"seed=1\"\n"
            "    ],\n"
            "    \"seeds\": 20,\n"
            "    \"goals\": [\"max successRate\", \"min wastedAttempts\", \"min late\"]\n"
            "  }\n"
            "}\n"));

        const QByteArray before = writeScenario(*readScenario(without));
        QVERIFY(!before.contains("tune"));
        scenario->tune.reset();
        QCOMPARE(writeScenario(*scenario), before);

        const auto empty = readScenario(content(Corpus + u"/good/tune-empty.fuse.json"_s));
        QVERIFY(empty && empty->tune);
        QVERIFY(*empty->tune == TuneConfig());
        QVERIFY(!readScenario(content(Corpus + u"/good/nulls.fuse.json"_s))->tune);
    }

private:
    static void addFiles(const QString &directory, int least)
    {
        QTest::addColumn<QString>("path");
        const QFileInfoList files = QDir(directory).entryInfoList({u"*.fuse.json"_s});
        QVERIFY(files.size() >= least);
        for (const QFileInfo &file : files)
            QTest::newRow(qPrintable(file.fileName())) << file.filePath();
    }
};

QTEST_GUILESS_MAIN(ScenarioFileTest)
#include "tst_scenariofile.moc"
