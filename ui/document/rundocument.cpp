// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/rundocument.h"

#include <algorithm>
#include <utility>

namespace Fuseboard {

RunDocument::RunDocument(QObject *parent)
    : QObject(parent)
{
}

RunDocument::~RunDocument() = default;

void RunDocument::setScenario(const Scenario &scenario)
{
    dropRun();
    m_scenario = scenario;
    m_policies = scenario.policies;
    m_snapshot = {};
    m_metrics.clear();
    m_currentEndpoint = 0;
    takePolicy();
    Q_EMIT scenarioChanged();
    Q_EMIT policyChanged();
    Q_EMIT currentEndpointChanged();
    Q_EMIT brokenChanged();
    Q_EMIT runStateChanged();
    Q_EMIT refreshed();
}

void RunDocument::startLive(bool endless)
{
    Scenario scenario = m_scenario;
    scenario.policies = m_policies;
    m_run = std::make_unique<LiveRun>(scenario, endless);
    m_run->setBreakage(m_breakage);
    m_isStarting = true;
    connect(m_run.get(), &LiveRun::started, this, [this] {
        m_isStarting = false;
        Q_EMIT runStateChanged();
    });
    connect(m_run.get(), &LiveRun::finished, this, [this] {
        refresh();
        endRun();
    });
    connect(m_run.get(), &LiveRun::failed, this, [this](const QString &message) {
        endRun();
        Q_EMIT failed(message);
    });
    m_run->start();
    Q_EMIT brokenChanged();
    Q_EMIT runStateChanged();
}

/// Lets go of the run. It is destroyed later, because one of its own signals may have led here.
void RunDocument::dropRun()
{
    if (m_run) {
        m_run->disconnect(this);
        m_run->stop();
        m_run.release()->deleteLater();
    }
    m_isStarting = false;
}

void RunDocument::endRun()
{
    dropRun();
    Q_EMIT brokenChanged();
    Q_EMIT runStateChanged();
}

void RunDocument::stop()
{
    if (m_run)
        m_run->stop();
}

bool RunDocument::isRunning() const
{
    return m_run && (m_isStarting || m_run->isRunning());
}

ConfigIssues RunDocument::setPolicy(const PolicyConfig &policy)
{
    if (policy == m_policy)
        return {};
    ConfigIssues issues = policy.validate();
    if (!issues.isEmpty())
        return issues;
    m_policies.insert(policyKey(), policy);
    m_policy = policy;
    if (m_run)
        m_run->setPolicies(m_policies);
    Q_EMIT policyChanged();
    return issues;
}

void RunDocument::setBreakage(const FaultConfig &fault)
{
    if (m_breakage == fault)
        return;
    m_breakage = fault;
    if (m_run)
        m_run->setBreakage(fault);
    Q_EMIT breakageChanged();
}

void RunDocument::breakEndpoint(int endpoint)
{
    if (!m_run)
        return;
    m_run->breakEndpoint(endpoint);
    Q_EMIT brokenChanged();
}

void RunDocument::heal(int endpoint)
{
    if (!m_run)
        return;
    m_run->heal(endpoint);
    Q_EMIT brokenChanged();
}

bool RunDocument::isBroken(int endpoint) const
{
    return m_run && m_run->isBroken(endpoint);
}

void RunDocument::setBreakerState(int endpoint, BreakerState state)
{
    if (m_run)
        m_run->setBreakerState(endpoint, state);
}

const BreakerMetrics &RunDocument::metrics(int endpoint) const
{
    static const BreakerMetrics none;
    return endpoint >= 0 && endpoint < m_metrics.size() ? m_metrics.at(endpoint) : none;
}

void RunDocument::setCurrentEndpoint(int endpoint)
{
    endpoint = std::clamp(endpoint, 0, std::max(0, int(m_scenario.endpoints.size()) - 1));
    if (m_currentEndpoint == endpoint)
        return;
    m_currentEndpoint = endpoint;
    Q_EMIT currentEndpointChanged();
    if (takePolicy())
        Q_EMIT policyChanged();
}

/// Under which name the current endpoint's policy stands.
QString RunDocument::policyKey() const
{
    const QString name = m_scenario.endpoints.value(m_currentEndpoint).name;
    return m_policies.contains(name) ? name : QStringLiteral("*");
}

/// The current endpoint's policy is the one that is shown; whether it is another one.
bool RunDocument::takePolicy()
{
    const PolicyConfig policy = m_policies.value(policyKey());
    return policy != std::exchange(m_policy, policy);
}

QString RunDocument::serverUrl() const
{
    return m_run ? m_run->serverUrl() : QString();
}

void RunDocument::refresh()
{
    if (m_run) {
        m_snapshot = m_run->snapshot();
        m_metrics.resize(m_scenario.endpoints.size());
        for (int i = 0; i < m_metrics.size(); ++i)
            m_metrics[i] = m_run->breakerMetrics(i);
    }
    Q_EMIT refreshed();
}

void RunDocument::showRecording(const RunSnapshot &snapshot, const QList<BreakerMetrics> &metrics)
{
    m_run.reset();
    m_isStarting = false;
    m_snapshot = snapshot;
    m_metrics = metrics;
    Q_EMIT brokenChanged();
    Q_EMIT runStateChanged();
    Q_EMIT refreshed();
}

} // namespace Fuseboard
