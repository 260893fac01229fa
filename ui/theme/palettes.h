// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPalette>

namespace Fuseboard {

/// Quiet surfaces, one accent (Okabe-Ito blue; its sky blue in the dark).
QPalette lightPalette();
QPalette darkPalette();

} // namespace Fuseboard
