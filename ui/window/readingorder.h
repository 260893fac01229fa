// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>

QT_BEGIN_NAMESPACE
class QMainWindow;
class QWidget;
QT_END_NAMESPACE

namespace Fuseboard {

/// The widgets of @p window that Tab stops at, in the order in which one reads them: toolbars, the docks on the left from top to
/// bottom, those above, the centre, those on the right, those below. Within each the order of the layouts counts, not the order
/// in which widgets were made. Only what is visible and enabled now.
QList<QWidget *> tabStops(const QMainWindow &window);

} // namespace Fuseboard
