// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "commandline.h"

#include <vector>

namespace Fuseboard::Cli {

namespace {

auto appendTo(QStringList &target)
{
    return [&target](const std::vector<std::string> &texts) {
        for (const std::string &text : texts)
            target.append(QString::fromLocal8Bit(text.c_str()));
    };
}

} // namespace

CLI::Option *addText(CLI::App &command, const std::string &name, QString &target, const std::string &description,
                     const std::string &typeName)
{
    const auto take = [&target](const std::string &text) { target = QString::fromLocal8Bit(text.c_str()); };
    return command.add_option_function<std::string>(name, take, description)->type_name(typeName);
}

CLI::Option *addTexts(CLI::App &command, const std::string &name, QStringList &target, const std::string &description,
                      const std::string &typeName)
{
    return command.add_option_function<std::vector<std::string>>(name, appendTo(target), description)
        ->type_name(typeName)
        ->allow_extra_args(false);
}

void addArguments(CLI::App &command, const std::string &name, QStringList &target, const std::string &description)
{
    command.add_option_function<std::vector<std::string>>(name, appendTo(target), description)
        ->type_name("")
        ->required();
}

void addSettings(CLI::App &command, QStringList &settings, const std::string &example)
{
    addTexts(command, "--set", settings, "Change a field, as in " + example + "; may be repeated", "PATH=VALUE");
}

} // namespace Fuseboard::Cli
