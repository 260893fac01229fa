// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/windowcells.h"

#include "panels/whytext.h"
#include "theme/figures.h"
#include "theme/fonts.h"
#include "theme/tabulartext.h"
#include "theme/tints.h"

#include <QCoreApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <array>
#include <cmath>

namespace Fuseboard {

namespace {

constexpr std::array Pitches{22.0, 18.0, 15.0};
constexpr double MostHeight = 76;
constexpr double ColumnsHeight = 56;
constexpr double NarrowestColumn = 5;
constexpr double LegendHeight = 18;
constexpr double LegendGap = 4;
constexpr std::size_t MostExcludedShown = 24;
constexpr std::size_t MostEmptyShown = 100'000; // a slip of the finger asks for a thousand million

/// The most cells that a policy may need, whatever the state, so that the height stays the same; 0 where there is no number.
std::size_t roomFor(const CircuitBreakerConfig &breaker)
{
    const CountWindowConfig *const count = breaker.countWindow();
    if (breaker.rule != TripRule::FailureRate && count == nullptr)
        return std::size_t(std::max(breaker.failureThreshold, breaker.halfOpenMaxCalls));
    return count ? std::size_t(std::max(count->size, breaker.halfOpenMaxCalls)) : 0;
}

} // namespace

WindowCells::WindowCells(QWidget *parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("Results that the rule looks at, newest last"));
    setFocusPolicy(Qt::StrongFocus);
}

Mark WindowCells::markOf(Cell cell)
{
    switch (cell) {
    case Cell::Succeeded:
        return Fuseboard::markOf(Outcome::Succeeded);
    case Cell::Slow:
        return {Fuseboard::markOf(BreakerState::HalfOpen).colour, QStringLiteral("L"), tr("slow"), Qt::Dense6Pattern};
    case Cell::Failed:
        return Fuseboard::markOf(Outcome::Failed);
    case Cell::Excluded:
        return {Fuseboard::markOf(BreakerState::Disabled).colour, QStringLiteral("E"), tr("excluded"), Qt::HorPattern};
    case Cell::Empty:
        return {QColor(), QString(), tr("empty"), Qt::SolidPattern};
    }
    Q_UNREACHABLE();
}

void WindowCells::setWindow(const RuleWindow &window, const CircuitBreakerConfig &breaker)
{
    using Counted = RuleResult::Counted;
    const bool isRate = breaker.rule == TripRule::FailureRate;
    const bool isTrial = window.state == BreakerState::HalfOpen;
    const auto isExcluded = [](const RuleResult &r) { return r.counted == Counted::Excluded; };

    m_results = window.results;
    m_excluded = window.excluded;
    // Excluded results show where they stand among the others, but not by the hundred.
    auto surplus = std::size_t(std::ranges::count_if(m_results, isExcluded));
    surplus -= std::min(surplus, MostExcludedShown);
    std::erase_if(m_results, [&](const RuleResult &result) { return surplus > 0 && isExcluded(result) && surplus--; });

    std::vector<Cell> cells;
    std::size_t counted = 0;
    for (const RuleResult &result : m_results) {
        const bool isSlow = result.isSlow && (isRate || isTrial);
        cells.push_back(isExcluded(result)                       ? Cell::Excluded
                            : result.counted == Counted::Failure ? Cell::Failed
                            : isSlow                             ? Cell::Slow
                                                                 : Cell::Succeeded);
        counted += !isExcluded(result);
    }
    const bool isLooking = isTrial || window.state == BreakerState::Closed || window.state == BreakerState::MetricsOnly;
    const int places = isRate || isTrial ? window.figures.capacity : breaker.failureThreshold;
    const std::size_t least = isLooking ? std::size_t(std::max(places, window.figures.resultsNeeded)) : 0;
    appendEmpty(cells, least - std::min(counted, least));
    show(std::move(cells), roomFor(breaker), true);
}

