// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/tune/recommendation.h"

#include "lab/scenario/setting.h"
#include "lab/tune/cellruns.h"

#include <QSet>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

using Change = Recommendation::Change;

constexpr int FreshSeeds = 32;
constexpr int MostTries = 5;  ///< of cells that are confirmed
constexpr int MostTaken = 20; ///< likewise of those that they come from

/// A latency's quantile is known to within 0.8 %: LatencyHistogram.
constexpr double Resolution = 0.01;

bool isMinimised(const Goal &goal)
{
    return goal.direction() == Goal::Direction::Minimise;
}

/// Of seed and seed, where both have the figure.
Change changeOf(const Goal &goal, const QList<RunSummary> &before, const QList<RunSummary> &after)
{
    std::vector<double> befores;
    std::vector<double> afters;
    std::vector<double> differences;
    for (qsizetype i = 0; i < before.size(); ++i) {
        const auto from = goal.figure(before.at(i)).value;
        const auto to = goal.figure(after.at(i)).value;
        if (from)
            befores.push_back(*from);
        if (to)
            afters.push_back(*to);
        if (from && to)
            differences.push_back(*to - *from);
    }
    return {goal, Estimate::of(befores), Estimate::of(afters), Estimate::of(differences)};
}

QList<Change> changesOf(const QList<Goal> &goals, const QList<RunSummary> &before, const QList<RunSummary> &after)
{
    QList<Change> changes;
    for (const Goal &goal : goals)
        changes.append(changeOf(goal, before, after));
    return changes;
}

/// By its mean alone, however little that is sure; a change within the resolution of the figure is none.
bool hasWorseMean(const Change &change)
{
    if (!change.difference.mean)
        return change.before.mean && !change.after.mean;
    const double worse = isMinimised(change.goal) ? *change.difference.mean : -*change.difference.mean;
    const bool isTime = change.goal.figure(RunSummary()).unit == SummaryFigure::Unit::Time;
    return worse > (isTime ? Resolution * std::abs(*change.before.mean) : 0);
}

bool hasBetterMean(const Change &change)
{
    return change.difference.mean
        && (isMinimised(change.goal) ? *change.difference.mean < 0 : *change.difference.mean > 0);
}

/// A run that does not have the figure any more, as a latency where no call is answered, is worse than any that has it.
bool losesFigure(const Change &change)
{
    return change.after.count < change.before.count;
}

Estimate estimateOf(const Objective &limit, const QList<RunSummary> &runs)
{
    std::vector<double> values;
    for (const RunSummary &run : runs) {
        if (const auto value = limit.figure(run).value)
            values.push_back(*value);
    }
    return qsizetype(values.size()) == runs.size() ? Estimate::of(values) : Estimate();
}

/// How often which limits hold, before and after a change.
struct Limits
{
    bool isKept = true;    ///< what is met before is met after
    bool isGained = false; ///< something is met after that was not before

    /// @p isSure: it must be met after by the whole interval.
    Limits(const QList<Objective> &limits, const QList<RunSummary> &before, const QList<RunSummary> &after, bool isSure)
    {
        for (const Objective &limit : limits) {
            const bool wasMet = limit.isMet(estimateOf(limit, before).mean);
            const Estimate then = estimateOf(limit, after);
            bool isMet = limit.isMet(then.mean);
            if (isMet && isSure)
                isMet = limit.isMet(*then.mean - then.halfWidth) && limit.isMet(*then.mean + then.halfWidth);
            isKept = isKept && (isMet || !wasMet);
            isGained = isGained || (isMet && !wasMet);
        }
    }
};

/// What a scenario can be made worse in that is no goal.
QList<Goal> watchedFigures()
{
    QList<Goal> goals;
    for (const QString &text :
         {u"min detectTime"_s, u"min recoverTime"_s, u"min amplification"_s, u"min falseRejections"_s})
        goals.append(*Goal::parse(text));
    return goals;
}

