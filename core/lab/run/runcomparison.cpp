// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/runcomparison.h"

#include "resilience/base/durationtext.h"

#include <algorithm>
#include <map>
#include <utility>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr double FaithfulShare = 0.99;

using Key = std::pair<int, quint64>;

Key keyOf(const RunOutline::Call &call)
{
    return {call.endpoint, call.number};
}

/// By endpoint and number.
std::vector<RunOutline::Call> sorted(std::vector<RunOutline::Call> calls)
{
    std::ranges::sort(calls, {}, keyOf);
    return calls;
}

void compareCalls(const RunOutline &first, const RunOutline &second, RunComparison &comparison)
{
    const std::vector<RunOutline::Call> ones = sorted(first.calls);
    const std::vector<RunOutline::Call> others = sorted(second.calls);
    auto one = ones.begin();
    auto other = others.begin();
    while (one != ones.end() || other != others.end()) {
        ++comparison.calls;
        const bool isInFirst = one != ones.end() && (other == others.end() || keyOf(*one) <= keyOf(*other));
        const bool isInSecond = other != others.end() && (one == ones.end() || keyOf(*other) <= keyOf(*one));
        RunComparison::Difference difference;
        if (isInFirst)
            difference.first = *one;
        if (isInSecond)
            difference.second = *other;
        if (difference.isNone()) {
            ++comparison.alike;
        } else {
            comparison.otherOutcome += difference.hasOtherOutcome();
            comparison.otherAttempts += difference.hasOtherAttempts();
            comparison.otherDuration += difference.hasOtherDuration();
            comparison.otherDeliveries += difference.hasOtherDeliveries();
            if (comparison.differences.size() < RunComparison::MostDifferences)
                comparison.differences.push_back(difference);
        }
        one += isInFirst;
        other += isInSecond;
    }
}

using Changes = std::vector<RunOutline::Change>;

std::map<int, std::pair<Changes, Changes>> byEndpoint(const RunOutline &first, const RunOutline &second)
{
    std::map<int, std::pair<Changes, Changes>> changes;
    for (const RunOutline::Change &change : first.changes)
        changes[change.endpoint].first.push_back(change);
    for (const RunOutline::Change &change : second.changes)
        changes[change.endpoint].second.push_back(change);
    return changes;
}

RunComparison::Transitions compared(int endpoint, const Changes &ones, const Changes &others)
{
    RunComparison::Transitions transitions{endpoint, ones.size(), others.size(), 0, {}, {}};
    const std::size_t both = std::min(ones.size(), others.size());
    for (std::size_t i = 0; i < both && ones[i].from == others[i].from && ones[i].to == others[i].to; ++i) {
        ++transitions.same;
        const Duration distance = std::chrono::abs(ones[i].at - others[i].at);
        if (distance > transitions.farthest) {
            transitions.farthest = distance;
            transitions.farthestAt = ones[i].at;
        }
    }
    return transitions;
}

QString textOf(const std::optional<RunOutline::Call> &call)
{
    return call ? call->ending.text() : u"not there"_s;
}

/// What differs, each with its value in both runs.
QString textOf(const RunComparison::Difference &difference)
{
    if (!difference.first || !difference.second)
        return u"%1, %2"_s.arg(textOf(difference.first), textOf(difference.second));
    const RunOutline::Call &one = *difference.first;
    const RunOutline::Call &other = *difference.second;
    QStringList parts;
    if (difference.hasOtherOutcome())
        parts.append(u"%1, %2"_s.arg(textOf(difference.first), textOf(difference.second)));
    if (difference.hasOtherAttempts())
        parts.append(u"%1 and %2 attempts"_s.arg(one.attempts).arg(other.attempts));
    if (difference.hasOtherDuration())
        parts.append(u"after %1 and %2"_s.arg(displayDuration(one.latency), displayDuration(other.latency)));
    if (difference.hasOtherDeliveries())
        parts.append(u"%1 and %2 deliveries"_s.arg(one.deliveries).arg(other.deliveries));
    return parts.join(u"; "_s);
}

} // namespace

RunComparison compareRuns(const RunOutline &first, const RunOutline &second)
{
    RunComparison comparison;
    compareCalls(first, second, comparison);
    for (const auto &[endpoint, changes] : byEndpoint(first, second))
        comparison.transitions.push_back(compared(endpoint, changes.first, changes.second));
    return comparison;
}

bool RunComparison::Difference::hasOtherOutcome() const
{
    return !first || !second || first->ending != second->ending;
}

bool RunComparison::Difference::hasOtherAttempts() const
{
    return first && second && first->attempts != second->attempts;
}

bool RunComparison::Difference::hasOtherDuration() const
{
    return first && second && std::chrono::abs(first->latency - second->latency) > LongestDistance;
}

bool RunComparison::Difference::hasOtherDeliveries() const
{
    return first && second && first->deliveries > 0 && second->deliveries > 0
        && first->deliveries != second->deliveries;
}

bool RunComparison::Difference::isNone() const
{
    return !hasOtherOutcome() && !hasOtherAttempts() && !hasOtherDuration() && !hasOtherDeliveries();
}

bool RunComparison::areTransitionsSame() const
{
    return std::ranges::all_of(transitions, &Transitions::areSame);
}

Duration RunComparison::farthestTransition() const
{
    Duration farthest{};
    for (const Transitions &each : transitions)
        farthest = std::max(farthest, each.farthest);
    return farthest;
}

bool RunComparison::isFaithful() const
{
    return alikeShare() >= FaithfulShare && areTransitionsSame() && farthestTransition() <= LongestDistance;
}

QStringList RunComparison::describe(const QStringList &names) const
{
    QStringList lines;
    lines.append(u"%1 of %2 calls are alike (%3 %)"_s.arg(alike).arg(calls).arg(100 * alikeShare(), 0, 'f', 2));
    QStringList others;
    const auto count = [&others](quint64 number, const QString &in) {
        if (number > 0)
            others.append(u"%1 in %2"_s.arg(number).arg(in));
    };
    count(otherOutcome, u"outcome"_s);
    count(otherAttempts, u"attempts"_s);
    count(otherDuration, u"duration (by more than %1)"_s.arg(displayDuration(LongestDistance)));
    count(otherDeliveries, u"deliveries"_s);
    if (!others.isEmpty())
        lines.last() += u"; they differ: "_s + others.join(u", "_s);
    for (const Transitions &each : transitions) {
        const QString name = names.value(each.endpoint);
        if (each.areSame()) {
            lines.append(u"%1: the same %2 changes of the breaker, at most %3 apart"_s.arg(name).arg(each.same).arg(
                displayDuration(each.farthest)));
        } else {
            lines.append(u"%1: %2 changes of the breaker and %3, of which the first %4 are the same"_s.arg(name)
                             .arg(each.first)
                             .arg(each.second)
                             .arg(each.same));
        }
    }
    for (const Difference &difference : differences) {
        lines.append(
            u"%1 #%2: %3"_s.arg(names.value(difference.endpoint())).arg(difference.call()).arg(textOf(difference)));
    }
    return lines;
}

} // namespace Fuseboard
