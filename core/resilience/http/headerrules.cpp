// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/headerrules.h"

#include <QString>

#include <algorithm>
#include <array>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr bool isTokenChar(char c) noexcept
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
        return true;
    constexpr char Marks[] = "!#$%&'*+-.^_`|~";
    return std::find(std::begin(Marks), std::end(Marks) - 1, c) != std::end(Marks) - 1;
}

QString quoted(QByteArrayView text)
{
    return QString::fromLatin1(text.toByteArray().toPercentEncoding(" !\"#$&'()*+,/:;<=>?@[\\]^`{|}"));
}

} // namespace

bool isHttpToken(QByteArrayView text) noexcept
{
    return !text.isEmpty() && std::all_of(text.cbegin(), text.cend(), isTokenChar);
}

bool isIdempotentMethod(QByteArrayView method) noexcept
{
    constexpr std::array<QByteArrayView, 6> Methods{"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"};
    return std::ranges::find(Methods, method) != Methods.end();
}

bool isHeaderValue(QByteArrayView text) noexcept
{
    return std::none_of(text.cbegin(), text.cend(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

bool isSameHeader(QByteArrayView a, QByteArrayView b) noexcept
{
    return a.size() == b.size() && a.compare(b, Qt::CaseInsensitive) == 0;
}

const QByteArray *findHeader(const HeaderList &headers, QByteArrayView name) noexcept
{
    for (const auto &[key, value] : headers) {
        if (isSameHeader(key, name))
            return &value;
    }
    return nullptr;
}

QString headerFault(const HeaderList &headers)
{
    for (const auto &[name, value] : headers) {
        if (!isHttpToken(name))
            return u"\"%1\" can not be the name of a header"_s.arg(quoted(name));
        if (!isHeaderValue(value))
            return u"the value of header \"%1\" has a line break or another control character"_s.arg(quoted(name));
        // Qt frames the request; a second opinion on where the body ends is how requests are smuggled.
        if (isSameHeader(name, "Transfer-Encoding"))
            return u"the header \"Transfer-Encoding\" can not be set"_s;
    }
    return {};
}

HeaderList joined(const HeaderList &headers)
{
    HeaderList result;
    result.reserve(headers.size());
    for (const auto &header : headers) {
        const auto same = std::find_if(result.begin(), result.end(), [&header](const auto &known) {
            return isSameHeader(known.first, header.first);
        });
        if (same == result.end())
            result.append(header);
        else
            same->second += ", " + header.second;
    }
    return result;
}

} // namespace Fuseboard
