// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/policyfields.h"

namespace Fuseboard::PolicyFields {

namespace {

bool isRate(const PolicyConfig &p)
{
    return p.breaker && p.breaker->rule == TripRule::FailureRate;
}

bool isInARow(const PolicyConfig &p)
{
    return p.breaker && p.breaker->rule == TripRule::ConsecutiveFailures;
}

const TimeWindowConfig *timeWindow(const PolicyConfig &p)
{
    return p.breaker && p.breaker->window ? std::get_if<TimeWindowConfig>(&*p.breaker->window) : nullptr;
}

/// The one that is given, or that stands for one where the rule looks at the newest results anyway.
const CountWindowConfig *countWindow(const PolicyConfig &p)
{
    if (!p.breaker)
        return nullptr;
    return p.breaker->window ? std::get_if<CountWindowConfig>(&*p.breaker->window) : p.breaker->countWindow();
}

QString onlyForRate(const PolicyConfig &p)
{
    return isRate(p) ? QString() : tr("Only the rule \"failure rate\" looks at this.");
}

QString notForRate(const PolicyConfig &p)
{
    return isRate(p) ? tr("The rule \"failure rate\" does not look at this; the two count rules do.") : QString();
}

} // namespace

QList<PolicyField> breakerFields()
{
    QList<PolicyField> fields;
    const auto add = [&](PolicyField field) { fields.append(std::move(field)); };

    PolicyField rule{QStringLiteral("breaker.rule"), Part::Breaker, Kind::Choice, tr("Opens on"),
                     tr("What opens a closed breaker: so many failures since it closed, so many in a row, or a share "
                        "of the newest calls.")};
    rule.choices = {tr("failure count"), tr("failures in a row"), tr("failure rate")};
    bind(rule, &PolicyConfig::breaker, &CircuitBreakerConfig::rule);
    add(rule);

    PolicyField threshold{QStringLiteral("breaker.failureThreshold"),
                          Part::Breaker,
                          Kind::Count,
                          tr("Failure threshold"),
                          tr("This many failures open the breaker."),
                          {},
                          1,
                          50};
    bind(threshold, &PolicyConfig::breaker, &CircuitBreakerConfig::failureThreshold);
    threshold.unusedBecause = notForRate;
    add(threshold);

    PolicyField rate{QStringLiteral("breaker.failureRateThreshold"),
                     Part::Breaker,
                     Kind::Share,
                     tr("Failure rate"),
                     tr("This share of failures in the window opens the breaker."),
                     {},
                     0.01,
                     1};
    bind(rate, &PolicyConfig::breaker, &CircuitBreakerConfig::failureRateThreshold);
    rate.unusedBecause = onlyForRate;
    add(rate);

    PolicyField minimum{QStringLiteral("breaker.minimumCalls"),
                        Part::Breaker,
                        Kind::Count,
                        tr("Minimum calls"),
                        tr("No verdict on fewer results than this."),
                        {},
                        1,
                        200,
                        true};
    bind(minimum, &PolicyConfig::breaker, &CircuitBreakerConfig::minimumCalls);
    minimum.unusedBecause = onlyForRate;
    add(minimum);

    PolicyField slow{QStringLiteral("breaker.slowCallDuration"),
                     Part::Breaker,
                     Kind::Length,
                     tr("Slow call"),
                     tr("A call that takes longer than this is slow, whether it fails or not."),
                     {},
                     10 * ms,
                     60 * s,
                     true};
    slow.whenSwitchedOn = 1 * s;
    bind(slow, &PolicyConfig::breaker, &CircuitBreakerConfig::slowCallDuration);
    slow.unusedBecause = onlyForRate;
    add(slow);

    PolicyField slowRate{QStringLiteral("breaker.slowCallRateThreshold"),
                         Part::Breaker,
                         Kind::Share,
                         tr("Slow call rate"),
                         tr("This share of slow calls in the window opens the breaker."),
                         {},
                         0.01,
                         1};
    bind(slowRate, &PolicyConfig::breaker, &CircuitBreakerConfig::slowCallRateThreshold);
    slowRate.unusedBecause = [](const PolicyConfig &p) {
        return p.breaker && !p.breaker->slowCallDuration ? tr("No call is slow without \"slow call\".")
                                                         : onlyForRate(p);
    };
    add(slowRate);

    PolicyField window{QStringLiteral("breaker.window"), Part::Breaker, Kind::Choice, tr("Window"),
                       tr("What the rule remembers: the newest so many calls, or the newest stretch of time. Without "
                          "one, \"failure count\" counts all failures since it closed, and \"failure rate\" looks at "
                          "the newest 100 calls.")};
    window.choices = {tr("newest calls"), tr("newest time"), tr("none")};
    window.value = [](const PolicyConfig &p) {
        if (!p.breaker)
            return Value();
        return Value(countWindow(p) != nullptr ? 0.0 : timeWindow(p) != nullptr ? 1.0 : 2.0);
    };
    window.set = [](PolicyConfig &p, Value v) {
        if (!p.breaker || !v)
            return;
        const auto index = std::llround(*v);
        if (index >= 2)
            p.breaker->window.reset();
        else if (index == 0 && countWindow(p) == nullptr)
            p.breaker->window = CountWindowConfig{};
        else if (index == 1 && timeWindow(p) == nullptr)
            p.breaker->window = TimeWindowConfig{};
    };
    window.unusedBecause = [](const PolicyConfig &p) {
        return isInARow(p) ? tr("Failures in a row need no window.") : QString();
    };
    add(window);

    PolicyField size{QStringLiteral("breaker.window.size"),
                     Part::Breaker,
                     Kind::Count,
                     tr("Window size"),
                     tr("So many of the newest calls are looked at."),
                     {},
                     1,
                     1000,
                     true};
    size.value = [](const PolicyConfig &p) { return countWindow(p) ? Value(countWindow(p)->size) : Value(); };
    size.set = [](PolicyConfig &p, Value v) {
        if (countWindow(p) != nullptr && v)
            p.breaker->window = CountWindowConfig{int(std::llround(*v))};
    };
    size.unusedBecause = [](const PolicyConfig &p) {
        if (isInARow(p))
            return tr("Failures in a row need no window.");
        if (countWindow(p) != nullptr)
            return QString();
        return timeWindow(p) != nullptr ? tr("The window is a stretch of time.") : tr("There is no window.");
    };
    add(size);

    PolicyField length{QStringLiteral("breaker.window.length"),
                       Part::Breaker,
                       Kind::Length,
                       tr("Window length"),
                       tr("So much of the newest time is looked at."),
                       {},
                       1 * s,
                       300 * s,
                       true};
    length.value = [](const PolicyConfig &p) {
        return timeWindow(p) ? Value(toNumber(timeWindow(p)->length)) : Value();
    };
    length.set = [](PolicyConfig &p, Value v) {
        if (timeWindow(p) != nullptr && v)
            p.breaker->window = TimeWindowConfig{lengthOf(*v), timeWindow(p)->bucket};
    };
    length.unusedBecause = [](const PolicyConfig &p) {
        if (isInARow(p))
            return tr("Failures in a row need no window.");
        if (timeWindow(p) != nullptr)
            return QString();
        return countWindow(p) != nullptr ? tr("The window is the newest calls.") : tr("There is no window.");
    };
    add(length);

    PolicyField bucket{
        QStringLiteral("breaker.window.bucket"),
        Part::Breaker,
        Kind::Length,
        tr("Bucket"),
        tr("The window moves on in steps of this; the length is a whole number of them. Without it: a tenth of "
           "the length."),
        {},
        10 * ms,
        60 * s,
        true};
    bucket.isOptional = true;
    bucket.whenSwitchedOn = 1 * s;
    bucket.value = [](const PolicyConfig &p) {
        return timeWindow(p) && timeWindow(p)->bucket ? Value(toNumber(*timeWindow(p)->bucket)) : Value();
    };
    bucket.set = [](PolicyConfig &p, Value v) {
        if (timeWindow(p) != nullptr)
            p.breaker->window = TimeWindowConfig{timeWindow(p)->length, v ? std::optional(lengthOf(*v)) : std::nullopt};
    };
    bucket.unusedBecause = length.unusedBecause;
    add(bucket);

    PolicyField recovery{QStringLiteral("breaker.recoveryTime"),
                         Part::Breaker,
                         Kind::Length,
                         tr("Recovery time"),
                         tr("It stays open for this long, then lets trial calls through."),
                         {},
                         100 * ms,
                         120 * s,
                         true};
    bind(recovery, &PolicyConfig::breaker, &CircuitBreakerConfig::recoveryTime);
    add(recovery);

    PolicyField growth{QStringLiteral("breaker.recoveryBackoffFactor"),
                       Part::Breaker,
                       Kind::Factor,
                       tr("Recovery growth"),
                       tr("Each time a trial fails, the next open time is longer by this factor."),
                       QStringLiteral("×"),
                       1,
                       5};
    bind(growth, &PolicyConfig::breaker, &CircuitBreakerConfig::recoveryBackoffFactor);
    add(growth);

    PolicyField longest{QStringLiteral("breaker.maxRecoveryTime"),
                        Part::Breaker,
                        Kind::Length,
                        tr("Longest recovery"),
                        tr("No open time grows beyond this. Without it: 10 min."),
                        {},
                        1 * s,
                        3600 * s,
                        true};
    longest.whenSwitchedOn = 600 * s;
    bind(longest, &PolicyConfig::breaker, &CircuitBreakerConfig::maxRecoveryTime);
    longest.unusedBecause = [](const PolicyConfig &p) {
        return p.breaker && p.breaker->recoveryBackoffFactor == 1.0 ? tr("Open times do not grow, with a growth of 1.")
                                                                    : QString();
    };
    add(longest);

    PolicyField spread{
        QStringLiteral("breaker.recoveryJitter"),
        Part::Breaker,
        Kind::Share,
        tr("Recovery jitter"),
        tr("Open times are spread by this share to either side, so that a fleet does not come back in step."),
        {},
        0,
        1};
    bind(spread, &PolicyConfig::breaker, &CircuitBreakerConfig::recoveryJitter);
    add(spread);

    PolicyField trials{QStringLiteral("breaker.halfOpenMaxCalls"),
                       Part::Breaker,
                       Kind::Count,
                       tr("Trial calls"),
                       tr("So many calls are let through while it is half-open."),
                       {},
                       1,
                       20};
    bind(trials, &PolicyConfig::breaker, &CircuitBreakerConfig::halfOpenMaxCalls);
    add(trials);

    PolicyField successes{QStringLiteral("breaker.successThreshold"),
                          Part::Breaker,
                          Kind::Count,
                          tr("Success threshold"),
                          tr("So many successful trial calls close the breaker."),
                          {},
                          1,
                          20};
    bind(successes, &PolicyConfig::breaker, &CircuitBreakerConfig::successThreshold);
    successes.unusedBecause = notForRate;
    add(successes);

    PolicyField patience{QStringLiteral("breaker.halfOpenTimeout"),
                         Part::Breaker,
                         Kind::Length,
                         tr("Half-open limit"),
                         tr("Half-open for longer than this goes back to open. Without it: never."),
                         {},
                         100 * ms,
                         120 * s,
                         true};
    patience.whenSwitchedOn = 10 * s;
    bind(patience, &PolicyConfig::breaker, &CircuitBreakerConfig::halfOpenTimeout);
    add(patience);

    PolicyField byItself{QStringLiteral("breaker.automaticHalfOpen"), Part::Breaker, Kind::Choice, tr("Leaves open"),
                         tr("Half-open begins with the next call, or by itself as soon as the open time is over.")};
    byItself.choices = {tr("with a call"), tr("by itself")};
    bind(byItself, &PolicyConfig::breaker, &CircuitBreakerConfig::automaticHalfOpen);
    add(byItself);

    PolicyField recorded{QStringLiteral("breaker.recordedErrors"), Part::Breaker, Kind::Errors, tr("Failures are"),
                         tr("Only these errors count as failures; others count as success.")};
    bind(recorded, &PolicyConfig::breaker, &CircuitBreakerConfig::recordedErrors);
    add(recorded);

    PolicyField excluded{QStringLiteral("breaker.excludedErrors"), Part::Breaker, Kind::Errors, tr("Not counted"),
                         tr("These errors count neither as success nor as failure, whatever is said above.")};
    bind(excluded, &PolicyConfig::breaker, &CircuitBreakerConfig::excludedErrors);
    add(excluded);
    return fields;
}

} // namespace Fuseboard::PolicyFields
