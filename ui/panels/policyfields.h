// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "panels/policyfield.h"

#include <QCoreApplication>

#include <cmath>
#include <type_traits>

// What the lists of fields are made with. Only for their sources.
namespace Fuseboard::PolicyFields {

using Kind = PolicyField::Kind;
using Part = PolicyField::Part;
using Value = std::optional<double>;

inline QString tr(const char *text)
{
    return QCoreApplication::translate("PolicyField", text);
}

inline constexpr double ms = 1e6;
inline constexpr double s = 1e9;

inline Duration lengthOf(double ns)
{
    return Duration(std::llround(ns));
}

/// A set of error kinds as a number: a bit for each kind that is named, and above them which of the sets of statuses
/// that were met so far it has. Equal sets give equal numbers. In the window's thread.
double maskOf(const ErrorKindSet &kinds);
ErrorKindSet kindsOf(double mask);

// Accessors for a plain member: a number, a rate, a length of time, an enum, yes or no, or a set of error kinds.
template<typename T>
double toNumber(const T &value)
{
    if constexpr (std::is_same_v<T, Duration>)
        return double(value.count());
    else if constexpr (std::is_same_v<T, ErrorKindSet>)
        return maskOf(value);
    else
        return double(value);
}

template<typename T>
T fromNumber(double value)
{
    if constexpr (std::is_same_v<T, Duration>)
        return lengthOf(value);
    else if constexpr (std::is_same_v<T, ErrorKindSet>)
        return kindsOf(value);
    else if constexpr (std::is_same_v<T, bool>)
        return value > 0.5;
    else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>)
        return static_cast<T>(std::llround(value));
    else
        return T(value);
}

/// @p config is the part of the policy, @p member a member of it.
template<typename Config, typename T>
void bind(PolicyField &field, std::optional<Config> PolicyConfig::*config, T Config::*member)
{
    field.value = [config, member](const PolicyConfig &p) {
        return p.*config ? Value(toNumber((*(p.*config)).*member)) : Value();
    };
    field.set = [config, member](PolicyConfig &p, Value v) {
        if (p.*config && v)
            (*(p.*config)).*member = fromNumber<T>(*v);
    };
}

/// The same for a member that may be absent.
template<typename Config, typename T>
void bind(PolicyField &field, std::optional<Config> PolicyConfig::*config, std::optional<T> Config::*member)
{
    field.isOptional = true;
    field.value = [config, member](const PolicyConfig &p) {
        return p.*config && (*(p.*config)).*member ? Value(toNumber(*((*(p.*config)).*member))) : Value();
    };
    field.set = [config, member](PolicyConfig &p, Value v) {
        if (p.*config)
            (*(p.*config)).*member = v ? std::optional<T>(fromNumber<T>(*v)) : std::nullopt;
    };
}

QList<PolicyField> breakerFields();
QList<PolicyField> retryFields();
QList<PolicyField> timeoutFields();

} // namespace Fuseboard::PolicyFields
