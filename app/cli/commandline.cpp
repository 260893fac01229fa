// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "commandline.h"

#include <vector>

namespace Fuseboard::Cli {

namespace {

/// @p text of the option or argument @p name as Qt has it.
QString qtText(const std::string &name, const std::string &text)
{
    if (text.empty())
        throw CLI::ValidationError(name, "must not be empty");
    if (!QUtf8StringView(text.data(), qsizetype(text.size())).isValidUtf8())
        throw CLI::ValidationError(name, "must be UTF-8, which it is not");
    return QString::fromUtf8(text);
}

auto appendTo(const std::string &name, QStringList &target)
{
    return [name, &target](const std::vector<std::string> &texts) {
        for (const std::string &text : texts)
            target.append(qtText(name, text));
    };
}

} // namespace

CLI::Option *addText(CLI::App &command, const std::string &name, QString &target, const std::string &description,
                     const std::string &typeName)
{
    const auto take = [name, &target](const std::string &text) { target = qtText(name, text); };
    return command.add_option_function<std::string>(name, take, description)->type_name(typeName);
}

CLI::Option *addTexts(CLI::App &command, const std::string &name, QStringList &target, const std::string &description,
                      const std::string &typeName)
{
    return command.add_option_function<std::vector<std::string>>(name, appendTo(name, target), description)
        ->type_name(typeName)
        ->allow_extra_args(false);
}

void addArguments(CLI::App &command, const std::string &name, QStringList &target, const std::string &description)
{
    command.add_option_function<std::vector<std::string>>(name, appendTo(name, target), description)
        ->type_name("")
        ->required();
}

void addSettings(CLI::App &command, QStringList &settings, const std::string &example)
{
    addTexts(command, "--set", settings, "Change a field, as in " + example + "; may be repeated", "PATH=VALUE");
}

} // namespace Fuseboard::Cli
