// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/tune/figuretext.h"

#include "resilience/base/durationtext.h"

#include <algorithm>
#include <cmath>

namespace Fuseboard {

QString figureText(SummaryFigure::Unit unit, double value)
{
    if (unit == SummaryFigure::Unit::Time)
        return displayDuration(wholeDuration(value));
    // Of what is a thousand and more nobody wants the powers of ten.
    const double size = std::abs(value);
    int decimals = size > 0 ? std::clamp(2 - static_cast<int>(std::floor(std::log10(size))), 0, 6) : 0;
    if (unit == SummaryFigure::Unit::Ratio && size < 10)
        decimals = std::max(decimals, 4); // 0.9995 is not 1
    QString text = QString::number(value, 'f', decimals);
    while (decimals > 0 && text.endsWith(u'0'))
        text.chop(1);
    if (text.endsWith(u'.'))
        text.chop(1);
    return text;
}

} // namespace Fuseboard
