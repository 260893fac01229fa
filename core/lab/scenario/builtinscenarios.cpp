// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/builtinscenarios.h"

#include "lab/scenario/scenariofile.h"
#include "resilience/base/suggestion.h"

#include <QFile>
#include <QStringList>

/// A static library's resources are not there by themselves. Must stand outside of every namespace.
static void initResources()
{
    Q_INIT_RESOURCE(scenarios);
}

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// From the plain outage to what takes some thought.
const QStringList &ids()
{
    static const QStringList list{u"hard-outage"_s,       u"hanging-service"_s,
                                  u"brownout"_s,          u"slow-drip"_s,
                                  u"partial-failure"_s,   u"broken-proxy"_s,
                                  u"rolling-restart"_s,   u"flapping"_s,
                                  u"rate-limited"_s,      u"expired-token"_s,
                                  u"every-third-fails"_s, u"seven-in-ten-fail"_s,
                                  u"low-traffic"_s,       u"breaker-or-retry-outside"_s,
                                  u"retry-storm"_s,       u"stampede"_s};
    return list;
}

Scenario readOne(const QString &id)
{
    auto scenario = readScenario(builtinScenarioText(id));
    Q_ASSERT_X(scenario, "builtinScenarios", qPrintable(id));
    scenario->id = id;
    return *std::move(scenario);
}

QList<Scenario> readAll()
{
    QList<Scenario> all;
    for (const QString &id : ids())
        all.append(readOne(id));
    return all;
}

} // namespace

const QList<Scenario> &builtinScenarios()
{
    static const QList<Scenario> all = readAll();
    return all;
}

Expected<Scenario, QString> findBuiltinScenario(QStringView name)
{
    for (const QString &id : ids()) {
        if (name.compare(id, Qt::CaseInsensitive) == 0)
            return readOne(id); // the others need not be read
    }
    for (const Scenario &scenario : builtinScenarios()) {
        if (name.compare(scenario.name, Qt::CaseInsensitive) == 0)
            return scenario;
    }
    return Unexpected{u"the scenario "_s + wrongWord(name.toString(), ids())};
}

QByteArray builtinScenarioText(const QString &id)
{
    initResources();
    QFile file(u":/fuseboard/scenarios/"_s + id + u".fuse.json"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString lessonOf(const Scenario &scenario)
{
    const QString &text = scenario.description;
    const qsizetype before = text.lastIndexOf(u". "_s);
    return before < 0 ? text : text.sliced(before + 2);
}

} // namespace Fuseboard
