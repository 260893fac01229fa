// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/recentfiles.h"

#include <QFileInfo>
#include <QSettings>

namespace Fuseboard {

namespace {

const QString Key = QStringLiteral("files/recent");

} // namespace

QStringList RecentFiles::paths() const
{
    QStringList there;
    for (const QString &path : QSettings().value(Key).toStringList()) {
        if (QFileInfo(path).isFile())
            there.append(path);
    }
    return there;
}

void RecentFiles::add(const QString &path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    QStringList all = QSettings().value(Key).toStringList();
    all.removeAll(absolute);
    all.prepend(absolute);
    QSettings().setValue(Key, all.first(std::min(Most, all.size())));
    Q_EMIT changed();
}

void RecentFiles::clear()
{
    QSettings().remove(Key);
    Q_EMIT changed();
}

} // namespace Fuseboard
