// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/secondseries.h"

#include <algorithm>
#include <limits>

namespace Fuseboard {

namespace {

void add(SecondFigures &sum, const SecondFigures &part)
{
    sum.calls += part.calls;
    sum.succeeded += part.succeeded;
    sum.failed += part.failed;
    sum.rejected += part.rejected;
    sum.cancelled += part.cancelled;
    sum.attempts += part.attempts;
}

} // namespace

SecondSeries::SecondSeries()
{
    constexpr std::array<std::array<int, 2>, 5> tiers{
        {{1, 3600}, {10, 4 * 360}, {60, 24 * 60}, {600, 7 * 144}, {3600, 366 * 24}}};
    for (std::size_t i = 0; i < tiers.size(); ++i) {
        m_tiers[i].length = tiers[i][0];
        m_tiers[i].capacity = tiers[i][1];
    }
}

SecondFigures SecondSeries::Tier::settled() const
{
    SecondFigures figures = open;
    figures.p50 = latencies.quantile(0.50);
    figures.p95 = latencies.quantile(0.95);
    figures.p99 = latencies.quantile(0.99);
    return figures;
}

void SecondSeries::Tier::begin(int second)
{
    open = {};
    open.second = second / length * length;
    open.length = length;
    latencies.clear();
}

void SecondSeries::Tier::keepNewest()
{
    // One place is for the open step.
    if (const qsizetype surplus = past.size() - (capacity - 1); surplus > 0) {
        past.remove(0, surplus);
        hasForgotten = true;
    }
}

SecondFigures &SecondSeries::later(Duration at)
{
    const auto exact = std::chrono::floor<std::chrono::seconds>(std::max(at, Duration::zero()));
    const int second = static_cast<int>(std::min<qint64>(exact.count(), std::numeric_limits<int>::max() - 3600));
    if (m_isEmpty) {
        m_isEmpty = false;
        for (Tier &tier : m_tiers)
            tier.begin(second);
    } else if (second > m_tiers[0].open.second) {
        // From the shortest to the longest: a step that is over is added to the longer one that it lies in, which is then
        // still open.
        for (std::size_t tier = 0; tier < m_tiers.size(); ++tier) {
            if (second < m_tiers[tier].open.second + m_tiers[tier].length)
                break;
            settle(tier);
            moveTo(tier, second);
        }
    }
    m_end = std::chrono::seconds(qint64(m_tiers[0].open.second) + 1);
    return m_tiers[0].open;
}

void SecondSeries::settle(std::size_t tier)
{
    Tier &done = m_tiers[tier];
    if (tier + 1 < m_tiers.size()) {
        add(m_tiers[tier + 1].open, done.open);
        m_tiers[tier + 1].latencies.add(done.latencies);
    }
    if (tier == 0)
        m_past.add(done.latencies);
    done.past.append(done.settled());
}

/// Begins the step with @p second in it; steps in between, in which nothing happened, are filled in.
void SecondSeries::moveTo(std::size_t tier, int second)
{
    Tier &target = m_tiers[tier];
    const int begin = second / target.length * target.length;
    // After a silence of hours there is no need to write down every second of it.
    const qint64 oldest = begin - qint64(target.capacity) * target.length;
    for (qint64 gap = std::max<qint64>(target.open.second + target.length, oldest); gap < begin; gap += target.length) {
        SecondFigures empty;
        empty.second = static_cast<int>(gap);
        empty.length = target.length;
        target.past.append(empty);
    }
    target.keepNewest();
    target.begin(second);
}

LatencyHistogram SecondSeries::latencies() const
{
    LatencyHistogram all = m_past;
    all.add(m_tiers[0].latencies);
    return all;
}

QList<SecondFigures> SecondSeries::figures() const
{
    if (m_isEmpty)
        return {};
    // From the finest to the coarsest: each goes as far back as it can, to where a longer step ends.
    std::array<qsizetype, 5> first{};
    std::array<qsizetype, 5> last{};
    qint64 begin = std::numeric_limits<qint64>::max(); // of what is taken so far
    for (std::size_t i = 0; i < m_tiers.size(); ++i) {
        const QList<SecondFigures> &past = m_tiers[i].past;
        const auto endsBy = [](const SecondFigures &step, qint64 second) {
            return step.second + step.length <= second;
        };
        last[i] = std::lower_bound(past.begin(), past.end(), begin, endsBy) - past.begin();
        if (last[i] == 0)
            continue;
        if (m_tiers[i].hasForgotten && i + 1 < m_tiers.size()) {
            const int longer = m_tiers[i + 1].length;
            const qint64 aligned = (past.first().second + longer - 1) / longer * longer;
            const auto beginsBefore = [](const SecondFigures &step, qint64 second) { return step.second < second; };
            first[i] = std::lower_bound(past.begin(), past.end(), aligned, beginsBefore) - past.begin();
        }
        begin = past[first[i]].second;
    }
    QList<SecondFigures> all;
    for (std::size_t i = m_tiers.size(); i-- > 0;) {
        for (qsizetype step = first[i]; step < last[i]; ++step)
            all.append(m_tiers[i].past[step]);
    }
    all.append(m_tiers[0].settled());
    return all;
}

} // namespace Fuseboard
