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

double PolicyFields::maskOf(const ErrorKindSet &kinds)
{
    double mask = 0;
    for (const ErrorKind kind : kinds.named())
        mask += double(1u << static_cast<unsigned>(kind));
    return mask;
}

ErrorKindSet PolicyFields::kindsOf(double mask)
{
    ErrorKindSet kinds;
    for (int i = 0; i < ErrorKindCount; ++i) {
        if (std::llround(mask) & (1ll << i))
            kinds.insert(static_cast<ErrorKind>(i));
    }
    return kinds;
}

} // namespace Fuseboard
