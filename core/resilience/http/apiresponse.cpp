// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/apiresponse.h"

#include "resilience/http/headerrules.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonParseError>

#include <optional>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// QJsonDocument reads no value but an object or an array; as the one element of an array it does.
std::optional<QJsonValue> scalarOf(const QByteArray &body)
{
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson('[' + body + ']', &fault);
    // More than one would be several values, none an empty body.
    if (fault.error != QJsonParseError::NoError || document.array().size() != 1)
        return std::nullopt;
    return document.array().first();
}

QString notJson(const QJsonParseError &fault)
{
    return u"not JSON, at byte %1: %2"_s.arg(fault.offset).arg(fault.errorString());
}

} // namespace

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
    if (fault.error == QJsonParseError::NoError)
        return document;
    if (scalarOf(body))
        return Unexpected{u"JSON, but neither an object nor an array; jsonValue() reads it"_s};
    return Unexpected{notJson(fault)};
}

Expected<QJsonValue, QString> ApiResponse::jsonValue() const
{
    if (body.isEmpty())
        return Unexpected{u"not JSON: the body is empty"_s};
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(body, &fault);
    if (fault.error == QJsonParseError::NoError)
        return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    if (std::optional<QJsonValue> value = scalarOf(body))
        return *std::move(value);
    return Unexpected{notJson(fault)};
}

} // namespace Fuseboard
