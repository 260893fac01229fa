// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPointF>

class QPainter;
class QColor;

namespace Fuseboard {

// The signs of single cells of a sweep, the same in every chart. Each has an edge that stands out from any ground.

/// The best cell: a star.
void paintBestSign(QPainter &painter, QPointF centre, double radius);

/// The present setting: a ring.
void paintPresentSign(QPainter &painter, QPointF centre, double radius);

} // namespace Fuseboard
