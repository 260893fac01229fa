// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>

namespace Fuseboard {

/// Values to print along an axis from @p least to @p most: at most @p count of them, at whole multiples of 1, 2 or 5 times a power
/// of ten, none outside. One value where both ends are the same; none for ends that are not finite or out of order.
QList<double> axisTicks(double least, double most, int count);

} // namespace Fuseboard
