// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "tunecommands.h"

#include "sweepbestcommand.h"
#include "sweepmergecommand.h"
#include "sweepplancommand.h"
#include "sweepruncommand.h"
#include "sweepstatuscommand.h"
#include "tunecommand.h"

#include <memory>

namespace Fuseboard::Cli {

namespace {

void addPlan(CLI::App &sweep, Command &chosen)
{
    auto options = std::make_shared<SweepPlanOptions>();
    CLI::App *const command = sweep.add_subcommand("plan", "Write down what is to be tried: DIR/plan.json");
    addArguments(*command, "SCENARIO", options->scenarios,
                 "Files (- is standard input), or built-in scenarios by id or name; each cell runs in all of them");
    addTexts(*command, "--vary", options->vary,
             "A field and its values: 3,5,8 or 3..20 or 5s..60s:5s or 100ms..60s:log8; may be repeated. Without it: "
             "what the "
             "scenario's section \"tune\" says",
             "PATH=VALUES");
    addText(*command, "--seeds", options->seeds,
            "How many seeds each combination runs with; without it that section's, or 10", "R");
    addTexts(*command, "--objective", options->objectives,
             "A goal, as in \"max successRate\" or \"min wastedAttempts\", the first of which weighs most; or a limit, "
             "as in "
             "\"detectTime <= 2s\"; may be repeated. Without a goal: that section's, or max successRate, min "
             "wastedAttempts and min latencyP95. "
             "Without a limit: the objectives that all the scenarios have",
             "EXPR");
    addText(*command, "--shards", options->shards,
            "The number of parts that it is to be run in; without it whoever runs it says", "N");
    addSettings(*command, options->settings, "workload.0.arrivals.rate=80, in all scenarios");
    addText(*command, "-o", options->directory, "The sweep's directory; it is made", "DIR")->required();
    command->footer("\nA plan is not changed: the results belong to it. The same plan may be written again.\n"
                    "\nExamples:\n"
                    "  fuseboard-cli sweep plan hard-outage brownout \\\n"
                    "      --vary 'policies.*.breaker.failureThreshold=3..20' --vary "
                    "'policies.*.breaker.recoveryTime=5s..60s:5s' \\\n"
                    "      --seeds 10 --objective 'max successRate' --objective 'amplification <= 1.3' -o sweep\n"
                    "  fuseboard-cli sweep plan mine.fuse.json --shards 16 -o sweep");
    command->callback([options, &chosen] { chosen = [options] { return planSweep(*options); }; });
}

void addRun(CLI::App &sweep, Command &chosen)
{
    auto options = std::make_shared<SweepRunOptions>();
    CLI::App *const command = sweep.add_subcommand("run", "Run a sweep, or one part of it, from where it was left");
    addText(*command, "DIR", options->directory, "The sweep's directory", "")->required();
    addText(
        *command, "--shard", options->shard,
        "Which part, counted from 1, of how many, as in 3/16; without it all, as 1/1. N must be the same for all parts",
        "I/N");
    addText(*command, "--threads", options->threads, "How many threads to use; without it one for each core", "T");
    command->add_flag("--quiet", options->isQuiet, "No progress, and say nothing in the end");
    command->footer(
        "\nA part that is finished is left alone. One that was cut off, by Ctrl-C, a kill or a loss of power, goes on\n"
        "after its last complete cell. The results are the same whatever happens, and for any number of parts.\n"
        "\nExamples:\n"
        "  fuseboard-cli sweep run sweep\n"
        "  fuseboard-cli sweep run sweep --shard 3/16\n"
        "  parallel fuseboard-cli sweep run sweep --threads 1 --shard '{}/16' ::: {1..16}");
    command->callback([options, &chosen] { chosen = [options] { return runSweep(*options); }; });
}

void addStatus(CLI::App &sweep, Command &chosen)
{
    auto options = std::make_shared<SweepStatusOptions>();
    CLI::App *const command = sweep.add_subcommand("status", "Say which parts are done, under way and missing");
    addText(*command, "DIR", options->directory, "The sweep's directory", "")->required();
    addText(*command, "--json", options->json, "Write it as JSON; - is standard output", "FILE");
    command->footer(
        "\nExamples:\n"
        "  fuseboard-cli sweep status sweep\n"
        "  fuseboard-cli sweep status sweep --json - | jq '.parts[] | select(.state == \"missing\") | .shard'");
    command->callback([options, &chosen] { chosen = [options] { return showSweepStatus(*options); }; });
}

void addMerge(CLI::App &sweep, Command &chosen)
{
    auto options = std::make_shared<SweepMergeOptions>();
    CLI::App *const command = sweep.add_subcommand("merge", "Put the parts together into one SQLite file");
    addText(*command, "DIR", options->directory, "The sweep's directory", "")->required();
    addText(*command, "-o", options->output, "The file", "FILE")->required();
    command->add_flag("--quiet", options->isQuiet, "No progress, and say nothing in the end");
    command->footer(
        "\nAll parts must be there, whole and of this plan. What comes out is the same for any number of parts.\n"
        "\nExamples:\n"
        "  fuseboard-cli sweep merge sweep -o result.sqlite\n"
        "  sqlite3 result.sqlite 'SELECT * FROM cell JOIN score USING (cell) WHERE allowed AND goal = 0 ORDER BY "
        "mean'");
    command->callback([options, &chosen] { chosen = [options] { return mergeSweep(*options); }; });
}

void addBest(CLI::App &sweep, Command &chosen)
{
    auto options = std::make_shared<SweepBestOptions>();
    CLI::App *const command = sweep.add_subcommand("best", "Say which settings are best, and which fields matter");
    addText(*command, "DIR|FILE", options->path, "The sweep's directory, or what `sweep merge` wrote", "")->required();
    addText(*command, "-n", options->most, "Show at most so many cells of the Pareto front; without it 10", "K");
    addText(*command, "--json", options->json, "Write it as JSON; - is standard output", "FILE");
    addText(*command, "--csv", options->csv, "Write a table of all cells; likewise", "FILE");
    command->footer("\nExit status 99 if no setting keeps to all limits.\n"
                    "\nExamples:\n"
                    "  fuseboard-cli sweep best sweep\n"
                    "  fuseboard-cli sweep best result.sqlite --json - | jq .best.settings");
    command->callback([options, &chosen] { chosen = [options] { return showBestOfSweep(*options); }; });
}

void addTune(CLI::App &program, Command &chosen)
{
    auto options = std::make_shared<TuneOptions>();
    CLI::App *const command = program.add_subcommand("tune",
                                                     "Recommend settings for a scenario's policies, and say why");
    addText(*command, "SCENARIO", options->scenario,
            "A file (- is standard input), or a built-in scenario by id or name", "")
        ->required();
    addSettings(*command, options->settings, "policies.*.breaker.failureThreshold=3");
    addText(*command, "--seed", options->seed, "Seed of all that is drawn", "N");
    addText(*command, "--threads", options->threads, "How many threads to use; without it one for each core", "T");
    addText(*command, "-o", options->output,
            "Write the scenario with the settings that are recommended; - is standard output", "FILE");
    addText(*command, "--json", options->json, "Write figures and settings, JSON; likewise", "FILE");
    command->add_flag("--quiet", options->isQuiet, "No progress and no text");
    command->footer(
        "\nTries the main fields of the breaker's rule, its recovery time and the retries around their present "
        "values,\n"
        "within the scenario's objectives, and confirms with other seeds what is best. Exit status 99 if an objective\n"
        "is not met even so.\n"
        "\nExamples:\n"
        "  fuseboard-cli tune hard-outage\n"
        "  fuseboard-cli tune mine.fuse.json -o tuned.fuse.json\n"
        "  fuseboard-cli tune hard-outage --json - | jq -r '.settings[]'");
    command->callback([options, &chosen] { chosen = [options] { return tuneScenario(*options); }; });
}

} // namespace

void addTuneCommands(CLI::App &program, Command &chosen)
{
    addTune(program, chosen);
    CLI::App *const sweep = program.add_subcommand("sweep",
                                                   "Try out settings on a grid: plan, run in parts, merge, compare");
    sweep->require_subcommand(1);
    addPlan(*sweep, chosen);
    addRun(*sweep, chosen);
    addStatus(*sweep, chosen);
    addMerge(*sweep, chosen);
    addBest(*sweep, chosen);
    sweep->footer("\nExamples:\n"
                  "  fuseboard-cli sweep plan hard-outage --vary 'policies.*.breaker.failureThreshold=3..20' -o sweep\n"
                  "  fuseboard-cli sweep run sweep\n"
                  "  fuseboard-cli sweep best sweep");
}

} // namespace Fuseboard::Cli
