// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "scoredsweep.h"

#include "sweepdatabase.h"
#include "sweepresults.h"

#include <QFileInfo>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

Expected<ScoredSweep, Failure> readDirectory(const QString &path)
{
    const SweepDirectory directory(path);
    auto plan = directory.readPlan();
    if (!plan)
        return Unexpected{plan.error()};
    auto results = SweepResults::open(directory, *plan);
    if (!results)
        return Unexpected{results.error()};
    ScoredSweep sweep{plan->withoutShards(), results->program(), {}};
    for (;;) {
        const auto result = results->next();
        if (!result)
            return Unexpected{result.error()};
        if (!*result)
            return sweep;
        sweep.scores.append(scoreOf(plan->plan(), **result));
    }
}

} // namespace

Expected<ScoredSweep, Failure> ScoredSweep::read(const QString &path)
{
    if (!QFileInfo::exists(path)) {
        return Unexpected{Failure{
            ExitCode::BadInput,
            u"there is no %1; it must be the directory of a sweep, or a file that `fuseboard-cli sweep merge` wrote"_s
                .arg(path)}};
    }
    return QFileInfo(path).isDir() ? readDirectory(path) : readSweepDatabase(path);
}

} // namespace Fuseboard::Cli
