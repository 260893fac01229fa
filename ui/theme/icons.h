// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QIcon>
#include <QString>

namespace Fuseboard {

/// The icon :/icons/NAME.svg in the palette's text colour, whatever that is at the moment of painting; empty if there
/// is none.
QIcon themedIcon(const QString &name);

} // namespace Fuseboard
