// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/tuneconfig.h"

#include "resilience/base/issuelimit.h"

#include <QSet>

namespace Fuseboard {

using namespace Qt::StringLiterals;

ConfigIssues TuneConfig::validate() const
{
    ConfigIssues issues;
    QSet<QString> paths;
    for (qsizetype i = 0; i < vary.size() && !isFull(issues); ++i) {
        const QString &path = vary.at(i).path();
        if (paths.contains(path))
            issues.append({u"vary.%1"_s.arg(i), u"must be another field: %1 varies already"_s.arg(path)});
        paths.insert(path);
    }
    if (seeds < 1 || seeds > MostSeeds)
        issues.append({u"seeds"_s, u"must be from 1 to %1, not %2"_s.arg(MostSeeds).arg(seeds)});
    QSet<QString> figures;
    for (qsizetype i = 0; i < goals.size() && !isFull(issues); ++i) {
        const QString figure = goals.at(i).figure(RunSummary()).name;
        if (figures.contains(figure))
            issues.append({u"goals.%1"_s.arg(i), u"must be of another figure: %1 is a goal already"_s.arg(figure)});
        figures.insert(figure);
    }
    return issues;
}

} // namespace Fuseboard
