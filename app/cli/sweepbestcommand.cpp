// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "sweepbestcommand.h"

#include "bestcells.h"
#include "files.h"
#include "scoredsweep.h"
#include "sweepexport.h"
#include "sweeptext.h"
#include "wholenumber.h"

#include <QJsonDocument>

#include <limits>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

std::optional<Failure> showBestOfSweep(const SweepBestOptions &options)
{
    if (options.json == "-"_L1 && options.csv == "-"_L1)
        return Failure{ExitCode::BadUsage, u"only one of --json and --csv can be standard output"_s};
    if (auto failure = checkOutputs({{u"--json"_s, options.json}, {u"--csv"_s, options.csv}}, {options.path}))
        return failure;
    int most = 10;
    if (auto failure = readWholeNumber(u"-n"_s, options.most, 1, std::numeric_limits<int>::max(), most))
        return failure;
    const auto sweep = ScoredSweep::read(options.path);
    if (!sweep)
        return sweep.error();

    const BestCells best(*sweep);
    std::optional<Failure> failure;
    if (!options.json.isEmpty())
        failure = writeOutput(options.json, QJsonDocument(sweepToJson(*sweep, best, most)).toJson());
    if (!failure && !options.csv.isEmpty())
        failure = writeOutput(options.csv, sweepToCsv(*sweep));
    if (!failure && options.json != "-"_L1 && options.csv != "-"_L1)
        failure = writeText(sweepText(*sweep, best, most));
    if (!failure && best.best < 0)
        failure = Failure{ExitCode::NotMet, u"no setting of this sweep keeps to all limits"_s};
    return failure;
}

} // namespace Fuseboard::Cli
