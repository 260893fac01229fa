// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/record/recordedcall.h"

#include <vector>

namespace Fuseboard {

/// A stretch of a call's life, since it was due.
struct WaterfallPart
{
    enum class Kind {
        Late,    ///< from when it was due until its first attempt began
        Attempt, ///< an attempt under way
        Wait,    ///< between attempts, or after the last one until the call was over
    };

    Kind kind = Kind::Attempt;
    Duration begin{};
    Duration end{};
    int attempt = 0; ///< index in RecordedCall::attempts, of an attempt

    friend bool operator==(const WaterfallPart &, const WaterfallPart &) = default;
};

/// What @p call consists of, in its order, without gaps; lates and waits of no length are left out.
std::vector<WaterfallPart> waterfallParts(const RecordedCall &call);

/// The scale that shows a call of @p longest whole: the next of 1, 2 and 5 times a power of ten.
Duration waterfallScale(Duration longest);

} // namespace Fuseboard