/// Whether @p runs are by their means in no goal worse than @p present, in one better, and miss nothing that was met.
bool isGood(const SweepPlan &plan, const QList<RunSummary> &present, const QList<RunSummary> &runs)
{
    const QList<Change> changes = changesOf(plan.goals, present, runs);
    const Limits limits(plan.limits, present, runs, false);
    return limits.isKept && !std::ranges::any_of(changes, hasWorseMean) && !std::ranges::any_of(changes, losesFigure)
        && (limits.isGained || std::ranges::any_of(changes, hasBetterMean));
}

/// The cells of a search that are good, the best first.
class Candidates
{
public:
    Candidates(const SweepPlan &plan, const QList<RunSummary> &present)
        : m_plan(plan)
        , m_present(present)
    {
    }

    /// Passes over cells that have not gone through all rounds.
    void add(const CellResult &result)
    {
        if (!result.error.isEmpty() || result.runs.first().size() < m_plan.seeds)
            return;
        if (!isGood(m_plan, m_present, result.runs.first()))
            return;
        CellScore score = scoreOf(m_plan, result);
        const qsizetype missed = score.missed.size();
        score.missed.clear(); // no worse than the present setting is allowed here
        m_byMissed[missed].append(score);
    }

    /// The best one that was not taken yet, those that miss the fewest limits first; -1 if there is none.
    qint64 take()
    {
        for (auto &[missed, scores] : m_byMissed) {
            if (const qsizetype best = bestOf(m_plan, scores); best >= 0)
                return scores.takeAt(best).cell;
        }
        return -1;
    }

private:
    const SweepPlan &m_plan;
    const QList<RunSummary> &m_present;
    std::map<qsizetype, QList<CellScore>> m_byMissed;
};

/// The settings of @p cell that are not those of the cell @p present.
QStringList settingsThatDiffer(const SweepPlan &plan, qint64 cell, qint64 present)
{
    const QStringList now = plan.settingsOf(present);
    const QStringList then = plan.settingsOf(cell);
    QStringList settings;
    for (qsizetype i = 0; i < then.size(); ++i) {
        if (then.at(i) != now.at(i))
            settings.append(then.at(i));
    }
    return settings;
}

/// One call of recommend().
class Adviser
{
public:
    Adviser(const Scenario &scenario, const std::stop_token &stop)
        : m_stop(stop)
    {
        m_found.plan = recommendedPlan(scenario);
        m_found.scenario = scenario;
        m_found.freshSeeds = FreshSeeds;
    }

    bool hasAnything() const { return !m_found.plan.vary.isEmpty(); }

    /// None if it was stopped.
    std::optional<Recommendation> advise(int threads, const std::function<void(const Sweep::Progress &)> &report)
    {
        const SweepPlan &plan = m_found.plan;
        m_present = presentCell(plan);
        Q_ASSERT_X(m_present >= 0, "recommend", "the present setting is not among those to be tried");
        const auto now = runsOf(m_present, 0, plan.seeds);
        if (!now)
            return std::nullopt;
        Candidates candidates(plan, *now);
        Sweep sweep(plan, threads);
        const auto look = [&](const CellResult &result) {
            candidates.add(result);
            if (report)
                report(sweep.progress());
        };
        if (!sweep.search(look, m_stop))
            return std::nullopt;
        m_found.runs += sweep.progress().runsDone;

        QSet<qint64> tried{-1};
        for (int taken = 0; taken < MostTaken && tried.size() <= MostTries; ++taken) {
            const qint64 cell = withoutIdleChanges(candidates.take(), *now);
            if (cell >= 0 && tried.contains(cell))
                continue;
            const bool isDone = confirm(cell, plan.seeds + static_cast<int>(tried.size() - 1) * FreshSeeds);
            if (m_stop.stop_requested())
                return std::nullopt;
            if (isDone)
                break;
            tried.insert(cell);
        }
        return m_found;
    }

private:
    std::optional<QList<RunSummary>> runsOf(qint64 cell, int first, int end)
    {
        auto result = cellRuns(m_found.plan, cell, first, end, m_stop);
        if (!result || !result->error.isEmpty())
            return std::nullopt;
        m_found.runs += end - first;
        return std::move(result->runs.first());
    }

