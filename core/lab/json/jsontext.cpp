// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/json/jsontext.h"

#include "lab/json/jsonparser.h"
#include "resilience/base/fieldpath.h"
#include "resilience/base/issuelimit.h"
#include "resilience/base/suggestion.h"
#include "resilience/base/textplace.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostIssues = 100; // a person does not read more

/// The bytes of the character at the front of @p bytes, 0 if they are no UTF-8 (RFC 3629, the table in section 4).
qsizetype characterLength(QByteArrayView bytes)
{
    const auto at = [bytes](qsizetype i) { return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0u; };
    const auto within = [at](qsizetype i, unsigned least, unsigned most) { return at(i) >= least && at(i) <= most; };
    const unsigned first = at(0);
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first <= 0xdf)
        return within(1, 0x80, 0xbf) ? 2 : 0;
    if (first >= 0xe0 && first <= 0xef) {
        const unsigned least = first == 0xe0 ? 0xa0 : 0x80; // shorter ones have a shorter form
        const unsigned most = first == 0xed ? 0x9f : 0xbf;  // no surrogates
        return within(1, least, most) && within(2, 0x80, 0xbf) ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        const unsigned least = first == 0xf0 ? 0x90 : 0x80;
        const unsigned most = first == 0xf4 ? 0x8f : 0xbf;
        return within(1, least, most) && within(2, 0x80, 0xbf) && within(3, 0x80, 0xbf) ? 4 : 0;
    }
    return 0;
}

/// The place of the first byte that is no UTF-8; -1 if all is.
qsizetype firstNoUtf8(QByteArrayView text)
{
    qsizetype at = 0;
    while (at < text.size()) {
        const qsizetype length = characterLength(text.sliced(at));
        if (length == 0)
            return at;
        at += length;
    }
    return -1;
}

/// The places of bytes of a text, which are asked for in its order.
class PlacesInOrder
{
public:
    explicit PlacesInOrder(QByteArrayView text)
        : m_text(text)
    {
    }

    TextPlace of(qsizetype offset)
    {
        const QByteArrayView between = m_text.sliced(m_at, offset - m_at);
        m_at = offset;
        const TextPlace place = TextPlace::of(between, between.size());
        // The first line of what lies between goes on with the line before.
        m_place = {m_place.line + place.line - 1, place.line > 1 ? place.column : m_place.column + place.column - 1};
        return m_place;
    }

private:
    QByteArrayView m_text;
    qsizetype m_at = 0;
    TextPlace m_place;
};

/// A name may be as long as a text, and a message may quote it.
JsonIssue issueAtPlace(const TextPlace &place, const QStringList &names, const QString &message)
{
    constexpr qsizetype longest = 500;
    return {place.line, place.column, shortened(jsonPointer(names), longest), shortened(message, longest)};
}

JsonIssue issueAtOffset(QByteArrayView text, qsizetype offset, const QStringList &names, const QString &message)
{
    const TextPlace place = TextPlace::of(text, offset);
    return issueAtPlace(place, names, message);
}

} // namespace

Expected<JsonText, JsonIssue> JsonText::parse(const QByteArray &text)
{
    if (const qsizetype bad = firstNoUtf8(text); bad >= 0)
        return Unexpected{issueAtOffset(text, bad, {}, u"must be UTF-8; save the text in that encoding"_s)};

    JsonParser parser(text);
    JsonText result;
    result.m_text = text;
    result.m_value = parser.document();
    if (const auto &fault = parser.fault())
        return Unexpected{issueAtOffset(text, fault->offset, {}, fault->text)};
    for (const JsonParser::Finding &duplicate : parser.duplicates()) {
        result.m_duplicates.append(
            issueAtOffset(text, duplicate.offset, duplicate.names,
                          u"stands here a second time; only one of them can hold, so take one away"_s));
    }
    return result;
}

JsonIssue JsonText::issueAt(const QStringList &names, const QString &message) const
{
    return issueAtOffset(m_text, JsonParser(m_text).locate({names}).first(), names, message);
}

JsonIssues JsonText::issues(const ConfigIssues &issues) const
{
    QList<QStringList> names;
    for (const ConfigIssue &issue : issues) {
        const auto split = splitFieldPath(issue.field);
        Q_ASSERT(split);
        names.append(*split);
    }
    const QList<qsizetype> places = JsonParser(m_text).locate(names);
    QList<qsizetype> inOrder(issues.size());
    std::iota(inOrder.begin(), inOrder.end(), 0);
    std::ranges::stable_sort(inOrder, {}, [&](qsizetype index) { return places[index]; });

    JsonIssues all = m_duplicates;
    PlacesInOrder placeOf(m_text);
    for (const qsizetype index : std::as_const(inOrder)) {
        all.append(issueAtPlace(placeOf.of(places[index]), names[index], issues[index].message));
    }
    std::ranges::stable_sort(all, {}, [](const JsonIssue &issue) { return std::tuple(issue.line, issue.column); });
    if (all.size() > MostIssues) {
        const QString count = (isFull(issues) ? u"at least %1"_s : u"%1"_s).arg(all.size() - MostIssues);
        all.resize(MostIssues + 1);
        all.last().pointer.clear();
        all.last().message = u"from here on there are %1 more issues, which are not listed"_s.arg(count);
    }
    return all;
}

} // namespace Fuseboard
