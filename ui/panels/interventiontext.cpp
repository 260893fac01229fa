// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/interventiontext.h"

#include "panels/faulttext.h"
#include "panels/latencyshape.h"
#include "theme/figures.h"
#include "theme/marks.h"

#include <QCoreApplication>

namespace Fuseboard {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("InterventionText", text);
}

QString faultsText(const QList<FaultConfig> &faults)
{
    QStringList texts;
    for (const FaultConfig &fault : faults)
        texts.append(QStringLiteral("%1, %2").arg(faultText(fault), faultTargetText(fault)));
    return texts.isEmpty() ? tr("no faults") : texts.join(QStringLiteral("; "));
}

QString overrideText(const EndpointOverride &override)
{
    QStringList parts;
    if (override.faults)
        parts.append(faultsText(*override.faults));
    if (override.latency)
        parts.append(tr("latency %1").arg(latencyText(*override.latency)));
    if (override.perConcurrent)
        parts.append(tr("%1 per concurrent request").arg(durationFieldText(*override.perConcurrent)));
    if (override.capacity)
        parts.append(tr("another capacity"));
    return parts.isEmpty() ? tr("follows its phases") : parts.join(QStringLiteral("; "));
}

} // namespace

QString interventionText(const Intervention &intervention)
{
    if (const auto *state = std::get_if<BreakerState>(&intervention.what)) {
        return *state == BreakerState::Closed ? tr("breaker reset") : tr("breaker set to %1").arg(markOf(*state).name);
    }
    if (std::holds_alternative<PolicyConfig>(intervention.what))
        return tr("policy changed");
    const QString text = overrideText(std::get<EndpointOverride>(intervention.what));
    switch (intervention.purpose) {
    case Intervention::Purpose::Break:
        return tr("broken: %1").arg(text);
    case Intervention::Purpose::Heal:
        return tr("healed: %1").arg(text);
    case Intervention::Purpose::Follow:
        return tr("follows its phases again");
    case Intervention::Purpose::Set:
        break;
    }
    return tr("set: %1").arg(text);
}

} // namespace Fuseboard
