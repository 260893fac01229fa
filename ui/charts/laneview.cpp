// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/laneview.h"

#include "theme/figures.h"
#include "theme/fonts.h"
#include "theme/tints.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QStaticText>
#include <QToolTip>

#include <algorithm>
#include <array>
#include <cmath>

namespace Fuseboard {

namespace {

constexpr int TopMargin = 6;
constexpr int HealthHeight = 20;
constexpr int FlagHeight = 15; // above the breaker's lane
constexpr int BreakerHeight = 24;
constexpr int GroupGap = 8;
constexpr int ComparedHeight = 9; // the other run's breaker, its gap included
constexpr int LabelGap = 8;
constexpr double NarrowestShown = 3; // a trial call lasts milliseconds, and is what one looks for
constexpr double CatchDistance = 5;  // of a change under the mouse

/// What painting asks of each mark again and again, made once for a picture: an hour's lanes have thousands of stretches.
class Looks
{
public:
    struct Look
    {
        QBrush brush;
        QColor ink;
        QStaticText letter;
        double letterWidth = 0;
    };

    Looks(const QFont &font, double ratio)
        : m_font(font)
        , m_ratio(ratio)
    {
    }

    const Look &of(const Mark &mark)
    {
        const auto known = std::find_if(m_looks.cbegin(), m_looks.cend(),
                                        [&](const auto &l) { return l.first == mark.letter; });
        if (known != m_looks.cend())
            return known->second;
        Look look{patternBrush(mark, m_ratio), mark.ink(), QStaticText(mark.letter), 0};
        look.letter.setTextFormat(Qt::PlainText);
        look.letter.prepare({}, m_font);
        look.letterWidth = QFontMetricsF(m_font).horizontalAdvance(mark.letter);
        return m_looks.emplace_back(mark.letter, look).second;
    }

private:
    QFont m_font;
    double m_ratio;
    std::vector<std::pair<QString, Look>> m_looks; // by letter, which no two marks of a lane share
};

} // namespace

LaneView::LaneView(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Lanes of endpoints and breakers"));
}

void LaneView::setSnapshot(const RunSnapshot &snapshot)
{
    const bool hasOtherRows = snapshot.endpoints.size() != m_snapshot.endpoints.size();
    m_snapshot = snapshot;
    if (hasOtherRows)
        updateGeometry();

    QStringList said;
    for (const EndpointSnapshot &endpoint : m_snapshot.endpoints) {
        if (!endpoint.health.isEmpty() && !endpoint.states.isEmpty())
            said.append(tr("%1 is %2, breaker %3")
                            .arg(endpoint.name, markOf(endpoint.health.last().health, false).name,
                                 markOf(endpoint.states.last().state).name));
    }
    const QString description = said.join(QStringLiteral("; "));
    if (accessibleDescription() != description)
        setAccessibleDescription(description);
}

void LaneView::setCompared(const RunSnapshot &snapshot, const QString &name)
{
    const bool hasOtherHeight = snapshot.endpoints.isEmpty() != m_compared.endpoints.isEmpty();
    m_compared = snapshot;
    m_comparedName = name;
    if (hasOtherHeight)
        updateGeometry();
    update();
}

void LaneView::setTime(const TimeGeometry &time)
{
    m_time = time;
    update();
}

void LaneView::setCursor(std::optional<Duration> cursor)
{
    m_cursor = cursor;
    update();
}

void LaneView::setSelection(std::optional<Duration> selection)
{
    m_selection = selection;
    update();
}

double LaneView::labelWidth() const
{
    const QFontMetricsF metrics(labelFont());
    double width = metrics.horizontalAdvance(tr("breaker"));
    for (const EndpointSnapshot &endpoint : m_snapshot.endpoints)
        width = std::max(width, metrics.horizontalAdvance(endpoint.name));
    return std::ceil(width) + LabelGap;
}

int LaneView::rowHeight() const
{
    return HealthHeight + FlagHeight + BreakerHeight + (m_compared.endpoints.isEmpty() ? 0 : ComparedHeight) + GroupGap;
}

int LaneView::rowTop(int endpoint) const
{
    return TopMargin + endpoint * rowHeight();
}

QRectF LaneView::healthRect(int endpoint) const
{
    return QRectF(m_time.left(), rowTop(endpoint), m_time.width(), HealthHeight);
}

QRectF LaneView::breakerRect(int endpoint) const
{
    return QRectF(m_time.left(), rowTop(endpoint) + HealthHeight + FlagHeight, m_time.width(), BreakerHeight);
}

QRectF LaneView::comparedRect(int endpoint) const
{
    const QRectF breaker = breakerRect(endpoint);
    return QRectF(breaker.left(), breaker.bottom() + 2, breaker.width(), ComparedHeight - 2);
}

QString LaneView::Stretch::name() const
{
    return phase.isEmpty() || phase == mark.name ? mark.name : tr("%1 (%2)").arg(phase, mark.name);
}

QList<LaneView::Stretch> LaneView::healthStretches(const EndpointSnapshot &endpoint) const
{
    const bool isDark = isDarkPalette(palette());
    const std::array marks{markOf(Health::Healthy, isDark), markOf(Health::Degraded, isDark),
                           markOf(Health::Down, isDark)};
    QList<Stretch> result;
    result.reserve(endpoint.health.size());
    for (const HealthSpan &span : endpoint.health)
        result.append({span.begin, span.end, marks.at(std::size_t(span.health)), span.phase});
    if (!result.isEmpty())
        result.last().end = std::max(result.last().end, m_snapshot.now);
    return result;
}

QList<LaneView::Stretch> LaneView::breakerStretches(const EndpointSnapshot &endpoint, Duration now)
{
    QList<Stretch> result;
    result.reserve(endpoint.states.size());
    std::array<std::optional<Mark>, 6> marks; // by state: a long run has thousands of stretches
    for (const StateSpan &span : endpoint.states) {
        std::optional<Mark> &mark = marks.at(std::size_t(span.state));
        if (!mark)
            mark = markOf(span.state);
        result.append({span.begin, span.end, *mark, {}});
    }
    if (!result.isEmpty())
        result.last().end = std::max(result.last().end, now);
    return result;
}

/// A strip without letters: its colours and patterns are those of the lane above it.
void LaneView::paintCompared(QPainter &painter, int endpoint) const
{
    const Tints t = Tints::of(palette());
    const QRectF lane = comparedRect(endpoint);
    painter.fillRect(lane, mixed(t.card, t.text, 0.05));
    for (const Stretch &stretch : breakerStretches(m_compared.endpoints.at(endpoint), m_compared.now)) {
        if (stretch.end < m_time.begin() || stretch.begin > m_time.end())
            continue;
        const double from = std::max(lane.left(), std::round(m_time.x(stretch.begin)));
        const double to = std::min(lane.right(), std::max(from + NarrowestShown, std::round(m_time.x(stretch.end))));
        Mark pale = stretch.mark;
        pale.colour = mixed(t.card, pale.colour, 0.5);
        painter.fillRect(QRectF(from, lane.top(), to - from, lane.height()), patternBrush(pale, devicePixelRatioF()));
    }
}

void LaneView::paintLane(QPainter &painter, const QRectF &lane, const QList<Stretch> &stretches, bool withFlags) const
{
    const Tints t = Tints::of(palette());
    const QFontMetricsF metrics(painter.font());
    painter.fillRect(lane, mixed(t.card, t.text, 0.05));

    struct Flag
    {
        double x;
        const Mark *mark;
    };
    Looks looks(painter.font(), devicePixelRatioF());
    std::vector<Flag> flags;
    double paintedUntil = lane.left();
    for (const Stretch &stretch : stretches) {
        if (stretch.end < m_time.begin() || stretch.begin > m_time.end())
            continue;
        const double from = std::max(lane.left(), std::round(m_time.x(stretch.begin)));
        double to = std::min(lane.right(), std::round(m_time.x(stretch.end)));
        const bool isNarrow = to - from < NarrowestShown;
        if (isNarrow)
            to = std::min(lane.right(), from + NarrowestShown);
        // Ten thousand changes in one pixel column are painted once.
        if (to <= paintedUntil && !flags.empty() && from - flags.back().x < 1)
            continue;
        paintedUntil = to;
        const QRectF rect(from, lane.top(), to - from, lane.height());
        const Looks::Look &look = looks.of(stretch.mark);
        painter.fillRect(rect, look.brush);

        if (!isNarrow && rect.width() - 4 >= look.letterWidth) {
            // A name that is cut off needs some letters to be told by.
            const double room = rect.width() - 12;
            QString text;
            if (room > look.letterWidth) {
                const QString full = QStringLiteral("%1  %2").arg(stretch.mark.letter, stretch.name());
                if (room >= metrics.horizontalAdvance(full))
                    text = full;
                else if (room > look.letterWidth + 50)
                    text = metrics.elidedText(full, Qt::ElideRight, room);
            }
            const double width = text.isEmpty() ? look.letterWidth : metrics.horizontalAdvance(text);
            // A quiet ground, so that the pattern does not run through the letters.
            const double margin = std::min(5.0, (rect.width() - width) / 2);
            const QRectF ground(rect.center().x() - width / 2 - margin, rect.center().y() - 8, width + 2 * margin, 16);
            if (stretch.mark.pattern != Qt::SolidPattern) {
                painter.setRenderHint(QPainter::Antialiasing);
                painter.setPen(Qt::NoPen);
                painter.setBrush(stretch.mark.colour);
                painter.drawRoundedRect(ground, 3, 3);
                painter.setRenderHint(QPainter::Antialiasing, false);
            }
            painter.setPen(look.ink);
            if (text.isEmpty())
                painter.drawStaticText(ground.center() - QPointF(width, metrics.height()) / 2, look.letter);
            else
                painter.drawText(ground, Qt::AlignCenter, text);
        } else if (withFlags) {
            flags.push_back({rect.center().x(), &stretch.mark});
        }
        if (stretch.begin > m_time.begin()) {
            painter.setPen(QPen(t.card, 0));
            painter.drawLine(QPointF(from, lane.top()), QPointF(from, lane.bottom()));
        }
    }

    QFont font = painter.font();
    font.setPixelSize(9);
    font.setWeight(QFont::DemiBold);
    Looks flagLooks(font, devicePixelRatioF());
    const double height = QFontMetricsF(font).height();
    painter.save();
    painter.setFont(font);
    painter.setRenderHint(QPainter::Antialiasing);
    double freeFrom = lane.left();
    for (const Flag &flag : flags) {
        const QRectF box(std::clamp(flag.x - 6.5, lane.left(), lane.right() - 13), lane.top() - FlagHeight + 1, 13, 12);
        if (box.left() < freeFrom)
            continue;
        freeFrom = box.right() + 1;
        painter.setPen(Qt::NoPen);
        painter.setBrush(flag.mark->colour);
        painter.drawRoundedRect(box, 3, 3);
        QPainterPath point(QPointF(flag.x - 3, box.bottom() - 0.5));
        point.lineTo(flag.x + 3, box.bottom() - 0.5);
        point.lineTo(flag.x, lane.top());
        point.closeSubpath();
        painter.drawPath(point);
        const Looks::Look &look = flagLooks.of(*flag.mark);
        painter.setPen(look.ink);
        painter.drawStaticText(box.center() - QPointF(look.letterWidth, height) / 2, look.letter);
    }
    painter.restore();
}

void LaneView::paintLabel(QPainter &painter, const QRectF &lane, const QString &text, const QColor &colour) const
{
    const QRectF rect(0, lane.top(), lane.left() - LabelGap, lane.height());
    painter.setPen(colour);
    painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(text, Qt::ElideMiddle, rect.width()));
}

