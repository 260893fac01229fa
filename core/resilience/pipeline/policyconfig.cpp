// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/pipeline/policyconfig.h"

#include "resilience/base/durationtext.h"
#include "resilience/base/issuelimit.h"
#include "resilience/base/jsonreader.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace Fuseboard {

namespace {

constexpr std::array AllLayers{PolicyLayer::Breaker, PolicyLayer::Retry, PolicyLayer::Timeout, PolicyLayer::Overall};

std::optional<PolicyLayer> layerFromName(const QString &name)
{
    const auto found = std::ranges::find(AllLayers, name, policyLayerName);
    return found == AllLayers.end() ? std::nullopt : std::optional(*found);
}

/// Names a part in its place: the issue of a breaker's field is an issue of the policy's field.
ConfigIssues below(const QString &part, ConfigIssues issues)
{
    for (ConfigIssue &issue : issues)
        issue.field = issue.field.isEmpty() ? part : part + QLatin1Char('.') + issue.field;
    return issues;
}

void requirePositive(const QString &field, const std::optional<Duration> &limit, ConfigIssues &issues)
{
    if (!limit || *limit > Duration::zero())
        return;
    issues.append({field, QStringLiteral("must be longer than 0, not %1").arg(formatDuration(*limit))});
}

/// What is wrong with the limits and the order, given which parts are there.
ConfigIssues validateFrame(const PolicyConfig &config, bool hasBreaker, bool hasRetry)
{
    ConfigIssues issues;
    requirePositive(QStringLiteral("timeout.perAttempt"), config.timeout.perAttempt, issues);
    requirePositive(QStringLiteral("timeout.overall"), config.timeout.overall, issues);

    std::vector<PolicyLayer> named;
    for (const PolicyLayer layer : config.order) {
        if (isFull(issues))
            break;
        if (std::ranges::find(named, layer) != named.end()) {
            issues.append(
                {QStringLiteral("order"),
                 QStringLiteral("must not name \"%1\" twice; a layer has one place").arg(policyLayerName(layer))});
        }
        named.push_back(layer);
    }
    const auto requireNamed = [&](PolicyLayer layer, bool isThere) {
        if (isThere && std::ranges::find(named, layer) == named.end()) {
            issues.append({QStringLiteral("order"),
                           QStringLiteral("must name \"%1\", which the policy has").arg(policyLayerName(layer))});
        }
    };
    requireNamed(PolicyLayer::Breaker, hasBreaker);
    requireNamed(PolicyLayer::Retry, hasRetry);
    requireNamed(PolicyLayer::Timeout, config.timeout.perAttempt.has_value());
    return issues;
}

/// The shortest wait before the first retry that its jitter allows.
Duration shortestWait(const RetryConfig &retry)
{
    const Duration capped = std::min(retry.baseDelay, retry.maxDelay);
    switch (retry.jitter) {
    case Jitter::None:
    case Jitter::Decorrelated:
        return capped;
    case Jitter::Proportional:
        return Duration(static_cast<qint64>(static_cast<double>(capped.count()) * (1 - retry.jitterFactor)
                                            / (1 + retry.jitterFactor)));
    case Jitter::Equal:
        return capped / 2;
    case Jitter::Full:
        return Duration::zero();
    }
    Q_UNREACHABLE();
}

/// What the layers make of each other, where one leaves another without an effect.
class FrameCheck
{
public:
    FrameCheck(const PolicyConfig &config, const IsFieldWritten &isWritten, ConfigIssues &issues)
        : m_config(config)
        , m_isWritten(isWritten)
        , m_issues(issues)
        , m_layers(config.layers())
    {
    }

    void run()
    {
        limitsOutsideTheBreaker();
        limitsThatAreNeverReached();
        retriesThatCannotBegin();
        waitsThatAreNotHonoured();
        namesOfAbsentParts();
    }

private:
    std::size_t placeOf(PolicyLayer layer) const
    {
        return static_cast<std::size_t>(std::ranges::find(m_layers, layer) - m_layers.begin());
    }
    bool has(PolicyLayer layer) const { return placeOf(layer) < m_layers.size(); }
    bool isOutside(PolicyLayer outer, PolicyLayer inner) const
    {
        return has(outer) && has(inner) && placeOf(outer) < placeOf(inner);
    }
    Duration lengthOf(PolicyLayer limit) const
    {
        return limit == PolicyLayer::Overall ? *m_config.timeout.overall : *m_config.timeout.perAttempt;
    }
    static QString fieldOf(PolicyLayer limit)
    {
        return limit == PolicyLayer::Overall ? QStringLiteral("timeout.overall") : QStringLiteral("timeout.perAttempt");
    }
    void warn(const QString &field, const QString &why)
    {
        if (!m_isWritten || m_isWritten(field))
            m_issues.append({field, why});
    }

