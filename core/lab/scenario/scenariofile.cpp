// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/scenariofile.h"

#include "lab/json/jsontext.h"
#include "lab/scenario/jsonlayout.h"
#include "resilience/base/fieldpath.h"

#include <algorithm>
#include <tuple>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostIssues = 100;

/// @p issues in their places. Each is looked up in the text, so there must not be many.
JsonIssues placed(const ConfigIssues &issues, const JsonText &text)
{
    JsonIssues placed;
    for (const ConfigIssue &issue : issues) {
        const auto names = splitFieldPath(issue.field);
        Q_ASSERT(names);
        placed.append(text.issueAt(*names, issue.message));
    }
    return placed;
}

} // namespace

Expected<Scenario, JsonIssues> readScenario(const QByteArray &text)
{
    if (text.size() > MostScenarioBytes) {
        return Unexpected{JsonIssues{
            {1, 1, {}, u"the file has more than 16 MiB; a scenario file must not, so this is probably another one"_s}}};
    }
    const auto json = JsonText::parse(text);
    if (!json)
        return Unexpected{JsonIssues{json.error()}};
    if (!json->value().isObject())
        return Unexpected{JsonIssues{json->issueAt({}, u"must be a JSON object, {...}"_s)}};

    auto scenario = Scenario::fromJson(json->value().toObject());
    if (scenario && json->duplicates().isEmpty())
        return *scenario;
    JsonIssues issues = json->duplicates();
    if (!scenario)
        issues += placed(scenario.error().first(std::min(scenario.error().size(), MostIssues)), *json);
    std::ranges::stable_sort(issues, {}, [](const JsonIssue &issue) { return std::tuple(issue.line, issue.column); });
    if (issues.size() > MostIssues)
        issues.resize(MostIssues);
    return Unexpected{issues};
}

QByteArray writeScenario(const Scenario &scenario)
{
    return scenarioLayout(scenario.toJson());
}

} // namespace Fuseboard
