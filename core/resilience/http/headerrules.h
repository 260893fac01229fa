// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/http/apirequest.h"

#include <QByteArrayView>

namespace Fuseboard {

/// True for what HTTP calls a token: a method or a header's name (RFC 9110, 5.6.2).
bool isHttpToken(QByteArrayView text) noexcept;

/// True for the methods that may be repeated and mean the same (RFC 9110, 9.2.2).
bool isIdempotentMethod(QByteArrayView method) noexcept;

/// True if @p text can be a header's value: no line break or other control character, which would end the header
/// and begin whatever an attacker likes.
bool isHeaderValue(QByteArrayView text) noexcept;

/// True if the two name one header: case does not matter.
bool isSameHeader(QByteArrayView a, QByteArrayView b) noexcept;

/// The first header of that name; null if there is none.
const QByteArray *findHeader(const HeaderList &headers, QByteArrayView name) noexcept;

/// What is wrong with the first bad header of @p headers, as a sentence; empty if nothing is.
QString headerFault(const HeaderList &headers);

/// @p headers with each name once: values of one name are joined with a comma, which means the same (RFC 9110, 5.3).
HeaderList joined(const HeaderList &headers);

} // namespace Fuseboard
