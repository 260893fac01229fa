// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/fieldpath.h"

#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;

class FieldPathTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void writesAndReads_data()
    {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("pointer");

        const auto row = [](const QStringList &names, const char *path, const char *pointer) {
            QTest::newRow(*path ? path : "nothing") << names << QString::fromUtf8(path) << QString::fromUtf8(pointer);
        };
        row({}, "", "");
        row({u"seed"_s}, "seed", "/seed");
        row({u"window"_s, u"size"_s}, "window.size", "/window/size");
        row({u"policies"_s, u"*"_s, u"retry"_s}, "policies.*.retry", "/policies/*/retry");
        row({u"a.b"_s, u"c"_s}, "\"a.b\".c", "/a.b/c");
        row({u"a/b~c"_s}, "a/b~c", "/a~1b~0c");
        row({u""_s, u""_s}, "\"\".\"\"", "//");
        row({u"say \"hi\""_s}, "\"say \\\"hi\\\"\"", "/say \"hi\"");
        row({u"back\\slash"_s}, "back\\slash", "/back\\slash");
        row({u"back\\slash.dot"_s}, "\"back\\\\slash.dot\"", "/back\\slash.dot");
        row({u"a=b"_s, u" c"_s, u"d "_s}, "\"a=b\".\" c\".\"d \"", "/a=b/ c/d ");
    }

    void writesAndReads()
    {
        QFETCH(QStringList, names);
        QFETCH(QString, path);
        QFETCH(QString, pointer);

        QCOMPARE(joinFieldPath(names), path);
        QCOMPARE(jsonPointer(names), pointer);
        const auto split = splitFieldPath(path);
        QVERIFY(split);
        QCOMPARE(*split, names);
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("error");

        QTest::newRow("dot first") << u".a"_s << u"a name is missing beside a dot"_s;
        QTest::newRow("dot last") << u"a."_s << u"a name is missing beside a dot"_s;
        QTest::newRow("dots") << u"a..b"_s << u"a name is missing beside a dot"_s;
        QTest::newRow("no end") << u"a.\"b"_s << u"a name has no quote at its end"_s;
        QTest::newRow("escaped end") << u"\"b\\"_s << u"a name has no quote at its end"_s;
        QTest::newRow("no dot") << u"\"a\"b"_s << u"a dot must follow the quote behind \"a\""_s;
    }

    void saysWhatIsWrong()
    {
        QFETCH(QString, path);
        QFETCH(QString, error);

        const auto split = splitFieldPath(path);
        QVERIFY(!split);
        QCOMPARE(split.error(), error);
    }
};

QTEST_APPLESS_MAIN(FieldPathTest)
#include "tst_fieldpath.moc"