void LaneView::paintEvent(QPaintEvent *)
{
    const Tints t = Tints::of(palette());
    QPainter painter(this);
    painter.setFont(labelFont());
    for (int i = 0; i < m_snapshot.endpoints.size(); ++i) {
        const EndpointSnapshot &endpoint = m_snapshot.endpoints.at(i);
        paintLabel(painter, healthRect(i), endpoint.name, t.text);
        paintLane(painter, healthRect(i), healthStretches(endpoint), false);
        paintLabel(painter, breakerRect(i), tr("breaker"), t.muted);
        paintLane(painter, breakerRect(i), breakerStretches(endpoint, m_snapshot.now), true);
        if (i < m_compared.endpoints.size())
            paintCompared(painter, i);
    }
    if (m_snapshot.endpoints.isEmpty()) {
        painter.setPen(t.muted);
        painter.drawText(rect(), Qt::AlignCenter, tr("Nothing has run yet. Press Run."));
    }
    const auto line = [&](std::optional<Duration> moment, const QColor &colour) {
        if (!moment || *moment < m_time.begin() || *moment > m_time.end())
            return;
        const double x = std::round(m_time.x(*moment));
        painter.setPen(QPen(colour, 0));
        painter.drawLine(QPointF(x, 0), QPointF(x, height()));
    };
    line(m_selection, t.accent);
    line(m_cursor, mixed(t.card, t.text, 0.5));
}

