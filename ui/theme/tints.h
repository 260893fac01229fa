// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QPalette>

namespace Fuseboard {

/// The few colours that a QPalette has no role for, derived from one.
///
/// Widgets ask for them when they paint, so that a change of palette needs nothing but a repaint.
struct Tints
{
    bool isDark = false;
    QColor surface; ///< behind panels
    QColor card;    ///< behind charts, cards and tables
    QColor line;    ///< hairlines between and around
    QColor grid;    ///< lines inside a chart; fainter than line
    QColor text;
    QColor muted;  ///< labels, axis figures
    QColor accent; ///< the only one
    QColor onAccent;
    QColor focus;   ///< the ring around what has the keyboard
    QColor problem; ///< text of what is wrong

    static Tints of(const QPalette &palette);
};

/// True if text is lighter than what it stands on.
bool isDarkPalette(const QPalette &palette);

/// @p share (0..1) of @p top over @p bottom; both opaque.
QColor mixed(const QColor &bottom, const QColor &top, double share);

/// Black or white, whichever reads better on @p background (WCAG relative luminance).
QColor readableOn(const QColor &background);

/// The WCAG contrast ratio of two opaque colours, 1..21.
double contrast(const QColor &a, const QColor &b);

} // namespace Fuseboard
