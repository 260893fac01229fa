// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/fieldpath.h"

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// Takes a name in quotes off the front of @p rest, which begins with the first quote.
Expected<QString, QString> takeQuoted(QStringView &rest)
{
    QString name;
    for (qsizetype i = 1; i < rest.size(); ++i) {
        if (rest[i] == u'"') {
            rest = rest.sliced(i + 1);
            return name;
        }
        if (rest[i] == u'\\' && i + 1 < rest.size())
            ++i;
        name += rest[i];
    }
    return Unexpected{u"a name has no quote at its end"_s};
}

} // namespace

QString fieldPathName(const QString &name)
{
    const bool isPlain = !name.isEmpty() && !name.front().isSpace() && !name.back().isSpace()
        && std::ranges::none_of(name, [](QChar c) { return c == u'.' || c == u'"' || c == u'='; });
    if (isPlain)
        return name;
    QString quoted = name;
    quoted.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
    return u'"' + quoted + u'"';
}

QString joinFieldPath(const QStringList &names)
{
    QStringList parts;
    for (const QString &name : names)
        parts.append(fieldPathName(name));
    return parts.join(u'.');
}

Expected<QStringList, QString> splitFieldPath(QStringView path)
{
    QStringList names;
    if (path.isEmpty())
        return names;
    for (QStringView rest = path;; rest = rest.sliced(1)) {
        if (rest.startsWith(u'"')) {
            auto name = takeQuoted(rest);
            if (!name)
                return Unexpected{name.error()};
            names.append(*name);
            if (!rest.isEmpty() && rest.front() != u'.')
                return Unexpected{u"a dot must follow the quote behind \"%1\""_s.arg(*name)};
        } else {
            const qsizetype dot = rest.indexOf(u'.');
            const QStringView name = dot < 0 ? rest : rest.first(dot);
            if (name.isEmpty())
                return Unexpected{u"a name is missing beside a dot"_s};
            names.append(name.toString());
            rest = rest.sliced(name.size());
        }
        if (rest.isEmpty())
            return names;
    }
}

QString jsonPointer(const QStringList &names)
{
    QString pointer;
    for (QString name : names)
        pointer += u'/' + name.replace(u'~', u"~0"_s).replace(u'/', u"~1"_s);
    return pointer;
}

qsizetype equalsInSetting(QStringView text)
{
    bool isQuoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == u'=' && !isQuoted)
            return i;
        if (text[i] == u'"')
            isQuoted = !isQuoted;
        else if (text[i] == u'\\' && isQuoted)
            ++i;
    }
    return -1;
}

} // namespace Fuseboard
