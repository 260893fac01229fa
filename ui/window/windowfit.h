// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMargins>
#include <QRect>

QT_BEGIN_NAMESPACE
class QScreen;
QT_END_NAMESPACE

namespace Fuseboard {

/// @p wanted, a window without its frame, made small enough for @p available and moved into it, @p frame included.
QRect fittedTo(const QRect &available, const QRect &wanted, const QMargins &frame);

/// A frame as window managers draw it, for a window that has none yet.
QMargins usualFrame();

/// The room that windows have on @p screen. Empty on the offscreen platform with its made-up screen: nothing is shown there, and a
/// picture is to have its full size.
QRect roomOn(const QScreen *screen);

} // namespace Fuseboard
