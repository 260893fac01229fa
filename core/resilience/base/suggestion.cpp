// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/suggestion.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// How many letters must be changed, added, left out or swapped with their neighbour to make @p b of @p a.
qsizetype editDistance(QStringView a, QStringView b)
{
    const auto width = static_cast<std::size_t>(b.size()) + 1;
    std::vector<qsizetype> beforeLast(width);
    std::vector<qsizetype> last(width);
    std::vector<qsizetype> row(width);
    std::iota(last.begin(), last.end(), qsizetype(0));
    for (qsizetype i = 0; i < a.size(); ++i) {
        row[0] = i + 1;
        for (qsizetype j = 0; j < b.size(); ++j) {
            const auto at = static_cast<std::size_t>(j);
            const bool isSame = a[i].toCaseFolded() == b[j].toCaseFolded();
            row[at + 1] = std::min({last[at] + (isSame ? 0 : 1), last[at + 1] + 1, row[at] + 1});
            if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j])
                row[at + 1] = std::min(row[at + 1], beforeLast[at - 1] + 1);
        }
        std::swap(beforeLast, last);
        std::swap(last, row);
    }
    return last.back();
}

/// The word that @p typed was probably meant to be; empty if none is near.
QString nearest(QStringView typed, const QStringList &words)
{
    QString best;
    qsizetype leastDistance = std::numeric_limits<qsizetype>::max();
    for (const QString &word : words) {
        // A third of the letters may be wrong. Words of very different length are not worth the comparison.
        const qsizetype tolerance = std::max<qsizetype>(1, word.size() / 3);
        if (std::abs(typed.size() - word.size()) > tolerance)
            continue;
        const qsizetype distance = editDistance(typed, word);
        if (distance <= tolerance && distance < leastDistance) {
            best = word;
            leastDistance = distance;
        }
    }
    return best;
}

} // namespace

QString shortened(const QString &text, qsizetype most)
{
    if (text.size() <= most)
        return text;
    const qsizetype kept = text.at(most - 1).isHighSurrogate() ? most - 1 : most;
    return text.first(kept) + QChar(0x2026);
}

QString quotedWord(const QString &text)
{
    constexpr qsizetype longest = 40;
    return u'"' + shortened(text, longest) + u'"';
}

QString quotedWords(const QStringList &words)
{
    QStringList list;
    for (const QString &word : words)
        list.append(quotedWord(word));
    return list.join(", "_L1);
}

QString suggestion(const QString &typed, const QStringList &words)
{
    if (const QString word = nearest(typed, words); !word.isEmpty())
        return "did you mean "_L1 + quotedWord(word) + u'?';
    return "choose from "_L1 + quotedWords(words);
}

QString wrongWord(const QString &typed, const QStringList &words)
{
    return "must not be "_L1 + quotedWord(typed) + "; "_L1 + suggestion(typed, words);
}

} // namespace Fuseboard
