// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/apiresponse.h"

#include "resilience/http/headerrules.h"

#include <QJsonParseError>

namespace Fuseboard {

using namespace Qt::StringLiterals;

QByteArray ApiResponse::header(const QByteArray &name) const
{
    const QByteArray *const value = findHeader(headers, name);
    return value ? *value : QByteArray();
}

Expected<QJsonDocument, QString> ApiResponse::json() const
{
    if (body.isEmpty())
        return Unexpected{u"not JSON: the body is empty"_s};
    QJsonParseError fault;
    QJsonDocument document = QJsonDocument::fromJson(body, &fault);
    if (fault.error != QJsonParseError::NoError)
        return Unexpected{u"not JSON, at byte %1: %2"_s.arg(fault.offset).arg(fault.errorString())};
    return document;
}

} // namespace Fuseboard
