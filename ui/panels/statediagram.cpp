// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/statediagram.h"

#include "theme/figures.h"
#include "theme/fonts.h"
#include "theme/marks.h"
#include "theme/tabulartext.h"
#include "theme/tints.h"

#include <QCoreApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace Fuseboard {

namespace {

constexpr double NodeSide = 60;
constexpr double NodeTop = 38;
constexpr double NodeMargin = 14; // room for the ring
constexpr double LowerTop = 124;
constexpr double OperatorTop = 196;
constexpr double OperatorHeight = 22;
constexpr double OperatorPadding = 24; // the letter and what is around it
constexpr double OperatorGap = 4;
constexpr double LineTop = 226;
constexpr double RingGap = 6;

constexpr std::array OperatorStates{BreakerState::ForcedOpen, BreakerState::Disabled, BreakerState::MetricsOnly};

QFont litFont()
{
    QFont font = labelFont();
    font.setWeight(QFont::DemiBold);
    return font;
}

QString capitalised(QString text)
{
    if (!text.isEmpty())
        text[0] = text.at(0).toUpper();
    return text;
}

QString percent(double share)
{
    return QString::number(share * 100, 'g', 3) + QChar(QChar::Nbsp) + u'%';
}

QString length(Duration duration)
{
    return durationFieldText(duration).replace(u' ', QChar(QChar::Nbsp));
}

QString meaningOf(BreakerState state)
{
    switch (state) {
    case BreakerState::Closed:
        return StateDiagram::tr("Closed: lets calls through, and watches their results");
    case BreakerState::Open:
        return StateDiagram::tr("Open: rejects calls until its open period is over");
    case BreakerState::HalfOpen:
        return StateDiagram::tr("Half-open: lets a few trial calls through, whose results decide");
    case BreakerState::ForcedOpen:
        return StateDiagram::tr("Forced open, by hand: rejects every call until it is reset");
    case BreakerState::Disabled:
        return StateDiagram::tr("Disabled, by hand: lets every call through and records nothing");
    case BreakerState::MetricsOnly:
        return StateDiagram::tr("Metrics only, by hand: lets every call through, and says when it would have opened");
    }
    Q_UNREACHABLE();
}

/// The point of the circle in @p rect that lies in the direction of @p angle, in degrees, 0 to the right, upwards positive.
QPointF rimOf(const QRectF &rect, double angle, double gap)
{
    const double radians = angle * M_PI / 180;
    const double radius = rect.width() / 2 + gap;
    return rect.center() + QPointF(std::cos(radians), -std::sin(radians)) * radius;
}

void paintArrow(QPainter &painter, const QPointF &from, const QPointF &bend, const QPointF &to)
{
    QPainterPath path(from);
    path.quadTo(bend, to);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    const QPointF along = to - bend;
    const double size = std::hypot(along.x(), along.y());
    const QPointF unit = along / std::max(1.0, size);
    const QPointF across(-unit.y(), unit.x());
    painter.setBrush(painter.pen().color());
    painter.drawPolygon(QPolygonF({to, to - unit * 7 + across * 3.2, to - unit * 7 - across * 3.2}));
}

} // namespace

DiagramLabels diagramLabels(const CircuitBreakerConfig &breaker)
{
    const auto text = [](const char *source) { return StateDiagram::tr(source); };
    DiagramLabels labels;
    const bool isRate = breaker.rule == TripRule::FailureRate;
    const QString count = breaker.failureThreshold == 1 ? text("1 failure")
                                                        : text("%1 failures").arg(breaker.failureThreshold);
    const TimeWindowConfig *const time = breaker.timeWindow();
    const CountWindowConfig *const newest = isRate ? nullptr : breaker.countWindow();
    if (isRate) {
        labels.opens = text("%1 fail").arg(percent(breaker.failureRateThreshold));
        if (breaker.slowCallDuration)
            labels.opens = text("%1, or %2 are slow").arg(labels.opens, percent(breaker.slowCallRateThreshold));
    } else if (breaker.rule == TripRule::ConsecutiveFailures) {
        labels.opens = breaker.failureThreshold == 1 ? count : text("%1 in a row").arg(count);
    } else {
        labels.opens = time != nullptr ? text("%1 within %2").arg(count, length(time->length))
            : newest != nullptr        ? text("%1 of the last %2").arg(count).arg(newest->size)
                                       : count;
    }

    const QString period = length(breaker.recoveryTime);
    labels.halfOpens = breaker.recoveryJitter > 0 ? text("after about %1").arg(period)
        : breaker.recoveryBackoffFactor > 1       ? text("after %1 or more").arg(period)
                                                  : text("after %1").arg(period);
    if (isRate) {
        labels.reopens = breaker.halfOpenMaxCalls == 1
            ? text("the trial fails")
            : text("%1 of the trials fail").arg(percent(breaker.failureRateThreshold));
        labels.closes = breaker.halfOpenMaxCalls == 1 ? text("it succeeds") : text("fewer fail");
    } else {
        labels.reopens = text("a trial fails");
        labels.closes = breaker.successThreshold == 1 ? text("a trial succeeds")
                                                      : text("%1 trials succeed").arg(breaker.successThreshold);
    }
    return labels;
}