void WindowCells::setFigures(const WindowFigures &figures, BreakerState state, const CircuitBreakerConfig &breaker)
{
    const bool isRate = breaker.rule == TripRule::FailureRate;
    const bool isTrial = state == BreakerState::HalfOpen;
    const bool isLooking = isTrial || state == BreakerState::Closed || state == BreakerState::MetricsOnly;
    m_results.clear();
    m_excluded = 0;
    std::vector<Cell> cells(std::size_t(figures.failures), Cell::Failed);
    if (isRate || isTrial) {
        const int rest = figures.results - figures.failures;
        const int slow = std::clamp(figures.slow, 0, std::max(0, rest));
        cells.insert(cells.end(), std::size_t(slow), Cell::Slow);
        cells.insert(cells.end(), std::size_t(std::max(0, rest - slow)), Cell::Succeeded);
    }
    const int places = isRate || isTrial ? figures.capacity : breaker.failureThreshold;
    const std::size_t least = isLooking ? std::size_t(std::max(places, figures.resultsNeeded)) : 0;
    appendEmpty(cells, least - std::min(cells.size(), least));
    // Of a count rule there are failures only, and of those the order does not matter.
    const bool isOrdered = !(isRate || isTrial) || figures.results == figures.failures || figures.failures == 0;
    show(std::move(cells), roomFor(breaker), isOrdered);
}

void WindowCells::showNone(const QString &text)
{
    m_results.clear();
    m_excluded = 0;
    m_emptyUnshown = 0;
    m_none = text;
    show({}, m_room, true);
}

void WindowCells::appendEmpty(std::vector<Cell> &cells, std::size_t count)
{
    const std::size_t shown = std::min(count, MostEmptyShown);
    cells.insert(cells.end(), shown, Cell::Empty);
    m_emptyUnshown = count - shown;
}

void WindowCells::show(std::vector<Cell> cells, std::size_t room, bool isOrdered)
{
    if (m_room != room)
        updateGeometry();
    m_cells = std::move(cells);
    m_room = room;
    m_isOrdered = isOrdered;
    if (m_current >= int(m_results.size()))
        m_current = -1;
    const QString description = countsText();
    if (accessibleDescription() != description)
        setAccessibleDescription(description);
    update();
}

WindowCells::Layout WindowCells::layoutFor(double width) const
{
    const std::size_t count = std::max<std::size_t>(m_cells.size(), 1);
    for (const double pitch : Pitches) {
        const int columns = std::max(1, int(width / pitch));
        const int rows = int((count + std::size_t(columns) - 1) / std::size_t(columns));
        if (rows * pitch <= MostHeight)
            return {pitch, columns, 1, rows * pitch};
    }
    const int columns = std::max(1, int(width / NarrowestColumn));
    const int perColumn = int((count + std::size_t(columns) - 1) / std::size_t(columns));
    return {0, columns, perColumn, ColumnsHeight};
}

bool WindowCells::isCondensed() const
{
    return present().pitch == 0;
}

int WindowCells::heightForWidth(int width) const
{
    // Where the number of cells is fixed the height follows from it, else there is room for whatever comes.
    double height = MostHeight;
    if (m_room > 0) {
        for (const double pitch : Pitches) {
            const double rows = std::ceil(double(m_room) / std::max(1.0, std::floor(width / pitch)));
            if (rows * pitch <= MostHeight) {
                height = rows * pitch;
                break;
            }
        }
    }
    return int(std::ceil(height + LegendGap + LegendHeight));
}

QSize WindowCells::sizeHint() const
{
    return {280, heightForWidth(280)};
}

QSize WindowCells::minimumSizeHint() const
{
    return {160, 40};
}

QRectF WindowCells::cellRect(int index) const
{
    const Layout layout = present();
    if (layout.pitch > 0) {
        const int row = index / layout.columns;
        const int place = index % layout.columns;
        return QRectF(place * layout.pitch, row * layout.pitch, layout.pitch - 3, layout.pitch - 3);
    }
    const int columns = (int(m_cells.size()) + layout.perColumn - 1) / layout.perColumn;
    const int column = index / layout.perColumn;
    const double width = double(this->width()) / std::max(1, columns);
    return QRectF(column * width, 0, width, layout.height);
}

int WindowCells::cellAt(const QPointF &position) const
{
    const Layout layout = present();
    if (layout.pitch == 0 || position.x() < 0 || position.y() < 0)
        return -1;
    const int column = int(position.x() / layout.pitch);
    const int index = int(position.y() / layout.pitch) * layout.columns + column;
    return column < layout.columns && index < int(m_cells.size()) && cellRect(index).contains(position) ? index : -1;
}

const RuleResult *WindowCells::resultOf(int cell) const
{
    return cell >= 0 && cell < int(m_results.size()) ? &m_results[std::size_t(cell)] : nullptr;
}

QString WindowCells::countsText() const
{
    return m_cells.empty() ? m_none : countsText(m_cells, m_excluded, qsizetype(m_emptyUnshown));
}

