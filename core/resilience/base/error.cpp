// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/error.h"

#include <tuple>

namespace Fuseboard {

using namespace Qt::StringLiterals;

bool operator==(const Error &left, const Error &right)
{
    const auto fields = [](const Error &error) {
        return std::tie(error.kind, error.message, error.httpStatus, error.body, error.retryAfter, error.duration,
                        error.headers);
    };
    if (fields(left) != fields(right) || !left.cause != !right.cause)
        return false;
    return left.cause == right.cause || *left.cause == *right.cause;
}

Error withCause(Error error, const Error *before)
{
    if (!before || error.cause || !isA(error.kind, ErrorKind::Rejected))
        return error;
    if (isA(before->kind, ErrorKind::Rejected)) {
        error.cause = before->cause;
    } else {
        Error cause = *before;
        cause.cause.reset();
        error.cause = std::make_shared<const Error>(std::move(cause));
    }
    return error;
}

QString describe(const Error &error)
{
    QString text = errorKindName(error.kind);
    if (error.httpStatus)
        text += u' ' + QString::number(*error.httpStatus);
    if (!error.message.isEmpty())
        text += ": "_L1 + error.message;
    if (error.cause)
        text += "; last attempt: "_L1 + describe(*error.cause);
    return text;
}

} // namespace Fuseboard
