// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/json/jsonparser.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>
#include <charconv>
#include <numeric>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype DeepestNesting = 100;
constexpr qsizetype MostDuplicates = 100; // a person does not read more

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

struct Member
{
    QString name;
    qsizetype offset;
    QJsonValue value;
};

} // namespace

JsonParser::JsonParser(QByteArrayView text)
    : m_text(text)
    , m_at(text.startsWith("\xef\xbb\xbf") ? 3 : 0)
{
}

QJsonValue JsonParser::document()
{
    skipBlanks();
    if (isAtEnd())
        return fail(u"the text is empty; it must hold a JSON object, {...}"_s);
    const QJsonValue all = value();
    skipBlanks();
    if (!hasFailed() && !isAtEnd())
        fail(u"nothing may follow the end of the JSON text, not %1"_s.arg(shownHere()));
    return hasFailed() ? QJsonValue(QJsonValue::Undefined) : all;
}

QJsonValue JsonParser::value()
{
    if (m_way.size() > DeepestNesting)
        return fail(u"must not nest deeper than %1 levels"_s.arg(DeepestNesting));
    switch (peek()) {
    case '{':
        return object();
    case '[':
        return array();
    case '"':
        return string();
    default:
        break;
    }
    if (isDigit(peek()) || peek() == '-')
        return number();
    return word();
}

QJsonValue JsonParser::object()
{
    take('{');
    std::vector<Member> members;
    skipBlanks();
    while (!hasFailed() && !take('}')) {
        if (!members.empty()) {
            if (!take(',')) {
                return fail(isAtEnd() ? u"the text ends within an object; a '}' is missing"_s
                                      : u"a ',' or a '}' must stand here, not %1"_s.arg(shownHere()));
            }
            skipBlanks();
        }
        const qsizetype place = m_at;
        if (peek() != '"') {
            if (isAtEnd())
                return fail(u"the text ends within an object; a '}' is missing"_s);
            if (peek() == '}')
                return fail(u"a name in double quotes must stand here, not '}'; take away the ',' before it"_s);
            const bool isComment = peek() == '/' || peek() == '#';
            return fail(u"a name in double quotes must stand here, not %1%2"_s.arg(
                shownHere(), isComment ? u"; JSON has no comments"_s : QString()));
        }
        const QString name = string();
        skipBlanks();
        if (!hasFailed() && !take(':'))
            return fail(u"a ':' must follow the name \"%1\", not %2"_s.arg(name, shownHere()));
        skipBlanks();
        m_way.push_back({name, -1});
        members.push_back({name, place, value()});
        m_way.pop_back();
        skipBlanks();
    }

    // In order, because QJsonObject keeps them so and would move all that come later for each that comes in between.
    std::ranges::stable_sort(members, {}, &Member::name);
    QJsonObject object;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (i > 0 && members[i].name == members[i - 1].name && m_duplicates.size() < MostDuplicates)
            m_duplicates.append({members[i].offset, namesHere() + QStringList{members[i].name}});
        object.insert(members[i].name, members[i].value);
    }
    return object;
}

QJsonValue JsonParser::array()
{
    take('[');
    QJsonArray array;
    skipBlanks();
    while (!hasFailed() && !take(']')) {
        if (!array.isEmpty()) {
            if (!take(',')) {
                return fail(isAtEnd() ? u"the text ends within a list; a ']' is missing"_s
                                      : u"a ',' or a ']' must stand here, not %1"_s.arg(shownHere()));
            }
            skipBlanks();
            if (peek() == ']')
                return fail(u"a value must stand here, not ']'; take away the ',' before it"_s);
        }
        m_way.push_back({{}, array.size()});
        array.append(value());
        m_way.pop_back();
        skipBlanks();
    }
    return array;
}

