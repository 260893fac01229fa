// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFontMetricsF>
#include <QPainter>
#include <QString>

namespace Fuseboard {

/// Text whose digits all take the same width, so that a figure that changes does not tremble.
///
/// Inter's digits are proportional and its "tnum" feature is out of reach: Qt 6.4 has no API for font features.
double tabularWidth(const QFontMetricsF &metrics, const QString &text);

/// Draws @p text in @p rect with the painter's font and pen. @p alignment as for QPainter::drawText(), one line.
void drawTabular(QPainter &painter, const QRectF &rect, Qt::Alignment alignment, const QString &text);

} // namespace Fuseboard
