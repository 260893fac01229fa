// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/configissue.h"
#include "resilience/base/timepoint.h"

#include <QString>

namespace Fuseboard {

/// Notes what is wrong with one level of a config; fields are named as files name them (fieldpath.h). Refers to the list
/// it was made with.
class ConfigCheck
{
public:
    /// Beyond this a length of time is a slip of the finger, and its arithmetic would not fit.
    static constexpr Duration LongestTime = std::chrono::hours(24 * 366);

    /// @p path is that of the level, "" for the outermost.
    ConfigCheck(QString path, ConfigIssues &issues);

    /// The level below that is in field @p name, or its element @p index.
    ConfigCheck at(const QString &name) const;
    ConfigCheck at(const QString &name, qsizetype index) const;

    /// Whether there are so many issues that no more are noted (issuelimit.h).
    bool isFull() const;

    /// With an empty @p name it is the level itself that is wrong.
    void fail(const QString &name, const QString &message) const;
    void require(bool isGood, const QString &name, const QString &message) const;

    /// That @p text has no line breaks and no other control characters (isPlainLine()).
    void plainLine(const QString &name, const QString &text) const;

    /// That @p value is longer than 0, or as long if @p mayBeZero, and no longer than @p most.
    void time(const QString &name, Duration value, bool mayBeZero, Duration most = LongestTime) const;

private:
    QString pathOf(const QString &name) const;

    QString m_path;
    ConfigIssues &m_issues;
};

} // namespace Fuseboard
