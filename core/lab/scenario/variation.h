// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/expected.h"

#include <QString>
#include <QStringList>
#include <QStringView>

namespace Fuseboard {

/// A field of a scenario and the values that it is to take, one after the other:
/// "policies.*.breaker.failureThreshold=3..20". A plain value.
///
/// The field is named as withSettings() names it. Its values are one of
///
/// - a list: "3,5,8", "none,full,equal", "500ms,1s";
/// - a range of whole numbers: "3..20";
/// - a range of numbers or durations with a step: "0.1..0.9:0.1", "5s..60s:5s"; the last value is the last one that the steps
///   meet;
/// - a range with a number of values that stand in equal ratios, both ends among them: "100ms..60s:log8". Those between are
///   rounded to three significant digits; whole numbers stay whole, and one that comes twice is there once.
class Variation
{
public:
    /// More is a slip of the finger.
    static constexpr int MostValues = 10'000;

    /// Reads PATH=VALUES. The error says what would be right; whether there is such a field is not looked at.
    static Expected<Variation, QString> parse(QStringView text);

    /// As it was written, without blanks around its parts.
    QString text() const { return m_path + u'=' + m_spec; }
    const QString &path() const { return m_path; }
    const QString &spec() const { return m_spec; }

    /// In their order, at least one, each another one, as withSettings() reads them.
    const QStringList &values() const { return m_values; }

    /// "PATH=VALUE" for the value of that @p index.
    QString setting(qsizetype index) const { return m_path + u'=' + m_values.at(index); }

    friend bool operator==(const Variation &, const Variation &) = default;

private:
    QString m_path;
    QString m_spec;
    QStringList m_values;
};

} // namespace Fuseboard
