// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/json/jsontext.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;

class JsonTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void readsValues_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QJsonValue>("value");

        const auto row = [](const char *name, const QByteArray &text, const QJsonValue &value) {
            QTest::newRow(name) << text << value;
        };
        row("null", "null", QJsonValue::Null);
        row("true", " true ", true);
        row("false", "\tfalse\r\n", false);
        row("whole", "-12", -12);
        row("2^53 + 1", "9007199254740993", qint64(9007199254740993));
        row("fraction", "0.25", 0.25);
        row("smallest", "5e-324", 5e-324);
        row("no number at all", "-0.0e-9", 0.0);
        row("exponent", "-1.5E+2", -150.0);
        row("more than 64 bits", "1e20", 1e20);
        row("string", "\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"", u"a\"\\/\b\f\n\r\t\u00e9"_s);
        row("two units", "\"\\ud83d\\ude00 😀\"", u"\U0001f600 \U0001f600"_s);
        row("nul", "\"\\u0000\"", QString(QChar(0)));
        row("list", "[1, [], {}]", QJsonArray{1, QJsonArray(), QJsonObject()});
        row("object", "{\"b\": 1, \"a\": {\"c\": [null]}}",
            QJsonObject{{u"b"_s, 1}, {u"a"_s, QJsonObject{{u"c"_s, QJsonArray{QJsonValue::Null}}}}});
        row("byte order mark", "\xef\xbb\xbf{}", QJsonObject());
        row("deep", QByteArray(100, '[') + QByteArray(100, ']'), nested(100));
    }

    void readsValues()
    {
        QFETCH(QByteArray, text);
        QFETCH(QJsonValue, value);

        const auto json = JsonText::parse(text);
        QVERIFY2(json, qPrintable(json ? QString() : json.error().describe(u"text"_s)));
        QCOMPARE(json->value(), value);
        QVERIFY(json->duplicates().isEmpty());
    }

    void saysWhatIsNoJson_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("error");

        const auto row = [](const char *name, const QByteArray &text, const char *error) {
            QTest::newRow(name) << text << QString::fromUtf8(error);
        };
        row("nothing", " \n", "2:1: the text is empty; it must hold a JSON object, {...}");
        row("object cut", "{\"a\": 1", "1:8: the text ends within an object; a '}' is missing");
        row("object cut at once", "{", "1:2: the text ends within an object; a '}' is missing");
        row("list cut", "[1,\n2", "2:2: the text ends within a list; a ']' is missing");
        row("value cut", "{\"a\":", "1:6: the text ends where a value must stand");
        row("comma in object", "{\"a\": 1,\n}",
            "2:1: a name in double quotes must stand here, not '}'; take away the ',' before it");
        row("comma in list", "[1, ]", "1:5: a value must stand here, not ']'; take away the ',' before it");
        row("no comma in object", "{\"a\": 1\n \"b\": 2}", "2:2: a ',' or a '}' must stand here, not '\"'");
        row("no comma in list", "[1 2]", "1:4: a ',' or a ']' must stand here, not '2'");
        row("no colon", "{\"a\" 1}", "1:6: a ':' must follow the name \"a\", not '1'");
        row("bare name", "{a: 1}", "1:2: a name in double quotes must stand here, not 'a'");
        row("single quotes", "['a']", "1:2: a value must stand here, not '''; strings are in double quotes");
        row("comment", "[ // one\n]", "1:3: a value must stand here, not '/'; JSON has no comments");
        row("wrong letter", "[é]", "1:2: a value must stand here, not 'é'");
        row("column in characters", "[\"é😀\", x]",
            "1:8: x is no value; a string stands in double quotes, and the bare words are true, false and null");
        row("capital", "True",
            "1:1: True is no value; a string stands in double quotes, and the bare words are true, false and null");
        row("two values", "{} {}", "1:4: nothing may follow the end of the JSON text, not '{'");
        row("no end of string", "[\"abc\n\"]",
            "1:2: the string has no '\"' at its end; a new line in it is written \\n");
        row("tab in string", "\"a\tb\"",
            "1:3: the character U+0009 must be written as an escape in a string, such as \\t or \\u0007");
        row("escape", "\"\\x\"",
            "1:2: an escape in a string must be one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits");
        row("short escape", "\"\\u12\"",
            "1:2: an escape in a string must be one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits");
        row("half a character", "\"\\ud83d\"", "1:2: half of a character; it takes two escapes, as in \\ud83d\\ude00");
        row("other half", "\"\\ude00\"", "1:2: half of a character; it takes two escapes, as in \\ud83d\\ude00");
        row("two first halves", "\"\\ud83d\\ud83d\"",
            "1:2: half of a character; it takes two escapes, as in \\ud83d\\ude00");
        row("leading zero", "[01]", "1:2: a number must be written like 3, -3, 0.5 or 1e6");
        row("no digit", "[-]", "1:2: a number must be written like 3, -3, 0.5 or 1e6");
        row("no fraction", "[1.]", "1:2: a number must be written like 3, -3, 0.5 or 1e6");
        row("no exponent", "[1e]", "1:2: a number must be written like 3, -3, 0.5 or 1e6");
        row("bare duration", "[30s]",
            "1:2: a number must be written like 3, -3, 0.5 or 1e6; a length of time stands in double quotes, as in "
            "\"30s\"");
        row("no number", "[NaN]",
            "1:2: NaN is no value; a string stands in double quotes, and the bare words are true, false and null");
        row("too large", "[1e999]", "1:2: the number is too large, or too small, to be told from others");
        row("too small", "[1e-999]", "1:2: the number is too large, or too small, to be told from others");
        row("nul", QByteArray("[\0]", 3), "1:2: a value must stand here, not the character U+0000");
        row("too deep", QByteArray(102, '['), "1:102: must not nest deeper than 100 levels");
        row("no UTF-8", "{\n\"a\": \"\xff\"}", "2:7: must be UTF-8; save the text in that encoding");
        row("UTF-16", "\xff\xfe{", "1:1: must be UTF-8; save the text in that encoding");
        row("overlong", "\"\xc0\x80\"", "1:2: must be UTF-8; save the text in that encoding");
        row("surrogate in UTF-8", "\"\xed\xa0\x80\"", "1:2: must be UTF-8; save the text in that encoding");
        row("cut character", "\"\xe2\x82", "1:2: must be UTF-8; save the text in that encoding");
        row("mark and fault", "\xef\xbb\xbfx",
            "1:1: x is no value; a string stands in double quotes, and the bare words are true, false and null");
    }

    void saysWhatIsNoJson()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, error);

        const auto json = JsonText::parse(text);
        QVERIFY(!json);
        QCOMPARE(json.error().describe(u"f"_s), u"f:"_s + error);
    }

    void saysWhatIsThereTwice()
    {
        const auto json = JsonText::parse("{\"b\": {\"a\": 1,\n \"a\": 2, \"c\": 3},\n \"b\": [{\"x\": 1, \"x\": 2}]}");
        QVERIFY(json);
        QStringList lines;
        for (const JsonIssue &issue : json->duplicates())
            lines.append(u"%1:%2 %3"_s.arg(issue.line).arg(issue.column).arg(issue.pointer));
        QCOMPARE(lines, QStringList({u"2:2 /b/a"_s, u"3:17 /b/0/x"_s, u"3:2 /b"_s}));
        QCOMPARE(json->value()[u"b"][0][u"x"].toInt(), 2);
    }

    void manyNamesAreRead()
    {
        // As long as each new one is sorted in among those before it, this takes minutes.
        QByteArray text = "{";
        for (int i = 300'000; i > 0; --i)
            text += '"' + QByteArray::number(qint64(i) * 7919 % 1'000'003) + "\":0,";
        text.back() = '}';
        const auto json = JsonText::parse(text);
        QVERIFY(json);
        QCOMPARE(json->value().toObject().size(), 300'000);
    }

    void knowsPlaces_data()
    {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<QString>("place");

        QTest::newRow("whole") << QStringList() << u"1:1"_s;
        QTest::newRow("member") << QStringList{u"a"_s} << u"1:7"_s;
        QTest::newRow("second of two") << QStringList{u"b"_s} << u"4:7"_s;
        QTest::newRow("element") << QStringList{u"a"_s, u"1"_s, u"x/y"_s} << u"2:17"_s;
        QTest::newRow("what is missing") << QStringList{u"a"_s, u"1"_s, u"z"_s} << u"2:9"_s;
        QTest::newRow("below a number") << QStringList{u"a"_s, u"0"_s, u"z"_s} << u"1:8"_s;
        QTest::newRow("no element") << QStringList{u"a"_s, u"01"_s} << u"1:7"_s;
    }

    void knowsPlaces()
    {
        QFETCH(QStringList, names);
        QFETCH(QString, place);

        const auto json = JsonText::parse("{\"a\": [1,\n        {\"x/y\": \"}\"}],\n \"b\": 1,\n \"b\": 2}");
        QVERIFY(json);
        const JsonIssue issue = json->issueAt(names, u"m"_s);
        QCOMPARE(u"%1:%2"_s.arg(issue.line).arg(issue.column), place);
    }

    void putsIssuesInTheirPlaces()
    {
        const auto json = JsonText::parse(
            "\xef\xbb\xbf{\"\xc3\xa4\": [1,\n        {\"x/y\": \"}\"}, 3],\n \"b\": {\"c\": 1},\n"
            " \"b\": {\"d\": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, {\"e\": 1, \"e\": 2}]}}");
        QVERIFY(json);
        QStringList lines;
        for (const JsonIssue &issue : json->issues({{u"b.d.10.e"_s, u"i"_s},
                                                    {u"\u00e4.2"_s, u"ii"_s},
                                                    {u"b.c"_s, u"iii"_s},
                                                    {u"\u00e4"_s, u"iv"_s},
                                                    {u"\u00e4.1.x/y"_s, u"v"_s},
                                                    {u"\u00e4.2"_s, u"vi"_s},
                                                    {u"\u00e4.02"_s, u"vii"_s},
                                                    {u""_s, u"viii"_s}}))
            lines.append(issue.describe());
        QCOMPARE(
            lines,
            QStringList({u"1:1: viii"_s, u"1:7: /\u00e4: iv"_s, u"1:7: /\u00e4/02: vii"_s, u"2:17: /\u00e4/1/x~1y: v"_s,
                         u"2:23: /\u00e4/2: ii"_s, u"2:23: /\u00e4/2: vi"_s,
                         u"4:2: /b: stands here a second time; only one of them can hold, so take one away"_s,
                         u"4:7: /b/c: iii"_s,
                         u"4:53: /b/d/10/e: stands here a second time; only one of them can hold, so take one away"_s,
                         u"4:58: /b/d/10/e: i"_s}));
    }

private:
    static QJsonValue nested(int depth)
    {
        QJsonArray array;
        for (int i = 1; i < depth; ++i)
            array = QJsonArray{array};
        return array;
    }
};

QTEST_APPLESS_MAIN(JsonTextTest)
#include "tst_jsontext.moc"
