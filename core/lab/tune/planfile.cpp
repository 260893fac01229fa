// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/tune/planfile.h"

#include "lab/json/jsontext.h"
#include "lab/scenario/jsonfields.h"
#include "lab/scenario/jsonlayout.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

namespace Fuseboard {

using namespace Qt::StringLiterals;

static_assert(TuneConfig::MostSeeds == SweepPlan::MostSeeds);

namespace {

const QString Format = QStringLiteral("fuseboard-plan/1");

QString hashOf(const QJsonObject &content)
{
    const QByteArray text = QJsonDocument(content).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

/// What makes the rest not worth reading; empty if nothing does.
ConfigIssues identityIssues(const QJsonObject &content, const QJsonValue &hash)
{
    const QString name = u"format"_s;
    if (const QString format = content[name].toString(); format != Format) {
        if (format.startsWith("fuseboard-plan/"_L1)) {
            return {{name,
                     u"is \"%1\", which this program does not know; it reads \"%2\". Get a newer Fuseboard"_s.arg(
                         format, Format)}};
        }
        return {{name, u"must be \"%1\": that is what a sweep's plan is known by"_s.arg(Format)}};
    }
    if (!hash.isString())
        return {
            {u"hash"_s, u"is missing: it must be the SHA-256 of the rest, as `fuseboard-cli sweep plan` wrote it"_s}};
    if (hash.toString() != hashOf(content)) {
        return {
            {u"hash"_s,
             u"does not fit the rest of the file: it was changed after it was written. A plan stays as it is, because "
             "results belong to it; make another one with `fuseboard-cli sweep plan` in a new directory"_s}};
    }
    return {};
}

void readScenarios(JsonReader &reader, QList<Scenario> &scenarios, ConfigIssues &issues)
{
    requireField(reader, u"scenarios"_s, u"a list of scenarios"_s);
    readObjects(reader, u"scenarios"_s, issues, [&](const QJsonObject &json, const QString &path) {
        const auto scenario = Scenario::fromJson(json);
        if (scenario)
            scenarios.append(*scenario);
        for (const ConfigIssue &issue : scenario ? ConfigIssues() : scenario.error())
            issues.append({path + u'.' + issue.field, issue.message});
    });
}

} // namespace

PlanFile::PlanFile(const SweepPlan &plan, int shards)
    : m_plan(plan)
    , m_shards(shards)
{
    QJsonArray scenarios;
    for (Scenario &scenario : m_plan.scenarios) {
        scenario.tune.reset();
        scenarios.append(scenario.toJson());
    }
    Q_ASSERT(m_plan.validate().isEmpty() && !m_plan.goals.isEmpty());
    QJsonArray vary;
    for (const Variation &variation : plan.vary)
        vary.append(variation.text());
    QJsonArray goals;
    for (const Goal &goal : plan.goals)
        goals.append(goal.expression());
    QJsonArray limits;
    for (const Objective &limit : plan.limits)
        limits.append(limit.expression());
    m_content = {{u"format"_s, Format},    {u"scenarios"_s, scenarios}, {u"vary"_s, vary},
                 {u"seeds"_s, plan.seeds}, {u"goals"_s, goals},         {u"limits"_s, limits}};
    if (shards > 0)
        m_content.insert(u"shards"_s, shards);
    m_hash = hashOf(m_content);
}

Expected<PlanFile, JsonIssues> PlanFile::read(const QByteArray &text)
{
    const auto json = JsonText::parse(text);
    if (!json)
        return Unexpected{JsonIssues{json.error()}};
    if (!json->value().isObject())
        return Unexpected{JsonIssues{json->issueAt({}, u"must be a JSON object, {...}"_s)}};
    if (!json->duplicates().isEmpty())
        return Unexpected{json->duplicates()};

    PlanFile file;
    file.m_content = json->value().toObject();
    const QJsonValue hash = file.m_content.take(u"hash"_s);
    file.m_hash = hash.toString();
    ConfigIssues issues = identityIssues(file.m_content, hash);
    if (issues.isEmpty()) {
        JsonReader reader(file.m_content, {}, issues);
        SweepPlan &plan = file.m_plan;
        reader.value(u"format"_s);
        readScenarios(reader, plan.scenarios, issues);
        readParsed(reader, u"vary"_s, u"policies.*.breaker.failureThreshold=3..20"_s, plan.vary, issues);
        requireField(reader, u"seeds"_s, u"the number of seeds"_s);
        reader.read(u"seeds"_s, plan.seeds);
        requireField(reader, u"goals"_s, u"a list of strings such as \"max successRate\""_s);
        readParsed(reader, u"goals"_s, u"max successRate"_s, plan.goals, issues);
        readParsed(reader, u"limits"_s, u"detectTime <= 2s"_s, plan.limits, issues);
        if (reader.contains(u"shards"_s)) {
            reader.read(u"shards"_s, file.m_shards);
            if (file.m_shards < 1 || file.m_shards > MostShards)
                reader.addIssue(u"shards"_s, u"must be from 1 to %1"_s.arg(MostShards));
        }
        reader.finish();
        if (issues.isEmpty() && plan.goals.isEmpty())
            reader.addIssue(u"goals"_s, u"must have at least one"_s);
        if (issues.isEmpty())
            issues = plan.validate();
    }

    if (issues.isEmpty())
        return file;
    return Unexpected{json->issues(issues)};
}

PlanFile PlanFile::withoutShards() const
{
    PlanFile file = *this;
    file.m_shards = 0;
    file.m_content.remove(u"shards"_s);
    file.m_hash = hashOf(file.m_content);
    return file;
}

QByteArray PlanFile::toText() const
{
    QJsonObject json = m_content;
    json.insert(u"hash"_s, m_hash);
    return scenarioLayout(json);
}

} // namespace Fuseboard
