// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "commandline.h"
#include "completion.h"
#include "exitcode.h"
#include "files.h"
#include "lab/fault/openfiles.h"
#include "lab/file/filereplacement.h"
#include "lab/run/keptmemory.h"
#include "replaycommand.h"
#include "runcommand.h"
#include "scenarioscommand.h"
#include "servecommand.h"
#include "showcommand.h"
#include "tunecommands.h"
#include "validatecommand.h"

#include <QCoreApplication>

#include <memory>
#include <sstream>

namespace {

using namespace Fuseboard::Cli;
using namespace Qt::StringLiterals;

void addScenarios(CLI::App &program, Command &chosen)
{
    auto name = std::make_shared<QString>();
    CLI::App *const command = program.add_subcommand("scenarios", "List the built-in scenarios, or print one as JSON");
    addText(*command, "NAME", *name, "The id or name of one", "");
    command->callback([name, &chosen] { chosen = [name] { return listScenarios(*name); }; });
}

void addValidate(CLI::App &program, Command &chosen)
{
    auto files = std::make_shared<QStringList>();
    CLI::App *const command = program.add_subcommand("validate", "Say what is wrong with scenario files");
    addArguments(*command, "FILE", *files, "Scenario files; - is standard input");
    command->footer(
        "\nA line for each thing that is wrong, on standard error: FILE:LINE:COLUMN: /place: what would be right.\n"
        "Exit status 3 if there is any.\n"
        "\nExamples:\n"
        "  fuseboard-cli validate scenarios/*.fuse.json\n"
        "  fuseboard-cli scenarios brownout | fuseboard-cli validate -");
    command->callback([files, &chosen] { chosen = [files] { return validateScenarios(*files); }; });
}

void addOutput(CLI::App &command, OutputOptions &output)
{
    addText(command, "--json", output.json, "Write figures, changes and series, JSON; - is standard output", "FILE");
    addText(command, "--csv", output.csv,
            "Write tables: summary, series, transitions, attempts, and calls, a log that replay takes", "DIR");
    addText(command, "--junit", output.junit, "Write the objectives as test cases, JUnit's XML", "FILE");
    command.add_flag("--quiet", output.isQuiet, "No progress and no summary");
}

void addChecks(CLI::App &command, QStringList &checks)
{
    addTexts(command, "--check", checks,
             "Exit with 99 unless this holds in the end, as in \"successRate >= 0.7\"; may be repeated", "EXPR");
}

void addRun(CLI::App &program, Command &chosen)
{
    auto options = std::make_shared<RunOptions>();
    CLI::App *const command = program.add_subcommand("run", "Run a scenario and print what came of it");
    addText(*command, "SCENARIO", options->scenario,
            "A file (- is standard input), or a built-in scenario by id or name", "")
        ->required();
    CLI::Option *const live = command->add_flag("--live", options->isLive,
                                                "On real sockets, at wall speed; else in virtual time");
    command->add_flag("--compare", options->isCompared, "Simulate it too, and say where the two differ")->needs(live);
    addText(*command, "--seed", options->seed, "Seed of all that is drawn", "N");
    addText(*command, "--duration", options->duration, "Run for this long, as in 20s", "D");
    addSettings(*command, options->settings, "policies.*.breaker.failureThreshold=3");
    addChecks(*command, options->checks);
    addOutput(*command, options->output);
    addText(*command, "--save", options->output.save, "Save the run, to be shown, compared and drawn again", "FILE");
    command->footer("\nExamples:\n"
                    "  fuseboard-cli run hard-outage\n"
                    "  fuseboard-cli run hard-outage --live --duration 20s --json - | jq .summary\n"
                    "  fuseboard-cli run hard-outage --live --compare\n"
                    "  fuseboard-cli run hard-outage --set 'policies.*.breaker.failureThreshold=3' \\\n"
                    "      --check 'detectTime <= 1s' --check 'amplification <= 1.3' --junit report.xml");
    command->callback([options, &chosen] { chosen = [options] { return runScenario(*options); }; });
}

void addServe(CLI::App &program, Command &chosen)
{
    auto options = std::make_shared<ServeOptions>();
    CLI::App *const command = program.add_subcommand("serve", "Serve a scenario's endpoints to any client");
    addText(*command, "SCENARIO", options->scenario, "A file, or a built-in scenario by id or name", "")->required();
    addText(*command, "--listen", options->listen, "Where; a free port on loopback if not given", "ADDR:PORT");
    addText(*command, "--control", options->control, "Where scripts read and change the endpoints meanwhile; likewise",
            "ADDR:PORT");
    addText(*command, "--seed", options->seed, "Seed of all that is drawn", "N");
    command->add_flag("--loop", options->isLooped, "Begin the phases anew when the scenario's duration is over");
    addSettings(*command, options->settings, "endpoints.orders.phases.outage.for=40s");
    command->add_flag("--quiet", options->isQuiet, "Do not tell when phases change");
    command->footer("\nExamples:\n"
                    "  fuseboard-cli serve hard-outage --listen 127.0.0.1:8080 --control 127.0.0.1:8081\n"
                    "  curl -i http://127.0.0.1:8080/orders\n"
                    "  curl -X POST http://127.0.0.1:8081/endpoints/orders/break");
    command->callback([options, &chosen] { chosen = [options] { return serveScenario(*options); }; });
}

void addShow(CLI::App &program, Command &chosen)
{
    auto options = std::make_shared<ShowOptions>();
    CLI::App *const command = program.add_subcommand("show", "Print what came of a run that was saved");
    addText(*command, "FILE", options->file, "As --save wrote it; - is standard input", "")->required();
    addChecks(*command, options->checks);
    addOutput(*command, options->output);
    command->footer("\nExamples:\n"
                    "  fuseboard-cli run hard-outage --save outage.fuserun.json\n"
                    "  fuseboard-cli show outage.fuserun.json --csv outage");
    command->callback([options, &chosen] { chosen = [options] { return showRun(*options); }; });
}

void addReplay(CLI::App &program, Command &chosen)
{
    auto options = std::make_shared<ReplayOptions>();
    CLI::App *const command = program.add_subcommand("replay",
                                                     "Take a log of calls through a policy's breaker, in virtual time");
    addText(*command, "--policy", options->policy, "The policy, JSON; - is standard input", "FILE")->required();
    addText(*command, "--calls", options->calls,
            "The log, CSV with start_ms,duration_ms,outcome and perhaps endpoint; - is standard input", "FILE")
        ->required();
    addText(*command, "--decisions", options->decisions, "Write what became of each call, CSV; - is standard output",
            "FILE");
    addText(*command, "--transitions", options->transitions, "Write the breaker's changes of state, CSV; likewise",
            "FILE");
    addText(*command, "--json", options->json, "Write a summary, JSON; likewise", "FILE");
    command->footer("\nExamples:\n"
                    "  fuseboard-cli replay --policy policy.json --calls yesterday.csv\n"
                    "  fuseboard-cli replay --policy policy.json --calls - --decisions - < yesterday.csv");
    command->callback([options, &chosen] { chosen = [options] { return replayCalls(*options); }; });
}

void addCompletion(CLI::App &program, Command &chosen)
{
    auto shell = std::make_shared<QString>();
    CLI::App *const command = program.add_subcommand("completion", "Print a script that completes commands in a shell");
    addText(*command, "SHELL", *shell, "bash, zsh or fish", "")->required();
    command->footer("\nExamples:\n"
                    "  source <(fuseboard-cli completion bash)\n"
                    "  fuseboard-cli completion fish > ~/.config/fish/completions/fuseboard-cli.fish");
    command->callback(
        [shell, &program, &chosen] { chosen = [shell, &program] { return printCompletion(program, *shell); }; });
}

QString commandNames(const CLI::App &program)
{
    QStringList names;
    for (const CLI::App *command : program.get_subcommands({}))
        names.append(QString::fromStdString(command->get_name()));
    const QString last = names.takeLast();
    return names.join(u", "_s) + u" or "_s + last;
}

int finish(const std::optional<Failure> &failure)
{
    if (!failure)
        return static_cast<int>(ExitCode::Fine);
    if (failure->message.isEmpty()) // it has been told already
        return static_cast<int>(failure->code);
    const QStringList lines = failure->message.split(u'\n');
    for (const QString &line : lines)
        writeStandardError(u"fuseboard-cli: %1\n"_s.arg(line));
    return static_cast<int>(failure->code);
}

} // namespace

