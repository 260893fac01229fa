// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/textplace.h"

#include <algorithm>

namespace Fuseboard {

TextPlace TextPlace::of(QByteArrayView text, qsizetype offset)
{
    const auto isContinuation = [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; };
    const QByteArrayView before = text.first(std::clamp<qsizetype>(offset, 0, text.size()));
    QByteArrayView line = before.sliced(before.lastIndexOf('\n') + 1);
    if (line.startsWith("\xef\xbb\xbf") && line.size() == before.size())
        line = line.sliced(3);
    const auto characters = line.size() - std::ranges::count_if(line, isContinuation);
    return {static_cast<int>(before.count('\n') + 1), static_cast<int>(characters + 1)};
}

QString TextPlace::toString() const
{
    return QString::number(line) + u':' + QString::number(column);
}

} // namespace Fuseboard
