// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "theme/marks.h"

#include "theme/svgpatterns.h"
#include "theme/tints.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>

#include <algorithm>

namespace Fuseboard {

namespace {

// Okabe and Ito, "Color Universal Design", 2008.
constexpr QColor Orange(0xe6, 0x9f, 0x00);
constexpr QColor SkyBlue(0x56, 0xb4, 0xe9);
constexpr QColor BluishGreen(0x00, 0x9e, 0x73);
constexpr QColor Yellow(0xf0, 0xe4, 0x42);
constexpr QColor Blue(0x00, 0x72, 0xb2);
constexpr QColor Vermillion(0xd5, 0x5e, 0x00);
constexpr QColor ReddishPurple(0xcc, 0x79, 0xa7);
constexpr QColor Grey(0x99, 0x99, 0x99);

QString tr(const char *text)
{
    return QCoreApplication::translate("Marks", text);
}

} // namespace

QColor Mark::ink() const
{
    return readableOn(colour);
}

Mark markOf(BreakerState state)
{
    switch (state) {
    case BreakerState::Closed:
        return {BluishGreen, QStringLiteral("C"), tr("closed"), Qt::SolidPattern};
    case BreakerState::Open:
        return {Vermillion, QStringLiteral("O"), tr("open"), Qt::BDiagPattern};
    case BreakerState::HalfOpen:
        return {Orange, QStringLiteral("H"), tr("half-open"), Qt::Dense6Pattern};
    case BreakerState::ForcedOpen:
        return {ReddishPurple, QStringLiteral("F"), tr("forced open"), Qt::DiagCrossPattern};
    case BreakerState::Disabled:
        return {Grey, QStringLiteral("D"), tr("disabled"), Qt::HorPattern};
    case BreakerState::MetricsOnly:
        return {Blue, QStringLiteral("M"), tr("metrics only"), Qt::VerPattern};
    }
    Q_UNREACHABLE();
}

Mark markOf(Health health, bool isDark)
{
    switch (health) {
    case Health::Healthy:
        return {SkyBlue, QString(QChar(0x2713)), tr("healthy"), Qt::SolidPattern};
    case Health::Degraded:
        return {Yellow, QStringLiteral("!"), tr("degraded"), Qt::Dense6Pattern};
    case Health::Down:
        return {isDark ? QColor(0xf4, 0xf6, 0xf9) : QColor(0x2b, 0x2f, 0x36), QString(QChar(0x00d7)), tr("down"),
                Qt::FDiagPattern};
    }
    Q_UNREACHABLE();
}

Mark markOf(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Succeeded:
        return {SkyBlue, QStringLiteral("S"), tr("succeeded"), Qt::SolidPattern};
    case Outcome::Failed:
        return {Vermillion, QStringLiteral("F"), tr("failed"), Qt::BDiagPattern};
    case Outcome::Rejected:
        return {ReddishPurple, QStringLiteral("R"), tr("rejected"), Qt::Dense6Pattern};
    }
    Q_UNREACHABLE();
}

namespace {

constexpr int Tile = 8;

// By hand, because Qt's own patterns are made of device pixels: at 2x they are half as large and hardly seen.
void paintPattern(QPainter &painter, Qt::BrushStyle pattern)
{
    const auto diagonal = [&](bool isRising) {
        for (const double shift : {-Tile, 0, Tile}) {
            const double from = isRising ? Tile : 0;
            painter.drawLine(QPointF(shift - 1, isRising ? from + 1 : from - 1),
                             QPointF(shift + Tile + 1, isRising ? -1.0 : Tile + 1.0));
        }
    };
    switch (pattern) {
    case Qt::BDiagPattern:
        diagonal(true);
        break;
    case Qt::FDiagPattern:
        diagonal(false);
        break;
    case Qt::DiagCrossPattern:
        diagonal(true);
        diagonal(false);
        break;
    case Qt::HorPattern:
        painter.drawLine(QPointF(-1, Tile / 2.0), QPointF(Tile + 1, Tile / 2.0));
        break;
    case Qt::VerPattern:
        painter.drawLine(QPointF(Tile / 2.0, -1), QPointF(Tile / 2.0, Tile + 1));
        break;
    default:
        painter.setPen(Qt::NoPen);
        painter.drawEllipse(QPointF(2, 2), 0.8, 0.8);
        painter.drawEllipse(QPointF(6, 6), 0.8, 0.8);
        break;
    }
}

} // namespace

QBrush patternBrush(const Mark &mark, double ratio)
{
    if (mark.pattern == Qt::SolidPattern)
        return mark.colour;
    if (SvgPatterns *patterns = SvgPatterns::current())
        return patterns->standIn(mark);
    // A tile has to be whole pixels, or seams show.
    const int side = std::max(1, qRound(Tile * ratio));
    const QString key = QStringLiteral("fuseboard-%1-%2-%3").arg(int(mark.pattern)).arg(side).arg(mark.colour.rgba());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return QBrush(pixmap);
    pixmap = QPixmap(side, side);
    pixmap.fill(mark.colour);
    pixmap.setDevicePixelRatio(double(side) / Tile);
    QColor ink = mark.ink();
    ink.setAlphaF(0.3f);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(ink, 1));
    painter.setBrush(ink);
    paintPattern(painter, mark.pattern);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return QBrush(pixmap);
}

} // namespace Fuseboard
