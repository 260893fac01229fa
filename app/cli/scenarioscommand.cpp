// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "scenarioscommand.h"

#include "files.h"
#include "lab/scenario/builtinscenarios.h"

#include <QJsonDocument>

namespace Fuseboard::Cli {

std::optional<Failure> listScenarios(const QString &name)
{
    if (!name.isEmpty()) {
        const auto scenario = findBuiltinScenario(name);
        if (!scenario)
            return Failure{ExitCode::BadInput, scenario.error()};
        return writeStandardOutput(QJsonDocument(scenario->toJson()).toJson());
    }

    QByteArray list;
    for (const Scenario &scenario : builtinScenarios()) {
        list += scenario.id.toUtf8().leftJustified(16) + ' ' + scenario.name.toUtf8() + "\n" + QByteArray(17, ' ')
            + scenario.description.toUtf8() + "\n";
    }
    return writeStandardOutput(list);
}

} // namespace Fuseboard::Cli
