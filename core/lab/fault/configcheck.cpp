// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/configcheck.h"

#include "lab/file/plainline.h"
#include "resilience/base/durationtext.h"
#include "resilience/base/fieldpath.h"
#include "resilience/base/issuelimit.h"

namespace Fuseboard {

using namespace Qt::StringLiterals;

ConfigCheck::ConfigCheck(QString path, ConfigIssues &issues)
    : m_path(std::move(path))
    , m_issues(issues)
{
}

QString ConfigCheck::pathOf(const QString &name) const
{
    if (name.isEmpty())
        return m_path;
    return m_path.isEmpty() ? fieldPathName(name) : m_path + u'.' + fieldPathName(name);
}

ConfigCheck ConfigCheck::at(const QString &name) const
{
    return {pathOf(name), m_issues};
}

ConfigCheck ConfigCheck::at(const QString &name, qsizetype index) const
{
    return at(name).at(QString::number(index));
}

void ConfigCheck::fail(const QString &name, const QString &message) const
{
    if (!isFull())
        m_issues.append({pathOf(name), message});
}

bool ConfigCheck::isFull() const
{
    return Fuseboard::isFull(m_issues);
}

void ConfigCheck::require(bool isGood, const QString &name, const QString &message) const
{
    if (!isGood)
        fail(name, message);
}

void ConfigCheck::plainLine(const QString &name, const QString &text) const
{
    require(isPlainLine(text), name, u"must have no line break and no other control character in it"_s);
}

void ConfigCheck::time(const QString &name, Duration value, bool mayBeZero, Duration most) const
{
    if (value < Duration::zero() || (value == Duration::zero() && !mayBeZero))
        fail(name, mayBeZero ? u"must not be negative"_s : u"must be longer than 0"_s);
    else if (value > most)
        fail(name, u"must be at most %1"_s.arg(formatDuration(most)));
}

} // namespace Fuseboard
