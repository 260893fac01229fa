// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/tune/cellscore.h"

#include "lab/tune/figuretext.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

std::vector<double> valuesOf(const auto &wanted, const QList<RunSummary> &runs)
{
    std::vector<double> values;
    for (const RunSummary &run : runs) {
        if (const auto value = wanted.figure(run).value)
            values.push_back(*value);
    }
    return values;
}

/// Scenarios have their own luck each, so the errors of their means add up as those of independent figures.
Estimate meanOf(const QList<Estimate> &estimates)
{
    Estimate all;
    double sum = 0;
    double squares = 0;
    int scenarios = 0;
    for (const Estimate &estimate : estimates) {
        if (!estimate.mean)
            continue;
        all.count += estimate.count;
        sum += *estimate.mean;
        squares += std::pow(estimate.halfWidth, 2);
        ++scenarios;
    }
    if (scenarios > 0) {
        all.mean = sum / scenarios;
        all.halfWidth = std::sqrt(squares) / scenarios;
    }
    return all;
}

/// What is wrong with @p runs by @p limit; empty if nothing is.
QString missOf(const Objective &limit, const QList<RunSummary> &runs)
{
    const std::vector<double> values = valuesOf(limit, runs);
    if (const qsizetype absent = runs.size() - qsizetype(values.size()); absent > 0) {
        return u"%1 is not met: %2 of %3 runs had none"_s.arg(limit.expression()).arg(absent).arg(runs.size());
    }
    const std::optional<double> mean = Estimate::of(values).mean;
    if (limit.isMet(mean))
        return {};
    const SummaryFigure::Unit unit = limit.figure(RunSummary()).unit;
    return u"%1 is not met: it is %2"_s.arg(limit.expression(), mean ? figureText(unit, *mean) : u"none"_s);
}

/// Compares scores by a plan's goals.
class Comparison
{
public:
    Comparison(const SweepPlan &plan, const QList<CellScore> &scores)
        : m_goals(plan.goals)
        , m_scores(scores)
    {
    }

    /// By the first goal, then by the second, ...; then by number.
    bool isBefore(qsizetype a, qsizetype b) const
    {
        for (qsizetype goal = 0; goal < m_goals.size(); ++goal) {
            if (isBetter(goal, a, b))
                return true;
            if (isBetter(goal, b, a))
                return false;
        }
        return m_scores.at(a).cell < m_scores.at(b).cell;
    }

    bool dominates(qsizetype a, qsizetype b) const
    {
        bool isAnywhere = false;
        for (qsizetype goal = 0; goal < m_goals.size(); ++goal) {
            if (isBetter(goal, b, a))
                return false;
            isAnywhere = isAnywhere || isBetter(goal, a, b);
        }
        return isAnywhere;
    }

    /// A cell some runs of which do not have the figure is worse than one where all do, whatever the mean of the others.
    bool isBetter(qsizetype goal, qsizetype a, qsizetype b) const
    {
        if (const int by = moreOften(goal, a, b); by != 0)
            return by > 0;
        return m_goals.at(goal).isBetter(estimate(goal, a).mean, estimate(goal, b).mean);
    }

    /// Whether the figure is there in a greater share of the runs of @p a than of @p b: 1; in a smaller one: -1; else 0.
    int moreOften(qsizetype goal, qsizetype a, qsizetype b) const
    {
        const qint64 ofA = qint64(estimate(goal, a).count) * m_scores.at(b).seeds;
        const qint64 ofB = qint64(estimate(goal, b).count) * m_scores.at(a).seeds;
        return ofA > ofB ? 1 : ofA < ofB ? -1 : 0;
    }

    const Estimate &estimate(qsizetype goal, qsizetype index) const { return m_scores.at(index).goals.at(goal); }

    void sort(QList<qsizetype> &indices) const
    {
        std::ranges::sort(indices, [this](qsizetype a, qsizetype b) { return isBefore(a, b); });
    }

private:
    const QList<Goal> &m_goals;
    const QList<CellScore> &m_scores;
};

QList<qsizetype> allowedIn(const QList<CellScore> &scores)
{
    QList<qsizetype> indices;
    for (qsizetype i = 0; i < scores.size(); ++i) {
        if (scores.at(i).isAllowed())
            indices.append(i);
    }
    return indices;
}