QJsonValue JsonParser::number()
{
    const qsizetype begin = m_at;
    const QString shape = u"a number must be written like 3, -3, 0.5 or 1e6"_s;
    bool isWhole = true;
    const auto digits = [this] {
        const qsizetype first = m_at;
        while (isDigit(peek()))
            ++m_at;
        return m_at - first;
    };
    take('-');
    const qsizetype first = m_at;
    const qsizetype wholeDigits = digits();
    if (wholeDigits == 0 || (wholeDigits > 1 && m_text[first] == '0'))
        return failAt(begin, shape);
    if (take('.')) {
        isWhole = false;
        if (digits() == 0)
            return failAt(begin, shape);
    }
    if (peek() == 'e' || peek() == 'E') {
        isWhole = false;
        ++m_at;
        if (!take('+'))
            take('-');
        if (digits() == 0)
            return failAt(begin, shape);
    }
    if (isLetter(peek()))
        return failAt(begin, u"%1; a length of time stands in double quotes, as in \"30s\""_s.arg(shape));

    const QByteArrayView text = m_text.sliced(begin, m_at - begin);
    qint64 whole = 0;
    if (isWhole && std::from_chars(text.begin(), text.end(), whole).ec == std::errc())
        return whole;
    bool fits = false;
    const double number = text.toByteArray().toDouble(&fits);
    return fits ? number : failAt(begin, u"the number is too large, or too small, to be told from others"_s);
}

QJsonValue JsonParser::word()
{
    const qsizetype begin = m_at;
    while (isLetter(peek()) || isDigit(peek()))
        ++m_at;
    const QByteArrayView found = m_text.sliced(begin, m_at - begin);
    if (found == "true")
        return true;
    if (found == "false")
        return false;
    if (found == "null")
        return QJsonValue(QJsonValue::Null);

    m_at = begin;
    if (isAtEnd())
        return fail(u"the text ends where a value must stand"_s);
    if (peek() == '/' || peek() == '#')
        return fail(u"a value must stand here, not %1; JSON has no comments"_s.arg(shownHere()));
    if (peek() == '\'')
        return fail(u"a value must stand here, not %1; strings are in double quotes"_s.arg(shownHere()));
    if (found.isEmpty())
        return fail(u"a value must stand here, not %1"_s.arg(shownHere()));
    return fail(u"%1 is no value; a string stands in double quotes, and the bare words are true, false and null"_s.arg(
        QString::fromLatin1(found.first(std::min<qsizetype>(found.size(), 40)))));
}

QString JsonParser::string()
{
    const qsizetype begin = m_at;
    take('"');
    QString text;
    for (;;) {
        // Most of a string is a run of plain bytes.
        const qsizetype run = m_at;
        while (!isAtEnd() && peek() != '"' && peek() != '\\' && static_cast<unsigned char>(peek()) >= 0x20)
            ++m_at;
        text += QString::fromUtf8(m_text.sliced(run, m_at - run));
        if (take('"'))
            return text;
        if (isAtEnd() || peek() == '\n' || peek() == '\r') {
            failAt(begin, u"the string has no '\"' at its end; a new line in it is written \\n"_s);
            return {};
        }
        if (peek() != '\\') {
            fail(u"%1 must be written as an escape in a string, such as \\t or \\u0007"_s.arg(shownHere()));
            return {};
        }
        if (!escape(text))
            return {};
    }
}

bool JsonParser::escape(QString &text)
{
    constexpr QByteArrayView letters("\"\\/bfnrt");
    constexpr QByteArrayView meanings("\"\\/\b\f\n\r\t");
    const qsizetype begin = m_at;
    take('\\');
    if (const qsizetype letter = letters.indexOf(peek()); letter >= 0 && !isAtEnd()) {
        text += QLatin1Char(meanings[letter]);
        ++m_at;
        return true;
    }
    const auto unit = hexUnit();
    if (!unit) {
        failAt(begin,
               u"an escape in a string must be one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits"_s);
        return false;
    }
    text += QChar(*unit);
    if (!QChar::isSurrogate(*unit))
        return true;
    const auto second = QChar::isHighSurrogate(*unit) && take('\\') ? hexUnit() : std::nullopt;
    if (!second || !QChar::isLowSurrogate(*second)) {
        failAt(begin, u"half of a character; it takes two escapes, as in \\ud83d\\ude00"_s);
        return false;
    }
    text += QChar(*second);
    return true;
}

/// What "uXXXX" stands for.
std::optional<char16_t> JsonParser::hexUnit()
{
    if (!take('u'))
        return std::nullopt;
    const QByteArrayView digits = m_text.sliced(m_at, std::min<qsizetype>(4, m_text.size() - m_at));
    const bool isHex = digits.size() == 4 && std::ranges::all_of(digits, [](char c) {
                           return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
                       });
    if (!isHex)
        return std::nullopt;
    m_at += 4;
    return static_cast<char16_t>(digits.toByteArray().toUShort(nullptr, 16));
}

