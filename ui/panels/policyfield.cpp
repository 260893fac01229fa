// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/policyfield.h"

#include <QCoreApplication>

#include <cmath>

namespace Fuseboard {

namespace {

using Kind = PolicyField::Kind;
using Part = PolicyField::Part;
using Value = std::optional<double>;

QString tr(const char *text)
{
    return QCoreApplication::translate("PolicyField", text);
}

constexpr double ms = 1e6;
constexpr double s = 1e9;

Duration lengthOf(double ns)
{
    return Duration(std::llround(ns));
}

// Accessors for a plain member: a number, a rate, a length of time or an enum.
template<typename T>
double toNumber(const T &value)
{
    if constexpr (std::is_same_v<T, Duration>)
        return double(value.count());
    else
        return double(value);
}

template<typename T>
T fromNumber(double value)
{
    if constexpr (std::is_same_v<T, Duration>)
        return lengthOf(value);
    else if constexpr (std::is_integral_v<T>)
        return T(std::llround(value));
    else
        return T(value);
}

template<>
TripRule fromNumber(double value)
{
    return static_cast<TripRule>(std::llround(value));
}

template<>
Jitter fromNumber(double value)
{
    return static_cast<Jitter>(std::llround(value));
}

template<typename T>
void bind(PolicyField &field, T CircuitBreakerConfig::*member)
{
    field.part = Part::Breaker;
    field.value = [member](const PolicyConfig &p) {
        return p.breaker ? Value(toNumber((*p.breaker).*member)) : Value();
    };
    field.set = [member](PolicyConfig &p, Value v) {
        if (p.breaker && v)
            (*p.breaker).*member = fromNumber<T>(*v);
    };
}

template<typename T>
void bind(PolicyField &field, T RetryConfig::*member)
{
    field.part = Part::Retry;
    field.value = [member](const PolicyConfig &p) { return p.retry ? Value(toNumber((*p.retry).*member)) : Value(); };
    field.set = [member](PolicyConfig &p, Value v) {
        if (p.retry && v)
            (*p.retry).*member = fromNumber<T>(*v);
    };
}

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
    return p.breaker ? std::get_if<TimeWindowConfig>(&p.breaker->window) : nullptr;
}

const CountWindowConfig *countWindow(const PolicyConfig &p)
{
    return p.breaker ? std::get_if<CountWindowConfig>(&p.breaker->window) : nullptr;
}

QString onlyForRate(const PolicyConfig &p)
{
    return isRate(p) ? QString() : tr("Only the rule \"failure rate\" looks at this.");
}

QString notForRate(const PolicyConfig &p)
{
    return isRate(p) ? tr("The rule \"failure rate\" does not look at this; the two count rules do.") : QString();
}

QString onlyWithRetries(const PolicyConfig &p)
{
    return p.retry && p.retry->maxRetries == 0 ? tr("There are no retries, so there are no waits.") : QString();
}

QList<PolicyField> breakerFields()
{
    QList<PolicyField> fields;
    const auto add = [&](PolicyField field) { fields.append(std::move(field)); };

    PolicyField rule{QStringLiteral("breaker.rule"), Part::Breaker, Kind::Choice, tr("Opens on"),
                     tr("What opens a closed breaker: so many failures since it closed, so many in a row, or a share "
                        "of the newest calls.")};
    rule.choices = {tr("failure count"), tr("failures in a row"), tr("failure rate")};
    bind(rule, &CircuitBreakerConfig::rule);
    add(rule);

    PolicyField threshold{QStringLiteral("breaker.failureThreshold"),
                          Part::Breaker,
                          Kind::Count,
                          tr("Failure threshold"),
                          tr("This many failures open the breaker."),
                          {},
                          1,
                          50};
    bind(threshold, &CircuitBreakerConfig::failureThreshold);
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
    bind(rate, &CircuitBreakerConfig::failureRateThreshold);
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
    bind(minimum, &CircuitBreakerConfig::minimumCalls);
    minimum.unusedBecause = onlyForRate;
    add(minimum);

    PolicyField window{QStringLiteral("breaker.window"), Part::Breaker, Kind::Choice, tr("Window"),
                       tr("What the rule remembers: the newest so many calls, or the newest stretch of time. For "
                          "\"failure count\" the newest calls are no limit, a stretch of time is.")};
    window.choices = {tr("newest calls"), tr("newest time")};
    window.value = [](const PolicyConfig &p) { return p.breaker ? Value(double(p.breaker->window.index())) : Value(); };
    window.set = [](PolicyConfig &p, Value v) {
        if (!p.breaker || !v || p.breaker->window.index() == std::size_t(std::llround(*v)))
            return;
        if (*v < 0.5)
            p.breaker->window = CountWindowConfig{};
        else
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
        return countWindow(p) == nullptr ? tr("The window is a stretch of time.") : onlyForRate(p);
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
            p.breaker->window = TimeWindowConfig{lengthOf(*v), {}}; // buckets of a tenth, which always fit
    };
    length.unusedBecause = [](const PolicyConfig &p) {
        if (isInARow(p))
            return tr("Failures in a row need no window.");
        return timeWindow(p) == nullptr ? tr("The window is the newest calls.") : QString();
    };
    add(length);

    PolicyField recovery{QStringLiteral("breaker.recoveryTime"),
                         Part::Breaker,
                         Kind::Length,
                         tr("Recovery time"),
                         tr("It stays open for this long, then lets trial calls through."),
                         {},
                         100 * ms,
                         120 * s,
                         true};
    bind(recovery, &CircuitBreakerConfig::recoveryTime);
    add(recovery);

    PolicyField trials{QStringLiteral("breaker.halfOpenMaxCalls"),
                       Part::Breaker,
                       Kind::Count,
                       tr("Trial calls"),
                       tr("So many calls are let through while it is half-open."),
                       {},
                       1,
                       20};
    bind(trials, &CircuitBreakerConfig::halfOpenMaxCalls);
    add(trials);

    PolicyField successes{QStringLiteral("breaker.successThreshold"),
                          Part::Breaker,
                          Kind::Count,
                          tr("Success threshold"),
                          tr("So many successful trial calls close the breaker."),
                          {},
                          1,
                          20};
    bind(successes, &CircuitBreakerConfig::successThreshold);
    successes.unusedBecause = notForRate;
    add(successes);
    return fields;
}

QList<PolicyField> retryFields()
{
    QList<PolicyField> fields;
    const auto add = [&](PolicyField field) { fields.append(std::move(field)); };

    PolicyField retries{QStringLiteral("retry.maxRetries"),
                        Part::Retry,
                        Kind::Count,
                        tr("Retries"),
                        tr("So many further attempts after the first one failed."),
                        {},
                        0,
                        10};
    bind(retries, &RetryConfig::maxRetries);
    add(retries);

    PolicyField base{QStringLiteral("retry.baseDelay"),
                     Part::Retry,
                     Kind::Length,
                     tr("Base delay"),
                     tr("The wait before the first retry."),
                     {},
                     1 * ms,
                     10 * s,
                     true};
    bind(base, &RetryConfig::baseDelay);
    base.unusedBecause = onlyWithRetries;
    add(base);

    PolicyField most{QStringLiteral("retry.maxDelay"),
                     Part::Retry,
                     Kind::Length,
                     tr("Longest delay"),
                     tr("No wait is longer than this."),
                     {},
                     10 * ms,
                     120 * s,
                     true};
    bind(most, &RetryConfig::maxDelay);
    most.unusedBecause = onlyWithRetries;
    add(most);

    PolicyField factor{QStringLiteral("retry.backoffFactor"),
                       Part::Retry,
                       Kind::Factor,
                       tr("Backoff factor"),
                       tr("Each wait is longer than the one before by this factor."),
                       QStringLiteral("×"),
                       1,
                       5};
    bind(factor, &RetryConfig::backoffFactor);
    factor.unusedBecause = onlyWithRetries;
    add(factor);

    PolicyField jitter{QStringLiteral("retry.jitter"), Part::Retry, Kind::Choice, tr("Jitter"),
                       tr("How waits are spread, so that clients that failed together do not come back together.")};
    jitter.choices = {tr("none"), tr("proportional"), tr("full"), tr("equal"), tr("decorrelated")};
    bind(jitter, &RetryConfig::jitter);
    jitter.unusedBecause = onlyWithRetries;
    add(jitter);

    PolicyField spread{QStringLiteral("retry.jitterFactor"),
                       Part::Retry,
                       Kind::Share,
                       tr("Jitter share"),
                       tr("Waits are spread by this share to either side."),
                       {},
                       0,
                       1};
    bind(spread, &RetryConfig::jitterFactor);
    spread.unusedBecause = [](const PolicyConfig &p) {
        return p.retry && p.retry->jitter != Jitter::Proportional ? tr("Only proportional jitter has a share.")
                                                                  : onlyWithRetries(p);
    };
    add(spread);
    return fields;
}

QList<PolicyField> timeoutFields()
{
    PolicyField attempt{QStringLiteral("timeout.perAttempt"),
                        Part::Timeout,
                        Kind::Length,
                        tr("Per attempt"),
                        tr("An attempt that takes longer is given up, and counts as a failure."),
                        {},
                        10 * ms,
                        30 * s,
                        true,
                        true,
                        2 * s};
    attempt.value = [](const PolicyConfig &p) {
        return p.timeout.perAttempt ? Value(toNumber(*p.timeout.perAttempt)) : Value();
    };
    attempt.set = [](PolicyConfig &p, Value v) {
        p.timeout.perAttempt = v ? std::optional(lengthOf(*v)) : std::nullopt;
    };
    return {attempt};
}

} // namespace

const QList<PolicyField> &policyFields()
{
    static const QList<PolicyField> fields = breakerFields() + retryFields() + timeoutFields();
    return fields;
}

} // namespace Fuseboard
