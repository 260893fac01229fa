// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/builtinscenarios.h"
#include "lab/tune/planfile.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;

namespace {

SweepPlan plan()
{
    SweepPlan plan;
    plan.scenarios = {*findBuiltinScenario(u"hard-outage"_s), *findBuiltinScenario(u"brownout"_s)};
    plan.vary = {*Variation::parse(u"policies.*.breaker.failureThreshold=3..5"_s),
                 *Variation::parse(u"policies.*.breaker.recoveryTime = 5s, 10s"_s)};
    plan.seeds = 4;
    plan.goals = {*Goal::parse(u"max successRate"_s), *Goal::parse(u"minimise wastedAttempts"_s)};
    plan.limits = {*Objective::parse(u"amplification <= 1.3"_s)};
    for (Scenario &scenario : plan.scenarios)
        scenario.id.clear(); // which is not part of a file
    return plan;
}

/// The text of a plan file with @p content, with or without a hash that fits.
QByteArray textOf(QJsonObject content, bool hasHash = true)
{
    content.remove(u"hash"_s);
    const QByteArray compact = QJsonDocument(content).toJson(QJsonDocument::Compact);
    const QByteArray hash = QCryptographicHash::hash(compact, QCryptographicHash::Sha256).toHex();
    if (hasHash)
        content.insert(u"hash"_s, QString::fromLatin1(hash));
    return QJsonDocument(content).toJson();
}

QJsonObject contentOf(const PlanFile &file)
{
    return QJsonDocument::fromJson(file.toText()).object();
}

QString issuesOf(const QByteArray &text)
{
    const auto file = PlanFile::read(text);
    QStringList lines;
    for (const JsonIssue &issue : file ? JsonIssues() : file.error())
        lines.append(issue.pointer + u": "_s + issue.message);
    return lines.join(u'\n');
}

} // namespace

class PlanFileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void nothingIsLost()
    {
        const PlanFile file(plan(), 16);
        const auto read = PlanFile::read(file.toText());
        QVERIFY2(read, qPrintable(issuesOf(file.toText())));
        QVERIFY(read->plan() == plan());
        QCOMPARE(read->shards(), 16);
        QCOMPARE(read->hash(), file.hash());
        QCOMPARE(read->toText(), file.toText());
        QCOMPARE(PlanFile::read(PlanFile(plan()).toText())->shards(), 0);
    }

    void theHashIsThatOfTheRest()
    {
        const PlanFile file(plan(), 16);
        QCOMPARE(textOf(contentOf(file)), QJsonDocument(contentOf(file)).toJson());
        QCOMPARE(file.hash().size(), 64);
        // However it is laid out.
        QVERIFY(PlanFile::read(QJsonDocument(contentOf(file)).toJson(QJsonDocument::Compact)));

        QStringList hashes{file.hash(), PlanFile(plan()).hash(), PlanFile(plan(), 2).hash()};
        for (int field = 0; field < 5; ++field) {
            SweepPlan other = plan();
            switch (field) {
            case 0:
                other.scenarios[1].seed += 1;
                break;
            case 1:
                other.vary.removeLast();
                break;
            case 2:
                other.seeds += 1;
                break;
            case 3:
                other.goals.removeLast();
                break;
            default:
                other.limits.clear();
            }
            hashes.append(PlanFile(other, 16).hash());
        }
        QCOMPARE(QSet<QString>(hashes.begin(), hashes.end()).size(), hashes.size());
    }

    void howItIsCutDoesNotMatterForWhatItIs()
    {
        QCOMPARE(PlanFile(plan(), 16).withoutShards().toText(), PlanFile(plan()).toText());
        QCOMPARE(PlanFile(plan()).withoutShards().hash(), PlanFile(plan()).hash());
    }

    void whatScenariosSayOfTuningIsLeftOut()
    {
        SweepPlan with = plan();
        with.scenarios[0].tune = TuneConfig{with.vary, 3, with.goals};
        QCOMPARE(PlanFile(with).hash(), PlanFile(plan()).hash());
        QVERIFY(PlanFile(with).plan() == plan());
    }

    void aFileThatWasChangedIsRefused()
    {
        QByteArray text = PlanFile(plan()).toText();
        QVERIFY(text.contains("\"seeds\": 4"));
        text.replace("\"seeds\": 4", "\"seeds\": 5");
        QCOMPARE(
            issuesOf(text),
            u"/hash: does not fit the rest of the file: it was changed after it was written. A plan stays as it is, "
            "because results belong to it; make another one with `fuseboard-cli sweep plan` in a new directory"_s);
        QVERIFY(issuesOf(textOf(contentOf(PlanFile(plan())), false)).startsWith(u"/hash: is missing"_s));
    }

    void badFilesAreRefused_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("expected");

        const auto row = [](const char *field, const QJsonValue &value, const QString &expected) {
            QTest::addRow("%s %s", field, qPrintable(expected.left(30)))
                << QString::fromUtf8(field) << value << expected;
        };
        row("format", u"fuseboard-scenario/1"_s,
            u"/format: must be \"fuseboard-plan/1\": that is what a sweep's plan is known by"_s);
        row("format", u"fuseboard-plan/2"_s,
            u"/format: is \"fuseboard-plan/2\", which this program does not know; it reads \"fuseboard-plan/1\". Get a "
            u"newer "
            "Fuseboard"_s);
        row("cells", 3, u"/cells: is not a field here; choose from "_s);
        row("seeds", u"4"_s, u"/seeds: must be a whole number, not a string"_s);
        row("seeds", 0, u"/seeds: must be from 1 to 10000, not 0"_s);
        row("seeds", QJsonValue::Undefined, u"/seeds: is missing: it must be the number of seeds"_s);
        row("goals", QJsonArray(), u"/goals: must have at least one"_s);
        row("goals", QJsonArray{u"opens < 3"_s}, u"/goals/0: \"opens < 3\" must be min or max and a figure"_s);
        row("limits", QJsonArray{u"max opens"_s}, u"/limits/0: \"max opens\" must be a figure"_s);
        row("vary", QJsonArray{u"policies.*.breaker.failureTreshold=3"_s}, u"/vary/0: "_s);
        row("vary", QJsonArray{u"seed=1..3"_s, u"seed=4"_s}, u"/vary/1: must be another field: seed varies already"_s);
        row("shards", 0, u"/shards: must be from 1 to 10000"_s);
        row("shards", 1.5, u"/shards: must be a whole number"_s);
        row("scenarios", QJsonArray(), u"/scenarios: must name at least one scenario"_s);
        row("scenarios", QJsonArray{QJsonObject{{u"format"_s, u"fuseboard-scenario/1"_s}}},
            u"/scenarios/0/name: is missing: it must be a string such as \"Hard outage\""_s);
    }

    void badFilesAreRefused()
    {
        QFETCH(QString, field);
        QFETCH(QJsonValue, value);
        QFETCH(QString, expected);

        QJsonObject content = contentOf(PlanFile(plan(), 16));
        if (value.isUndefined())
            content.remove(field);
        else
            content.insert(field, value);
        const QString issues = issuesOf(textOf(content));
        QVERIFY2(issues.startsWith(expected), qPrintable(issues));
    }

    void whatIsNoJsonIsRefusedInItsPlace()
    {
        const auto file = PlanFile::read("{\n\"format\": oops}");
        QVERIFY(!file);
        QVERIFY(file.error().first().describe().startsWith(u"2:11: oops is no value"_s));
        QVERIFY(!PlanFile::read(""));
        QVERIFY(!PlanFile::read("[]"));
        QVERIFY(issuesOf("{\"format\": 1, \"format\": 2}").contains(u"stands here a second time"_s));
    }
};

QTEST_GUILESS_MAIN(PlanFileTest)
#include "tst_planfile.moc"
