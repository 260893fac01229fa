// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/statebadge.h"

#include "theme/fonts.h"
#include "theme/marks.h"
#include "theme/tabulartext.h"
#include "theme/tints.h"

#include <QPainter>

#include <algorithm>

namespace Fuseboard {

namespace {

QString capitalised(QString text)
{
    if (!text.isEmpty())
        text[0] = text.at(0).toUpper();
    return text;
}

} // namespace

StateBadge::StateBadge(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("State of the breaker"));
}

void StateBadge::show(const BreakerMetrics &metrics, const QString &line)
{
    m_isThere = true;
    m_state = metrics.state;
    m_line = line;
    m_left = 0;
    if (metrics.state == BreakerState::Open && metrics.retryAfter && metrics.openPeriod > Duration::zero())
        m_left = std::clamp(double(metrics.retryAfter->count()) / double(metrics.openPeriod.count()), 0.0, 1.0);
    const QString description = markOf(m_state).name;
    if (accessibleDescription() != description)
        setAccessibleDescription(description);
    update();
}

void StateBadge::showNone(const QString &text)
{
    m_isThere = false;
    m_line = text;
    setAccessibleDescription(text);
    update();
}

void StateBadge::paintEvent(QPaintEvent *)
{
    const Tints t = Tints::of(palette());
    const Mark mark = markOf(m_state);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);

    const QRectF ring(3, (height() - 60) / 2.0 + 2, 56, 56);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(t.line, 3));
    painter.drawEllipse(ring);
    if (m_isThere && m_left > 0) {
        painter.setPen(QPen(mark.colour, 4, Qt::SolidLine, Qt::FlatCap));
        painter.drawArc(ring, 90 * 16, int(m_left * 360 * 16));
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_isThere ? QBrush(mark.colour) : QBrush(mixed(t.surface, t.text, 0.12)));
    painter.drawEllipse(ring.adjusted(6, 6, -6, -6));
    painter.setFont(figureFont(1.7));
    painter.setPen(m_isThere ? mark.ink() : t.muted);
    painter.drawText(ring, Qt::AlignCenter, m_isThere ? mark.letter : QStringLiteral("–"));

    const QRectF text(ring.right() + 14, 0, width() - ring.right() - 16, height());
    painter.setFont(figureFont(1.6));
    painter.setPen(t.text);
    const QFontMetricsF large(painter.font());
    const double top = text.center().y() - (large.height() + 18) / 2;
    const QString name = m_isThere ? capitalised(mark.name) : tr("No breaker");
    painter.drawText(QRectF(text.left(), top, text.width(), large.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     large.elidedText(name, Qt::ElideRight, text.width()));
    painter.setFont(labelFont());
    painter.setPen(t.muted);
    drawTabular(painter, QRectF(text.left(), top + large.height(), text.width(), 18), Qt::AlignLeft | Qt::AlignVCenter,
                QFontMetricsF(painter.font()).elidedText(m_line, Qt::ElideRight, text.width()));
}

} // namespace Fuseboard
