// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/record/rulewindow.h"

#include <QString>

#include <optional>

namespace Fuseboard {

/// An answer to "why?", for people.
struct WhyText
{
    QString headline; ///< one sentence: "Opened: 26 of the last 50 results failed"
    QString detail;   ///< what that was held against, and what else is worth knowing; may be empty

    friend bool operator==(const WhyText &, const WhyText &) = default;
};

/// Why the breaker changed its state. @p window is what windowOfChange() says; the figures are the change's own.
WhyText whyChanged(const StateChange &change, const RuleWindow &window, const CircuitBreakerConfig &breaker);

/// Why the breaker is in the state that it is in: of a closed one why it did not open, and how far that is.
WhyText whyStill(const RuleWindow &window, const CircuitBreakerConfig &breaker);

/// How many failures, one right after the other, would open the closed breaker that looks at @p window. None if no number would,
/// as long as the successes in its window of time do not grow old.
std::optional<int> failuresToOpen(const RuleWindow &window, const CircuitBreakerConfig &breaker);

/// How near a closed breaker is to opening, 0..1.
double nearnessToOpen(const WindowFigures &figures, const CircuitBreakerConfig &breaker);

/// What one result was: "Call 612, attempt 2", "server error (503) at 0:12.345", "counts as failure, slow".
QString resultWords(const RuleResult &result);

} // namespace Fuseboard
