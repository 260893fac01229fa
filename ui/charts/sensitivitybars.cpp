// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/sensitivitybars.h"

#include "theme/figures.h"
#include "theme/fonts.h"
#include "theme/tabulartext.h"
#include "theme/tints.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace Fuseboard {

namespace {

constexpr double Inset = 10;
constexpr double TitleHeight = 22;
constexpr double RowHeight = 34;
constexpr double CurveWidth = 72;
constexpr double ShareWidth = 48;
constexpr double Gap = 10;

} // namespace

SensitivityBars::SensitivityBars(QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("What each field decides"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void SensitivityBars::setEmptyText(const QString &text)
{
    m_emptyText = text;
    update();
}

void SensitivityBars::show(const QString &title, const QList<Bar> &bars)
{
    if (m_title == title && m_bars == bars)
        return;
    m_title = title;
    m_bars = bars;
    QStringList said;
    for (const Bar &bar : bars)
        said.append(bar.description);
    setAccessibleDescription(said.join(QChar(u'\n')));
    updateGeometry();
    update();
}

QSize SensitivityBars::minimumSizeHint() const
{
    return {220, int(2 * Inset + TitleHeight + RowHeight * double(std::max<qsizetype>(1, m_bars.size())) + RowHeight)};
}

QRectF SensitivityBars::rowOf(qsizetype bar) const
{
    return {Inset, Inset + TitleHeight + double(bar) * RowHeight, width() - 2 * Inset, RowHeight};
}

void SensitivityBars::paintEvent(QPaintEvent *)
{
    const Tints t = Tints::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(t.line, 1));
    painter.setBrush(t.card);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    if (m_bars.isEmpty()) {
        painter.setPen(t.muted);
        painter.drawText(rect().adjusted(24, 12, -24, -12), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    painter.setFont(headingFont());
    painter.setPen(t.text);
    const double wide = width() - 2 * Inset;
    painter.drawText(QRectF(Inset, Inset - 2, wide, TitleHeight), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(m_title, Qt::ElideRight, wide));
    painter.setFont(labelFont());
    const QFontMetricsF metrics(painter.font());
    double labels = 0;
    double rest = 1;
    for (const Bar &bar : std::as_const(m_bars)) {
        labels = std::max(labels, metrics.horizontalAdvance(bar.field) + 2);
        rest -= bar.share;
    }
    labels = std::min(labels, wide * 0.4);
    for (qsizetype i = 0; i < m_bars.size(); ++i)
        paintBar(painter, m_bars.at(i), rowOf(i), labels);
    painter.setPen(t.muted);
    if (m_bars.size() > 1) {
        painter.drawText(
            rowOf(m_bars.size()), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap,
            tr("%1 comes from fields together, and from luck.").arg(percentFigure(std::clamp(rest, 0.0, 1.0)).text()));
    }
}

void SensitivityBars::paintBar(QPainter &painter, const Bar &bar, const QRectF &row, double labelWidth) const
{
    const Tints t = Tints::of(palette());
    const QFontMetricsF metrics(painter.font());
    painter.setPen(t.text);
    painter.drawText(QRectF(row.left(), row.top(), labelWidth, row.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(bar.field, Qt::ElideRight, labelWidth));
    const bool hasCurve = row.width() - labelWidth - ShareWidth - CurveWidth - 3 * Gap > 60;
    const double right = row.right() - (hasCurve ? CurveWidth + Gap : 0);
    const QRectF track(row.left() + labelWidth + Gap, row.center().y() - 6,
                       right - ShareWidth - row.left() - labelWidth - Gap, 12);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.grid);
    painter.drawRoundedRect(track, 3, 3);
    painter.setBrush(t.accent);
    painter.drawRoundedRect(QRectF(track.topLeft(), QSizeF(track.width() * std::clamp(bar.share, 0.0, 1.0), 12)), 3, 3);
    painter.setPen(t.text);
    drawTabular(painter, QRectF(track.right(), row.top(), ShareWidth, row.height()), Qt::AlignRight | Qt::AlignVCenter,
                percentFigure(bar.share).text());
    if (!hasCurve)
        return;

    double least = 0;
    double most = 0;
    bool isFirst = true;
    for (const auto &mean : bar.means) {
        if (!mean)
            continue;
        least = isFirst ? *mean : std::min(least, *mean);
        most = isFirst ? *mean : std::max(most, *mean);
        isFirst = false;
    }
    QPolygonF curve;
    const double steps = double(std::max<qsizetype>(1, bar.means.size() - 1));
    for (qsizetype i = 0; i < bar.means.size(); ++i) {
        if (const auto mean = bar.means.at(i)) {
            const double height = most > least ? (*mean - least) / (most - least) : 0.5;
            curve.append({row.right() - CurveWidth + double(i) / steps * CurveWidth, row.bottom() - 8 - height * 18});
        }
    }
    painter.setPen(QPen(t.muted, 1.3));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(curve);
}

bool SensitivityBars::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        for (qsizetype i = 0; i < m_bars.size(); ++i) {
            if (rowOf(i).contains(help->pos())) {
                QToolTip::showText(help->globalPos(), m_bars.at(i).description, this);
                return true;
            }
        }
        QToolTip::hideText();
        return true;
    }
    if (event->type() == QEvent::PaletteChange)
        update();
    return QWidget::event(event);
}

} // namespace Fuseboard
