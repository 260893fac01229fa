// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/scenario/scenario.h"
#include "panels/policyfield.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace Fuseboard {

/// A field of a scenario's policies that can be varied: what people call it, and how its values are written. A plain value.
struct TuneField
{
    QString path = {};  ///< as Variation has it: "policies.*.breaker.failureThreshold"
    QString label = {}; ///< "Failure threshold"; with whose policy it is, where there are several
    QString toolTip = {};
    PolicyField::Kind kind = PolicyField::Kind::Count;
    QString unit = {};
    QStringList choiceValues = {}; ///< of a choice, as files spell them
    QStringList choiceLabels = {};
    QString proposal = {};      ///< values around the present one, which is among them: "3,5,7,10,15"
    QString unusedBecause = {}; ///< why it does not matter at present; empty where it does
    QString group = {};         ///< "Retry"; with whose policy it is, where there are several

    /// A value for people: "5 s", "50 %", "full"; "off" where it takes the field away.
    QString valueText(const QString &value) const;
};

/// All of @p scenario, in the order in which policies are shown; policies in the order of their names.
QList<TuneField> tuneFields(const Scenario &scenario);

/// That of @p path among @p fields. For one that is not there, a field that is called by its path.
TuneField tuneFieldAt(const QList<TuneField> &fields, const QString &path);

} // namespace Fuseboard
