// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/timegeometry.h"
#include "lab/fault/phasemodel.h"
#include "panels/latencyshape.h"
#include "panels/phaseedit.h"
#include "panels/phasetimeline.h"
#include "panels/phasetimelinesizes.h"
#include "theme/figures.h"
#include "theme/fonts.h"
#include "theme/tabulartext.h"
#include "theme/tints.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace Fuseboard {

using namespace PhaseTimelineSizes;

namespace {

Duration sumOf(const LatencyConfig &latency)
{
    const QList<Duration> times = latencyTimes(latency);
    return std::accumulate(times.begin(), times.end(), Duration());
}

/// Whether it is worse at the end of its ramp: more errors, or as many and slower.
bool getsWorse(const PhaseConfig &phase)
{
    const PhaseModel model(phase);
    const double errors = model.errorShare(phase.length) - model.errorShare({});
    if (std::abs(errors) > 1e-9)
        return errors > 0;
    const Duration slower = sumOf(model.latencyAt(phase.length)) - sumOf(model.latencyAt({}));
    if (slower != Duration::zero())
        return slower > Duration::zero();
    return model.perConcurrentAt(phase.length) >= model.perConcurrentAt({});
}

} // namespace

void PhaseTimeline::paintSlope(QPainter &painter, const QRectF &block, const PhaseConfig &phase,
                               const Mark &begin) const
{
    const Health last = phase.health ? *phase.health : healthOfErrorShare(PhaseModel(phase).errorShare(phase.length));
    const Mark end = markOf(last, isDarkPalette(palette()));
    const bool isRising = getsWorse(phase);
    const QPointF from = isRising ? block.bottomLeft() : block.topLeft();
    const QPointF to = isRising ? block.topRight() : block.bottomRight();
    painter.setRenderHint(QPainter::Antialiasing);
    if (end.name != begin.name) {
        // What it becomes grows from below; what it was goes away downwards.
        QPainterPath becomes(from);
        becomes.lineTo(to);
        becomes.lineTo(isRising ? block.bottomRight() : block.topRight());
        becomes.closeSubpath();
        painter.fillPath(becomes, patternBrush(end, devicePixelRatioF()));
    }
    // Two lines, so that it shows on any two colours.
    painter.setPen(QPen(Tints::of(palette()).card, 3));
    painter.drawLine(from, to);
    painter.setPen(QPen(Tints::of(palette()).text, 1));
    painter.drawLine(from, to);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void PhaseTimeline::paintName(QPainter &painter, const QRectF &block, const Mark &mark, const QString &name) const
{
    const QFontMetricsF metrics(painter.font());
    if (block.width() - 4 < metrics.horizontalAdvance(mark.letter))
        return;
    const QString full = QStringLiteral("%1  %2").arg(mark.letter, name);
    const double room = block.width() - 12;
    const bool hasRoom = room >= metrics.horizontalAdvance(full);
    QString text = hasRoom ? full : mark.letter;
    if (!hasRoom && room > 44)
        text = metrics.elidedText(full, Qt::ElideRight, room);
    const double width = metrics.horizontalAdvance(text);
    const double margin = std::min(5.0, (block.width() - width) / 2);
    const QRectF ground(block.center().x() - width / 2 - margin, block.center().y() - 8, width + 2 * margin, 16);
    // A quiet ground, so that neither pattern nor slope runs through the letters.
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(mark.colour);
    painter.drawRoundedRect(ground, 3, 3);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(mark.ink());
    painter.drawText(ground, Qt::AlignCenter, text);
}

void PhaseTimeline::paintBlock(QPainter &painter, int index) const
{
    const Tints t = Tints::of(palette());
    const PhaseConfig &phase = m_phases.at(index);
    Mark mark = markOf(phase.effectiveHealth(), isDarkPalette(palette()));
    const QRectF block = blockRect(index);
    const double end = std::round(x(m_duration));
    if (index + 1 == m_phases.size() && end > block.right()) {
        Mark pale = mark;
        if (phase.rampTo && !phase.health)
            pale = markOf(healthOfErrorShare(PhaseModel(phase).errorShare(phase.length)), isDarkPalette(palette()));
        pale.colour = mixed(t.card, pale.colour, 0.35);
        const QRectF held(block.right(), block.top(), end - block.right(), block.height());
        painter.fillRect(held, patternBrush(pale, devicePixelRatioF()));
        paintName(painter, held, pale, tr("holds on"));
    }
    painter.fillRect(block, patternBrush(mark, devicePixelRatioF()));
    if (phase.rampTo)
        paintSlope(painter, block, phase, mark);
    // A slope leaves room for the name in the corner above or below its beginning.
    const QRectF corner(block.left(), getsWorse(phase) ? block.top() + 1 : block.bottom() - 17,
                        std::max(block.width() * 0.7, std::min(block.width(), double(BlockHeight))), 16);
    paintName(painter, phase.rampTo ? corner : block, mark, phase.name.isEmpty() ? mark.name : phase.name);
    // The edge, which is what can be caught.
    painter.setPen(QPen(t.card, 2));
    painter.drawLine(QPointF(block.right(), block.top()), QPointF(block.right(), block.bottom()));
}

void PhaseTimeline::paintFlags(QPainter &painter) const
{
    QFont font = labelFont();
    font.setPixelSize(9);
    font.setWeight(QFont::DemiBold);
    const QFontMetricsF blockMetrics(labelFont());
    painter.setFont(font);
    double freeFrom = 0;
    for (int i = 0; i < m_phases.size(); ++i) {
        const QRectF block = blockRect(i);
        const Mark mark = markOf(m_phases.at(i).effectiveHealth(), isDarkPalette(palette()));
        if (block.width() - 4 >= blockMetrics.horizontalAdvance(mark.letter))
            continue;
        const QRectF flag(std::clamp(block.center().x() - 6.5, 0.0, width() - 13.0), BlockTop - 15, 13, 12);
        if (flag.left() < freeFrom)
            continue;
        freeFrom = flag.right() + 1;
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(mark.colour);
        painter.drawRoundedRect(flag, 3, 3);
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(mark.ink());
        painter.drawText(flag, Qt::AlignCenter, mark.letter);
    }
    painter.setFont(labelFont());
}

void PhaseTimeline::paintSelection(QPainter &painter) const
{
    if (m_selected < 0)
        return;
    const Tints t = Tints::of(palette());
    const QRectF block = blockRect(m_selected);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(t.card, 1));
    painter.drawRect(block.adjusted(0.5, 0.5, -0.5, -0.5));
    painter.setPen(QPen(hasFocus() ? t.accent : t.muted, 2));
    painter.drawRoundedRect(block.adjusted(-1, -1, 1, 1), 3, 3);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void PhaseTimeline::paintAxis(QPainter &painter) const
{
    const Tints t = Tints::of(palette());
    const double top = BlockTop + BlockHeight;
    // Beyond a day the ticks would be those of another time line.
    const bool hasTicks = shownSpan() <= TimeGeometry::LongestSpan;
    const TimeGeometry time({}, shownSpan(), SideMargin, width() - SideMargin);
    QList<TimeGeometry::Tick> ticks;
    if (hasTicks)
        ticks = time.ticks(60);
    else
        ticks = {{{}, QStringLiteral("0")}, {shownSpan(), durationFieldText(shownSpan())}};
    for (const TimeGeometry::Tick &tick : std::as_const(ticks)) {
        const double at = std::round(x(tick.at));
        painter.setPen(QPen(t.line, 0));
        painter.drawLine(QPointF(at, top + 2), QPointF(at, top + 5));
        const double width = tabularWidth(QFontMetricsF(painter.font()), tick.label) + 2;
        const double left = std::clamp(at - width / 2, 0.0, std::max(0.0, this->width() - width));
        painter.setPen(t.muted);
        drawTabular(painter, QRectF(left, top + 5, width, AxisHeight - 5), Qt::AlignCenter, tick.label);
    }
    if (m_duration > Duration::zero() && m_duration < end(int(m_phases.size()) - 1)) {
        // What is beyond it is not reached.
        const double at = std::round(x(m_duration));
        QColor veil = t.card;
        veil.setAlphaF(0.55f);
        painter.fillRect(QRectF(at, BlockTop, width() - SideMargin - at, BlockHeight), veil);
        painter.setPen(QPen(t.text, 1));
        painter.drawLine(QPointF(at, BlockTop - 4), QPointF(at, top + 4));
    }
}

void PhaseTimeline::paintPlayHead(QPainter &painter) const
{
    if (!m_now || *m_now < Duration::zero() || *m_now > shownSpan())
        return;
    const Tints t = Tints::of(palette());
    const double at = std::round(x(*m_now));
    painter.setPen(QPen(t.card, 3));
    painter.drawLine(QPointF(at, BlockTop - 2), QPointF(at, BlockTop + BlockHeight + 3));
    painter.setPen(QPen(t.accent, 1));
    painter.drawLine(QPointF(at, BlockTop - 2), QPointF(at, BlockTop + BlockHeight + 3));
    QPainterPath head(QPointF(at - 4, BlockTop - 9));
    head.lineTo(at + 5, BlockTop - 9);
    head.lineTo(at + 0.5, BlockTop - 2);
    head.closeSubpath();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(head, t.accent);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void PhaseTimeline::paintDragText(QPainter &painter) const
{
    if (!m_drag || !m_drag->hasMoved || m_drag->edge >= m_phases.size())
        return;
    const Tints t = Tints::of(palette());
    const int edge = m_drag->edge;
    const QString left = durationFieldText(m_phases.at(edge).length);
    const QString text = edge + 1 < m_phases.size()
        ? QStringLiteral("%1 | %2").arg(left, durationFieldText(m_phases.at(edge + 1).length))
        : left;
    const double width = tabularWidth(QFontMetricsF(painter.font()), text) + 10;
    const double centre = x(end(edge));
    const QRectF box(std::clamp(centre - width / 2, 0.0, std::max(0.0, this->width() - width)), 0, width, BlockTop - 2);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.text);
    painter.drawRoundedRect(box, 3, 3);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(t.card);
    drawTabular(painter, box, Qt::AlignCenter, text);
}

void PhaseTimeline::paintEvent(QPaintEvent *)
{
    const Tints t = Tints::of(palette());
    QPainter painter(this);
    painter.setFont(labelFont());
    painter.fillRect(QRectF(SideMargin, BlockTop, width() - 2.0 * SideMargin, BlockHeight),
                     mixed(t.card, t.text, 0.05));
    if (m_phases.isEmpty()) {
        painter.setPen(t.muted);
        painter.drawText(rect(), Qt::AlignCenter, tr("There are no phases: an endpoint needs at least one"));
        return;
    }
    painter.save();
    // While the last edge is pulled beyond the widget, the scale stays.
    painter.setClipRect(QRectF(0, 0, width(), height()));
    for (int i = 0; i < m_phases.size(); ++i)
        paintBlock(painter, i);
    painter.restore();
    paintFlags(painter);
    paintAxis(painter);
    paintSelection(painter);
    paintPlayHead(painter);
    paintDragText(painter);
}

} // namespace Fuseboard
