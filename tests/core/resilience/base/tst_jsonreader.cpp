// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/jsonreader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <limits>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// One field of each type, as configs read them.
struct Fields
{
    bool flag = false;
    int count = 1;
    double rate = 0.5;
    QString name = QStringLiteral("default");
    Duration delay = 1s;
    std::optional<Duration> limit = 2s;
    ErrorKindSet kinds{ErrorKind::Any};
    int word = 0;
    std::optional<QJsonObject> part;

    friend bool operator==(const Fields &, const Fields &) = default;
};

const QStringList Words{u"none"_s, u"proportional"_s, u"full"_s, u"equal"_s, u"decorrelated"_s};

QJsonObject parsed(const QString &text)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8(), &error);
    Q_ASSERT_X(document.isObject(), "parsed", qUtf8Printable(error.errorString() + text));
    return document.object();
}

ConfigIssues readAll(const QJsonObject &json, Fields &fields, const QString &path = {})
{
    ConfigIssues issues;
    JsonReader reader(json, path, issues);
    reader.read(u"flag"_s, fields.flag);
    reader.read(u"count"_s, fields.count);
    reader.read(u"rate"_s, fields.rate);
    reader.read(u"name"_s, fields.name);
    reader.read(u"delay"_s, fields.delay);
    reader.read(u"limit"_s, fields.limit);
    reader.read(u"kinds"_s, fields.kinds);
    reader.readWord(u"word"_s, Words, fields.word);
    fields.part = reader.object(u"part"_s);
    reader.finish();
    return issues;
}

} // namespace

class JsonReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void readsEveryType()
    {
        Fields fields;
        const ConfigIssues issues = readAll(parsed(uR"({
            "flag": true, "count": -7, "rate": 0.25, "name": "orders", "delay": "250ms", "limit": "1.5s",
            "kinds": ["server", "timeout"], "word": "equal", "part": {"a": 1}})"_s),
                                            fields);
        QCOMPARE(describe(issues), QString());
        QCOMPARE(fields.flag, true);
        QCOMPARE(fields.count, -7);
        QCOMPARE(fields.rate, 0.25);
        QCOMPARE(fields.name, u"orders"_s);
        QVERIFY(fields.delay == 250ms);
        QVERIFY(fields.limit == 1500ms);
        QVERIFY((fields.kinds == ErrorKindSet{ErrorKind::Timeout, ErrorKind::Server}));
        QCOMPARE(fields.word, 3);
        QCOMPARE(fields.part, (QJsonObject{{u"a"_s, 1}}));
    }

    void absentFieldsKeepTheirValue()
    {
        Fields fields;
        QCOMPARE(describe(readAll({}, fields)), QString());
        QVERIFY(fields == Fields());
    }

    void nullTakesAnOptionalAway()
    {
        Fields fields;
        QCOMPARE(describe(readAll(parsed(u"{\"limit\": null, \"part\": null}"_s), fields)), QString());
        QVERIFY(!fields.limit);
        QVERIFY(!fields.part);
    }

    void wholeNumbersMayBeWrittenWithAnExponent()
    {
        Fields fields;
        QCOMPARE(describe(readAll(parsed(u"{\"count\": 1e3, \"rate\": 3}"_s), fields)), QString());
        QCOMPARE(fields.count, 1000);
        QCOMPARE(fields.rate, 3.0);
        QCOMPARE(describe(readAll(parsed(u"{\"count\": -2147483648}"_s), fields)), QString());
        QCOMPARE(fields.count, std::numeric_limits<int>::min());
    }

    void faults_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("issue");

        const auto row = [](const QString &json, const QString &issue) {
            QTest::newRow(qUtf8Printable(json)) << u"{%1}"_s.arg(json) << issue;
        };
        row(u"\"flag\": 1"_s, u"flag: must be true or false, not a number"_s);
        row(u"\"flag\": \"true\""_s, u"flag: must be true or false, not a string"_s);
        row(u"\"flag\": null"_s, u"flag: must be true or false, not null"_s);
        row(u"\"count\": \"3\""_s, u"count: must be a whole number, not a string"_s);
        row(u"\"count\": true"_s, u"count: must be a whole number, not a boolean"_s);
        row(u"\"count\": null"_s, u"count: must be a whole number, not null"_s);
        row(u"\"count\": 3.5"_s, u"count: must be a whole number, not 3.5"_s);
        row(u"\"count\": 1e12"_s, u"count: must be a whole number from -2147483648 to 2147483647, not 1000000000000"_s);
        row(u"\"count\": 2147483648"_s,
            u"count: must be a whole number from -2147483648 to 2147483647, not 2147483648"_s);
        row(u"\"count\": -1e300"_s, u"count: must be a whole number from -2147483648 to 2147483647, not -1e+300"_s);
        row(u"\"rate\": \"0.5\""_s, u"rate: must be a number, not a string"_s);
        row(u"\"rate\": []"_s, u"rate: must be a number, not a list"_s);
        row(u"\"name\": 5"_s, u"name: must be a string, not a number"_s);
        row(u"\"name\": {}"_s, u"name: must be a string, not an object"_s);
        row(u"\"delay\": 30"_s, u"delay: must be a duration such as \"30s\", not a number"_s);
        row(u"\"delay\": null"_s, u"delay: must be a duration such as \"30s\", not null"_s);
        row(u"\"delay\": \"5\""_s, u"delay: \"5\" has no unit; write it like 250ms, 1.5s, 2m or 1h"_s);
        row(u"\"limit\": 30"_s, u"limit: must be a duration such as \"30s\", not a number"_s);
        row(u"\"limit\": \"-5s\""_s, u"limit: \"-5s\" has a sign; write it like 250ms, 1.5s, 2m or 1h"_s);
        row(u"\"kinds\": \"server\""_s,
            u"kinds: must be a list of error kinds and statuses such as [\"timeout\", \"server\", \"status:502\"], not a string"_s);
        row(u"\"kinds\": [99]"_s,
            u"kinds: must be a list of error kinds and statuses such as [\"timeout\", \"server\", \"status:502\"], not one with a number in it"_s);
        row(u"\"kinds\": [\"timeout\", \"sever\"]"_s, u"kinds: \"sever\" is no error kind; did you mean \"server\"?"_s);
        row(u"\"kinds\": [\"status:600\"]"_s,
            u"kinds: \"status:600\" names no status; write \"status:502\" or \"status:500-599\", from 100 to 599"_s);
        row(u"\"kinds\": [\"ratelimited\"]"_s,
            u"kinds: \"ratelimited\" is no error kind; did you mean \"rateLimited\"?"_s);
        row(u"\"kinds\": [\"5xx\"]"_s,
            u"kinds: \"5xx\" is no error kind; choose from \"any\", \"network\", \"connection\", \"timeout\", "
            "\"protocol\", \"security\", \"redirect\", \"tooLarge\", \"encoding\", \"api\", \"rateLimited\", "
            "\"authentication\", \"notFound\", \"server\", \"client\", "
            "\"other\", "
            "\"rejected\", \"circuitOpen\", \"overload\", \"cancelled\""_s);
        row(u"\"word\": 3"_s,
            u"word: must be one of \"none\", \"proportional\", \"full\", \"equal\", \"decorrelated\", not a number"_s);
        row(u"\"word\": \"propotional\""_s, u"word: must not be \"propotional\"; did you mean \"proportional\"?"_s);
        row(u"\"word\": \"random\""_s,
            u"word: must not be \"random\"; choose from \"none\", \"proportional\", \"full\", "
            "\"equal\", \"decorrelated\""_s);
        row(u"\"part\": []"_s, u"part: must be an object, not a list"_s);
        row(u"\"coutn\": 3"_s, u"coutn: is not a field here; did you mean \"count\"?"_s); // neighbours swapped
        row(u"\"Count\": 3"_s, u"Count: is not a field here; did you mean \"count\"?"_s);
        row(u"\"counts\": 3"_s, u"counts: is not a field here; did you mean \"count\"?"_s);
        row(u"\"limt\": 3"_s, u"limt: is not a field here; did you mean \"limit\"?"_s);
        row(u"\"frobnicate\": 3"_s,
            u"frobnicate: is not a field here; choose from \"flag\", \"count\", \"rate\", \"name\", \"delay\", "
            u"\"limit\", "
            "\"kinds\", \"word\", \"part\""_s);
    }

    void faults()
    {
        QFETCH(QString, json);
        QFETCH(QString, issue);

        Fields fields;
        QCOMPARE(describe(readAll(parsed(json), fields)), issue);
        QVERIFY2(fields == Fields(), "a faulty field must leave its value alone");
    }

    void aFaultyTextLeavesAnEmptyOptionalEmpty()
    {
        Fields fields;
        fields.limit.reset();
        QCOMPARE(readAll(parsed(u"{\"limit\": \"soon\"}"_s), fields).size(), 1);
        QVERIFY(!fields.limit);
    }

    void numbersThatAreNone_data()
    {
        QTest::addColumn<double>("number");
        QTest::newRow("nan") << std::numeric_limits<double>::quiet_NaN();
        QTest::newRow("inf") << std::numeric_limits<double>::infinity();
        QTest::newRow("-inf") << -std::numeric_limits<double>::infinity();
    }

    // A JSON text cannot say these, an object built in a program can.
    void numbersThatAreNone()
    {
        QFETCH(double, number);
        Fields fields;
        const ConfigIssues issues = readAll({{u"count"_s, number}}, fields);
        QCOMPARE(issues.size(), 1);
        QVERIFY2(issues.first().message.startsWith(u"must be a whole number"), qUtf8Printable(describe(issues)));
        QCOMPARE(fields.count, 1);
    }

    void everyFaultIsListedWithItsPath()
    {
        Fields fields;
        const ConfigIssues issues = readAll(
            parsed(uR"({"zzzzzzz": 0, "kinds": ["sever", "clint", 7], "count": 0.5, "name": 1})"_s), fields,
            u"policy.retry"_s);
        QStringList names;
        for (const ConfigIssue &issue : issues)
            names.append(issue.field);
        QCOMPARE(
            names.join(u' '),
            u"policy.retry.count policy.retry.name policy.retry.kinds policy.retry.kinds policy.retry.kinds policy.retry.zzzzzzz"_s);
    }

    void nestedReadersAddToThePath()
    {
        const QJsonObject json = parsed(u"{\"part\": {\"size\": \"big\", \"sise\": 3}}"_s);
        ConfigIssues issues;
        JsonReader outer(json, u"breaker"_s, issues);
        const auto part = outer.object(u"part"_s);
        QVERIFY(part);
        JsonReader inner(*part, outer.fieldPath(u"part"_s), issues);
        int size = 100;
        inner.read(u"size"_s, size);
        inner.finish();
        outer.finish();
        QCOMPARE(describe(issues),
                 u"breaker.part.size: must be a whole number, not a string\n"
                 "breaker.part.sise: is not a field here; did you mean \"size\"?"_s);
    }

    void manyIssuesAreNotAllNoted()
    {
        QJsonObject json;
        for (int i = 0; i < 5000; ++i)
            json.insert(u"f%1"_s.arg(i, 4, 10, QChar(u'0')), 1);
        Fields fields;
        const ConfigIssues unknown = readAll(json, fields);
        QCOMPARE(unknown.size(), 51);
        QCOMPARE(unknown.at(49).field, u"f0049"_s);
        QCOMPARE(unknown.at(50).field, u"f4999"_s);
        QCOMPARE(unknown.at(50).message, u"is not a field here, and neither are 4999 others"_s);

        QJsonArray words;
        for (int i = 0; i < 5000; ++i)
            words.append(u"serber"_s);
        const ConfigIssues kinds = readAll({{u"kinds"_s, words}, {u"flg"_s, true}}, fields);
        QCOMPARE(kinds.size(), 1000);
        QCOMPARE(kinds.last().field, u"kinds"_s);
        QCOMPARE(fields.kinds, Fields().kinds);
    }

    void valueAndContains()
    {
        const QJsonObject json = parsed(u"{\"window\": 100}"_s);
        ConfigIssues issues;
        JsonReader reader(json, {}, issues);
        QVERIFY(reader.contains(u"window"_s));
        QVERIFY(!reader.contains(u"name"_s));
        QCOMPARE(reader.value(u"window"_s).toInt(), 100);
        QVERIFY(reader.value(u"name"_s).isUndefined());
        reader.addIssue(u"window"_s, u"is too wide"_s);
        reader.finish(); // both were asked for
        QCOMPARE(describe(issues), u"window: is too wide"_s);
    }

    void longNamesAreCutInMessagesOnly()
    {
        const QString name(5000, u'x');
        Fields fields;
        const ConfigIssues issues = readAll({{name, 1}, {u"kinds"_s, QJsonArray{name}}}, fields);
        QCOMPARE(issues.size(), 2);
        QVERIFY(issues.at(0).message.startsWith(u'"' + QString(40, u'x') + u"\u2026\""_s));
        QCOMPARE(issues.at(1).field, name);
        QVERIFY(issues.at(1).message.size() < 200);
    }

    void describesAnIssueWithoutField()
    {
        QCOMPARE(describe(ConfigIssues{{{}, u"is no object"_s}}), u"is no object"_s);
    }
};

QTEST_APPLESS_MAIN(JsonReaderTest)
#include "tst_jsonreader.moc"