/// The Pareto front of @p sorted, that of the others, and so on, each in their order. Zhang et al., "An Efficient Approach to
/// Nondominated Sorting" (2015): who comes later in this order is better than nobody before him, and who is worse than one of a front
/// is worse than one of each front before it.
std::vector<QList<qsizetype>> layersOf(const Comparison &comparison, const QList<qsizetype> &sorted)
{
    std::vector<QList<qsizetype>> layers;
    for (const qsizetype index : sorted) {
        const auto isBelow = [&](const QList<qsizetype> &layer) {
            return std::any_of(layer.rbegin(), layer.rend(),
                               [&](qsizetype other) { return comparison.dominates(other, index); });
        };
        const auto layer = std::ranges::partition_point(layers, isBelow);
        if (layer == layers.end())
            layers.push_back({index});
        else
            layer->append(index);
    }
    return layers;
}

} // namespace

CellScore scoreOf(const SweepPlan &plan, const CellResult &result)
{
    CellScore score;
    score.cell = result.cell;
    score.error = result.error;
    if (!score.error.isEmpty())
        return score;
    score.seeds = static_cast<int>(result.runs.first().size());
    for (const Goal &goal : plan.goals) {
        QList<Estimate> estimates;
        for (const QList<RunSummary> &runs : result.runs)
            estimates.append(Estimate::of(valuesOf(goal, runs)));
        score.goals.append(estimates.size() == 1 ? estimates.first() : meanOf(estimates));
    }
    for (const Objective &limit : plan.limits) {
        for (qsizetype i = 0; i < result.runs.size(); ++i) {
            const QString miss = missOf(limit, result.runs.at(i));
            if (!miss.isEmpty())
                score.missed.append(result.runs.size() == 1 ? miss : plan.scenarios.at(i).name + u": "_s + miss);
        }
    }
    return score;
}

QList<qsizetype> paretoFront(const SweepPlan &plan, const QList<CellScore> &scores)
{
    const Comparison comparison(plan, scores);
    QList<qsizetype> indices = allowedIn(scores);
    comparison.sort(indices);
    QList<qsizetype> front;
    for (const qsizetype index : indices) {
        if (std::none_of(front.rbegin(), front.rend(),
                         [&](qsizetype other) { return comparison.dominates(other, index); }))
            front.append(index);
    }
    return front;
}

qsizetype bestOf(const SweepPlan &plan, const QList<CellScore> &scores)
{
    const Comparison comparison(plan, scores);
    QList<qsizetype> indices = allowedIn(scores);
    for (qsizetype goal = 0; goal + 1 < plan.goals.size() && indices.size() > 1; ++goal) {
        const qsizetype best = *std::ranges::min_element(
            indices, [&](qsizetype a, qsizetype b) { return comparison.isBetter(goal, a, b); });
        const Estimate top = comparison.estimate(goal, best);
        const auto isWorse = [&](qsizetype index) {
            const Estimate &own = comparison.estimate(goal, index);
            if (comparison.moreOften(goal, best, index) != 0)
                return true; // the best one has the figure more often
            if (!top.mean || !own.mean)
                return own.mean.has_value() != top.mean.has_value();
            const double uncertainty = std::hypot(top.halfWidth, own.halfWidth);
            return std::abs(*own.mean - *top.mean) > (std::isfinite(uncertainty) ? uncertainty : 0);
        };
        indices.removeIf(isWorse);
    }
    const qsizetype last = plan.goals.size() - 1;
    const auto best = std::ranges::min_element(indices, [&](qsizetype a, qsizetype b) {
        if (last >= 0 && comparison.isBetter(last, a, b))
            return true;
        if (last >= 0 && comparison.isBetter(last, b, a))
            return false;
        return scores.at(a).cell < scores.at(b).cell;
    });
    return best == indices.end() ? -1 : *best;
}

QList<qsizetype> rankingOf(const SweepPlan &plan, const QList<CellScore> &scores)
{
    const Comparison comparison(plan, scores);
    std::vector<QList<qsizetype>> byMissed(static_cast<std::size_t>(plan.limits.size() * plan.scenarios.size() + 1));
    for (qsizetype i = 0; i < scores.size(); ++i) {
        if (scores.at(i).error.isEmpty())
            byMissed.at(static_cast<std::size_t>(scores.at(i).missed.size())).append(i);
    }
    QList<qsizetype> ranking;
    for (QList<qsizetype> &indices : byMissed) {
        comparison.sort(indices);
        for (const QList<qsizetype> &layer : layersOf(comparison, indices))
            ranking.append(layer);
    }
    return ranking;
}

} // namespace Fuseboard
