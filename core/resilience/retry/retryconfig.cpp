// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/retry/retryconfig.h"

#include "resilience/base/durationtext.h"
#include "resilience/base/jsonreader.h"

#include <QJsonArray>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

// In the order of the enum.
const QStringList &jitterNames()
{
    static const QStringList names{u"none"_s, u"proportional"_s, u"full"_s, u"equal"_s, u"decorrelated"_s};
    return names;
}

bool isKnown(Jitter jitter)
{
    return static_cast<qsizetype>(jitter) < jitterNames().size();
}

QString text(double number)
{
    return QString::number(number, 'g', QLocale::FloatingPointShortest);
}

/// Written so that NaN, for which no comparison holds, is refused too.
bool isFiniteAtLeast(double value, double least)
{
    return value >= least && std::isfinite(value);
}

QJsonObject allToJson(const RetryConfig &config)
{
    QJsonObject json{
        {u"maxRetries"_s, config.maxRetries},
        {u"baseDelay"_s, formatDuration(config.baseDelay)},
        {u"maxDelay"_s, formatDuration(config.maxDelay)},
        {u"backoffFactor"_s, config.backoffFactor},
        {u"jitter"_s, jitterName(config.jitter)},
        {u"jitterFactor"_s, config.jitterFactor},
        {u"retryErrors"_s, QJsonArray::fromStringList(config.retryErrors.names())},
        {u"excludedErrors"_s, QJsonArray::fromStringList(config.excludedErrors.names())},
        {u"retryNonIdempotent"_s, config.retryNonIdempotent},
        {u"honorRetryAfter"_s, config.honorRetryAfter},
        {u"maxRetryAfter"_s, formatDuration(config.maxRetryAfter)},
    };
    if (config.budget) {
        json.insert(u"budget"_s,
                    QJsonObject{
                        {u"ratio"_s, config.budget->ratio},
                        {u"minimumPerSecond"_s, config.budget->minimumPerSecond},
                    });
    }
    return json;
}

constexpr int MostQuickRetries = 1000;
constexpr Duration QuickWait = std::chrono::milliseconds(1);

/// How many retries come before the first whose wait, without jitter, is at least 1 ms; where none is, as many as there
/// can be. They take no time that counts: a service that fails at once would be asked without end.
double quickRetries(const RetryConfig &config)
{
    constexpr double endless = std::numeric_limits<double>::infinity();
    if (config.baseDelay >= QuickWait)
        return config.maxDelay >= QuickWait ? 0 : endless;
    const bool grows = config.backoffFactor > 1 || config.jitter == Jitter::Decorrelated;
    if (config.baseDelay <= Duration::zero() || config.maxDelay < QuickWait || !grows)
        return endless;
    // Decorrelated waits grow by 1.5 in the mean.
    const double factor = config.jitter == Jitter::Decorrelated ? 1.5 : config.backoffFactor;
    return std::log(double(QuickWait.count()) / double(config.baseDelay.count())) / std::log(factor);
}

} // namespace

