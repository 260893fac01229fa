// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "resilience/pipeline/policyconfig.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

namespace Fuseboard {

/// One setting of a policy as a person edits it: what it is called, how it is written, and where it lies in a
/// PolicyConfig. Its value is a number, whatever its kind. A plain value.
struct PolicyField
{
    enum class Kind {
        Count,  ///< a whole number
        Share,  ///< 0..1, shown as percent
        Factor, ///< a number with decimals
        Length, ///< of time, in nanoseconds
        Choice, ///< an index in choices
        Errors, ///< a set of error kinds: a bit for each that is named, by ErrorKind
    };
    enum class Part { Breaker, Retry, Timeout };

    QString path; ///< as ConfigIssue names it: "breaker.window.size"
    Part part = Part::Breaker;
    Kind kind = Kind::Count;
    QString label = {};
    QString toolTip = {};
    QString unit = {}; ///< behind the number, where its form has none
    double least = 0;  ///< ends of the slider; more can be typed
    double most = 1;
    bool isLogarithmic = false;
    bool isOptional = false; ///< may be absent
    double whenSwitchedOn = 0;
    QStringList choices = {};

    /// None where it is absent, or its part is.
    std::function<std::optional<double>(const PolicyConfig &)> value = {};
    /// Does nothing where its part is absent.
    std::function<void(PolicyConfig &, std::optional<double>)> set = {};
    /// Why it does not matter in this policy; empty where it does.
    std::function<QString(const PolicyConfig &)> unusedBecause = {};
};

/// All settings, in the order in which they are shown.
const QList<PolicyField> &policyFields();

} // namespace Fuseboard
