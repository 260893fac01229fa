// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/json/jsontext.h"
#include "lab/scenario/scenariofile.h"
#include "scenariogenerators.h"

#include <QJsonDocument>
#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;

namespace {

/// Every field of the format, so that garbage gets far.
const QStringList FieldNames{
    u"format"_s,   u"name"_s,          u"seed"_s,   u"duration"_s, u"endpoints"_s, u"workload"_s,
    u"policies"_s, u"objectives"_s,    u"method"_s, u"path"_s,     u"capacity"_s,  u"phases"_s,
    u"latency"_s,  u"faults"_s,        u"rampTo"_s, u"health"_s,   u"fixed"_s,     u"median"_s,
    u"p99"_s,      u"perConcurrent"_s, u"kind"_s,   u"status"_s,   u"share"_s,     u"pattern"_s,
    u"sequence"_s, u"headers"_s,       u"for"_s,    u"endpoint"_s, u"arrivals"_s,  u"rate"_s,
    u"breaker"_s,  u"retry"_s,         u"tune"_s,   u"vary"_s,     u"seeds"_s,     u"goals"_s};
const QStringList Words{u"fuseboard-scenario/1"_s,
                        u"fuseboard-scenario/2"_s,
                        u"1s"_s,
                        u"status"_s,
                        u"hang"_s,
                        u"503"_s,
                        u"ok"_s,
                        u"poisson"_s,
                        u"/a"_s,
                        u"*"_s,
                        u"healthy"_s,
                        u"successRate >= 0.7"_s,
                        u"max successRate"_s,
                        u"seed=1..3"_s,
                        u""_s};

QString firstOf(const JsonIssues &issues)
{
    return issues.isEmpty() ? QString() : issues.first().describe(u"text"_s);
}

} // namespace

class ScenarioProperties : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void nothingIsLost()
    {
        QVERIFY(rc::check("scenario -> text -> scenario is the identity, and so is text -> scenario -> text", [] {
            const Scenario scenario = *Generators::scenario();
            RC_ASSERT(describe(scenario.validate()).toStdString() == std::string());
            const QByteArray text = writeScenario(scenario);
            const auto read = readScenario(text);
            RC_ASSERT(firstOf(read ? JsonIssues() : read.error()).toStdString() == std::string());
            RC_ASSERT(*read == scenario);
            RC_ASSERT(writeScenario(*read) == text);
        }));
    }

    void theLayoutIsJson()
    {
        QVERIFY(rc::check("what is written is what toJson() says, whoever reads it", [] {
            const Scenario scenario = *Generators::scenario();
            QJsonParseError error;
            const QJsonDocument document = QJsonDocument::fromJson(writeScenario(scenario), &error);
            RC_ASSERT(error.error == QJsonParseError::NoError);
            RC_ASSERT(document.object() == scenario.toJson());
        }));
    }

    void jsonIsReadAsQtReadsIt()
    {
        QVERIFY(rc::check("a text that Qt writes has the value that Qt reads", [] {
            const QJsonObject object = *Generators::jsonObject(FieldNames, Words);
            const QByteArray text = QJsonDocument(object).toJson(Generators::isHeads() ? QJsonDocument::Compact
                                                                                       : QJsonDocument::Indented);
            const auto read = JsonText::parse(text);
            RC_ASSERT(read.hasValue());
            RC_ASSERT(read->value() == QJsonValue(QJsonDocument::fromJson(text).object()));
            RC_ASSERT(read->duplicates().isEmpty());
        }));
    }

    void garbageIsRefusedInWords()
    {
        QVERIFY(rc::check("a text is a valid scenario, or faults in their places", [] {
            QByteArray text = QJsonDocument(*Generators::jsonObject(FieldNames, Words)).toJson();
            if (Generators::isHeads())
                text = writeScenario(*Generators::scenario());
            for (int slips = *Generators::evenly(0, 4); slips > 0; --slips) {
                const auto at = *Generators::evenly<qsizetype>(0, text.size());
                if (Generators::isHeads())
                    text.remove(at, *Generators::evenly(1, 20));
                else
                    text.insert(at, QByteArray::fromStdString(*Generators::bytes()));
            }
            const auto read = readScenario(text);
            RC_CLASSIFY(read.hasValue(), "read");
            if (read) {
                RC_ASSERT(read->validate().isEmpty());
                return;
            }
            RC_ASSERT(!read.error().isEmpty());
            const auto lines = text.count('\n') + 1;
            for (const JsonIssue &issue : read.error()) {
                RC_ASSERT(!issue.message.isEmpty());
                RC_ASSERT(issue.line >= 1 && issue.line <= lines);
                RC_ASSERT(issue.column >= 1);
            }
        }));
    }
};

QTEST_GUILESS_MAIN(ScenarioProperties)
#include "tst_scenarioproperties.moc"
