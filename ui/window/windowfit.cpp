// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/windowfit.h"

#include <QGuiApplication>
#include <QScreen>

#include <algorithm>

namespace Fuseboard {

QRect fittedTo(const QRect &available, const QRect &wanted, const QMargins &frame)
{
    const QRect room = available.marginsRemoved(frame);
    if (!room.isValid())
        return wanted;
    QRect fitted(wanted.topLeft(), wanted.size().boundedTo(room.size()));
    fitted.moveLeft(std::clamp(fitted.left(), room.left(), room.right() + 1 - fitted.width()));
    fitted.moveTop(std::clamp(fitted.top(), room.top(), room.bottom() + 1 - fitted.height()));
    return fitted;
}

QMargins usualFrame()
{
    return {4, 32, 4, 6};
}

QRect roomOn(const QScreen *screen)
{
    const bool isMadeUp = QGuiApplication::platformName() == QStringLiteral("offscreen") && screen != nullptr
        && screen->size() == QSize(800, 800);
    return screen == nullptr || isMadeUp ? QRect() : screen->availableGeometry();
}

} // namespace Fuseboard
