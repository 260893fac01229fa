// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "wholenumber.h"

#include <algorithm>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

std::optional<Failure> readWholeNumber(const QString &option, const QString &text, int least, int most, int &value)
{
    if (text.isEmpty())
        return std::nullopt;
    bool isNumber = std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
    const int number = isNumber ? text.toInt(&isNumber) : 0;
    if (!isNumber || number < least || number > most) {
        return Failure{
            ExitCode::BadUsage,
            u"%1 must be a whole number from %2 to %3, not \"%4\""_s.arg(option).arg(least).arg(most).arg(text)};
    }
    value = number;
    return std::nullopt;
}

} // namespace Fuseboard::Cli