QString WindowCells::countsText(std::span<const Cell> cells, qsizetype excluded, qsizetype emptyUnshown)
{
    QStringList parts;
    for (const Cell cell : {Cell::Failed, Cell::Slow, Cell::Succeeded, Cell::Excluded, Cell::Empty}) {
        const auto count = cell == Cell::Excluded
            ? excluded
            : std::ranges::count(cells, cell) + (cell == Cell::Empty ? emptyUnshown : 0);
        if (count > 0)
            parts.append(QStringLiteral("%1 %2").arg(countText(quint64(count)), markOf(cell).name));
    }
    return parts.join(QStringLiteral(", "));
}

QString WindowCells::toolTipAt(const QPointF &position) const
{
    if (const RuleResult *const result = resultOf(cellAt(position)))
        return resultWords(*result);
    const Layout layout = present();
    if (layout.pitch > 0 || position.y() >= layout.height || m_cells.empty())
        return countsText();
    // The column: what it stands for, and when that was.
    const double width = cellRect(0).width();
    const int first = std::clamp(int(position.x() / width) * layout.perColumn, 0, int(m_cells.size()) - 1);
    const auto part = std::span(m_cells)
                          .subspan(std::size_t(first))
                          .first(std::size_t(std::min(layout.perColumn, int(m_cells.size()) - first)));
    const QString counts = countsText(part, std::ranges::count(part, Cell::Excluded));
    const RuleResult *const oldest = resultOf(first);
    const RuleResult *const newest = resultOf(std::min(first + int(part.size()), int(m_results.size())) - 1);
    return oldest && newest ? tr("%1 to %2: %3").arg(momentText(oldest->at), momentText(newest->at), counts) : counts;
}