    /// @p cell with each change taken back that makes no goal surely better, one after the other, as long as the rest is good.
    qint64 withoutIdleChanges(qint64 cell, const QList<RunSummary> &now)
    {
        const SweepPlan &plan = m_found.plan;
        if (cell < 0)
            return cell;
        const QList<qsizetype> present = plan.coordinatesOf(m_present);
        for (bool isSimpler = true; isSimpler;) {
            isSimpler = false;
            const auto runs = runsOf(cell, 0, plan.seeds);
            for (qsizetype field = plan.vary.size() - 1; field >= 0 && runs && !isSimpler; --field) {
                QList<qsizetype> simpler = plan.coordinatesOf(cell);
                if (std::exchange(simpler[field], present.at(field)) == present.at(field))
                    continue;
                const qint64 other = plan.cellAt(simpler);
                const auto otherRuns = runsOf(other, 0, plan.seeds);
                isSimpler = otherRuns && isGood(plan, now, *otherRuns)
                    && !std::ranges::any_of(changesOf(plan.goals, *runs, *otherRuns), &Change::isWorse)
                    && Limits(plan.limits, *runs, *otherRuns, false).isKept;
                if (isSimpler)
                    cell = other;
            }
        }
        return cell;
    }

    /// Holds @p cell, or nothing if it is negative, against the present setting, with the seeds from number @p first on. True if
    /// that is the answer.
    bool confirm(qint64 cell, int first)
    {
        const SweepPlan &plan = m_found.plan;
        const auto before = runsOf(m_present, first, first + FreshSeeds);
        const auto after = cell < 0 ? before : runsOf(cell, first, first + FreshSeeds);
        if (!before || !after)
            return false;
        m_found.missedNow = m_found.missedThen = scoreOf(plan, {m_present, {}, {*before}}).missed;
        m_found.changes = changesOf(plan.goals, *before, *before);
        if (cell < 0)
            return true;

        const QList<Change> changes = changesOf(plan.goals, *before, *after);
        const Limits limits(plan.limits, *before, *after, true);
        if (std::ranges::any_of(changes, hasWorseMean) || std::ranges::any_of(changes, losesFigure) || !limits.isKept
            || !(limits.isGained || std::ranges::any_of(changes, &Change::isBetter)))
            return false;
        m_found.cell = cell;
        m_found.settings = settingsThatDiffer(plan, cell, m_present);
        m_found.scenario = *withSettings(m_found.scenario, m_found.settings);
        m_found.changes = changes;
        for (const Change &change : changesOf(watchedFigures(), *before, *after)) {
            if (change.isWorse())
                m_found.costs.append(change);
        }
        m_found.missedThen = scoreOf(plan, {cell, {}, {*after}}).missed;
        return true;
    }

    const std::stop_token m_stop;
    Recommendation m_found;
    qint64 m_present = -1;
};

} // namespace

bool Recommendation::Change::isBetter() const
{
    return hasBetterMean(*this) && std::abs(*difference.mean) > difference.halfWidth;
}

bool Recommendation::Change::isWorse() const
{
    return hasWorseMean(*this) && (!difference.mean || std::abs(*difference.mean) > difference.halfWidth);
}

Expected<std::optional<Recommendation>, QString> recommend(const Scenario &scenario, int threads,
                                                           const std::stop_token &stop,
                                                           const std::function<void(const Sweep::Progress &)> &report)
{
    Adviser adviser(scenario, stop);
    if (!adviser.hasAnything()) {
        return Unexpected{
            u"\"%1\" has nothing to tune: no calls go through a policy with a breaker, a retry or a time limit"_s.arg(
                scenario.name)};
    }
    return adviser.advise(threads, report);
}

} // namespace Fuseboard
