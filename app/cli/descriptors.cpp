// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "descriptors.h"

#include <QDir>

#include <algorithm>
#include <limits>
#include <sys/resource.h>

namespace Fuseboard::Cli {

void allowManyDescriptors()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

int mostDescriptors()
{
    constexpr auto most = static_cast<rlim_t>(std::numeric_limits<int>::max());
    rlimit limit{};
    return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? static_cast<int>(std::min(limit.rlim_cur, most)) : 1024;
}

int freeDescriptors()
{
    const auto open =
        QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot);
    return std::max(0, mostDescriptors() - static_cast<int>(open.size()));
}

} // namespace Fuseboard::Cli
