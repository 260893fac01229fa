// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/builtinscenarios.h"
#include "lab/scenario/scenariofile.h"
#include "lab/scenario/setting.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;

namespace {

QString document()
{
    QFile file(QStringLiteral(DOCS_DIR "/scenarios.md"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// A whole scenario with @p text in the place that @p part names.
QString whole(const QString &part, const QString &text)
{
    const auto of = [&](const char16_t *name, const QString &usual) {
        return part == QStringView(name) ? text : usual;
    };
    const QString endpoint = of(
        u"endpoint",
        u"{\"name\": \"orders\", \"path\": \"/orders\", \"phases\": [%1]}"_s.arg(of(u"phase", u"{\"for\": \"1s\"}"_s)));
    return u"{\"format\": \"fuseboard-scenario/1\", \"name\": \"n\", \"duration\": \"1s\", \"endpoints\": [%1], "
           "\"workload\": %2, \"policies\": {\"*\": %3}, \"tune\": %4}"_s.arg(
               endpoint, of(u"workload", u"[]"_s), of(u"policy", u"{}"_s), of(u"tune", u"null"_s));
}

} // namespace

/// docs/scenarios.md says nothing that the reader does not take.
class ScenarioDocsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void examplesAreRead_data()
    {
        QTest::addColumn<QString>("text");

        const QRegularExpression block(u"(?:<!-- part: ([a-z]+) -->\n)?```json\n(.*?)```\n"_s,
                                       QRegularExpression::DotMatchesEverythingOption);
        int count = 0;
        for (auto it = block.globalMatch(document()); it.hasNext(); ++count) {
            const QRegularExpressionMatch match = it.next();
            const QString part = match.captured(1);
            QTest::addRow("%d %s", count, qPrintable(part))
                << (part.isEmpty() ? match.captured(2) : whole(part, match.captured(2)));
        }
        QCOMPARE(count, document().count(u"```json"_s));
        QVERIFY(count >= 8);
    }

    void examplesAreRead()
    {
        QFETCH(QString, text);

        const auto scenario = readScenario(text.toUtf8());
        QVERIFY2(scenario, qPrintable(scenario ? QString() : scenario.error().first().describe(u"example"_s)));
    }

    void valuesAreRead_data()
    {
        QTest::addColumn<QString>("values");

        const QString text = document();
        const qsizetype begin = text.indexOf(u"Values are one of\n"_s);
        const qsizetype end = text.indexOf(u"\n\n"_s, begin + 20);
        const QRegularExpression code(u"`([^`]+)`"_s);
        for (auto it = code.globalMatch(text.sliced(begin, end - begin)); it.hasNext();) {
            const QString values = it.next().captured(1);
            QTest::newRow(qPrintable(values)) << values;
        }
    }

    void valuesAreRead()
    {
        QFETCH(QString, values);

        const auto variation = Variation::parse(u"seed="_s + values);
        QVERIFY2(variation, qPrintable(variation ? QString() : variation.error()));
        QVERIFY(variation->values().size() > 1);
    }

    void settingsAreTaken_data()
    {
        QTest::addColumn<QString>("setting");

        // The first column of the last table.
        const QRegularExpression row(u"^\\| `'?([^`]+?=[^`]+?)'?` \\|"_s, QRegularExpression::MultilineOption);
        int count = 0;
        const QString text = document();
        for (auto it = row.globalMatch(text.sliced(text.indexOf(u"| example |"_s))); it.hasNext(); ++count) {
            const QString setting = it.next().captured(1);
            QTest::newRow(qPrintable(setting)) << setting;
        }
        QCOMPARE(count, 6);
    }

    void settingsAreTaken()
    {
        QFETCH(QString, setting);

        const Scenario scenario = *findBuiltinScenario(u"hard-outage");
        const auto changed = withSettings(scenario, {setting});
        QVERIFY2(changed, qPrintable(changed ? QString() : changed.error()));
        QVERIFY(!(*changed == scenario));
    }
};

QTEST_APPLESS_MAIN(ScenarioDocsTest)
#include "tst_scenariodocs.moc"
