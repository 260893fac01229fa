// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/timepoint.h"

#include <QByteArray>

#include <optional>

namespace Fuseboard {

/// Something that goes wrong for a share of the requests.
struct FaultConfig
{
    enum class Kind : quint8 {
        Status, ///< an HTTP answer of `status`
        Hang,   ///< accepted, never answered
        Reset,  ///< a TCP RST in place of the answer's headers
    };

    Kind kind = Kind::Status;
    double share = 1.0;                 ///< 0..1 of the requests
    int status = 503;                   ///< 100..599; for Status
    QByteArray body;                    ///< for Status
    std::optional<Duration> retryAfter; ///< for Status: sent in whole seconds, rounded up

    /// Whether a request that meets it fails: an answer below 400 is none.
    bool isError() const { return kind != Kind::Status || status >= 400; }

    friend bool operator==(const FaultConfig &, const FaultConfig &) = default;
};

} // namespace Fuseboard
