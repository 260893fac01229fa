// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QStringList>

namespace Fuseboard {

/// The files that were opened or saved last, kept in QSettings. GUI thread.
class RecentFiles : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype Most = 10;

    using QObject::QObject;

    /// Absolute paths, the newest first; files that are not there any more are left out.
    QStringList paths() const;

    void add(const QString &path);
    void clear();

Q_SIGNALS:
    void changed();
};

} // namespace Fuseboard
