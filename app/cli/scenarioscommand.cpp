// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "scenarioscommand.h"

#include "files.h"
#include "lab/scenario/builtinscenarios.h"

#include <QStringList>

#include <algorithm>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LineWidth = 100;

/// @p text in lines of at most @p width characters.
QStringList wrapped(const QString &text, qsizetype width)
{
    QStringList lines{QString()};
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    for (const QString &word : words) {
        QString &line = lines.last();
        if (line.isEmpty())
            line = word;
        else if (line.size() + 1 + word.size() <= width)
            line += u' ' + word;
        else
            lines.append(word);
    }
    return lines;
}

/// Ids on the left, names and lessons on the right.
QString table(const QList<Scenario> &scenarios)
{
    qsizetype idWidth = 0;
    for (const Scenario &scenario : scenarios)
        idWidth = std::max(idWidth, scenario.id.size() + 2);
    QString text;
    for (const Scenario &scenario : scenarios) {
        text += scenario.id.leftJustified(idWidth) + scenario.name + u'\n';
        for (const QString &line : wrapped(lessonOf(scenario), LineWidth - idWidth))
            text += QString(idWidth, u' ') + line + u'\n';
    }
    return text;
}

} // namespace

std::optional<Failure> listScenarios(const QString &name)
{
    if (name.isEmpty())
        return writeText(table(builtinScenarios()));
    const auto scenario = findBuiltinScenario(name);
    if (!scenario)
        return Failure{ExitCode::BadInput, scenario.error()};
    return writeStandardOutput(builtinScenarioText(scenario->id));
}

} // namespace Fuseboard::Cli
