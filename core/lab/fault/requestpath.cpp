// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/requestpath.h"

#include <algorithm>

namespace Fuseboard {

namespace {

constexpr QByteArrayView HexDigits("0123456789ABCDEF");

constexpr bool isUnreserved(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.'
        || c == '_' || c == '~';
}

/// Whether a path has @p c as it is (RFC 3986, 3.3), or it ends the path.
bool isPlain(char c)
{
    constexpr QByteArrayView marks("/!$&'()*+,;=:@?#");
    return isUnreserved(c) || marks.contains(c);
}

/// -1 if it is no hexadecimal digit.
constexpr int hexValue(char c) noexcept
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// The byte that the three characters at @p at stand for; -1 if they are no escape.
int escapedByte(QByteArrayView path, qsizetype at)
{
    if (path[at] != '%' || at + 2 >= path.size() || hexValue(path[at + 1]) < 0)
        return -1;
    const int low = hexValue(path[at + 2]);
    return low < 0 ? -1 : hexValue(path[at + 1]) * 16 + low;
}

bool isEscaped(QByteArrayView path)
{
    for (qsizetype at = path.indexOf('%'); at >= 0; at = path.indexOf('%', at + 1)) {
        if (escapedByte(path, at) < 0)
            return false;
    }
    return true;
}

QByteArray withNormalCharacters(QByteArrayView path)
{
    const bool hasEscapes = isEscaped(path);
    QByteArray normal;
    normal.reserve(path.size());
    for (qsizetype at = 0; at < path.size(); ++at) {
        const int escaped = hasEscapes ? escapedByte(path, at) : -1;
        const char c = escaped < 0 ? path[at] : static_cast<char>(escaped);
        if (escaped >= 0)
            at += 2;
        if (escaped < 0 ? isPlain(c) : isUnreserved(c)) {
            normal += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            normal += '%';
            normal += HexDigits[byte >> 4];
            normal += HexDigits[byte & 15];
        }
    }
    return normal;
}

/// Without its segments "." and ".."; @p path begins with '/'.
QByteArray withoutDots(QByteArrayView path)
{
    QByteArray result;
    result.reserve(path.size());
    for (qsizetype at = 0; at < path.size();) {
        const qsizetype next = path.indexOf('/', at + 1);
        const qsizetype end = next < 0 ? path.size() : next;
        const QByteArrayView segment = path.sliced(at + 1, end - at - 1);
        const bool isLast = next < 0;
        if (segment == ".." && !result.isEmpty())
            result.truncate(std::max<qsizetype>(result.lastIndexOf('/'), 0));
        if (segment == "." || segment == "..") {
            if (isLast)
                result += '/';
        } else {
            result += path.sliced(at, end - at);
        }
        at = end;
    }
    return result;
}

/// Behind the "//" of "http://host/a"; -1 if the target does not have that form.
qsizetype authorityPlace(QByteArrayView target)
{
    if (target.startsWith('/'))
        return -1;
    const qsizetype scheme = target.indexOf("://");
    return scheme > 0 ? scheme + 3 : -1;
}

qsizetype indexOfAny(QByteArrayView text, QByteArrayView ends, qsizetype from)
{
    const auto found = std::find_first_of(text.begin() + from, text.end(), ends.begin(), ends.end());
    return found - text.begin();
}

} // namespace

QByteArray normalPath(QByteArrayView path)
{
    // Nearly all paths of requests are normal, and need no second look.
    const bool isNormal = std::ranges::all_of(path, isPlain) && !path.contains("/.");
    if (isNormal)
        return path.toByteArray();
    QByteArray normal = withNormalCharacters(path);
    return normal.startsWith('/') && normal.contains("/.") ? withoutDots(normal) : normal;
}

QByteArrayView pathOfTarget(QByteArrayView target)
{
    const qsizetype authority = authorityPlace(target);
    const qsizetype begin = authority < 0 ? 0 : indexOfAny(target, "/?#", authority);
    const QByteArrayView rest = target.sliced(begin);
    const qsizetype query = rest.indexOf('?');
    const QByteArrayView path = query < 0 ? rest : rest.first(query);
    return authority >= 0 && !path.startsWith('/') ? QByteArrayView("/") : path;
}

QByteArrayView authorityOfTarget(QByteArrayView target)
{
    const qsizetype authority = authorityPlace(target);
    if (authority < 0)
        return {};
    return target.sliced(authority, indexOfAny(target, "/?#", authority) - authority);
}

} // namespace Fuseboard
