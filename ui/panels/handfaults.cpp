// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/handfaults.h"

#include <algorithm>

namespace Fuseboard {

using Kind = FaultConfig::Kind;

const QList<Kind> &handKinds()
{
    static const QList<Kind> kinds{Kind::Status, Kind::Hang, Kind::Reset, Kind::Slow};
    return kinds;
}

qsizetype handFaultIndex(const QList<FaultConfig> &faults, Kind kind)
{
    const auto found = std::find_if(faults.begin(), faults.end(),
                                    [kind](const FaultConfig &fault) { return fault.kind == kind && !fault.pattern; });
    return found == faults.end() ? -1 : found - faults.begin();
}

QList<FaultConfig> withHandFault(QList<FaultConfig> faults, const FaultConfig &fault)
{
    const qsizetype index = handFaultIndex(faults, fault.kind);
    if (index >= 0 && fault.share != 0)
        faults[index] = fault;
    else if (index >= 0)
        faults.removeAt(index);
    else if (fault.share != 0)
        faults.append(fault);
    return faults;
}

QList<FaultConfig> otherFaults(const QList<FaultConfig> &faults)
{
    QList<FaultConfig> others = faults;
    for (const Kind kind : handKinds()) {
        const qsizetype index = handFaultIndex(others, kind);
        if (index >= 0)
            others.removeAt(index);
    }
    return others;
}

} // namespace Fuseboard