ConfigIssues RetryConfig::validate() const
{
    ConfigIssues issues;
    const auto check = [&issues](bool isGood, const QString &field, const QString &message) {
        if (!isGood)
            issues.append({field, message});
    };

    check(maxRetries >= 0, u"maxRetries"_s, u"must be at least 0, not %1"_s.arg(maxRetries));
    check(baseDelay >= Duration::zero(), u"baseDelay"_s,
          u"must be at least 0s, not %1"_s.arg(formatDuration(baseDelay)));
    check(maxDelay >= baseDelay && maxDelay >= Duration::zero(), u"maxDelay"_s,
          u"must be at least baseDelay (%1), not %2"_s.arg(formatDuration(std::max(baseDelay, Duration::zero())),
                                                           formatDuration(maxDelay)));
    check(isFiniteAtLeast(backoffFactor, 1), u"backoffFactor"_s,
          u"must be a number of at least 1, not %1"_s.arg(text(backoffFactor)));
    check(isKnown(jitter), u"jitter"_s, u"must be one of %1"_s.arg(jitterNames().join(u", "_s)));
    check(jitterFactor >= 0 && jitterFactor <= 1, u"jitterFactor"_s,
          u"must be from 0 to 1, not %1"_s.arg(text(jitterFactor)));
    check(maxRetryAfter >= Duration::zero(), u"maxRetryAfter"_s,
          u"must be at least 0s, not %1"_s.arg(formatDuration(maxRetryAfter)));
    if (maxRetries > MostQuickRetries && quickRetries(*this) > MostQuickRetries) {
        check(false, u"maxRetries"_s,
              u"must be at most %1 where baseDelay (%2) and maxDelay (%3) make retries that do not wait, not %4"_s
                  .arg(MostQuickRetries)
                  .arg(formatDuration(baseDelay), formatDuration(maxDelay))
                  .arg(maxRetries));
    }
    if (budget) {
        check(isFiniteAtLeast(budget->ratio, 0), u"budget.ratio"_s,
              u"must be a number of at least 0, not %1"_s.arg(text(budget->ratio)));
        check(isFiniteAtLeast(budget->minimumPerSecond, 0), u"budget.minimumPerSecond"_s,
              u"must be a number of at least 0, not %1"_s.arg(text(budget->minimumPerSecond)));
    }
    return issues;
}

RetryConfig RetryConfig::forHttp()
{
    RetryConfig config;
    config.excludedErrors = {ErrorKind::Security,       ErrorKind::Redirect, ErrorKind::TooLarge, ErrorKind::Encoding,
                             ErrorKind::Authentication, ErrorKind::NotFound, ErrorKind::Client};
    config.excludedErrors.insertStatuses(501, 501); // not implemented
    config.excludedErrors.insertStatuses(505, 505); // HTTP version not supported
    return config;
}

ConfigIssues RetryConfig::warnings(const IsFieldWritten &isWritten) const
{
    const IsFieldWritten isGiven = isWritten ? isWritten : fieldsUnlike(allToJson(*this), allToJson(RetryConfig()));
    ConfigIssues issues;
    const auto warn = [&](const QString &field, const QString &why) {
        if (isGiven(field))
            issues.append({field, why});
    };
    if (maxRetries == 0) {
        for (const QString &field : allToJson(*this).keys()) {
            if (field != u"maxRetries")
                warn(field, u"has no effect with maxRetries 0: nothing is retried; set maxRetries to 1 or more"_s);
        }
        return issues;
    }

    const QString leaveOut = u"names \"%1\", which has no effect: %2; leave it out"_s;
    if (baseDelay == Duration::zero())
        warn(u"backoffFactor"_s, u"has no effect with baseDelay 0s: waits of nothing do not grow; set a baseDelay"_s);
    else if (jitter == Jitter::Decorrelated)
        warn(u"backoffFactor"_s,
             u"has no effect with jitter \"decorrelated\", whose waits grow by themselves; choose another jitter"_s);
    else if (maxRetries == 1 && backoffFactor != 1)
        warn(u"backoffFactor"_s,
             u"has no effect with maxRetries 1: there is no second wait to grow; allow more retries"_s);
    else if (maxDelay == baseDelay && backoffFactor != 1 && jitter != Jitter::Proportional)
        warn(u"backoffFactor"_s,
             u"has no effect with maxDelay as short as baseDelay (%1): set a longer maxDelay"_s.arg(
                 formatDuration(baseDelay)));
    if (jitter != Jitter::Proportional)
        warn(u"jitterFactor"_s,
             u"has no effect with jitter \"%1\": it is for jitter \"proportional\""_s.arg(jitterName(jitter)));

    bool isAnyRetried = false;
    for (const QString &name : retryErrors.names()) {
        ErrorKindSet one;
        one.insertName(name);
        const auto kind = errorKindFromName(name);
        if (kind && (isA(*kind, ErrorKind::Rejected) || *kind == ErrorKind::Cancelled))
            warn(u"retryErrors"_s,
                 leaveOut.arg(
                     name,
                     u"what was never sent is not retried, save \"circuitOpen\" by a retry outside the breaker"_s));
        else if (isTakenOut(one, excludedErrors))
            warn(u"retryErrors"_s, leaveOut.arg(name, u"excludedErrors take it out"_s));
        else
            isAnyRetried = true;
    }
    for (const QString &name : excludedErrors.names()) {
        const auto kind = errorKindFromName(name);
        if (kind == ErrorKind::Overload || kind == ErrorKind::Cancelled)
            warn(u"excludedErrors"_s, leaveOut.arg(name, u"it is never retried anyway"_s));
    }
    if (!isAnyRetried && excludedErrors.contains(ErrorKind::CircuitOpen))
        issues.append({u"retryErrors"_s, u"names nothing that is retried: name what is, or leave the retry out"_s});
    return issues;
}

