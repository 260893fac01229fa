// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/policyfield.h"

#include "panels/policyfields.h"

namespace Fuseboard {

const QList<PolicyField> &policyFields()
{
    static const QList<PolicyField> fields = PolicyFields::breakerFields() + PolicyFields::retryFields()
        + PolicyFields::timeoutFields();
    return fields;
}

namespace {

/// The statuses of sets that were made numbers; 0 stands for none.
QList<QList<StatusRange>> &metStatuses()
{
    static QList<QList<StatusRange>> met{{}};
    return met;
}

constexpr qint64 StatusUnit = qint64(1) << ErrorKindCount;

} // namespace

double PolicyFields::maskOf(const ErrorKindSet &kinds)
{
    const QList<StatusRange> statuses = kinds.statuses();
    qsizetype place = metStatuses().indexOf(statuses);
    if (place < 0) {
        place = metStatuses().size();
        metStatuses().append(statuses);
    }
    double mask = double(place * StatusUnit);
    for (const ErrorKind kind : kinds.named())
        mask += double(1u << static_cast<unsigned>(kind));
    return mask;
}

ErrorKindSet PolicyFields::kindsOf(double mask)
{
    ErrorKindSet kinds;
    for (const StatusRange &range : metStatuses().value(std::llround(mask) / StatusUnit))
        kinds.insertStatuses(range.first, range.last);
    for (int i = 0; i < ErrorKindCount; ++i) {
        if (std::llround(mask) & (1ll << i))
            kinds.insert(static_cast<ErrorKind>(i));
    }
    return kinds;
}

} // namespace Fuseboard
