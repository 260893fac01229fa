// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "theme/fonts.h"

#include <QApplication>
#include <QFontDatabase>

namespace Fuseboard {

namespace {

constexpr double BaseSize = 13; // px: device independent, and the same under every display's claimed dpi

QFont scaled(double factor, QFont::Weight weight)
{
    QFont font = QApplication::font();
    const int base = font.pixelSize() > 0 ? font.pixelSize() : int(BaseSize);
    font.setPixelSize(qRound(base * factor));
    font.setWeight(weight);
    return font;
}

} // namespace

QFont interfaceFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    if (QFontDatabase::families().contains(QStringLiteral("Inter")))
        font.setFamilies({QStringLiteral("Inter")});
    font.setPixelSize(int(BaseSize));
    // Full hinting bends Inter's round shapes at this size.
    font.setHintingPreference(QFont::PreferVerticalHinting);
    // Kerning moves letters of this size by less than a pixel, and is most of what laying out a text takes: a start and every
    // picture are quicker without. Scripts that need shaping get it all the same.
    font.setStyleStrategy(QFont::PreferNoShaping);
    return font;
}

QFont labelFont()
{
    return scaled(0.86, QFont::Normal);
}

QFont headingFont()
{
    return scaled(1.0, QFont::DemiBold);
}

QFont figureFont(double scale)
{
    return scaled(scale, QFont::DemiBold);
}

} // namespace Fuseboard
