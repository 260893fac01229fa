// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>

namespace Fuseboard {

/// The colour of @p share, 0..1, on a scale that rises evenly in lightness from dark blue to yellow: it reads the same with any
/// kind of colour vision, and in grey (Cividis; Nuñez, Anderton and Renslow, PLOS ONE 2018). The same in light and dark.
QColor scaleColour(double share);

} // namespace Fuseboard