StateDiagram::StateDiagram(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("State of the breaker"));
}

void StateDiagram::show(const BreakerMetrics &metrics, const CircuitBreakerConfig &breaker, const QString &line)
{
    m_isThere = true;
    m_state = metrics.state;
    m_labels = diagramLabels(breaker);
    m_line = line;
    m_share = 0;
    m_left.clear();
    if (metrics.state == BreakerState::Open && metrics.retryAfter && metrics.openPeriod > Duration::zero()) {
        m_share = std::clamp(double(metrics.retryAfter->count()) / double(metrics.openPeriod.count()), 0.0, 1.0);
        if (*metrics.retryAfter > Duration::zero())
            m_left = tr("in %1").arg(countdownFigure(*metrics.retryAfter).text());
    }
    const QString description = markOf(m_state).name;
    if (accessibleDescription() != description)
        setAccessibleDescription(description);
    update();
}

void StateDiagram::showNone(const QString &text)
{
    m_isThere = false;
    m_labels = {};
    m_line = text;
    m_share = 0;
    m_left.clear();
    const QString description = tr("no breaker: %1").arg(text);
    if (accessibleDescription() != description)
        setAccessibleDescription(description);
    update();
}

QRectF StateDiagram::nodeRect(BreakerState state) const
{
    const double left = std::max(0.0, (width() - 340) / 2.0); // wider than this it only tears apart
    const double right = width() - left;
    switch (state) {
    case BreakerState::Closed:
        return {left + NodeMargin, NodeTop, NodeSide, NodeSide};
    case BreakerState::Open:
        return {right - NodeMargin - NodeSide, NodeTop, NodeSide, NodeSide};
    case BreakerState::HalfOpen:
        return {width() / 2.0 - NodeSide / 2, LowerTop, NodeSide, NodeSide};
    default:
        break;
    }
    // As wide as their names, with what is left shared out.
    const QFontMetricsF metrics(litFont());
    std::array<double, OperatorStates.size()> widths{};
    std::ranges::transform(OperatorStates, widths.begin(), [&](BreakerState each) {
        return OperatorPadding + metrics.horizontalAdvance(markOf(each).name);
    });
    const double gaps = OperatorGap * double(widths.size() - 1);
    const double spare = right - left - gaps - std::accumulate(widths.begin(), widths.end(), 0.0);
    double x = left;
    for (std::size_t i = 0; OperatorStates[i] != state; ++i)
        x += widths[i] + spare / double(widths.size()) + OperatorGap;
    const auto place = std::size_t(std::ranges::find(OperatorStates, state) - OperatorStates.begin());
    return {x, OperatorTop, widths[place] + spare / double(widths.size()), OperatorHeight};
}

void StateDiagram::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintArrows(painter);
    for (const BreakerState state : {BreakerState::Closed, BreakerState::Open, BreakerState::HalfOpen})
        paintNode(painter, state);
    paintCountdown(painter);
    for (const BreakerState state : OperatorStates)
        paintOperatorState(painter, state);
    paintLine(painter);
}

void StateDiagram::paintArrows(QPainter &painter) const
{
    const Tints t = Tints::of(palette());
    const QRectF closed = nodeRect(BreakerState::Closed);
    const QRectF open = nodeRect(BreakerState::Open);
    const QRectF half = nodeRect(BreakerState::HalfOpen);
    const double gap = RingGap + 5;
    painter.setFont(labelFont());
    const QFontMetricsF metrics(painter.font());

    // What leads on from the present state stands out.
    const auto begin = [&](BreakerState from) {
        const QColor colour = isLit(from) ? t.text : m_isThere ? mixed(t.surface, t.text, 0.4) : t.line;
        painter.setPen(QPen(colour, isLit(from) ? 1.6 : 1.1));
    };
    const auto label = [&](BreakerState from, const QRectF &area, Qt::Alignment alignment, const QString &text) {
        painter.setPen(isLit(from) ? t.text : t.muted);
        painter.drawText(area, int(alignment) | Qt::TextWordWrap, text);
    };

    const double middle = (closed.right() + open.left()) / 2;
    begin(BreakerState::Closed);
    paintArrow(painter, rimOf(closed, 30, 4), QPointF(middle, closed.top() - 6), rimOf(open, 150, gap));
    label(BreakerState::Closed, QRectF(closed.left(), 0, open.right() - closed.left(), closed.top() - 2),
          Qt::AlignHCenter | Qt::AlignBottom, m_labels.opens);

    begin(BreakerState::Open);
    paintArrow(painter, rimOf(open, -75, gap), QPointF(open.center().x() - 2, half.center().y() - 4),
               rimOf(half, 0, 4));
    const double side = metrics.lineSpacing() * 2;
    // On the outer side of its arrow; while it is open, what is left of the time.
    const QRectF right(half.right() + 12, half.center().y() + 6, open.right() + NodeMargin - half.right() - 14, side);
    if (m_left.isEmpty()) {
        label(BreakerState::Open, right, Qt::AlignLeft | Qt::AlignTop, m_labels.halfOpens);
    } else {
        painter.setFont(headingFont());
        painter.setPen(t.text);
        drawTabular(painter, right, Qt::AlignLeft | Qt::AlignTop, m_left);
        painter.setFont(labelFont());
    }

    begin(BreakerState::HalfOpen);
    paintArrow(painter, rimOf(half, 68, 4), QPointF(half.center().x() + 26, open.center().y() + 22),
               rimOf(open, 197, gap));
    label(BreakerState::HalfOpen,
          QRectF(closed.right() + 4, open.center().y() - 2, half.center().x() + 18 - closed.right(), side),
          Qt::AlignRight | Qt::AlignVCenter, m_labels.reopens);

    begin(BreakerState::HalfOpen);
    paintArrow(painter, rimOf(half, 180, 4), QPointF(closed.center().x() + 2, half.center().y() - 4),
               rimOf(closed, -75, 5));
    const QRectF left(closed.left() - NodeMargin + 2, half.center().y() + 6,
                      half.left() - 12 - closed.left() + NodeMargin - 2, side);
    label(BreakerState::HalfOpen, left, Qt::AlignRight | Qt::AlignTop, m_labels.closes);
}

