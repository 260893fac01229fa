// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/setting.h"
#include "lab/tune/recommendation.h"
#include "resilience/base/durationtext.h"
#include "resilience/base/fieldpath.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

// A few seconds' worth of search: four fields make 300 to 625 cells.
constexpr qsizetype MostFields = 4;
constexpr int Seeds = 16;

/// A field of a policy and what is to be tried for it.
struct Field
{
    QStringList path; ///< within the policy
    QStringList values;
};

using Factors = std::initializer_list<double>;

QStringList whole(int present, int least, Factors factors)
{
    QList<int> values;
    for (const double factor : factors)
        values.append(factor == 1 ? present
                                  : std::max(least, static_cast<int>(std::lround(std::min(present * factor, 1e9)))));
    std::ranges::sort(values);
    QStringList texts;
    for (const int value : values)
        texts.append(QString::number(value));
    texts.removeDuplicates();
    return texts;
}

QStringList rates(double present, Factors factors)
{
    QStringList texts;
    for (const double factor : factors) {
        const double rounded = std::round(std::min(1.0, present * factor) * 1000) / 1000;
        texts.append(QString::number(factor == 1 ? present : rounded, 'g', QLocale::FloatingPointShortest));
    }
    texts.removeDuplicates();
    return texts;
}

QStringList times(Duration present, Factors factors)
{
    QStringList texts;
    for (const double factor : factors) {
        const double ns = std::min(double(present.count()) * factor, double(Duration::max().count()) / 2);
        texts.append(formatDuration(factor == 1 ? present : Duration(std::llround(ns))));
    }
    texts.removeDuplicates();
    return texts;
}

QStringList retries(int present)
{
    QList<int> values{0, present / 2 + present % 2, present, std::min(present, 1'000'000'000) + 2};
    std::ranges::sort(values);
    QStringList texts;
    for (const int value : values)
        texts.append(QString::number(value));
    texts.removeDuplicates();
    return texts;
}

void appendWindow(QList<Field> &fields, const CircuitBreakerConfig &breaker)
{
    if (const CountWindowConfig *const count = breaker.countWindow())
        fields.append({{u"breaker"_s, u"window"_s, u"size"_s}, whole(count->size, 1, {0.5, 1, 2})});
    else if (const TimeWindowConfig *const time = breaker.timeWindow())
        fields.append({{u"breaker"_s, u"window"_s, u"length"_s}, times(time->length, {0.5, 1, 2})});
}

/// Those that weigh most first.
QList<Field> fieldsOf(const PolicyConfig &policy)
{
    QList<Field> fields;
    const bool hasRate = policy.breaker && policy.breaker->rule == TripRule::FailureRate;
    if (policy.breaker) {
        const CircuitBreakerConfig &breaker = *policy.breaker;
        if (!hasRate) {
            fields.append(
                {{u"breaker"_s, u"failureThreshold"_s}, whole(breaker.failureThreshold, 1, {0.5, 0.7, 1, 1.4, 2})});
        } else {
            if (breaker.slowCallDuration)
                fields.append({{u"breaker"_s, u"slowCallRateThreshold"_s},
                               rates(breaker.slowCallRateThreshold, {0.6, 0.8, 1, 1.2, 1.5})});
            else
                fields.append({{u"breaker"_s, u"failureRateThreshold"_s},
                               rates(breaker.failureRateThreshold, {0.6, 0.8, 1, 1.2, 1.5})});
            fields.append({{u"breaker"_s, u"minimumCalls"_s}, whole(breaker.minimumCalls, 1, {0.25, 0.5, 1, 2})});
        }
        fields.append({{u"breaker"_s, u"recoveryTime"_s}, times(breaker.recoveryTime, {0.25, 0.5, 1, 2, 4})});
    }
    if (policy.retry)
        fields.append({{u"retry"_s, u"maxRetries"_s}, retries(policy.retry->maxRetries)});
    if (policy.timeout.perAttempt)
        fields.append({{u"timeout"_s, u"perAttempt"_s}, times(*policy.timeout.perAttempt, {0.5, 1, 2})});
    if (hasRate)
        appendWindow(fields, *policy.breaker);
    if (policy.retry) {
        fields.append({{u"retry"_s, u"baseDelay"_s}, times(policy.retry->baseDelay, {0.5, 1, 2})});
        if (policy.retry->budget)
            fields.append({{u"retry"_s, u"budget"_s, u"ratio"_s}, rates(policy.retry->budget->ratio, {0.5, 1, 2})});
    }
    return fields;
}

/// Names in Scenario::policies that calls go through.
QStringList policiesInUse(const Scenario &scenario)
{
    QStringList names;
    for (const WorkloadConfig &load : scenario.workload) {
        const QString name = scenario.policies.contains(load.endpoint) ? load.endpoint : u"*"_s;
        if (scenario.policies.contains(name) && !names.contains(name))
            names.append(name);
    }
    return names;
}

/// None if only its present value is possible, or that cannot be written down as it is.
std::optional<Variation> variationOf(const Scenario &scenario, const QString &policy, const Field &field)
{
    const QString path = joinFieldPath(QStringList{u"policies"_s, policy} + field.path);
    QStringList possible;
    bool hasPresent = false;
    for (const QString &value : field.values) {
        if (const auto changed = withSettings(scenario, {path + u'=' + value})) {
            possible.append(value);
            hasPresent = hasPresent || *changed == scenario;
        }
    }
    if (possible.size() < 2 || !hasPresent)
        return std::nullopt;
    const auto variation = Variation::parse(path + u'=' + possible.join(u','));
    Q_ASSERT_X(variation, "recommendedPlan", qPrintable(path));
    return *variation;
}

} // namespace

SweepPlan recommendedPlan(const Scenario &scenario)
{
    SweepPlan plan;
    plan.scenarios = {scenario};
    plan.seeds = Seeds;
    plan.limits = scenario.objectives;
    for (const QString &goal : {u"max successRate"_s, u"min wastedAttempts"_s, u"min latencyP95"_s})
        plan.goals.append(*Goal::parse(goal));

    const QStringList policies = policiesInUse(scenario);
    QList<QList<Variation>> byPolicy;
    qsizetype longest = 0;
    for (const QString &policy : policies) {
        QList<Variation> &variations = byPolicy.emplaceBack();
        for (const Field &field : fieldsOf(scenario.policies.value(policy))) {
            if (const auto variation = variationOf(scenario, policy, field))
                variations.append(*variation);
        }
        longest = std::max(longest, variations.size());
    }
    for (qsizetype rank = 0; rank < longest; ++rank) {
        for (const QList<Variation> &variations : byPolicy) {
            if (rank < variations.size() && plan.vary.size() < MostFields)
                plan.vary.append(variations.at(rank));
        }
    }
    return plan;
}

qint64 presentCell(const SweepPlan &plan)
{
    const Scenario &present = plan.scenarios.first();
    QList<qsizetype> coordinates;
    for (const Variation &variation : plan.vary) {
        qsizetype index = 0;
        while (index < variation.values().size()) {
            const auto changed = withSettings(present, {variation.setting(index)});
            if (changed && *changed == present)
                break;
            ++index;
        }
        if (index == variation.values().size())
            return -1;
        coordinates.append(index);
    }
    return plan.cellAt(coordinates);
}

} // namespace Fuseboard