int main(int argc, char **argv)
{
    Fuseboard::keepFreedMemory();
    Fuseboard::allowManyOpenFiles();
    Fuseboard::reportFileSizeLimit();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"fuseboard-cli"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(FUSEBOARD_VERSION));

    CLI::App program{"Try out circuit breakers and retry policies: run failure scenarios, replay logs of calls."};
    program.name("fuseboard-cli");
    program.set_version_flag("--version", "fuseboard-cli " FUSEBOARD_VERSION);
    program.set_help_flag("-h,--help", "Print this help, or that of a command, and exit");
    program.require_subcommand(0, 1); // it is asked for below, where an unknown one has been named already
    program.footer("\nExamples:\n"
                   "  fuseboard-cli scenarios\n"
                   "  fuseboard-cli run hard-outage\n"
                   "  fuseboard-cli serve hard-outage --listen 127.0.0.1:8080\n"
                   "  fuseboard-cli replay --policy policy.json --calls calls.csv --decisions -\n"
                   "  fuseboard-cli tune hard-outage\n"
                   "\nExit status: 0 fine; 1 it could not run; 2 bad usage; 3 bad input file; 99 an objective or "
                   "--check was not met;\n"
                   "130 interrupted.");

    Command chosen;
    addScenarios(program, chosen);
    addValidate(program, chosen);
    addRun(program, chosen);
    addReplay(program, chosen);
    addServe(program, chosen);
    addShow(program, chosen);
    addTuneCommands(program, chosen);
    addCompletion(program, chosen);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        std::ostringstream output;
        std::ostringstream errors;
        const int code = program.exit(error, output, errors);
        writeStandardError(QString::fromStdString(errors.str()));
        if (auto failure = writeStandardOutput(QByteArray::fromStdString(output.str())))
            return finish(failure);
        return static_cast<int>(code == 0 ? ExitCode::Fine : ExitCode::BadUsage);
    }
    if (!chosen) {
        return finish(
            Failure{ExitCode::BadUsage, u"say what to do: %1; --help tells more"_s.arg(commandNames(program))});
    }
    return finish(chosen());
}
