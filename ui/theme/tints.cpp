// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "theme/tints.h"

#include <cmath>

namespace Fuseboard {

namespace {

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &c)
{
    return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
}

} // namespace

bool isDarkPalette(const QPalette &palette)
{
    return luminance(palette.color(QPalette::WindowText)) > luminance(palette.color(QPalette::Window));
}

QColor mixed(const QColor &bottom, const QColor &top, double share)
{
    const auto mix = [share](float b, float t) { return float(b + (t - b) * share); };
    return QColor::fromRgbF(mix(bottom.redF(), top.redF()), mix(bottom.greenF(), top.greenF()),
                            mix(bottom.blueF(), top.blueF()));
}

double contrast(const QColor &a, const QColor &b)
{
    const double la = luminance(a) + 0.05;
    const double lb = luminance(b) + 0.05;
    return la > lb ? la / lb : lb / la;
}

QColor readableOn(const QColor &background)
{
    const QColor dark(0x12, 0x16, 0x1c);
    return contrast(background, Qt::white) >= contrast(background, dark) ? QColor(Qt::white) : dark;
}

Tints Tints::of(const QPalette &palette)
{
    Tints t;
    t.isDark = isDarkPalette(palette);
    t.surface = palette.color(QPalette::Window);
    t.card = palette.color(QPalette::Base);
    t.text = palette.color(QPalette::WindowText);
    t.accent = palette.color(QPalette::Highlight);
    t.onAccent = palette.color(QPalette::HighlightedText);
    t.focus = t.isDark ? mixed(t.accent, t.text, 0.35) : mixed(t.accent, Qt::black, 0.15);
    t.line = mixed(t.surface, t.text, t.isDark ? 0.16 : 0.14);
    t.grid = mixed(t.card, t.text, t.isDark ? 0.10 : 0.08);
    t.muted = mixed(t.surface, t.text, t.isDark ? 0.64 : 0.66);
    // Okabe-Ito vermillion, darkened or lightened until it reads as text (4.5:1) on both surfaces.
    t.problem = t.isDark ? QColor(0xff, 0x8a, 0x4a) : QColor(0xa8, 0x45, 0x00);
    return t;
}

} // namespace Fuseboard
