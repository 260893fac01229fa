// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>
#include <QStringView>

#include <optional>

namespace Fuseboard {

/// What a breaker does with calls.
enum class BreakerState : quint8 {
    Closed,      ///< admits, and watches results
    Open,        ///< rejects, until the open period is over
    HalfOpen,    ///< admits a few trial calls, whose results decide
    ForcedOpen,  ///< set by an operator: rejects all
    Disabled,    ///< set by an operator: admits all, records nothing
    MetricsOnly, ///< set by an operator: admits all, records, and says when it would have opened
};

inline constexpr int BreakerStateCount = 6;

/// The name that files use: "half_open".
QString breakerStateName(BreakerState state);

/// The state with that name, exactly as files spell it; none for any other text.
std::optional<BreakerState> breakerStateFromName(QStringView name);

} // namespace Fuseboard
