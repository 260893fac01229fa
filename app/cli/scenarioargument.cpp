// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "scenarioargument.h"

#include "lab/scenario/builtinscenarios.h"

#include <QFileInfo>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

Expected<Scenario, Failure> findScenario(const QString &name)
{
    const auto builtin = findBuiltinScenario(name);
    if (builtin)
        return *builtin;
    if (QFileInfo::exists(name) || name.contains(u'/') || name.endsWith(".json"_L1)) {
        return Unexpected{Failure{ExitCode::BadInput,
                                  u"%1: this version runs only its built-in scenarios, not files; `fuseboard-cli "
                                  "scenarios` lists them"_s.arg(name)}};
    }
    return Unexpected{Failure{ExitCode::BadInput, builtin.error()}};
}

} // namespace Fuseboard::Cli
