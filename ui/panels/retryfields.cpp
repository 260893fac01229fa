// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/policyfields.h"

namespace Fuseboard::PolicyFields {

namespace {

QString onlyWithRetries(const PolicyConfig &p)
{
    return p.retry && p.retry->maxRetries == 0 ? tr("There are no retries, so there are no waits.") : QString();
}

} // namespace

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
    bind(retries, &PolicyConfig::retry, &RetryConfig::maxRetries);
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
    bind(base, &PolicyConfig::retry, &RetryConfig::baseDelay);
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
    bind(most, &PolicyConfig::retry, &RetryConfig::maxDelay);
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
    bind(factor, &PolicyConfig::retry, &RetryConfig::backoffFactor);
    factor.unusedBecause = onlyWithRetries;
    add(factor);

    PolicyField jitter{QStringLiteral("retry.jitter"), Part::Retry, Kind::Choice, tr("Jitter"),
                       tr("How waits are spread, so that clients that failed together do not come back together.")};
    jitter.choices = {tr("none"), tr("proportional"), tr("full"), tr("equal"), tr("decorrelated")};
    bind(jitter, &PolicyConfig::retry, &RetryConfig::jitter);
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
    bind(spread, &PolicyConfig::retry, &RetryConfig::jitterFactor);
    spread.unusedBecause = [](const PolicyConfig &p) {
        return p.retry && p.retry->jitter != Jitter::Proportional ? tr("Only proportional jitter has a share.")
                                                                  : onlyWithRetries(p);
    };
    add(spread);

    PolicyField retried{QStringLiteral("retry.retryErrors"), Part::Retry, Kind::Errors, tr("Retried"),
                        tr("Only these errors are tried again.")};
    bind(retried, &PolicyConfig::retry, &RetryConfig::retryErrors);
    retried.unusedBecause = onlyWithRetries;
    add(retried);

    PolicyField excluded{QStringLiteral("retry.excludedErrors"), Part::Retry, Kind::Errors, tr("Not retried"),
                         tr("These errors are never tried again, whatever is said above.")};
    bind(excluded, &PolicyConfig::retry, &RetryConfig::excludedErrors);
    excluded.unusedBecause = onlyWithRetries;
    add(excluded);

    const auto yesOrNo = [&](const QString &name, const QString &label, const QString &toolTip,
                             const QStringList &choices, bool RetryConfig::*member) {
        PolicyField field{QStringLiteral("retry.") + name, Part::Retry, Kind::Choice, label, toolTip};
        field.choices = choices;
        bind(field, &PolicyConfig::retry, member);
        field.unusedBecause = onlyWithRetries;
        add(field);
    };
    yesOrNo(QStringLiteral("retryNonIdempotent"), tr("POST and PATCH"),
            tr("Requests that may not be repeated by themselves: retried only with an Idempotency-Key or if they never "
               "left, "
               "or always."),
            {tr("only if safe"), tr("always")}, &RetryConfig::retryNonIdempotent);
    yesOrNo(QStringLiteral("honorRetryAfter"), tr("Retry-After"),
            tr("Whether to wait at least for what the server asks."), {tr("ignored"), tr("honoured")},
            &RetryConfig::honorRetryAfter);

    PolicyField asked{QStringLiteral("retry.maxRetryAfter"),
                      Part::Retry,
                      Kind::Length,
                      tr("Longest asked"),
                      tr("Asked to wait for longer than this, a call gives up at once."),
                      {},
                      100 * ms,
                      3600 * s,
                      true};
    bind(asked, &PolicyConfig::retry, &RetryConfig::maxRetryAfter);
    asked.unusedBecause = [](const PolicyConfig &p) {
        return p.retry && !p.retry->honorRetryAfter ? tr("What the server asks is ignored.") : onlyWithRetries(p);
    };
    add(asked);

    PolicyField ratio{
        QStringLiteral("retry.budget.ratio"),
        Part::Retry,
        Kind::Share,
        tr("Retry budget"),
        tr("Retries may be at most this share of the calls of the newest 10 s, shared by all calls. Without it "
           "there is no limit."),
        {},
        0,
        1};
    ratio.isOptional = true;
    ratio.whenSwitchedOn = RetryBudgetConfig().ratio;
    ratio.value = [](const PolicyConfig &p) {
        return p.retry && p.retry->budget ? Value(p.retry->budget->ratio) : Value();
    };
    ratio.set = [](PolicyConfig &p, Value v) {
        if (!p.retry)
            return;
        if (!v)
            p.retry->budget.reset();
        else
            p.retry->budget = RetryBudgetConfig{*v, p.retry->budget.value_or(RetryBudgetConfig()).minimumPerSecond};
    };
    ratio.unusedBecause = onlyWithRetries;
    add(ratio);

    PolicyField least{QStringLiteral("retry.budget.minimumPerSecond"),
                      Part::Retry,
                      Kind::Factor,
                      tr("Always allowed"),
                      tr("So many retries a second are allowed in any case."),
                      QStringLiteral("/s"),
                      0,
                      20};
    least.value = [](const PolicyConfig &p) {
        return p.retry && p.retry->budget ? Value(p.retry->budget->minimumPerSecond) : Value();
    };
    least.set = [](PolicyConfig &p, Value v) {
        if (p.retry && p.retry->budget && v)
            p.retry->budget->minimumPerSecond = *v;
    };
    least.unusedBecause = [](const PolicyConfig &p) {
        return p.retry && !p.retry->budget ? tr("There is no retry budget.") : onlyWithRetries(p);
    };
    add(least);
    return fields;
}

} // namespace Fuseboard::PolicyFields
