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

/// What may follow @p words, which is a command ("run", "sweep plan"), and its own commands.
QString bashCases(const CLI::App &command, const QString &words)
{
    const QString own = commandNames(command);
    QString cases = u"        '%1')\n            words=\"%2\"\n            names=\"%3\"\n            ;;\n"_s.arg(
        words, optionsOf(command).join(u' '), own.isEmpty() && takesScenario(command) ? scenarioNames() : own);
    for (const CLI::App *inner : command.get_subcommands({}))
        cases += bashCases(*inner, words + u' ' + QString::fromStdString(inner->get_name()));
    return cases;
}

QString bashScript(const CLI::App &program)
{
    QString cases;
    QStringList groups;
    for (const CLI::App *command : program.get_subcommands({})) {
        const QString name = QString::fromStdString(command->get_name());
        cases += bashCases(*command, name);
        if (!command->get_subcommands({}).empty())
            groups.append(name);
    }
    return uR"(_fuseboard_cli()
{
    local present=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} words names
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W "%1 %2" -- "$present"))
        return
    fi
    case $command in
        %4)
            if [ "$COMP_CWORD" -gt 2 ]; then
                command="$command ${COMP_WORDS[2]}"
            fi
            ;;
    esac
    case $command in
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
)"_s.arg(commandNames(program), optionsOf(program).join(u' '), cases, groups.join(u'|'));
}

/// @p text between single quotes, for fish.
QString quoted(const std::string &text)
{
    QString inside = QString::fromStdString(text);
    inside.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s);
    return u'\'' + inside + u'\'';
}

/// Lines for what may follow the command that @p condition, of fish, is true behind, and for its own commands.
QString fishLines(const CLI::App &command, const QString &condition)
{
    const QString begin = u"complete -c fuseboard-cli -n '%1'"_s.arg(condition);
    QString script;
    for (const CLI::Option *option : command.get_options()) {
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
    if (takesScenario(command))
        script += begin + u" -a '%1'\n"_s.arg(scenarioNames());
    for (const CLI::App *inner : command.get_subcommands({})) {
        const QString name = QString::fromStdString(inner->get_name());
        script += u"complete -c fuseboard-cli -f -n '%1; and not __fish_seen_subcommand_from %2' -a %3 -d %4\n"_s.arg(
            condition, commandNames(command), name, quoted(inner->get_description()));
        script += fishLines(*inner, condition + u"; and __fish_seen_subcommand_from "_s + name);
    }
    return script;
}

QString fishScript(const CLI::App &program)
{
    QString script;
    for (const CLI::App *command : program.get_subcommands({})) {
        script += u"complete -c fuseboard-cli -f -n __fish_use_subcommand -a %1 -d %2\n"_s.arg(
            QString::fromStdString(command->get_name()), quoted(command->get_description()));
    }
    for (const CLI::App *command : program.get_subcommands({})) {
        QString condition = u"__fish_seen_subcommand_from "_s + QString::fromStdString(command->get_name());
        // "sweep run" is not "run".
        for (const CLI::App *other : program.get_subcommands({})) {
            if (commandNames(*other).split(u' ').contains(QString::fromStdString(command->get_name())))
                condition += u"; and not __fish_seen_subcommand_from "_s + QString::fromStdString(other->get_name());
        }
        script += fishLines(*command, condition);
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
