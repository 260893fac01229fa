// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/endpointconfig.h"

#include <algorithm>

namespace Fuseboard {

quint64 luckStreamOf(const QList<EndpointConfig> &endpoints, qsizetype index)
{
    // Whose luck it has may itself have another one's; a ring of them ends at the first.
    for (qsizetype steps = 0; steps < endpoints.size() && !endpoints[index].sameLuckAs.isEmpty(); ++steps) {
        const auto other = std::ranges::find(endpoints, endpoints[index].sameLuckAs, &EndpointConfig::name);
        index = other - endpoints.begin();
    }
    return static_cast<quint64>(index);
}

} // namespace Fuseboard
