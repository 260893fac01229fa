// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/pipeline/connectionsconfig.h"

#include "resilience/base/durationtext.h"
#include "resilience/base/jsonreader.h"

namespace Fuseboard {

using namespace Qt::StringLiterals;

ConfigIssues ConnectionsConfig::validate() const
{
    ConfigIssues issues;
    if (max && (*max < 1 || *max > MostConnections))
        issues.append({u"max"_s, u"must be from 1 to %1, not %2"_s.arg(MostConnections).arg(*max)});
    if (maxWait && *maxWait < Duration::zero())
        issues.append({u"maxWait"_s, u"must be at least 0, not %1"_s.arg(formatDuration(*maxWait))});
    return issues;
}

QJsonObject ConnectionsConfig::toJson() const
{
    QJsonObject json;
    if (max)
        json.insert(u"max"_s, *max);
    if (maxWait)
        json.insert(u"maxWait"_s, formatDuration(*maxWait));
    return json;
}

ConnectionsConfig ConnectionsConfig::fromJson(JsonReader &reader)
{
    ConnectionsConfig config;
    const QJsonValue max = reader.value(u"max"_s);
    if (!max.isUndefined() && !max.isNull()) {
        int value = 1;
        reader.read(u"max"_s, value);
        config.max = value;
    }
    reader.read(u"maxWait"_s, config.maxWait);
    reader.finish();
    return config;
}

} // namespace Fuseboard
