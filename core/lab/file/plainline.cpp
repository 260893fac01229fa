// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/file/plainline.h"

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

QString plain(QStringView text, bool keepsLines)
{
    if (isPlainLine(text))
        return text.toString();
    QString result;
    result.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool isPair = text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        const char32_t c = isPair ? QChar::surrogateToUcs4(text[i], text[i + 1]) : char32_t(text[i].unicode());
        if (isControl(c) && !(keepsLines && c == U'\n'))
            result += u"\\u"_s + QString::number(c, 16).rightJustified(4, u'0');
        else
            result += text.sliced(i, isPair ? 2 : 1);
        i += isPair ? 1 : 0;
    }
    return result;
}

} // namespace

bool isControl(char32_t c)
{
    const bool turnsDirection = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || turnsDirection
        || (c >= 0xd800 && c < 0xe000);
}

bool isPlainLine(QStringView text)
{
    // All of them lie in the plane that takes one code unit, where half a pair is one too.
    return std::ranges::none_of(text, [](QChar c) { return !c.isSurrogate() && isControl(c.unicode()); })
        && text.isValidUtf16();
}

QString plainLine(QStringView text)
{
    return plain(text, false);
}

QString plainLines(QStringView text)
{
    return plain(text, true);
}

} // namespace Fuseboard
