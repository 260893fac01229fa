// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/faultpattern.h"

#include <algorithm>

namespace Fuseboard {

double FaultPattern::share() const noexcept
{
    switch (kind) {
    case Kind::Every:
        return 1.0 / double(n);
    case Kind::First:
        return 0;
    case Kind::After:
        return 1;
    case Kind::Sequence:
        break;
    }
    const auto failing = std::count_if(sequence.begin(), sequence.end(), [](int status) { return status >= 400; });
    return double(failing) / double(sequence.size());
}

} // namespace Fuseboard