QJsonObject RetryConfig::toJson() const
{
    QJsonObject json = allToJson(*this);
    const QJsonObject defaults = allToJson(RetryConfig());
    const ConfigIssues idle = warnings([](const QString &) { return true; });
    for (const ConfigIssue &issue : idle) {
        if (json.value(issue.field) == defaults.value(issue.field))
            json.remove(issue.field);
    }
    return json;
}

Expected<RetryConfig, ConfigIssues> RetryConfig::fromJson(const QJsonObject &json)
{
    RetryConfig config;
    ConfigIssues issues;
    JsonReader reader(json, {}, issues);
    reader.read(u"maxRetries"_s, config.maxRetries);
    reader.read(u"baseDelay"_s, config.baseDelay);
    reader.read(u"maxDelay"_s, config.maxDelay);
    reader.read(u"backoffFactor"_s, config.backoffFactor);
    int jitter = static_cast<int>(config.jitter);
    reader.readWord(u"jitter"_s, jitterNames(), jitter);
    config.jitter = static_cast<Jitter>(jitter);
    reader.read(u"jitterFactor"_s, config.jitterFactor);
    reader.read(u"retryErrors"_s, config.retryErrors);
    reader.read(u"excludedErrors"_s, config.excludedErrors);
    reader.read(u"retryNonIdempotent"_s, config.retryNonIdempotent);
    reader.read(u"honorRetryAfter"_s, config.honorRetryAfter);
    reader.read(u"maxRetryAfter"_s, config.maxRetryAfter);
    if (const std::optional<QJsonObject> budgetJson = reader.object(u"budget"_s)) {
        RetryBudgetConfig budget;
        JsonReader budgetReader(*budgetJson, reader.fieldPath(u"budget"_s), issues);
        budgetReader.read(u"ratio"_s, budget.ratio);
        budgetReader.read(u"minimumPerSecond"_s, budget.minimumPerSecond);
        budgetReader.finish();
        config.budget = budget;
    }
    reader.finish();

    // A field that could not be read kept its default, so what validate() makes of that, or of what is held against it, says
    // nothing about the file.
    const auto isUnread = [formIssues = issues](const QString &field) {
        return std::ranges::find(formIssues, field, &ConfigIssue::field) != formIssues.end();
    };
    const ConfigIssues rangeIssues = config.validate();
    for (const ConfigIssue &issue : rangeIssues) {
        if (!isUnread(issue.field) && !(issue.field == u"maxDelay" && isUnread(u"baseDelay"_s)))
            issues.append(issue);
    }
    if (!issues.isEmpty())
        return Unexpected{issues};
    return config;
}

QString jitterName(Jitter jitter)
{
    Q_ASSERT(isKnown(jitter));
    return jitterNames().value(static_cast<qsizetype>(jitter));
}

} // namespace Fuseboard
