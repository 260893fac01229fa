// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/faultjson.h"
#include "lab/scenario/jsonfields.h"
#include "lab/scenario/phasejson.h"
#include "lab/scenario/scenario.h"
#include "lab/scenario/tunejson.h"
#include "lab/scenario/workloadjson.h"
#include "resilience/base/durationtext.h"
#include "resilience/base/fieldpath.h"

#include <QJsonArray>
#include <QSet>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

const QString Format = QStringLiteral("fuseboard-scenario/1");

QJsonObject endpointToJson(const EndpointConfig &endpoint)
{
    QJsonArray phases;
    for (const PhaseConfig &phase : endpoint.phases)
        phases.append(phaseToJson(phase));
    QJsonObject json{{u"name"_s, endpoint.name},
                     {u"method"_s, QString::fromUtf8(endpoint.method)},
                     {u"path"_s, endpoint.path},
                     {u"phases"_s, phases}};
    if (endpoint.capacity)
        json.insert(u"capacity"_s, toJson(*endpoint.capacity));
    if (!endpoint.sameLuckAs.isEmpty())
        json.insert(u"sameLuckAs"_s, endpoint.sameLuckAs);
    return json;
}

EndpointConfig endpointFromJson(const QJsonObject &json, const QString &path, ConfigIssues &issues)
{
    EndpointConfig endpoint;
    JsonReader reader(json, path, issues);
    requireField(reader, u"name"_s, u"a string such as \"orders\""_s);
    reader.read(u"name"_s, endpoint.name);
    QString method = QString::fromUtf8(endpoint.method);
    reader.read(u"method"_s, method);
    endpoint.method = method.toUtf8();
    requireField(reader, u"path"_s, u"a string such as \"/orders\""_s);
    reader.read(u"path"_s, endpoint.path);
    if (const auto capacity = reader.object(u"capacity"_s))
        endpoint.capacity = readCapacity(*capacity, reader.fieldPath(u"capacity"_s), issues);
    requireField(reader, u"phases"_s, u"a list of phases, [{\"for\": \"30s\"}] at the least"_s);
    readObjects(reader, u"phases"_s, issues, [&](const QJsonObject &phase, const QString &phasePath) {
        endpoint.phases.append(phaseFromJson(phase, phasePath, issues));
    });
    reader.read(u"sameLuckAs"_s, endpoint.sameLuckAs);
    reader.finish();
    return endpoint;
}

void readFormat(JsonReader &reader)
{
    const QString name = u"format"_s;
    requireField(reader, name, u'"' + Format + u'"');
    const QJsonValue value = reader.value(name);
    if (value.isUndefined() || value == Format)
        return;
    const QString family = Format.first(Format.indexOf(u'/') + 1);
    if (const QString text = value.toString(); text.startsWith(family)) {
        bool isNumber = false;
        if (text.sliced(family.size()).toUInt(&isNumber) > 1 && isNumber) {
            return reader.addIssue(name,
                                   u"is \"%1\", which is newer than this program; it reads \"%2\". Get a newer "
                                   "Fuseboard"_s.arg(text, Format));
        }
    }
    reader.addIssue(name, u"must be \"%1\": that is what a scenario file is known by"_s.arg(Format));
}

void readPolicies(JsonReader &reader, QMap<QString, PolicyConfig> &policies, ConfigIssues &issues)
{
    const auto json = reader.object(u"policies"_s);
    if (!json)
        return;
    const QString root = reader.fieldPath(u"policies"_s) + u'.';
    for (auto entry = json->begin(); entry != json->end() && !isFull(issues); ++entry) {
        const QString path = root + fieldPathName(entry.key());
        PolicyConfig &policy = policies[entry.key()]; // it is there, whatever is wrong with it
        if (!entry->isObject()) {
            issues.append({path, u"must be an object, {...}"_s});
        } else if (const auto read = PolicyConfig::fromJson(entry->toObject())) {
            policy = *read;
        } else {
            for (const ConfigIssue &issue : read.error())
                issues.append({path + u'.' + issue.field, issue.message});
        }
    }
}

/// Tells which faults of range say something about the file, and not about a default that stands for what could not be read.
class UnreadFields
{
public:
    explicit UnreadFields(const ConfigIssues &formIssues)
    {
        for (const ConfigIssue &issue : formIssues) {
            const auto names = splitFieldPath(issue.field);
            Q_ASSERT(names);
            m_unread.insert(issue.field);
            for (qsizetype depth = names->size() - 1; depth > 0; --depth)
                m_partlyUnread.insert(joinFieldPath(names->first(depth)));
            const bool isInEndpoints = !names->isEmpty() && names->first() == "endpoints"_L1;
            const bool isName = names->size() == 3 && names->last() == "name"_L1;
            m_areNamesUnread |= isInEndpoints && (names->size() < 3 || isName);
        }
    }

