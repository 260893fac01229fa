// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/fillbar.h"

#include "theme/fonts.h"
#include "theme/tabulartext.h"
#include "theme/tints.h"

#include <QPainter>

#include <algorithm>

namespace Fuseboard {

FillBar::FillBar(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("What the rule looks at"));
}

void FillBar::show(double share, const QString &left, const QString &right, const QColor &colour)
{
    if (m_share == share && m_leftText == left && m_rightText == right && m_colour == colour)
        return;
    m_share = std::clamp(share, 0.0, 1.0);
    m_leftText = left;
    m_rightText = right;
    m_colour = colour;
    setAccessibleDescription(left + QStringLiteral(", ") + right);
    update();
}

void FillBar::paintEvent(QPaintEvent *)
{
    const Tints t = Tints::of(palette());
    QPainter painter(this);
    const QRectF text(0, 0, width(), height() - 9);
    painter.setFont(headingFont());
    painter.setPen(t.text);
    drawTabular(painter, text, Qt::AlignLeft | Qt::AlignVCenter, m_leftText);
    const double used = tabularWidth(QFontMetricsF(painter.font()), m_leftText) + 8;
    painter.setFont(labelFont());
    painter.setPen(t.muted);
    if (used < text.width())
        drawTabular(painter, text.adjusted(used, 0, 0, 0), Qt::AlignRight | Qt::AlignVCenter,
                    QFontMetricsF(painter.font()).elidedText(m_rightText, Qt::ElideRight, text.width() - used));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const QRectF bar(0, height() - 6, width(), 5);
    painter.setBrush(mixed(t.surface, t.text, 0.12));
    painter.drawRoundedRect(bar, 2.5, 2.5);
    if (m_share > 0) {
        painter.setBrush(m_colour);
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), std::max(5.0, bar.width() * m_share), bar.height()), 2.5,
                                2.5);
    }
}

} // namespace Fuseboard
