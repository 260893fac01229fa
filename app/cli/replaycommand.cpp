// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "replaycommand.h"

#include "files.h"
#include "lab/record/recording.h"
#include "lab/record/runexport.h"
#include "lab/run/replay.h"
#include "resilience/pipeline/policyconfig.h"
#include "summarytext.h"

#include <QJsonDocument>

#include <algorithm>
#include <new>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

Expected<CircuitBreakerConfig, Failure> readBreaker(const QString &path)
{
    const auto json = readJsonObject(path);
    if (!json)
        return Unexpected{json.error()};
    const auto policy = PolicyConfig::fromJson(*json);
    if (!policy)
        return Unexpected{badFields(path, policy.error())};
    if (!policy->breaker) {
        return Unexpected{badFields(path,
                                    {{u"breaker"_s,
                                      u"must be there: a replay asks a breaker what it would "
                                      "have let through"_s}})};
    }
    for (const ConfigIssue &warning : policy->warnings(fieldsOf(*json)))
        writeStandardError(warningLine(shownPath(path), warning));
    if (policy->retry || policy->timeout.perAttempt || policy->timeout.overall) {
        writeStandardError(u"fuseboard-cli: %1: only the breaker is replayed: a call log holds the results of whole "
                           "calls, after their retries and time limits\n"_s.arg(shownPath(path)));
    }
    return *policy->breaker;
}

Expected<CallLog, Failure> readLog(const QString &path)
{
    const auto text = readInput(path, MostCallLogBytes);
    if (!text)
        return Unexpected{text.error()};
    try {
        auto log = CallLog::parse(*text);
        if (!log)
            return Unexpected{Failure{ExitCode::BadInput, log.error().describe(shownPath(path))}};
        return *std::move(log);
    } catch (const std::bad_alloc &) {
        return Unexpected{tooLargeToRead(path)};
    }
}

QString toText(const ReplayResult &result, const CallLog &log)
{
    const auto permitted = std::ranges::count_if(result.decisions, &ReplayDecision::isPermitted);
    const auto opened = std::ranges::count_if(result.transitions, [](const ReplayTransition &transition) {
        return transition.change.to == BreakerState::Open;
    });
    QString text = u"%1 calls: %2 permitted, %3 rejected; opened %4 times\n"_s.arg(result.decisions.size())
                       .arg(permitted)
                       .arg(static_cast<qsizetype>(result.decisions.size()) - permitted)
                       .arg(opened);
    constexpr std::size_t most = 20;
    for (std::size_t i = 0; i < std::min(most, result.transitions.size()); ++i) {
        const auto &[endpoint, change] = result.transitions[i];
        text += transitionLine(change.at.time_since_epoch(), log.endpoints[endpoint], change);
    }
    if (result.transitions.size() > most)
        text += u"  and %1 more; --transitions FILE writes all\n"_s.arg(result.transitions.size() - most);
    return text;
}

} // namespace

std::optional<Failure> replayCalls(const ReplayOptions &options)
{
    if (options.policy == "-"_L1 && options.calls == "-"_L1)
        return Failure{ExitCode::BadUsage, u"only one of --policy and --calls can be standard input"_s};
    const auto outputs = {options.decisions, options.transitions, options.json};
    const auto toStandardOutput = std::ranges::count(outputs, u"-"_s);
    if (toStandardOutput > 1) {
        return Failure{ExitCode::BadUsage,
                       u"only one of --decisions, --transitions and --json can be standard output"_s};
    }

    const QList<Output> files{
        {u"--decisions"_s, options.decisions}, {u"--transitions"_s, options.transitions}, {u"--json"_s, options.json}};
    if (auto failure = checkOutputs(files, {options.policy, options.calls}))
        return failure;
    const auto breaker = readBreaker(options.policy);
    if (!breaker)
        return breaker.error();
    const auto log = readLog(options.calls);
    if (!log)
        return log.error();

    Recording recording(log->endpoints);
    const ReplayResult result = options.json.isEmpty() ? replay(*breaker, *log) : replay(*breaker, *log, recording);

    std::optional<Failure> failure;
    if (!options.decisions.isEmpty())
        failure = writeOutput(options.decisions, result.decisionsToCsv());
    if (!failure && !options.transitions.isEmpty())
        failure = writeOutput(options.transitions, result.transitionsToCsv(*log));
    if (!failure && !options.json.isEmpty()) {
        const RunDescription description{
            u"fuseboard-cli " FUSEBOARD_VERSION ""_s, shownPath(options.calls), u"replay"_s, {}, {}};
        failure = writeOutput(options.json, QJsonDocument(runToJson(description, recording.snapshot())).toJson());
    }
    if (!failure && toStandardOutput == 0)
        failure = writeText(toText(result, *log));
    return failure;
}

} // namespace Fuseboard::Cli