    /// A breaker is not told of what a limit outside it ends.
    void limitsOutsideTheBreaker()
    {
        for (const PolicyLayer limit : {PolicyLayer::Overall, PolicyLayer::Timeout}) {
            if (!isOutside(limit, PolicyLayer::Breaker))
                continue;
            const bool isCovered = std::ranges::any_of(Limits, [&](PolicyLayer inner) {
                return isOutside(PolicyLayer::Breaker, inner) && lengthOf(inner) <= lengthOf(limit);
            });
            if (!isCovered) {
                warn(fieldOf(limit),
                     QStringLiteral(
                         "stands outside the breaker, which is not told of calls that it ends, so it does not open for "
                         "a service that hangs: %1")
                         .arg(limit == PolicyLayer::Overall && !has(PolicyLayer::Timeout)
                                  ? QStringLiteral(
                                      "set timeout.perAttempt too, or put \"overall\" inside the breaker in order")
                                  : QStringLiteral("put a shorter limit inside the breaker in order")));
            }
        }
    }

    void limitsThatAreNeverReached()
    {
        for (const PolicyLayer inner : Limits) {
            for (const PolicyLayer outer : Limits) {
                if (inner == outer || !isOutside(outer, inner) || lengthOf(inner) <= lengthOf(outer))
                    continue;
                warn(fieldOf(inner),
                     QStringLiteral("has no effect: %1 (%2) around it is over first; make it shorter than that")
                         .arg(fieldOf(outer), formatDuration(lengthOf(outer))));
            }
        }
    }

    void retriesThatCannotBegin()
    {
        if (!m_config.retry || m_config.retry->maxRetries == 0)
            return;
        for (const PolicyLayer limit : Limits) {
            if (!isOutside(limit, PolicyLayer::Retry) || shortestWait(*m_config.retry) < lengthOf(limit))
                continue;
            warn(QStringLiteral("retry.maxRetries"),
                 QStringLiteral(
                     "has no effect: no retry can begin before %1 (%2) is over, as baseDelay is %3; set a shorter "
                     "baseDelay or a longer limit")
                     .arg(fieldOf(limit), formatDuration(lengthOf(limit)), formatDuration(m_config.retry->baseDelay)));
            return;
        }
    }

    void waitsThatAreNotHonoured()
    {
        if (!m_config.retry || m_config.retry->honorRetryAfter || m_config.retry->maxRetries == 0
            || isOutside(PolicyLayer::Retry, PolicyLayer::Breaker)
            || m_config.retry->maxRetryAfter == RetryConfig().maxRetryAfter)
            return;
        warn(QStringLiteral("retry.maxRetryAfter"),
             QStringLiteral("has no effect with honorRetryAfter false; set that to true"));
    }

    void namesOfAbsentParts()
    {
        if (m_config.order == PolicyConfig().order)
            return;
        for (const PolicyLayer layer : m_config.order) {
            if (has(layer))
                continue;
            const QString part = layer == PolicyLayer::Timeout ? QStringLiteral("timeout.perAttempt")
                : layer == PolicyLayer::Overall                ? QStringLiteral("timeout.overall")
                                                               : policyLayerName(layer);
            warn(QStringLiteral("order"),
                 QStringLiteral(
                     "names \"%1\", which has no effect: the policy has no %2; give it one, or leave the name out")
                     .arg(policyLayerName(layer), part));
        }
    }

    static constexpr std::array Limits{PolicyLayer::Timeout, PolicyLayer::Overall};

    const PolicyConfig &m_config;
    const IsFieldWritten &m_isWritten;
    ConfigIssues &m_issues;
    const std::vector<PolicyLayer> m_layers;
};

void readOrder(JsonReader &reader, std::vector<PolicyLayer> &order)
{
    const QString field = QStringLiteral("order");
    const QJsonValue value = reader.value(field);
    if (value.isUndefined())
        return;
    QStringList names;
    for (const PolicyLayer layer : AllLayers)
        names.append(QLatin1Char('"') + policyLayerName(layer) + QLatin1Char('"'));
    const QString expected = names.join(QStringLiteral(", "));
    if (!value.isArray()) {
        reader.addIssue(field, QStringLiteral("must be a list of layers, outermost first, out of %1").arg(expected));
        return;
    }

    const QJsonArray array = value.toArray();
    std::vector<PolicyLayer> read;
    bool isRight = true;
    for (qsizetype i = 0; i < array.size(); ++i) {
        if (const auto layer = layerFromName(array[i].toString())) {
            read.push_back(*layer);
            continue;
        }
        isRight = false;
        reader.addIssue(
            field,
            array[i].isString()
                ? QStringLiteral("must not name \"%1\"; the layers are %2").arg(array[i].toString(), expected)
                : QStringLiteral("must hold nothing but names of layers, which are %1").arg(expected));
    }
    // Half an order would bring issues that are none.
    if (isRight)
        order = std::move(read);
}

} // namespace

QString policyLayerName(PolicyLayer layer)
{
    switch (layer) {
    case PolicyLayer::Breaker:
        return QStringLiteral("breaker");
    case PolicyLayer::Retry:
        return QStringLiteral("retry");
    case PolicyLayer::Timeout:
        return QStringLiteral("timeout");
    case PolicyLayer::Overall:
        return QStringLiteral("overall");
    }
    return {};
}

