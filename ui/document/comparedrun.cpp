// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/comparedrun.h"

#include <utility>

namespace Fuseboard {

ComparedRun::ComparedRun(QObject *parent)
    : QObject(parent)
    , m_run(std::make_unique<BackgroundRun>())
{
    connect(m_run.get(), &BackgroundRun::resultChanged, this, &ComparedRun::sendChanged);
}

const RunSnapshot &ComparedRun::snapshot() const
{
    return m_frozen ? *m_frozen : m_run->result().snapshot;
}

bool ComparedRun::isBusy() const
{
    return isSimulated() && m_run->isBusy();
}

void ComparedRun::begin(Kind kind, const QString &name, const std::optional<Scenario> &scenario)
{
    ++m_identity;
    m_kind = kind;
    m_name = name;
    m_scenario = scenario;
    m_frozen.reset();
}

void ComparedRun::sendChanged()
{
    ++m_revision;
    Q_EMIT changed();
}

void ComparedRun::clear()
{
    begin(Kind::None, {}, {});
    m_run->clear();
    sendChanged();
}

void ComparedRun::show(Kind kind, const QString &name, const RunSnapshot &snapshot,
                       const std::optional<Scenario> &scenario)
{
    begin(kind, name, scenario);
    m_run->clear();
    m_frozen = snapshot;
    sendChanged();
}

void ComparedRun::simulate(Kind kind, const QString &name, const Scenario &scenario,
                           const QList<Intervention> &interventions)
{
    begin(kind, name, scenario);
    m_run->clear();
    m_run->start(scenario, interventions);
    sendChanged();
}

void ComparedRun::takeOver(std::unique_ptr<BackgroundRun> &run, const QString &name, const Scenario &scenario)
{
    begin(Kind::BeforeEdit, name, scenario);
    m_run->clear();
    m_run->disconnect(this);
    std::swap(m_run, run);
    connect(m_run.get(), &BackgroundRun::resultChanged, this, &ComparedRun::sendChanged);
    sendChanged();
}

void ComparedRun::keep(const QString &name)
{
    if (m_kind != Kind::BeforeEdit)
        return;
    m_kind = Kind::Baseline;
    m_name = name;
    sendChanged();
}

void ComparedRun::advanceTo(Duration moment)
{
    if (isSimulated())
        m_run->advanceTo(moment);
}

void ComparedRun::intervene(const Intervention &intervention)
{
    if (isSimulated())
        m_run->intervene(intervention);
}

} // namespace Fuseboard
