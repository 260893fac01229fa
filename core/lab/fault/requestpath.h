// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace Fuseboard {

/// Longest path of an endpoint, in bytes of its normal form: what a server must at least take in a request line (RFC 9110,
/// 4.1), and well within FaultServer's limit of a header.
inline constexpr qsizetype LongestPath = 8000;

/// The one form that all spellings of @p path have in common, as it stands in a request: "/a%2fb" and "/./a%2Fb" are
/// "/a%2Fb", and "/a b" is "/a%20b". Two paths with one normal form are one path, for a scenario, a client and the server.
///
/// - Letters, digits and -._~ stand as they are, everything else that a path cannot have as %XX in upper case (RFC 3986,
///   6.2.2). A path in which a '%' has no two hexadecimal digits behind it is taken as not escaped at all, as QUrl does.
/// - "." and ".." are resolved (RFC 3986, 5.2.4); ".." at the root stays there.
/// - '?' and '#' are left alone: no path has them.
///
/// What does not begin with '/' has only its characters normalised.
QByteArray normalPath(QByteArrayView path);

/// The path in a request's target, as it came: of "/a?b" and "http://host/a?b" that is "/a", of "http://host?b" "/".
/// Another form of target, "*" or "host:80", is returned whole.
QByteArrayView pathOfTarget(QByteArrayView target);

/// The host and port in a target of the form "http://host:80/a"; null for other forms.
QByteArrayView authorityOfTarget(QByteArrayView target);

} // namespace Fuseboard
