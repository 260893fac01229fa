// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/breaker/breakergate.h"

#include "resilience/base/durationtext.h"

namespace Fuseboard {

BreakerGate::~BreakerGate() = default;

Error toError(const Rejection &rejection, const QString &name, const QString &why)
{
    QString message;
    switch (rejection.state) {
    case BreakerState::HalfOpen:
        message = QStringLiteral("circuit breaker \"%1\" is half-open and its trial calls are under way").arg(name);
        break;
    case BreakerState::ForcedOpen:
        message = QStringLiteral("circuit breaker \"%1\" is forced open").arg(name);
        break;
    default:
        message = QStringLiteral("circuit breaker \"%1\" is open").arg(name);
    }
    if (!why.isEmpty() && rejection.state != BreakerState::ForcedOpen) {
        message += (rejection.state == BreakerState::HalfOpen ? QStringLiteral("; it had opened: ")
                                                              : QStringLiteral(": "))
            + why;
    }
    if (rejection.retryAfter)
        message += QStringLiteral("; try again in %1").arg(displayDuration(*rejection.retryAfter));
    return {ErrorKind::CircuitOpen, message, {}, {}, rejection.retryAfter, {}};
}

} // namespace Fuseboard