    /// Whether @p issue may come of what could not be read.
    bool mayExplain(const ConfigIssue &issue) const
    {
        const auto names = splitFieldPath(issue.field);
        Q_ASSERT(names);
        if (isReference(*names))
            return m_areNamesUnread || m_unread.contains(issue.field);
        if (m_partlyUnread.contains(issue.field))
            return true;
        for (qsizetype depth = names->size(); depth > 0; --depth) {
            if (m_unread.contains(joinFieldPath(names->first(depth))))
                return true;
        }
        // Fields that are held against each other.
        const QString parent = joinFieldPath(names->first(names->size() - 1));
        const bool isOneValue = parent.endsWith(".latency"_L1) || parent.endsWith(".arrivals"_L1);
        return isOneValue && m_partlyUnread.contains(parent);
    }

private:
    /// Whether an issue with this field may be that an endpoint's name is not known.
    static bool isReference(const QStringList &names)
    {
        if (names.size() < 2)
            return false;
        return (names.first() == "policies"_L1 && names.size() == 2) || names.last() == "sameLuckAs"_L1
            || (names.first() == "workload"_L1 && names.last() == "endpoint"_L1);
    }

    QSet<QString> m_unread;
    QSet<QString> m_partlyUnread; ///< what they lie in
    bool m_areNamesUnread = false;
};

} // namespace

QJsonObject Scenario::toJson() const
{
    QJsonArray endpointList;
    for (const EndpointConfig &endpoint : endpoints)
        endpointList.append(endpointToJson(endpoint));
    QJsonArray workloadList;
    for (const WorkloadConfig &config : workload)
        workloadList.append(workloadToJson(config));
    QJsonObject policyList;
    for (auto entry = policies.begin(); entry != policies.end(); ++entry)
        policyList.insert(entry.key(), entry->toJson());
    QJsonArray objectiveList;
    for (const Objective &objective : objectives)
        objectiveList.append(objective.expression());
    QJsonObject json{{u"format"_s, Format},
                     {u"name"_s, name},
                     {u"description"_s, description},
                     {u"seed"_s, static_cast<qint64>(seed)},
                     {u"duration"_s, formatDuration(duration)},
                     {u"endpoints"_s, endpointList},
                     {u"workload"_s, workloadList},
                     {u"policies"_s, policyList},
                     {u"objectives"_s, objectiveList}};
    if (tune)
        json.insert(u"tune"_s, tuneToJson(*tune));
    return json;
}

Expected<Scenario, ConfigIssues> Scenario::fromJson(const QJsonObject &json)
{
    Scenario scenario;
    ConfigIssues issues;
    JsonReader reader(json, {}, issues);
    QString schema; // for editors
    reader.read(u"$schema"_s, schema);
    readFormat(reader);
    requireField(reader, u"name"_s, u"a string such as \"Hard outage\""_s);
    reader.read(u"name"_s, scenario.name);
    reader.read(u"description"_s, scenario.description);
    readWhole(reader, u"seed"_s, scenario.seed);
    requireField(reader, u"duration"_s, u"a duration such as \"90s\""_s);
    reader.read(u"duration"_s, scenario.duration);
    requireField(reader, u"endpoints"_s, u"a list of endpoints, [{\"name\": ...}]"_s);
    readObjects(reader, u"endpoints"_s, issues, [&](const QJsonObject &endpoint, const QString &path) {
        scenario.endpoints.append(endpointFromJson(endpoint, path, issues));
    });
    readObjects(reader, u"workload"_s, issues, [&](const QJsonObject &load, const QString &path) {
        scenario.workload.append(workloadFromJson(load, path, issues));
    });
    readPolicies(reader, scenario.policies, issues);
    readParsed(reader, u"objectives"_s, u"successRate >= 0.7"_s, scenario.objectives, issues);
    if (const auto tune = reader.object(u"tune"_s))
        scenario.tune = tuneFromJson(*tune, reader.fieldPath(u"tune"_s), issues);
    reader.finish();

    const UnreadFields unread(issues);
    const ConfigIssues rangeIssues = scenario.validate();
    for (const ConfigIssue &issue : rangeIssues) {
        if (!isFull(issues) && !unread.mayExplain(issue))
            issues.append(issue);
    }
    if (!issues.isEmpty())
        return Unexpected{issues};
    return scenario;
}

} // namespace Fuseboard
