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

void readWindow(const QJsonObject &json, const QString &path, std::optional<WindowConfig> &window, ConfigIssues &issues)
{
    JsonReader reader(json, path, issues);
    // What it has says what it is.
    const bool isTime = reader.contains(QStringLiteral("length")) || reader.contains(QStringLiteral("bucket"));
    int type = isTime ? 1 : 0;
    if (!reader.contains(QStringLiteral("type")) && isTime == reader.contains(QStringLiteral("size")))
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

QJsonObject allToJson(const CircuitBreakerConfig &config)
{
    QJsonObject json{
        {QStringLiteral("name"), config.name},
        {QStringLiteral("rule"), tripRuleName(config.rule)},
        {QStringLiteral("failureThreshold"), config.failureThreshold},
        {QStringLiteral("failureRateThreshold"), config.failureRateThreshold},
        {QStringLiteral("slowCallRateThreshold"), config.slowCallRateThreshold},
        {QStringLiteral("minimumCalls"), config.minimumCalls},
        {QStringLiteral("recoveryTime"), formatDuration(config.recoveryTime)},
        {QStringLiteral("recoveryBackoffFactor"), config.recoveryBackoffFactor},
        {QStringLiteral("recoveryJitter"), config.recoveryJitter},
        {QStringLiteral("halfOpenMaxCalls"), config.halfOpenMaxCalls},
        {QStringLiteral("successThreshold"), config.successThreshold},
        {QStringLiteral("automaticHalfOpen"), config.automaticHalfOpen},
        {QStringLiteral("excludedErrors"), Fuseboard::toJson(config.excludedErrors)},
        {QStringLiteral("recordedErrors"), Fuseboard::toJson(config.recordedErrors)},
    };
    const auto insert = [&json](const QString &field, const std::optional<Duration> &duration) {
        if (duration)
            json.insert(field, formatDuration(*duration));
    };
    insert(QStringLiteral("slowCallDuration"), config.slowCallDuration);
    insert(QStringLiteral("maxRecoveryTime"), config.maxRecoveryTime);
    insert(QStringLiteral("halfOpenTimeout"), config.halfOpenTimeout);
    if (config.window) {
        json.insert(QStringLiteral("window"),
                    std::visit([](const auto &typed) { return Fuseboard::toJson(typed); }, *config.window));
    }
    return json;
}

/// True if @p name, as files spell it, stands for nothing that a breaker counts.
bool neverCounts(const QString &name)
{
    const auto kind = errorKindFromName(name);
    return kind && (isA(*kind, ErrorKind::Rejected) || *kind == ErrorKind::Cancelled);
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
    if (window)
        std::visit([&check](const auto &typed) { Fuseboard::validate(typed, check); }, *window);
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

const CountWindowConfig *CircuitBreakerConfig::countWindow() const
{
    static constexpr CountWindowConfig standard;
    if (rule == TripRule::ConsecutiveFailures)
        return nullptr;
    if (!window)
        return rule == TripRule::FailureRate ? &standard : nullptr;
    return std::get_if<CountWindowConfig>(&*window);
}

const TimeWindowConfig *CircuitBreakerConfig::timeWindow() const
{
    return window && rule != TripRule::ConsecutiveFailures ? std::get_if<TimeWindowConfig>(&*window) : nullptr;
}

ConfigIssues CircuitBreakerConfig::warnings(const IsFieldWritten &isWritten) const
{
    const IsFieldWritten isGiven = isWritten ? isWritten
                                             : fieldsUnlike(allToJson(*this), allToJson(CircuitBreakerConfig()));
    ConfigIssues issues;
    const auto warn = [&](const QString &field, const QString &why) {
        if (isGiven(field))
            issues.append({field, why});
    };
    const bool isRate = rule == TripRule::FailureRate;
    const QString withRule = QStringLiteral("has no effect with rule \"%1\": ").arg(tripRuleName(rule));
    const QString onlyRate = withRule + QStringLiteral("only rule \"failureRate\" looks at it");
    const QString onlyCounts = withRule
        + QStringLiteral("only the rules \"failureCount\" and \"consecutiveFailures\" look at it");

    if (isRate) {
        warn(QStringLiteral("failureThreshold"), onlyCounts);
    } else {
        warn(QStringLiteral("failureRateThreshold"), onlyRate);
        warn(QStringLiteral("slowCallDuration"), onlyRate);
    }
    if (!isRate)
        warn(QStringLiteral("slowCallRateThreshold"), onlyRate);
    else if (!slowCallDuration)
        warn(QStringLiteral("slowCallRateThreshold"),
             QStringLiteral("has no effect without slowCallDuration: no call is slow; set one"));
    if (!isRate)
        warn(QStringLiteral("minimumCalls"), onlyRate);
    if (rule == TripRule::ConsecutiveFailures) {
        warn(QStringLiteral("window"),
             withRule + QStringLiteral("only the rules \"failureRate\" and \"failureCount\" look at it"));
    } else if (const CountWindowConfig *const count = countWindow();
               count && !isRate && count->size < failureThreshold) {
        issues.append(
            {QStringLiteral("window.size"),
             QStringLiteral("is less than failureThreshold (%1), so the breaker never opens: make it at least as large")
                 .arg(failureThreshold)});
    }
    if (recoveryBackoffFactor == 1) {
        warn(QStringLiteral("maxRecoveryTime"),
             QStringLiteral(
                 "has no effect with recoveryBackoffFactor 1: the open period stays as it is; set a larger factor"));
    } else if (effectiveMaxRecoveryTime() == recoveryTime) {
        warn(QStringLiteral("recoveryBackoffFactor"),
             QStringLiteral(
                 "has no effect with maxRecoveryTime as short as recoveryTime (%1): set a longer maxRecoveryTime")
                 .arg(formatDuration(recoveryTime)));
    }
    if (isRate)
        warn(QStringLiteral("successThreshold"),
             withRule
                 + QStringLiteral(
                     "trial calls are judged by failureRateThreshold; only the two count rules look at it"));
    for (const QString &entry : excludedErrors.names()) {
        if (neverCounts(entry))
            warn(QStringLiteral("excludedErrors"),
                 QStringLiteral("names \"%1\", which has no effect: it never counts anyway; leave it out").arg(entry));
    }
    for (const QString &entry : recordedErrors.names()) {
        ErrorKindSet one;
        one.insertName(entry);
        if (neverCounts(entry)) {
            warn(QStringLiteral("recordedErrors"),
                 QStringLiteral("names \"%1\", which has no effect: it never counts; leave it out").arg(entry));
        } else if (isTakenOut(one, excludedErrors)) {
            warn(QStringLiteral("recordedErrors"),
                 QStringLiteral(
                     "names \"%1\", which has no effect: excludedErrors take it out; leave it out in one of the two")
                     .arg(entry));
        }
    }
    if (recordedErrors.isEmpty() && !(isRate && slowCallDuration))
        issues.append({QStringLiteral("recordedErrors"),
                       QStringLiteral("names nothing, so the breaker never opens: name what counts as a failure")});
    return issues;
}

QJsonObject CircuitBreakerConfig::toJson() const
{
    QJsonObject json = allToJson(*this);
    const QJsonObject defaults = allToJson(CircuitBreakerConfig());
    const ConfigIssues idle = warnings([](const QString &) { return true; });
    for (const ConfigIssue &issue : idle) {
        if (json.value(issue.field) == defaults.value(issue.field))
            json.remove(issue.field);
    }
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