void StateDiagram::paintNode(QPainter &painter, BreakerState state) const
{
    const Tints t = Tints::of(palette());
    const Mark mark = markOf(state);
    const QRectF rect = nodeRect(state);
    const bool lit = isLit(state);
    painter.setPen(QPen(m_isThere ? mark.colour : t.line, 2));
    painter.setBrush(lit ? mark.colour : t.card);
    painter.drawEllipse(rect.adjusted(1, 1, -1, -1));

    const QColor ink = lit ? mark.ink() : m_isThere ? t.text : t.muted;
    painter.setFont(figureFont(1.25));
    painter.setPen(ink);
    painter.drawText(rect.adjusted(0, 6, 0, -24), Qt::AlignCenter, mark.letter);
    painter.setFont(lit ? litFont() : labelFont());
    painter.drawText(rect.adjusted(0, 26, 0, -8), Qt::AlignCenter, mark.name);
}

void StateDiagram::paintCountdown(QPainter &painter) const
{
    if (!isLit(BreakerState::Open))
        return;
    const Tints t = Tints::of(palette());
    const QRectF ring = nodeRect(BreakerState::Open).adjusted(-RingGap, -RingGap, RingGap, RingGap);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(mixed(t.surface, t.text, 0.14), 3));
    painter.drawEllipse(ring);
    if (m_share > 0) {
        painter.setPen(QPen(markOf(BreakerState::Open).colour, 4, Qt::SolidLine, Qt::FlatCap));
        painter.drawArc(ring, 90 * 16, qRound(m_share * 360 * 16));
    }
}

void StateDiagram::paintOperatorState(QPainter &painter, BreakerState state) const
{
    const Tints t = Tints::of(palette());
    const Mark mark = markOf(state);
    const QRectF rect = nodeRect(state);
    const bool lit = isLit(state);
    painter.setPen(QPen(lit ? mark.colour : t.line, 1));
    painter.setBrush(lit ? mark.colour : t.card);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    painter.setFont(litFont());
    painter.setPen(mark.ink());
    if (!lit) {
        painter.setBrush(m_isThere ? mark.colour : t.line);
        painter.setPen(Qt::NoPen);
        painter.drawRoundedRect(QRectF(rect.left() + 4, rect.center().y() - 6, 12, 12), 3, 3);
        painter.setPen(m_isThere ? mark.ink() : t.muted);
    }
    painter.drawText(QRectF(rect.left() + 4, rect.top(), 12, rect.height()), Qt::AlignCenter, mark.letter);
    if (!lit)
        painter.setFont(labelFont());
    painter.setPen(lit ? mark.ink() : t.muted);
    const QRectF name = rect.adjusted(20, 0, -2, 0);
    painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(mark.name, Qt::ElideRight, name.width()));
}

void StateDiagram::paintLine(QPainter &painter) const
{
    const Tints t = Tints::of(palette());
    const QRectF area(0, LineTop, width(), height() - LineTop);
    const QString name = m_isThere ? capitalised(markOf(m_state).name) : tr("No breaker");
    painter.setFont(figureFont(1.25));
    const double nameWidth = QFontMetricsF(painter.font()).horizontalAdvance(name);
    painter.setPen(t.text);
    painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, name);
    painter.setFont(QFont());
    painter.setPen(t.muted);
    const QRectF rest = area.adjusted(nameWidth + 10, 1, 0, 1);
    drawTabular(painter, rest, Qt::AlignLeft | Qt::AlignVCenter,
                QFontMetricsF(painter.font()).elidedText(m_line, Qt::ElideRight, rest.width()));
}

bool StateDiagram::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        QString text;
        for (int i = 0; i < BreakerStateCount; ++i) {
            if (nodeRect(static_cast<BreakerState>(i)).contains(help->pos()))
                text = meaningOf(static_cast<BreakerState>(i));
        }
        QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace Fuseboard
