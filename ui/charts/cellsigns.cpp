// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/cellsigns.h"

#include <QPainter>
#include <QPolygonF>

#include <cmath>

namespace Fuseboard {

namespace {

const QColor Ink(0x12, 0x16, 0x1c);

} // namespace

void paintBestSign(QPainter &painter, QPointF centre, double radius)
{
    QPolygonF star;
    for (int i = 0; i < 10; ++i) {
        const double angle = (i * 36 - 90) * M_PI / 180;
        const double reach = i % 2 == 0 ? radius : radius * 0.45;
        star.append(centre + QPointF(std::cos(angle), std::sin(angle)) * reach);
    }
    painter.setPen(QPen(Ink, 1.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::white);
    painter.drawPolygon(star);
}

void paintPresentSign(QPainter &painter, QPointF centre, double radius)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Ink, 4.2));
    painter.drawEllipse(centre, radius - 1.5, radius - 1.5);
    painter.setPen(QPen(Qt::white, 2));
    painter.drawEllipse(centre, radius - 1.5, radius - 1.5);
}

} // namespace Fuseboard
