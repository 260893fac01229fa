// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/scenariofile.h"

#include "lab/json/jsontext.h"
#include "lab/scenario/jsonlayout.h"

namespace Fuseboard {

using namespace Qt::StringLiterals;

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
    return Unexpected{json->issues(scenario ? ConfigIssues() : scenario.error())};
}

JsonIssues placesOf(const ConfigIssues &issues, const QByteArray &text)
{
    const auto json = JsonText::parse(text);
    return json ? json->issues(issues) : JsonIssues();
}

QByteArray writeScenario(const Scenario &scenario)
{
    return scenarioLayout(scenario.toJson());
}

} // namespace Fuseboard
