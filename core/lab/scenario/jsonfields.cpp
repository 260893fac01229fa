// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/jsonfields.h"

#include <QLocale>

namespace Fuseboard {

using namespace Qt::StringLiterals;

void requireField(JsonReader &reader, const QString &name, const QString &remedy)
{
    if (!reader.contains(name))
        reader.addIssue(name, u"is missing: it must be %1"_s.arg(remedy));
}

void readWhole(JsonReader &reader, const QString &name, quint64 &value)
{
    const QJsonValue json = reader.value(name);
    if (json.isUndefined())
        return;
    const QString expected = u"must be a whole number from 0 to %1"_s.arg(LargestJsonWhole);
    if (!json.isDouble())
        return reader.addIssue(name, expected);
    // Exact for what was written as a whole number; -1 for what is none.
    const qint64 whole = json.toInteger(-1);
    if (whole >= 0 && static_cast<quint64>(whole) <= LargestJsonWhole) {
        value = static_cast<quint64>(whole);
        return;
    }
    const QString shown = whole > 0 ? QString::number(whole)
                                    : QString::number(json.toDouble(), 'g', QLocale::FloatingPointShortest);
    reader.addIssue(name, expected + u", not "_s + shown);
}

std::optional<QJsonArray> readList(JsonReader &reader, const QString &name, const QString &of)
{
    const QJsonValue json = reader.value(name);
    if (json.isArray())
        return json.toArray();
    if (!json.isUndefined())
        reader.addIssue(name, u"must be a list of %1, [...]"_s.arg(of));
    return std::nullopt;
}

} // namespace Fuseboard
