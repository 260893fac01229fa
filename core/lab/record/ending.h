// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/error.h"

#include <QString>
#include <QStringView>

#include <optional>

namespace Fuseboard {

/// How a call or an attempt ended, in few bytes: the kind of error if there is one, and the HTTP status (0 for none).
struct Ending
{
    bool isSuccess = false;
    ErrorKind kind = ErrorKind::Other; ///< meaningless for a success
    int status = 0;

    static Ending success(int status) { return {true, ErrorKind::Other, status}; }
    static Ending failure(ErrorKind kind, int status = 0) { return {false, kind, status}; }
    static Ending of(const Error &error) { return failure(error.kind, error.httpStatus.value_or(0)); }

    /// As the outcome in a call log: "success", an HTTP status that says it all, or an error kind.
    QString outcome() const;

    /// The outcome with whatever status it leaves out: "success 200", "503", "protocol 200".
    QString text() const;

    /// Reads text().
    static std::optional<Ending> fromText(QStringView text);

    friend bool operator==(const Ending &, const Ending &) = default;
};

} // namespace Fuseboard