const RecordedChange *LaneView::changeNear(const EndpointSnapshot &endpoint, double x) const
{
    const RecordedChange *nearest = nullptr;
    double distance = CatchDistance;
    for (const RecordedChange &change : endpoint.changes) {
        const double d = std::abs(m_time.x(change.at) - x);
        if (d <= distance) {
            distance = d;
            nearest = &change;
        }
    }
    return nearest;
}

QString LaneView::textAt(QPointF position) const
{
    const auto lasting = [](const Stretch &s) {
        return tr("%1 to %2, %3")
            .arg(shortMomentText(s.begin), shortMomentText(s.end), durationFigure(s.end - s.begin).text());
    };
    const auto stretchAt = [&](const QList<Stretch> &stretches) {
        const Duration moment = m_time.at(position.x());
        return std::find_if(stretches.cbegin(), stretches.cend(),
                            [&](const Stretch &s) { return moment >= s.begin && moment <= s.end; });
    };
    for (int i = 0; i < m_snapshot.endpoints.size(); ++i) {
        const EndpointSnapshot &endpoint = m_snapshot.endpoints.at(i);
        if (healthRect(i).contains(position)) {
            const QList<Stretch> stretches = healthStretches(endpoint);
            const auto stretch = stretchAt(stretches);
            if (stretch != stretches.cend())
                return tr("%1: %2\n%3").arg(endpoint.name, stretch->name(), lasting(*stretch));
        }
        if (i < m_compared.endpoints.size() && comparedRect(i).contains(position)) {
            const QList<Stretch> stretches = breakerStretches(m_compared.endpoints.at(i), m_compared.now);
            const auto stretch = stretchAt(stretches);
            if (stretch != stretches.cend())
                return tr("Breaker of %1, %2: %3\n%4")
                    .arg(endpoint.name, m_comparedName, stretch->name(), lasting(*stretch));
        }
        if (!breakerRect(i).adjusted(0, -FlagHeight, 0, 0).contains(position))
            continue;
        if (const RecordedChange *change = changeNear(endpoint, position.x())) {
            return tr("%1  %2 → %3\n%4")
                .arg(momentText(change->at), markOf(change->change.from).name, markOf(change->change.to).name,
                     change->change.reason());
        }
        const QList<Stretch> stretches = breakerStretches(endpoint, m_snapshot.now);
        const auto stretch = stretchAt(stretches);
        if (stretch == stretches.cend())
            continue;
        QString text = tr("Breaker of %1: %2\n%3").arg(endpoint.name, stretch->name(), lasting(*stretch));
        const auto why = std::find_if(endpoint.changes.cbegin(), endpoint.changes.cend(),
                                      [&](const RecordedChange &c) { return c.at == stretch->begin; });
        if (why != endpoint.changes.cend())
            text += QChar(u'\n') + why->change.reason();
        return text;
    }
    return {};
}

bool LaneView::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), textAt(help->pos()), this);
        return true;
    }
    return QWidget::event(event);
}

QSize LaneView::sizeHint() const
{
    const int rows = std::max(1, int(m_snapshot.endpoints.size()));
    return {400, TopMargin + rows * rowHeight()};
}

} // namespace Fuseboard
