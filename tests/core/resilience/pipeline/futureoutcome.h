// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/exception.h"

#include <QFuture>
#include <QString>

#include <exception>

namespace Fuseboard {

/// What the holder of @p future sees now: "pending", "value", "cancelled", or what is thrown (a kind's
/// name, or its what()).
template<typename T>
QString outcomeOf(const QFuture<T> &future)
{
    if (!future.isFinished())
        return future.isCanceled() ? QStringLiteral("cancelled, not finished") : QStringLiteral("pending");
    try {
        QFuture<T>(future).waitForFinished();
    } catch (const ErrorException &e) {
        return errorKindName(e.kind());
    } catch (const std::exception &e) {
        return QString::fromUtf8(e.what());
    }
    return future.isCanceled() ? QStringLiteral("cancelled") : QStringLiteral("value");
}

} // namespace Fuseboard
