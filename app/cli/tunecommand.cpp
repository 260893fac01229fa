// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "tunecommand.h"

#include "files.h"
#include "interrupt.h"
#include "lab/scenario/scenariofile.h"
#include "lab/tune/recommendation.h"
#include "progress.h"
#include "progresslines.h"
#include "recommendationjson.h"
#include "scenarioargument.h"
#include "wholenumber.h"

#include <QEventLoop>
#include <QJsonDocument>
#include <QThread>

#include <memory>
#include <mutex>
#include <stop_token>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

/// recommend() on a thread of its own, so that this one hears of signals. None if @p interrupt ended it.
Expected<std::optional<Recommendation>, QString> recommendFor(const Scenario &scenario, int threads,
                                                              const Interrupt &interrupt, bool showsProgress)
{
    Expected<std::optional<Recommendation>, QString> answer{std::optional<Recommendation>()};
    std::stop_source stop;
    std::mutex mutex;
    Sweep::Progress latest;
    const auto report = [&](const Sweep::Progress &progress) {
        const std::scoped_lock lock(mutex);
        latest = progress;
    };
    const std::unique_ptr<QThread> thread(
        QThread::create([&] { answer = recommend(scenario, threads, stop.get_token(), report); }));
    QEventLoop loop;
    QObject::connect(thread.get(), &QThread::finished, &loop, &QEventLoop::quit);
    QObject::connect(&interrupt, &Interrupt::came, &loop, [&stop] { stop.request_stop(); });
    if (interrupt.hasCome())
        stop.request_stop();
    std::optional<Progress> progress;
    if (showsProgress) {
        progress.emplace([&] {
            const std::scoped_lock lock(mutex);
            return sweepProgress(latest);
        });
    }
    thread->start();
    loop.exec();
    thread->wait();
    return answer;
}

} // namespace

std::optional<Failure> tuneScenario(const TuneOptions &options)
{
    if (options.json == "-"_L1 && options.output == "-"_L1)
        return Failure{ExitCode::BadUsage, u"only one of --json and -o can be standard output"_s};
    // -o may replace the scenario that it improves.
    if (auto failure = checkOutputs({{u"--json"_s, options.json}, {u"-o"_s, options.output}}, {}))
        return failure;
    if (auto failure = checkOutputs({{u"--json"_s, options.json}}, {options.scenario}))
        return failure;
    const auto scenario = findScenario(options.scenario, options.settings, options.seed);
    if (!scenario)
        return scenario.error();
    int threads = 0;
    if (auto failure = readWholeNumber(u"--threads"_s, options.threads, 1, 1024, threads))
        return failure;

    Interrupt interrupt;
    const bool showsProgress = !options.isQuiet && isStandardErrorTerminal();
    const auto answer = recommendFor(*scenario, threads, interrupt, showsProgress);
    if (!answer)
        return Failure{ExitCode::BadInput, answer.error()};
    if (!*answer)
        return Failure{ExitCode::Interrupted, u"interrupted; nothing was found out yet"_s};
    const Recommendation &recommendation = **answer;

    std::optional<Failure> failure;
    if (!options.json.isEmpty())
        failure = writeOutput(options.json, QJsonDocument(recommendationToJson(recommendation)).toJson());
    if (!failure && !options.output.isEmpty())
        failure = writeOutput(options.output, writeScenario(recommendation.scenario));
    const bool takesStandardOutput = options.json == "-"_L1 || options.output == "-"_L1;
    if (!failure && !options.isQuiet && !takesStandardOutput)
        failure = writeText(recommendation.text().trimmed() + u'\n');
    if (!failure && !recommendation.missedThen.isEmpty()) {
        failure = Failure{ExitCode::NotMet,
                          u"with what is recommended, too: "_s
                              + recommendation.missedThen.join(u"\nwith what is recommended, too: "_s)};
    }
    return failure;
}

} // namespace Fuseboard::Cli
