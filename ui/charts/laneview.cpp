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
constexpr double NarrowestShown = 3; // a probe lasts milliseconds, and is what one looks for
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
    m_emptyText = tr("Nothing has run yet. Press Run.");
}

void LaneView::setBreakers(const QList<bool> &hasBreaker)
{
    if (m_hasBreaker == hasBreaker)
        return;
    m_hasBreaker = hasBreaker;
    update();
}

void LaneView::setEmptyText(const QString &text)
{
    if (m_emptyText == text)
        return;
    m_emptyText = text;
    update();
}

bool LaneView::hasBreaker(int endpoint) const
{
    return m_hasBreaker.value(endpoint, true) || !m_snapshot.endpoints.at(endpoint).changes.isEmpty();
}

int LaneView::endpointAt(QPointF position) const
{
    for (int i = 0; i < m_snapshot.endpoints.size(); ++i) {
        const double bottom = m_compared.endpoints.isEmpty() ? breakerRect(i).bottom() : comparedRect(i).bottom();
        if (position.y() >= healthRect(i).top() && position.y() <= bottom)
            return i;
    }
    return -1;
}

void LaneView::setSnapshot(const RunSnapshot &snapshot)
{
    const bool hasOtherRows = snapshot.endpoints.size() != m_snapshot.endpoints.size();
    m_snapshot = snapshot;
    if (hasOtherRows)
        updateGeometry();

    QStringList said;
    for (int i = 0; i < m_snapshot.endpoints.size(); ++i) {
        const EndpointSnapshot &endpoint = m_snapshot.endpoints.at(i);
        const QString health = endpoint.health.isEmpty() ? tr("not known")
                                                         : markOf(endpoint.health.last().health, false).name;
        if (!hasBreaker(i))
            said.append(tr("%1 is %2, no breaker").arg(endpoint.name, health));
        else if (!endpoint.states.isEmpty())
            said.append(
                tr("%1 is %2, breaker %3").arg(endpoint.name, health, markOf(endpoint.states.last().state).name));
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

void LaneView::setRound(Duration length)
{
    m_round = length;
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

QString LaneView::Lane::nameOf(qsizetype stretch) const
{
    const QString name = marks.at(stretches.at(stretch).kind).name;
    const QString phase = phases.value(stretch);
    return phase.isEmpty() || phase == name ? name : LaneView::tr("%1 (%2)").arg(phase, name);
}

LaneView::Lane LaneView::healthLane(const EndpointSnapshot &endpoint) const
{
    const bool isDark = isDarkPalette(palette());
    Lane lane;
    lane.marks = {markOf(Health::Healthy, isDark), markOf(Health::Degraded, isDark), markOf(Health::Down, isDark)};
    lane.order = {int(Health::Down), int(Health::Degraded), int(Health::Healthy)};
    lane.stretches.reserve(endpoint.health.size());
    for (const HealthSpan &span : endpoint.health) {
        lane.stretches.append({span.begin, span.end, int(span.health)});
        lane.phases.append(span.phase);
    }
    if (!lane.stretches.isEmpty())
        lane.stretches.last().end = std::max(lane.stretches.last().end, m_snapshot.now);
    return lane;
}

LaneView::Lane LaneView::breakerLane(const EndpointSnapshot &endpoint, Duration now)
{
    Lane lane;
    for (int state = 0; state < BreakerStateCount; ++state)
        lane.marks.append(markOf(static_cast<BreakerState>(state)));
    lane.order = {int(BreakerState::ForcedOpen),  int(BreakerState::Open),     int(BreakerState::HalfOpen),
                  int(BreakerState::MetricsOnly), int(BreakerState::Disabled), int(BreakerState::Closed)};
    lane.stretches.reserve(endpoint.states.size());
    for (const StateSpan &span : endpoint.states)
        lane.stretches.append({span.begin, span.end, int(span.state)});
    if (!lane.stretches.isEmpty())
        lane.stretches.last().end = std::max(lane.stretches.last().end, now);
    return lane;
}

/// A strip without letters: its colours and patterns are those of the lane above it.
void LaneView::paintCompared(QPainter &painter, int endpoint) const
{
    const Tints t = Tints::of(palette());
    const QRectF rect = comparedRect(endpoint);
    painter.fillRect(rect, mixed(t.card, t.text, 0.05));
    Lane lane = breakerLane(m_compared.endpoints.at(endpoint), m_compared.now);
    QList<QBrush> brushes;
    for (Mark &mark : lane.marks) {
        mark.colour = mixed(t.card, mark.colour, 0.5);
        brushes.append(patternBrush(mark, devicePixelRatioF()));
    }
    for (const LanePiece &piece : lanePieces(lane.stretches, m_time, NarrowestShown)) {
        const QRectF part(piece.left, rect.top(), piece.right - piece.left, rect.height());
        if (piece.isMixed())
            paintMixed(painter, part, lane, piece);
        else
            painter.fillRect(part, brushes.at(lane.stretches.at(piece.first).kind));
    }
}

/// Column by column the shares of the kinds, the worst at the bottom.
void LaneView::paintMixed(QPainter &painter, const QRectF &rect, const Lane &lane, const LanePiece &piece) const
{
    QList<QBrush> brushes;
    for (const Mark &mark : lane.marks)
        brushes.append(patternBrush(mark, devicePixelRatioF()));
    const auto kinds = int(lane.marks.size());
    // Columns that look the same are painted as one.
    std::vector<double> heights;
    double left = rect.left();
    const auto paintUntil = [&](double right) {
        double bottom = rect.bottom();
        for (std::size_t i = 0; i < heights.size(); ++i) {
            painter.fillRect(QRectF(left, bottom - heights[i], right - left, heights[i]),
                             brushes.at(lane.order.at(qsizetype(i))));
            bottom -= heights[i];
        }
        left = right;
    };
    for (double x = rect.left(); x < rect.right(); ++x) {
        const std::vector<double> shares = laneShares(lane.stretches, piece.first, piece.count, m_time.at(x),
                                                      m_time.at(x + 1), kinds);
        if (std::ranges::all_of(shares, [](double share) { return share == 0; }))
            continue; // behind the end of a piece that is drawn wider than it is
        std::vector<double> wanted;
        double sum = 0;
        double painted = 0;
        for (const int kind : lane.order) {
            sum += shares.at(std::size_t(kind));
            const double top = std::round(sum * rect.height());
            wanted.push_back(top - painted);
            painted = top;
        }
        if (wanted != heights) {
            paintUntil(x);
            heights = std::move(wanted);
        }
    }
    paintUntil(rect.right());
}

void LaneView::paintHatched(QPainter &painter, const QRectF &rect, const QString &text) const
{
    const Tints t = Tints::of(palette());
    const Mark hatched{mixed(t.card, t.text, 0.08), {}, {}, Qt::BDiagPattern};
    painter.fillRect(rect, patternBrush(hatched, devicePixelRatioF()));
    const QFontMetricsF metrics(painter.font());
    const double width = std::min(metrics.horizontalAdvance(text), rect.width() - 12);
    if (width < 20)
        return;
    const QRectF ground(rect.center().x() - width / 2 - 6, rect.center().y() - 8, width + 12, 16);
    painter.fillRect(ground, t.card);
    painter.setPen(t.muted);
    painter.drawText(ground, Qt::AlignCenter, metrics.elidedText(text, Qt::ElideRight, width));
}

void LaneView::paintLane(QPainter &painter, const QRectF &rect, const Lane &lane, bool withFlags) const
{
    const Tints t = Tints::of(palette());
    const QFontMetricsF metrics(painter.font());
    painter.fillRect(rect, mixed(t.card, t.text, 0.05));

    struct Flag
    {
        double x;
        const Mark *mark;
    };
    Looks looks(painter.font(), devicePixelRatioF());
    std::vector<Flag> flags;
    // A quiet ground, so that no pattern runs through the letters.
    const auto paintGround = [&](const QRectF &ground, const QColor &colour) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawRoundedRect(ground, 3, 3);
        painter.setRenderHint(QPainter::Antialiasing, false);
    };
    if (!lane.stretches.isEmpty() && lane.stretches.first().begin > m_time.begin()
        && lane.stretches.first().begin > Duration::zero()) {
        const double until = std::min(rect.right(), m_time.x(lane.stretches.first().begin));
        paintHatched(painter, QRectF(rect.left(), rect.top(), until - rect.left(), rect.height()),
                     tr("older changes are not kept"));
    }
    for (const LanePiece &piece : lanePieces(lane.stretches, m_time, NarrowestShown)) {
        const QRectF part(piece.left, rect.top(), piece.right - piece.left, rect.height());
        if (piece.isMixed()) {
            paintMixed(painter, part, lane, piece);
            const LaneStretch &last = lane.stretches.at(piece.first + piece.count - 1);
            const std::vector<double> shares = laneShares(lane.stretches, piece.first, piece.count,
                                                          lane.stretches.at(piece.first).begin, last.end,
                                                          int(lane.marks.size()));
            const auto worst = std::ranges::find_if(lane.order,
                                                    [&](int kind) { return shares.at(std::size_t(kind)) > 0; });
            if (worst == lane.order.end())
                continue;
            const Mark &mark = lane.marks.at(*worst);
            const QString text = QStringLiteral("%1  %2 %3")
                                     .arg(mark.letter, mark.name, percentFigure(shares.at(std::size_t(*worst))).text());
            const double width = metrics.horizontalAdvance(text);
            if (part.width() >= width + 12) {
                const QRectF ground(part.center().x() - width / 2 - 5, part.center().y() - 8, width + 10, 16);
                paintGround(ground, mark.colour);
                painter.setPen(looks.of(mark).ink);
                painter.drawText(ground, Qt::AlignCenter, text);
            } else if (withFlags) {
                flags.push_back({part.center().x(), &mark});
            }
            continue;
        }
        const LaneStretch &stretch = lane.stretches.at(piece.first);
        const Mark &mark = lane.marks.at(stretch.kind);
        const Looks::Look &look = looks.of(mark);
        painter.fillRect(part, look.brush);

        if (part.width() > NarrowestShown && part.width() - 4 >= look.letterWidth) {
            // A name that is cut off needs some letters to be told by.
            const double room = part.width() - 12;
            QString text;
            if (room > look.letterWidth) {
                const QString full = QStringLiteral("%1  %2").arg(mark.letter, lane.nameOf(piece.first));
                if (room >= metrics.horizontalAdvance(full))
                    text = full;
                else if (room > look.letterWidth + 50)
                    text = metrics.elidedText(full, Qt::ElideRight, room);
            }
            const double width = text.isEmpty() ? look.letterWidth : metrics.horizontalAdvance(text);
            const double margin = std::min(5.0, (part.width() - width) / 2);
            const QRectF ground(part.center().x() - width / 2 - margin, part.center().y() - 8, width + 2 * margin, 16);
            if (mark.pattern != Qt::SolidPattern)
                paintGround(ground, mark.colour);
            painter.setPen(look.ink);
            if (text.isEmpty())
                painter.drawStaticText(ground.center() - QPointF(width, metrics.height()) / 2, look.letter);
            else
                painter.drawText(ground, Qt::AlignCenter, text);
        } else if (withFlags) {
            flags.push_back({part.center().x(), &mark});
        }
        if (stretch.begin > m_time.begin() && part.width() > NarrowestShown) {
            painter.setPen(QPen(t.card, 0));
            painter.drawLine(QPointF(piece.left, rect.top()), QPointF(piece.left, rect.bottom()));
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
    double freeFrom = rect.left();
    for (const Flag &flag : flags) {
        const QRectF box(std::clamp(flag.x - 6.5, rect.left(), rect.right() - 13), rect.top() - FlagHeight + 1, 13, 12);
        if (box.left() < freeFrom)
            continue;
        freeFrom = box.right() + 1;
        painter.setPen(Qt::NoPen);
        painter.setBrush(flag.mark->colour);
        painter.drawRoundedRect(box, 3, 3);
        QPainterPath point(QPointF(flag.x - 3, box.bottom() - 0.5));
        point.lineTo(flag.x + 3, box.bottom() - 0.5);
        point.lineTo(flag.x, rect.top());
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
        paintLabel(painter, healthRect(i), endpoint.name.isEmpty() ? tr("calls") : endpoint.name, t.text);
        if (endpoint.health.isEmpty())
            paintHatched(painter, healthRect(i), tr("not known: calls were recorded, not the endpoint"));
        else
            paintLane(painter, healthRect(i), healthLane(endpoint), false);
        paintLabel(painter, breakerRect(i), tr("breaker"), t.muted);
        if (hasBreaker(i))
            paintLane(painter, breakerRect(i), breakerLane(endpoint, m_snapshot.now), true);
        else
            paintHatched(painter, breakerRect(i), tr("no breaker"));
        if (i < m_compared.endpoints.size())
            paintCompared(painter, i);
    }
    if (m_snapshot.endpoints.isEmpty()) {
        painter.setPen(t.muted);
        painter.drawText(rect(), Qt::AlignCenter, m_emptyText);
    }
    painter.setPen(QPen(t.muted, 0, Qt::DashLine));
    for (const Duration begin : m_time.multiples(m_round))
        painter.drawLine(QPointF(std::round(m_time.x(begin)), 0), QPointF(std::round(m_time.x(begin)), height()));
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

QString LaneView::laneText(const Lane &lane, const QString &name, double x) const
{
    const auto lasting = [](Duration begin, Duration end) {
        return tr("%1 to %2, %3").arg(shortMomentText(begin), shortMomentText(end), durationFigure(end - begin).text());
    };
    const QList<LanePiece> pieces = lanePieces(lane.stretches, m_time, NarrowestShown);
    const auto mixedPiece = std::ranges::find_if(
        pieces, [&](const LanePiece &p) { return p.isMixed() && x >= p.left && x <= p.right; });
    if (mixedPiece != pieces.end()) {
        const Duration begin = lane.stretches.at(mixedPiece->first).begin;
        const Duration end = lane.stretches.at(mixedPiece->first + mixedPiece->count - 1).end;
        const std::vector<double> shares = laneShares(lane.stretches, mixedPiece->first, mixedPiece->count, begin, end,
                                                      int(lane.marks.size()));
        QStringList parts;
        for (const int kind : lane.order) {
            if (const double share = shares.at(std::size_t(kind)); share > 0)
                parts.append(tr("%1 %2").arg(lane.marks.at(kind).name, percentFigure(share).text()));
        }
        return tr("%1: %2\n%3; %4 changes. Zoom in to see each.")
            .arg(name, parts.join(QStringLiteral(", ")), lasting(begin, end),
                 countText(quint64(mixedPiece->count - 1)));
    }
    const Duration moment = m_time.at(x);
    const auto stretch = std::ranges::find_if(
        lane.stretches, [&](const LaneStretch &s) { return moment >= s.begin && moment <= s.end; });
    if (stretch == lane.stretches.end())
        return {};
    return tr("%1: %2\n%3")
        .arg(name, lane.nameOf(stretch - lane.stretches.begin()), lasting(stretch->begin, stretch->end));
}

QString LaneView::textAt(QPointF position) const
{
    for (int i = 0; i < m_snapshot.endpoints.size(); ++i) {
        const EndpointSnapshot &endpoint = m_snapshot.endpoints.at(i);
        if (healthRect(i).contains(position)) {
            return endpoint.health.isEmpty() ? tr("%1: what it really was is not known").arg(endpoint.name)
                                             : laneText(healthLane(endpoint), endpoint.name, position.x());
        }
        if (i < m_compared.endpoints.size() && comparedRect(i).contains(position)) {
            return laneText(breakerLane(m_compared.endpoints.at(i), m_compared.now),
                            tr("Breaker of %1, %2").arg(endpoint.name, m_comparedName), position.x());
        }
        if (!breakerRect(i).adjusted(0, -FlagHeight, 0, 0).contains(position))
            continue;
        if (!hasBreaker(i))
            return tr("%1 has no breaker: every call is let through").arg(endpoint.name);
        const Lane lane = breakerLane(endpoint, m_snapshot.now);
        const QList<LanePiece> pieces = lanePieces(lane.stretches, m_time, NarrowestShown);
        const bool isInMixed = std::ranges::any_of(pieces, [&](const LanePiece &p) {
            return p.isMixed() && position.x() >= p.left && position.x() <= p.right;
        });
        if (const RecordedChange *change = isInMixed ? nullptr : changeNear(endpoint, position.x())) {
            return tr("%1  %2 → %3\n%4")
                .arg(momentText(change->at), markOf(change->change.from).name, markOf(change->change.to).name,
                     change->change.reason());
        }
        QString text = laneText(lane, tr("Breaker of %1").arg(endpoint.name), position.x());
        const Duration moment = m_time.at(position.x());
        const auto stretch = std::ranges::find_if(
            lane.stretches, [&](const LaneStretch &s) { return moment >= s.begin && moment <= s.end; });
        if (isInMixed || stretch == lane.stretches.end())
            return text;
        const auto why = std::ranges::find(endpoint.changes, stretch->begin, &RecordedChange::at);
        if (why != endpoint.changes.end())
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