std::vector<PolicyLayer> PolicyConfig::layers() const
{
    const auto isThere = [this](PolicyLayer layer) {
        switch (layer) {
        case PolicyLayer::Breaker:
            return breaker.has_value();
        case PolicyLayer::Retry:
            return retry.has_value();
        case PolicyLayer::Timeout:
            return timeout.perAttempt.has_value();
        case PolicyLayer::Overall:
            return timeout.overall.has_value();
        }
        return false;
    };

    std::vector<PolicyLayer> applied;
    std::ranges::copy_if(order, std::back_inserter(applied), isThere);
    if (timeout.overall && std::ranges::find(applied, PolicyLayer::Overall) == applied.end()) {
        // Around what it is to limit: the retries, else the one attempt.
        auto place = std::ranges::find(applied, PolicyLayer::Retry);
        if (place == applied.end())
            place = std::ranges::find(applied, PolicyLayer::Timeout);
        applied.insert(place, PolicyLayer::Overall);
    }
    return applied;
}

ConfigIssues PolicyConfig::validate() const
{
    ConfigIssues issues;
    if (breaker)
        issues += below(QStringLiteral("breaker"), breaker->validate());
    if (retry)
        issues += below(QStringLiteral("retry"), retry->validate());
    issues += below(QStringLiteral("connections"), connections.validate());
    issues += validateFrame(*this, breaker.has_value(), retry.has_value());
    return issues;
}

ConfigIssues PolicyConfig::warnings(const IsFieldWritten &isWritten) const
{
    ConfigIssues issues;
    const auto fieldsOfPart = [&isWritten](const QString &part) {
        return isWritten ? fieldsBelow(part, isWritten) : IsFieldWritten();
    };
    if (breaker)
        issues += below(QStringLiteral("breaker"), breaker->warnings(fieldsOfPart(QStringLiteral("breaker"))));
    if (retry)
        issues += below(QStringLiteral("retry"), retry->warnings(fieldsOfPart(QStringLiteral("retry"))));
    FrameCheck(*this, isWritten, issues).run();
    if (connections.maxWait && !connections.max) {
        issues.append({QStringLiteral("connections.maxWait"),
                       QStringLiteral("has no effect: without connections.max no attempt waits for a connection")});
    }
    return issues;
}

QJsonObject PolicyConfig::toJson() const
{
    QJsonObject json;
    if (breaker)
        json.insert(QStringLiteral("breaker"), breaker->toJson());
    if (retry)
        json.insert(QStringLiteral("retry"), retry->toJson());

    QJsonObject limits;
    if (timeout.perAttempt)
        limits.insert(QStringLiteral("perAttempt"), formatDuration(*timeout.perAttempt));
    if (timeout.overall)
        limits.insert(QStringLiteral("overall"), formatDuration(*timeout.overall));
    if (!limits.isEmpty())
        json.insert(QStringLiteral("timeout"), limits);
    if (!connections.isEmpty())
        json.insert(QStringLiteral("connections"), connections.toJson());

    QJsonArray names;
    for (const PolicyLayer layer : order)
        names.append(policyLayerName(layer));
    json.insert(QStringLiteral("order"), names);
    return json;
}

Expected<PolicyConfig, ConfigIssues> PolicyConfig::fromJson(const QJsonObject &json)
{
    PolicyConfig config;
    ConfigIssues issues;
    JsonReader reader(json, {}, issues);

    const auto breakerJson = reader.object(QStringLiteral("breaker"));
    if (breakerJson) {
        if (auto breaker = CircuitBreakerConfig::fromJson(*breakerJson))
            config.breaker = *std::move(breaker);
        else
            issues += below(QStringLiteral("breaker"), breaker.error());
    }
    const auto retryJson = reader.object(QStringLiteral("retry"));
    if (retryJson) {
        if (auto retry = RetryConfig::fromJson(*retryJson))
            config.retry = *std::move(retry);
        else
            issues += below(QStringLiteral("retry"), retry.error());
    }
    if (const auto timeoutJson = reader.object(QStringLiteral("timeout"))) {
        JsonReader limits(*timeoutJson, QStringLiteral("timeout"), issues);
        limits.read(QStringLiteral("perAttempt"), config.timeout.perAttempt);
        limits.read(QStringLiteral("overall"), config.timeout.overall);
        limits.finish();
    }
    if (const auto connectionsJson = reader.object(QStringLiteral("connections"))) {
        JsonReader connections(*connectionsJson, QStringLiteral("connections"), issues);
        const auto issuesBefore = issues.size();
        config.connections = ConnectionsConfig::fromJson(connections);
        if (issues.size() == issuesBefore)
            issues += below(QStringLiteral("connections"), config.connections.validate());
    }
    const auto issuesBeforeOrder = issues.size();
    readOrder(reader, config.order);
    const bool isOrderRead = issues.size() == issuesBeforeOrder;
    reader.finish();

    // A part with faults of its own is there nonetheless, and an order that could not be read says nothing.
    issues += validateFrame(config, isOrderRead && breakerJson, isOrderRead && retryJson);
    if (!issues.isEmpty())
        return Unexpected{issues};
    return config;
}

} // namespace Fuseboard
