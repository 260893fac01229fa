// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFont>

namespace Fuseboard {

/// Inter; the system's font where it is missing.
QFont interfaceFont();

/// The application's font for small labels, for headings, and for large figures.
QFont labelFont();
QFont headingFont();
QFont figureFont(double scale = 1.9);

} // namespace Fuseboard
