// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/error.h"

namespace Fuseboard {

using namespace Qt::StringLiterals;

QString describe(const Error &error)
{
    QString text = errorKindName(error.kind);
    if (error.httpStatus)
        text += u' ' + QString::number(*error.httpStatus);
    if (!error.message.isEmpty())
        text += ": "_L1 + error.message;
    return text;
}

} // namespace Fuseboard
