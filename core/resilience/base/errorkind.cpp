// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/errorkind.h"

#include <QStringList>

#include <algorithm>
#include <iterator>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

// In the order of the enum.
constexpr std::array<QLatin1StringView, ErrorKindCount> Names{
    "any"_L1,      "network"_L1,  "connection"_L1, "timeout"_L1,     "protocol"_L1,       "security"_L1,  "redirect"_L1,
    "tooLarge"_L1, "encoding"_L1, "api"_L1,        "rateLimited"_L1, "authentication"_L1, "notFound"_L1,  "server"_L1,
    "client"_L1,   "other"_L1,    "rejected"_L1,   "circuitOpen"_L1, "overload"_L1,       "cancelled"_L1,
};

} // namespace

std::optional<ErrorKind> errorKindOfStatus(int status) noexcept
{
    switch (status) {
    case 401:
    case 403:
        return ErrorKind::Authentication;
    case 404:
        return ErrorKind::NotFound;
    case 408:
        return ErrorKind::Timeout;
    case 429:
        return ErrorKind::RateLimited;
    default:
        break;
    }
    if (status < 400)
        return std::nullopt;
    if (status < 500)
        return ErrorKind::Client;
    if (status < 600)
        return ErrorKind::Server;
    // HTTP knows no class above 5xx: a failure of the service's answer, and nothing more can be said.
    return ErrorKind::Api;
}

QString errorKindName(ErrorKind kind)
{
    const auto index = static_cast<std::size_t>(kind);
    Q_ASSERT(index < Names.size());
    return Names[index];
}

std::optional<ErrorKind> errorKindFromName(QStringView name)
{
    const auto found = std::ranges::find_if(Names, [name](QLatin1StringView candidate) { return candidate == name; });
    if (found == Names.end())
        return std::nullopt;
    return static_cast<ErrorKind>(std::distance(Names.begin(), found));
}

QStringList errorKindNames()
{
    return {Names.begin(), Names.end()};
}

} // namespace Fuseboard
