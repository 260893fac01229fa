// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/figurecard.h"

#include "theme/fonts.h"
#include "theme/tabulartext.h"
#include "theme/tints.h"

#include <QFontInfo>
#include <QPainter>

#include <algorithm>

namespace Fuseboard {

namespace {

constexpr double LeastNoteScale = 0.75;

} // namespace

FigureCard::FigureCard(const QString &label, QWidget *parent)
    : QWidget(parent)
    , m_label(label)
    , m_figure{QStringLiteral("–"), {}}
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(label);
}

void FigureCard::show(const Figure &figure, const QString &note)
{
    if (m_figure == figure && m_note == note)
        return;
    m_figure = figure;
    m_note = note;
    setAccessibleDescription(QStringLiteral("%1, %2").arg(figure.text(), note));
    update();
}

void FigureCard::paintEvent(QPaintEvent *)
{
    const Tints t = Tints::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(t.line, 1));
    painter.setBrush(t.card);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);

    const QRectF content = QRectF(rect()).adjusted(10, 6, -8, -6);
    painter.setFont(labelFont());
    painter.setPen(t.muted);
    const QFontMetricsF small(painter.font());
    painter.drawText(content, Qt::AlignLeft | Qt::AlignTop, small.elidedText(m_label, Qt::ElideRight, content.width()));
    // Long counts get a smaller font before their end is cut off.
    QFont noteFont = painter.font();
    const double share = content.width() / std::max(1.0, small.horizontalAdvance(m_note));
    noteFont.setPixelSize(int(QFontInfo(noteFont).pixelSize() * std::clamp(share, LeastNoteScale, 1.0)));
    painter.setFont(noteFont);
    painter.drawText(content, Qt::AlignLeft | Qt::AlignBottom,
                     QFontMetricsF(noteFont).elidedText(m_note, Qt::ElideRight, content.width()));
    painter.setFont(labelFont());
    const double unitWidth = m_figure.unit.isEmpty() ? 0 : small.horizontalAdvance(m_figure.unit) + 4;

    // A figure that is too wide for the card gets a smaller font instead of an end cut off.
    double scale = 1.75;
    painter.setFont(figureFont(scale));
    while (scale > 1 && tabularWidth(QFontMetricsF(painter.font()), m_figure.value) + unitWidth > content.width()) {
        scale -= 0.15;
        painter.setFont(figureFont(scale));
    }
    const QFontMetricsF large(painter.font());
    const double width = tabularWidth(large, m_figure.value);
    const QRectF middle(content.left(), content.center().y() - large.height() / 2, width, large.height());
    painter.setPen(t.text);
    drawTabular(painter, middle, Qt::AlignLeft | Qt::AlignTop, m_figure.value);
    if (unitWidth > 0) {
        painter.setFont(labelFont());
        painter.setPen(t.muted);
        painter.drawText(QPointF(middle.right() + 4, middle.top() + large.ascent()), m_figure.unit);
    }
}

QSize FigureCard::sizeHint() const
{
    return {126, 70};
}

QSize FigureCard::minimumSizeHint() const
{
    return {96, 70};
}

} // namespace Fuseboard