void WindowCells::paintEvent(QPaintEvent *)
{
    const Tints t = Tints::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (hasFocus() && resultOf(m_current) == nullptr) {
        // No cell shows where the keyboard is.
        painter.setPen(QPen(t.focus, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
    }
    if (m_cells.empty()) {
        painter.setFont(labelFont());
        painter.setPen(t.muted);
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, m_none);
        return;
    }
    const Layout layout = present();
    if (layout.pitch > 0)
        paintCells(painter, layout);
    else
        paintColumns(painter, layout);
    paintLegend(painter, QRectF(0, layout.height + LegendGap, width(), LegendHeight));
}

void WindowCells::paintCells(QPainter &painter, const Layout &layout) const
{
    const Tints t = Tints::of(palette());
    QFont letter = labelFont();
    letter.setWeight(QFont::DemiBold);
    letter.setPixelSize(int(std::min(13.0, (layout.pitch - 3) * 0.78)));
    painter.setFont(letter);
    for (int i = 0; i < int(m_cells.size()); ++i) {
        const QRectF rect = cellRect(i);
        const Cell cell = m_cells[std::size_t(i)];
        if (cell == Cell::Empty) {
            painter.setPen(QPen(mixed(t.surface, t.text, 0.5), 1, Qt::DotLine));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
            continue;
        }
        const Mark mark = markOf(cell);
        painter.setPen(Qt::NoPen);
        painter.setBrush(mark.colour);
        painter.drawRoundedRect(rect, 3, 3);
        // A failure can be slow as well.
        if (const RuleResult *const result = resultOf(i); result && result->isSlow && cell == Cell::Failed) {
            painter.setBrush(markOf(Cell::Slow).colour);
            painter.drawRect(QRectF(rect.left() + 2, rect.bottom() - 3, rect.width() - 4, 2));
        }
        painter.setPen(mark.ink());
        painter.drawText(rect, Qt::AlignCenter, mark.letter);
        if (i == m_current && hasFocus()) {
            painter.setPen(QPen(t.text, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), 4, 4);
        }
    }
}

void WindowCells::paintColumns(QPainter &painter, const Layout &layout) const
{
    const Tints t = Tints::of(palette());
    const double ratio = devicePixelRatioF();
    painter.setRenderHint(QPainter::Antialiasing, false);
    const double unit = layout.height / layout.perColumn;
    for (int first = 0; first < int(m_cells.size()); first += layout.perColumn) {
        const QRectF column = cellRect(first);
        double y = layout.height;
        for (const Cell cell : {Cell::Failed, Cell::Slow, Cell::Succeeded, Cell::Excluded}) {
            const auto begin = m_cells.begin() + first;
            const auto end = begin + std::min(layout.perColumn, int(m_cells.size()) - first);
            const double height = double(std::count(begin, end, cell)) * unit;
            if (height == 0)
                continue;
            y -= height;
            painter.fillRect(QRectF(column.left(), y, column.width() - 1, height), patternBrush(markOf(cell), ratio));
        }
        const bool isCurrent = m_current >= first && m_current < first + layout.perColumn && hasFocus();
        if (isCurrent) {
            painter.setPen(QPen(t.text, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(column);
        }
    }
    painter.setPen(QPen(t.line, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(0.5, 0.5, width() - 1, layout.height - 1));
    painter.setRenderHint(QPainter::Antialiasing);
}

/// What there is of each kind; or, on the way by keyboard, what the present result was.
void WindowCells::paintLegend(QPainter &painter, const QRectF &area) const
{
    const Tints t = Tints::of(palette());
    painter.setFont(labelFont());
    const QFontMetricsF metrics(painter.font());
    painter.setPen(t.muted);
    if (const RuleResult *const result = hasFocus() ? resultOf(m_current) : nullptr) {
        drawTabular(painter, area, Qt::AlignLeft | Qt::AlignVCenter,
                    metrics.elidedText(resultWords(*result), Qt::ElideRight, area.width()));
        return;
    }
    double x = area.left();
    for (const Cell cell : {Cell::Failed, Cell::Slow, Cell::Succeeded, Cell::Excluded, Cell::Empty}) {
        const auto count = cell == Cell::Excluded
            ? m_excluded
            : std::ranges::count(m_cells, cell) + (cell == Cell::Empty ? qsizetype(m_emptyUnshown) : 0);
        if (count == 0)
            continue;
        const Mark mark = markOf(cell);
        const QRectF disc(x, area.center().y() - 5.5, 11, 11);
        const QString text = QStringLiteral("%1 %2").arg(countText(quint64(count)), mark.name);
        const double width = tabularWidth(metrics, text);
        if (disc.right() + 4 + width > area.right())
            break; // the description has all of it
        if (cell == Cell::Empty) {
            painter.setPen(QPen(mixed(t.surface, t.text, 0.5), 1, Qt::DotLine));
            painter.setBrush(Qt::NoBrush);
        } else {
            painter.setPen(Qt::NoPen);
            painter.setBrush(isCondensed() ? patternBrush(mark, devicePixelRatioF()) : QBrush(mark.colour));
        }
        painter.drawRoundedRect(disc, 2, 2);
        painter.setPen(t.muted);
        drawTabular(painter, QRectF(disc.right() + 4, area.top(), width, area.height()),
                    Qt::AlignLeft | Qt::AlignVCenter, text);
        x = disc.right() + width + 14;
    }
    QString note;
    if (isCondensed() && present().perColumn > 1)
        note = tr("%1 in each column").arg(countText(quint64(present().perColumn)));
    else if (!m_isOrdered)
        note = tr("order not known");
    if (!note.isEmpty() && x + metrics.horizontalAdvance(note) < area.right())
        drawTabular(painter, area, Qt::AlignRight | Qt::AlignVCenter, note);
}

bool WindowCells::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), toolTipAt(help->pos()), this);
        return true;
    }
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        update();
    return QWidget::event(event);
}

void WindowCells::mousePressEvent(QMouseEvent *event)
{
    const int cell = cellAt(event->position());
    if (event->button() != Qt::LeftButton || resultOf(cell) == nullptr)
        return QWidget::mousePressEvent(event);
    setCurrent(cell);
    choose(cell);
}

void WindowCells::keyPressEvent(QKeyEvent *event)
{
    const int last = int(m_results.size()) - 1;
    const int from = m_current < 0 ? last + 1 : m_current;
    switch (event->key()) {
    case Qt::Key_Left:
        return setCurrent(std::clamp(from - 1, std::min(0, last), last));
    case Qt::Key_Right:
        return setCurrent(std::clamp(from + 1, std::min(0, last), last));
    case Qt::Key_Home:
        return setCurrent(std::min(0, last));
    case Qt::Key_End:
        return setCurrent(last);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        return choose(m_current);
    default:
        QWidget::keyPressEvent(event);
    }
}

void WindowCells::setCurrent(int cell)
{
    m_current = cell;
    if (const RuleResult *const result = resultOf(cell))
        setAccessibleDescription(resultWords(*result));
    update();
}

void WindowCells::choose(int cell)
{
    if (const RuleResult *const result = resultOf(cell))
        Q_EMIT resultChosen(result->call, result->at);
}

} // namespace Fuseboard
