// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/openfiles.h"

#include <QDir>

#include <algorithm>
#include <limits>
#include <sys/resource.h>

namespace Fuseboard {

void allowManyOpenFiles()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

int mostOpenFiles()
{
    constexpr auto most = static_cast<rlim_t>(std::numeric_limits<int>::max());
    rlimit limit{};
    return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? static_cast<int>(std::min(limit.rlim_cur, most)) : 1024;
}

int freeOpenFiles()
{
    const auto open =
        QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot);
    return std::max(0, mostOpenFiles() - static_cast<int>(open.size()));
}

} // namespace Fuseboard
