// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/breaker/circuitbreakerconfig.h"

#include "resilience/base/durationtext.h"
#include "resilience/base/jsonreader.h"

#include <QJsonArray>

#include <algorithm>
#include <cmath>

using namespace std::chrono_literals;

namespace Fuseboard {

namespace {

constexpr int MaxWindowSize = 1'000'000;
constexpr int MaxBuckets = 10'000;

const QStringList &ruleNames()
{
    static const QStringList list{QStringLiteral("failureCount"), QStringLiteral("consecutiveFailures"),
                                  QStringLiteral("failureRate")};
    return list;
}

const QStringList &windowTypes()
{
    static const QStringList list{QStringLiteral("count"), QStringLiteral("time")};
    return list;
}

/// Notes what is out of range, field by field.
class Check
{
public:
    explicit Check(ConfigIssues &issues)
        : m_issues(issues)
    {
    }

    void atLeast(const QString &field, int value, int least)
    {
        if (value < least)
            add(field, QStringLiteral("must be at least %1, not %2").arg(least).arg(value));
    }
    void positive(const QString &field, Duration value)
    {
        if (value <= Duration::zero())
            add(field, QStringLiteral("must be longer than 0, such as \"30s\""));
    }
    void positive(const QString &field, const std::optional<Duration> &value)
    {
        if (value)
            positive(field, *value);
    }
    void rate(const QString &field, double value)
    {
        // Written so that NaN is refused.
        if (!(value > 0 && value <= 1))
            add(field, QStringLiteral("must be above 0 and at most 1, not %1").arg(value));
    }
    void add(const QString &field, const QString &message) { m_issues.append({field, message}); }

private:
    ConfigIssues &m_issues;
};

void validate(const CountWindowConfig &window, Check &check)
{
    if (window.size < 1 || window.size > MaxWindowSize)
        check.add(QStringLiteral("window.size"), QStringLiteral("must be from 1 to 1000000, not %1").arg(window.size));
}

void validate(const TimeWindowConfig &window, Check &check)
{
    const QString length = QStringLiteral("window.length");
    const QString bucket = QStringLiteral("window.bucket");
    if (window.length <= Duration::zero()) {
        check.positive(length, window.length);
    } else if (window.effectiveBucket() <= Duration::zero()) {
        if (window.bucket)
            check.positive(bucket, *window.bucket);
        else
            check.add(length, QStringLiteral("must be at least 10ns, or name a bucket"));
    } else if (window.length % window.effectiveBucket() != Duration::zero()) {
        check.add(window.bucket ? bucket : length,
                  QStringLiteral("the window's length must be a whole number of buckets: %1 is not a multiple of %2")
                      .arg(formatDuration(window.length), formatDuration(window.effectiveBucket())));
    } else if (window.length / window.effectiveBucket() > MaxBuckets) {
        check.add(bucket,
                  QStringLiteral("must be at least %1: a window has at most 10000 buckets, not %2")
                      .arg(formatDuration(window.length / MaxBuckets))
                      .arg(window.length / window.effectiveBucket()));
    }
}

QJsonObject toJson(const CountWindowConfig &window)
{
    return {{QStringLiteral("type"), windowTypes()[0]}, {QStringLiteral("size"), window.size}};
}

QJsonObject toJson(const TimeWindowConfig &window)
{
    QJsonObject json{{QStringLiteral("type"), windowTypes()[1]},
                     {QStringLiteral("length"), formatDuration(window.length)}};
    if (window.bucket)
        json.insert(QStringLiteral("bucket"), formatDuration(*window.bucket));
    return json;
}

void readWindow(const QJsonObject &json, const QString &path, WindowConfig &window, ConfigIssues &issues)
{
    JsonReader reader(json, path, issues);
    int type = 0;
    if (!reader.contains(QStringLiteral("type")))
        reader.addIssue(QStringLiteral("type"), QStringLiteral("is missing: it must be \"count\" or \"time\""));
    reader.readWord(QStringLiteral("type"), windowTypes(), type);
    if (type == 0) {
        CountWindowConfig count;
        reader.read(QStringLiteral("size"), count.size);
        window = count;
    } else {
        TimeWindowConfig time;
        reader.read(QStringLiteral("length"), time.length);
        reader.read(QStringLiteral("bucket"), time.bucket);
        window = time;
    }
    reader.finish();
}

QJsonArray toJson(const ErrorKindSet &kinds)
{
    return QJsonArray::fromStringList(kinds.names());
}

} // namespace

QString tripRuleName(TripRule rule)
{
    return ruleNames()[static_cast<int>(rule)];
}

Duration CircuitBreakerConfig::effectiveMaxRecoveryTime() const
{
    return maxRecoveryTime ? *maxRecoveryTime : std::max<Duration>(10min, recoveryTime);
}

ConfigIssues CircuitBreakerConfig::validate() const
{
    ConfigIssues issues;
    Check check(issues);
    if (name.isEmpty())
        check.add(QStringLiteral("name"), QStringLiteral("must not be empty"));
    check.atLeast(QStringLiteral("failureThreshold"), failureThreshold, 1);
    check.rate(QStringLiteral("failureRateThreshold"), failureRateThreshold);
    check.positive(QStringLiteral("slowCallDuration"), slowCallDuration);
    check.rate(QStringLiteral("slowCallRateThreshold"), slowCallRateThreshold);
    check.atLeast(QStringLiteral("minimumCalls"), minimumCalls, 1);
    std::visit([&check](const auto &typed) { Fuseboard::validate(typed, check); }, window);
    check.positive(QStringLiteral("recoveryTime"), recoveryTime);
    if (!(recoveryBackoffFactor >= 1) || std::isinf(recoveryBackoffFactor)) {
        check.add(QStringLiteral("recoveryBackoffFactor"),
                  QStringLiteral("must be at least 1, not %1").arg(recoveryBackoffFactor));
    }
    if (maxRecoveryTime && *maxRecoveryTime < recoveryTime) {
        check.add(QStringLiteral("maxRecoveryTime"),
                  QStringLiteral("must be at least recoveryTime (%1)")
                      .arg(formatDuration(std::max(recoveryTime, Duration::zero()))));
    }
    if (!(recoveryJitter >= 0 && recoveryJitter <= 1)) {
        check.add(QStringLiteral("recoveryJitter"), QStringLiteral("must be from 0 to 1, not %1").arg(recoveryJitter));
    }
    check.atLeast(QStringLiteral("halfOpenMaxCalls"), halfOpenMaxCalls, 1);
    if (successThreshold < 1 || successThreshold > std::max(1, halfOpenMaxCalls)) {
        check.add(QStringLiteral("successThreshold"),
                  QStringLiteral("must be from 1 to halfOpenMaxCalls (%1), not %2")
                      .arg(std::max(1, halfOpenMaxCalls))
                      .arg(successThreshold));
    }
    check.positive(QStringLiteral("halfOpenTimeout"), halfOpenTimeout);
    if (automaticHalfOpen && halfOpenTimeout && *halfOpenTimeout > Duration::zero()
        && recoveryTime > Duration::zero()) {
        // It would turn back and forth by itself, without a call, and do nothing else.
        const auto atLeast1ms = [&check](const QString &field, Duration length) {
            if (length < std::chrono::milliseconds(1)) {
                check.add(
                    field,
                    QStringLiteral("must be at least 1ms where automaticHalfOpen and halfOpenTimeout are set, not %1")
                        .arg(formatDuration(length)));
            }
        };
        atLeast1ms(QStringLiteral("recoveryTime"), recoveryTime);
        atLeast1ms(QStringLiteral("halfOpenTimeout"), *halfOpenTimeout);
    }
    return issues;
}

CircuitBreakerConfig CircuitBreakerConfig::forHttp()
{
    CircuitBreakerConfig config;
    config.excludedErrors = {ErrorKind::Security,       ErrorKind::Redirect, ErrorKind::TooLarge, ErrorKind::Encoding,
                             ErrorKind::Authentication, ErrorKind::NotFound, ErrorKind::Client};
    config.excludedErrors.insertStatuses(501, 501); // not implemented
    config.excludedErrors.insertStatuses(505, 505); // HTTP version not supported
    return config;
}

QJsonObject CircuitBreakerConfig::toJson() const
{
    QJsonObject json{
        {QStringLiteral("name"), name},
        {QStringLiteral("rule"), tripRuleName(rule)},
        {QStringLiteral("failureThreshold"), failureThreshold},
        {QStringLiteral("failureRateThreshold"), failureRateThreshold},
        {QStringLiteral("slowCallRateThreshold"), slowCallRateThreshold},
        {QStringLiteral("minimumCalls"), minimumCalls},
        {QStringLiteral("window"), std::visit([](const auto &typed) { return Fuseboard::toJson(typed); }, window)},
        {QStringLiteral("recoveryTime"), formatDuration(recoveryTime)},
        {QStringLiteral("recoveryBackoffFactor"), recoveryBackoffFactor},
        {QStringLiteral("recoveryJitter"), recoveryJitter},
        {QStringLiteral("halfOpenMaxCalls"), halfOpenMaxCalls},
        {QStringLiteral("successThreshold"), successThreshold},
        {QStringLiteral("automaticHalfOpen"), automaticHalfOpen},
        {QStringLiteral("excludedErrors"), Fuseboard::toJson(excludedErrors)},
        {QStringLiteral("recordedErrors"), Fuseboard::toJson(recordedErrors)},
    };
    const auto insert = [&json](const QString &field, const std::optional<Duration> &duration) {
        if (duration)
            json.insert(field, formatDuration(*duration));
    };
    insert(QStringLiteral("slowCallDuration"), slowCallDuration);
    insert(QStringLiteral("maxRecoveryTime"), maxRecoveryTime);
    insert(QStringLiteral("halfOpenTimeout"), halfOpenTimeout);
    return json;
}

Expected<CircuitBreakerConfig, ConfigIssues> CircuitBreakerConfig::fromJson(const QJsonObject &json)
{
    CircuitBreakerConfig config;
    ConfigIssues issues;
    JsonReader reader(json, {}, issues);
    reader.read(QStringLiteral("name"), config.name);
    int rule = 0;
    reader.readWord(QStringLiteral("rule"), ruleNames(), rule);
    config.rule = static_cast<TripRule>(rule);
    reader.read(QStringLiteral("failureThreshold"), config.failureThreshold);
    reader.read(QStringLiteral("failureRateThreshold"), config.failureRateThreshold);
    reader.read(QStringLiteral("slowCallDuration"), config.slowCallDuration);
    reader.read(QStringLiteral("slowCallRateThreshold"), config.slowCallRateThreshold);
    reader.read(QStringLiteral("minimumCalls"), config.minimumCalls);
    if (const auto window = reader.object(QStringLiteral("window")))
        readWindow(*window, reader.fieldPath(QStringLiteral("window")), config.window, issues);
    reader.read(QStringLiteral("recoveryTime"), config.recoveryTime);
    reader.read(QStringLiteral("recoveryBackoffFactor"), config.recoveryBackoffFactor);
    reader.read(QStringLiteral("maxRecoveryTime"), config.maxRecoveryTime);
    reader.read(QStringLiteral("recoveryJitter"), config.recoveryJitter);
    reader.read(QStringLiteral("halfOpenMaxCalls"), config.halfOpenMaxCalls);
    reader.read(QStringLiteral("successThreshold"), config.successThreshold);
    reader.read(QStringLiteral("halfOpenTimeout"), config.halfOpenTimeout);
    reader.read(QStringLiteral("automaticHalfOpen"), config.automaticHalfOpen);
    reader.read(QStringLiteral("excludedErrors"), config.excludedErrors);
    reader.read(QStringLiteral("recordedErrors"), config.recordedErrors);
    reader.finish();

    // A field that could not be read kept its default: what is held against it says nothing about the file.
    const auto isUnread = [formIssues = issues](QStringView field) {
        return std::ranges::find(formIssues, field, &ConfigIssue::field) != formIssues.end();
    };
    const bool isWindowUnread = isUnread(u"window") || isUnread(u"window.length") || isUnread(u"window.bucket");
    const ConfigIssues rangeIssues = config.validate();
    for (const ConfigIssue &issue : rangeIssues) {
        const bool isHeldAgainstUnread = (issue.field == u"maxRecoveryTime" && isUnread(u"recoveryTime"))
            || (issue.field == u"successThreshold" && isUnread(u"halfOpenMaxCalls"))
            || (issue.field.startsWith(u"window.") && isWindowUnread);
        if (!isHeldAgainstUnread && !isUnread(issue.field))
            issues.append(issue);
    }
    if (!issues.isEmpty())
        return Unexpected{issues};
    return config;
}

} // namespace Fuseboard
