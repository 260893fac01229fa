// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "completion.h"

#include "files.h"
#include "lab/scenario/builtinscenarios.h"

#include <QStringList>

#include <CLI/CLI.hpp>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

/// "--seed", "-h", ... of @p command; not what is given by its place.
QStringList optionsOf(const CLI::App &command)
{
    QStringList names;
    for (const CLI::Option *option : command.get_options()) {
        for (const std::string &name : option->get_lnames())
            names.append(u"--"_s + QString::fromStdString(name));
        for (const std::string &name : option->get_snames())
            names.append(u"-"_s + QString::fromStdString(name));
    }
    return names;
}

bool takesScenario(const CLI::App &command)
{
    return command.get_name() == "scenarios" || command.get_option_no_throw("SCENARIO") != nullptr;
}

QString scenarioNames()
{
    QStringList names;
    for (const Scenario &scenario : builtinScenarios())
        names.append(scenario.id);
    return names.join(u' ');
}

QString commandNames(const CLI::App &program)
{
    QStringList names;
    for (const CLI::App *command : program.get_subcommands({}))
        names.append(QString::fromStdString(command->get_name()));
    return names.join(u' ');
}

QString bashScript(const CLI::App &program)
{
    QString cases;
    for (const CLI::App *command : program.get_subcommands({})) {
        cases += u"        %1)\n            words=\"%2\"\n            names=\"%3\"\n            ;;\n"_s.arg(
            QString::fromStdString(command->get_name()), optionsOf(*command).join(u' '),
            takesScenario(*command) ? scenarioNames() : QString());
    }
    return uR"(_fuseboard_cli()
{
    local present=${COMP_WORDS[COMP_CWORD]} words names
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W "%1 %2" -- "$present"))
        return
    fi
    case ${COMP_WORDS[1]} in
%3        *)
            return
            ;;
    esac
    case $present in
        -*) COMPREPLY=($(compgen -W "$words" -- "$present")) ;;
        *) COMPREPLY=($(compgen -W "$names" -- "$present") $(compgen -f -- "$present")) ;;
    esac
}
complete -o filenames -F _fuseboard_cli fuseboard-cli
)"_s.arg(commandNames(program), optionsOf(program).join(u' '), cases);
}

/// @p text between single quotes, for fish.
QString quoted(const std::string &text)
{
    QString inside = QString::fromStdString(text);
    inside.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s);
    return u'\'' + inside + u'\'';
}

QString fishScript(const CLI::App &program)
{
    QString script;
    for (const CLI::App *command : program.get_subcommands({})) {
        script += u"complete -c fuseboard-cli -f -n __fish_use_subcommand -a %1 -d %2\n"_s.arg(
            QString::fromStdString(command->get_name()), quoted(command->get_description()));
    }
    for (const CLI::App *command : program.get_subcommands({})) {
        const QString begin = u"complete -c fuseboard-cli -n '__fish_seen_subcommand_from %1'"_s.arg(
            QString::fromStdString(command->get_name()));
        for (const CLI::Option *option : command->get_options()) {
            QString line = begin;
            for (const std::string &name : option->get_lnames())
                line += u" -l "_s + QString::fromStdString(name);
            for (const std::string &name : option->get_snames())
                line += u" -s "_s + QString::fromStdString(name);
            if (line == begin)
                continue;
            if (option->get_items_expected() > 0)
                line += u" -r"_s;
            script += line + u" -d "_s + quoted(option->get_description()) + u'\n';
        }
        if (takesScenario(*command))
            script += begin + u" -a '%1'\n"_s.arg(scenarioNames());
    }
    return script;
}

} // namespace

std::optional<Failure> printCompletion(const CLI::App &program, const QString &shell)
{
    if (shell == "bash"_L1)
        return writeStandardOutput(bashScript(program).toUtf8());
    if (shell == "zsh"_L1) {
        return writeStandardOutput("#compdef fuseboard-cli\nautoload -U +X bashcompinit && bashcompinit\n"
                                   + bashScript(program).toUtf8());
    }
    if (shell == "fish"_L1)
        return writeStandardOutput(fishScript(program).toUtf8());
    return Failure{ExitCode::BadUsage, u"completion is there for bash, zsh and fish, not for \"%1\""_s.arg(shell)};
}

} // namespace Fuseboard::Cli
