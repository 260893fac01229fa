// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/timeaxisview.h"

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

constexpr double MarkWidth = 9;
constexpr double MarkHeight = 6;

} // namespace

TimeAxisView::TimeAxisView(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Time since the run began"));
}

void TimeAxisView::setTime(const TimeGeometry &time)
{
    m_time = time;
    update();
}

void TimeAxisView::setRound(Duration length)
{
    m_round = length;
    update();
}

void TimeAxisView::setCursor(std::optional<Duration> cursor)
{
    m_cursor = cursor;
    update();
}

void TimeAxisView::setSelection(std::optional<Duration> selection)
{
    m_selection = selection;
    update();
}

void TimeAxisView::setMarks(const QList<TimeMark> &marks)
{
    if (m_marks == marks)
        return;
    m_marks = marks;
    QStringList said;
    for (const TimeMark &mark : m_marks)
        said.append(QStringLiteral("%1 %2").arg(shortMomentText(mark.at), mark.text));
    setAccessibleDescription(said.join(QStringLiteral("; ")));
    update();
}

QRectF TimeAxisView::markRect(Duration moment) const
{
    return QRectF(m_time.x(moment) - MarkWidth / 2, 0, MarkWidth, MarkHeight);
}

bool TimeAxisView::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        QStringList texts;
        for (const TimeMark &mark : std::as_const(m_marks)) {
            if (markRect(mark.at).adjusted(-2, 0, 2, 4).contains(help->pos()))
                texts.append(QStringLiteral("%1  %2").arg(momentText(mark.at), mark.text).toHtmlEscaped());
        }
        QToolTip::showText(help->globalPos(), texts.join(QStringLiteral("<br>")), this);
        return true;
    }
    return QWidget::event(event);
}

void TimeAxisView::paintEvent(QPaintEvent *)
{
    const Tints t = Tints::of(palette());
    QPainter painter(this);
    painter.setFont(labelFont());
    const QFontMetricsF metrics(painter.font());

    const auto tagText = [this](Duration moment) {
        return m_time.span() < std::chrono::seconds(10) ? momentText(moment) : shortMomentText(moment);
    };
    // A figure stands below its line, but never beyond the widget's edge.
    const auto placed = [&](double x, const QString &text, double margin) {
        const double width = tabularWidth(metrics, text) + 2 * margin;
        const double left = std::clamp(x - width / 2, 0.0, std::max(0.0, this->width() - width));
        return QRectF(left, 3, width, 18);
    };
    const auto tagRect = [&](std::optional<Duration> moment) {
        if (!moment || *moment < m_time.begin() || *moment > m_time.end())
            return QRectF();
        return placed(m_time.x(*moment), tagText(*moment), 6);
    };
    const QRectF selectionRect = tagRect(m_selection);
    const QRectF cursorRect = tagRect(m_cursor);
    // Where the run begins anew, which round it is.
    QList<QRectF> rounds;
    painter.setPen(t.text);
    for (const Duration begin : m_time.multiples(m_round)) {
        const QString text = tr("round %1").arg(begin / m_round + 1);
        const QRectF rect = placed(m_time.x(begin), text, 2);
        const bool isFree = std::ranges::none_of(rounds, [&](const QRectF &other) { return other.intersects(rect); });
        if (!isFree || rect.intersects(selectionRect) || rect.intersects(cursorRect))
            continue;
        drawTabular(painter, rect, Qt::AlignCenter, text);
        rounds.append(rect);
    }
    painter.setPen(t.muted);
    for (const TimeGeometry::Tick &tick : m_time.ticks(90)) {
        const QRectF rect = placed(m_time.x(tick.at), tick.label, 0);
        // Half a figure beside a tag would read as another one.
        const bool isFree = std::ranges::none_of(rounds, [&](const QRectF &other) { return other.intersects(rect); });
        if (isFree && !rect.intersects(selectionRect) && !rect.intersects(cursorRect))
            drawTabular(painter, rect, Qt::AlignCenter, tick.label);
    }

    const auto tag = [&](const QRectF &rect, std::optional<Duration> moment, const QColor &fill, const QColor &ink) {
        if (rect.isEmpty())
            return;
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawRoundedRect(rect, 4, 4);
        painter.setPen(ink);
        drawTabular(painter, rect, Qt::AlignCenter, tagText(*moment));
    };
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.text);
    for (const TimeMark &mark : std::as_const(m_marks)) {
        if (mark.at < m_time.begin() || mark.at > m_time.end())
            continue;
        const QRectF rect = markRect(mark.at);
        painter.drawPolygon(QPolygonF({{rect.center().x(), rect.top()}, rect.bottomRight(), rect.bottomLeft()}));
    }
    tag(selectionRect, m_selection, t.accent, t.onAccent);
    tag(cursorRect, m_cursor, mixed(t.card, t.text, 0.75), t.card);
}

} // namespace Fuseboard