QList<qsizetype> JsonParser::locate(const QList<QStringList> &names)
{
    QList<qsizetype> places(names.size());
    QList<qsizetype> all(names.size());
    std::iota(all.begin(), all.end(), 0);
    skipBlanks();
    locateIn({names, places}, all, 0);
    return places;
}

/// The value here is what the @p wanted ones, by their indexes, stand in with @p depth of their names.
void JsonParser::locateIn(const Search &search, const QList<qsizetype> &wanted, qsizetype depth)
{
    QList<qsizetype> deeper;
    for (const qsizetype index : wanted) {
        search.places[index] = m_at;
        if (search.names[index].size() > depth)
            deeper.append(index);
    }
    if (!deeper.isEmpty() && peek() == '{')
        locateInObject(search, deeper, depth);
    else if (!deeper.isEmpty() && peek() == '[')
        locateInArray(search, deeper, depth);
    else
        skipValue();
}

/// Of two members with one name the last one counts, as the value has it.
void JsonParser::locateInObject(const Search &search, const QList<qsizetype> &wanted, qsizetype depth)
{
    QHash<QString, QList<qsizetype>> byName;
    for (const qsizetype index : wanted)
        byName[search.names[index][depth]].append(index);
    take('{');
    skipBlanks();
    while (!take('}')) {
        const auto found = byName.constFind(string());
        skipBlanks();
        take(':');
        skipBlanks();
        if (found != byName.constEnd())
            locateIn(search, *found, depth + 1);
        else
            skipValue();
        skipBlanks();
        take(',');
        skipBlanks();
    }
}

void JsonParser::locateInArray(const Search &search, const QList<qsizetype> &wanted, qsizetype depth)
{
    QHash<qsizetype, QList<qsizetype>> byElement;
    for (const qsizetype index : wanted) {
        const QString &name = search.names[index][depth];
        bool isElement = false;
        const qsizetype element = name.toLongLong(&isElement);
        if (isElement && QString::number(element) == name)
            byElement[element].append(index);
    }
    take('[');
    skipBlanks();
    for (qsizetype i = 0; !take(']'); ++i) {
        if (const auto found = byElement.constFind(i); found != byElement.constEnd())
            locateIn(search, *found, depth + 1);
        else
            skipValue();
        skipBlanks();
        take(',');
        skipBlanks();
    }
}

/// Goes behind a value in a text that is JSON.
void JsonParser::skipValue()
{
    qsizetype depth = 0;
    do {
        const char c = peek();
        if (c == '"') {
            for (++m_at; peek() != '"'; ++m_at)
                m_at += peek() == '\\' ? 1 : 0;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            --depth;
        } else if (depth == 0) {
            while (isDigit(peek()) || isLetter(peek()) || peek() == '-' || peek() == '+' || peek() == '.')
                ++m_at;
            return;
        }
        ++m_at;
    } while (depth > 0);
}

void JsonParser::skipBlanks()
{
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t')
        ++m_at;
}

bool JsonParser::take(char c)
{
    if (isAtEnd() || peek() != c)
        return false;
    ++m_at;
    return true;
}

QJsonValue JsonParser::failAt(qsizetype offset, const QString &message)
{
    if (!m_fault)
        m_fault = Finding{offset, {}, message};
    return QJsonValue::Undefined;
}

QStringList JsonParser::namesHere() const
{
    QStringList names;
    for (const Step &step : m_way)
        names.append(step.index < 0 ? step.name : QString::number(step.index));
    return names;
}

/// The character here, for messages.
QString JsonParser::shownHere() const
{
    if (isAtEnd())
        return u"the end of the text"_s;
    const auto byte = static_cast<unsigned char>(peek());
    if (byte < 0x20 || byte == 0x7f)
        return u"the character U+%1"_s.arg(byte, 4, 16, QChar(u'0'));
    qsizetype length = 1;
    while (m_at + length < m_text.size() && (static_cast<unsigned char>(m_text[m_at + length]) & 0xc0) == 0x80)
        ++length;
    return u"'%1'"_s.arg(QString::fromUtf8(m_text.sliced(m_at, length)));
}

} // namespace Fuseboard
