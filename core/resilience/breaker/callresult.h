// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtGlobal>

namespace Fuseboard {

/// A result as a window sees it: whether it counts as failure, and whether it took longer than slowCallDuration. A
/// plain value of one byte.
struct CallResult
{
    bool failed : 1 = false;
    bool slow : 1 = false;

    friend bool operator==(const CallResult &, const CallResult &) = default;
};

static_assert(sizeof(CallResult) == 1);

} // namespace Fuseboard
