// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/timenavigation.h"

#include <QGuiApplication>
#include <QMouseEvent>
#include <QStyleHints>
#include <QWheelEvent>
#include <QWidget>

#include <algorithm>
#include <cmath>

namespace Fuseboard {

using namespace std::chrono_literals;

namespace {

constexpr Duration UsualSpan = 1min;
constexpr double LittleMore = 1.1; // of the usual span: the last calls of a run end a little after it

} // namespace

TimeNavigation::TimeNavigation(QObject *parent)
    : QObject(parent)
    , m_geometry(0ns, UsualSpan, 0, 1)
{
}

void TimeNavigation::setGeometry(const TimeGeometry &geometry)
{
    if (m_geometry == geometry)
        return;
    m_geometry = geometry;
    Q_EMIT geometryChanged();
}

void TimeNavigation::followNow()
{
    if (!m_isFollowing)
        return;
    // A run that is a little longer than the picture is shown whole, from 0 on.
    const bool isWhole = m_geometry.begin() == 0ns && m_geometry.span() >= m_usualSpan && m_now > m_geometry.span()
        && double(m_now.count()) <= LittleMore * double(m_usualSpan.count());
    if (isWhole)
        setGeometry(TimeGeometry(0ns, m_now, m_geometry.left(), m_geometry.right()));
    else
        // Until the run is as long as the picture, it grows from the left instead of sliding in from the right.
        setGeometry(m_geometry.until(m_now));
}

void TimeNavigation::setFollowing(bool follow)
{
    if (m_isFollowing == follow)
        return;
    m_isFollowing = follow;
    followNow();
    Q_EMIT followingChanged(follow);
}

void TimeNavigation::setNow(Duration now)
{
    m_now = now;
    followNow();
}

void TimeNavigation::setEdges(double left, double right)
{
    setGeometry(m_geometry.withEdges(left, right));
}

void TimeNavigation::setCursor(std::optional<Duration> moment)
{
    if (m_cursor == moment)
        return;
    m_cursor = moment;
    Q_EMIT cursorChanged();
}

void TimeNavigation::select(std::optional<Duration> moment)
{
    if (moment && (*moment < m_geometry.begin() || *moment > m_geometry.end())) {
        setFollowing(false);
        setGeometry(m_geometry.from(*moment - m_geometry.span() / 2));
    }
    if (m_selection == moment)
        return;
    m_selection = moment;
    Q_EMIT selectionChanged();
}

void TimeNavigation::zoom(double factor)
{
    const double x = m_cursor ? m_geometry.x(*m_cursor) : (m_geometry.left() + m_geometry.right()) / 2;
    // While following, the present is the moment that stays.
    const bool staysAtNow = m_isFollowing && m_now > m_geometry.span() / 2;
    setGeometry(m_geometry.zoomed(factor, staysAtNow ? m_geometry.x(m_now) : x));
    followNow();
}

void TimeNavigation::pan(double pixels)
{
    const TimeGeometry moved = m_geometry.panned(pixels);
    if (moved == m_geometry)
        return;
    setFollowing(false);
    setGeometry(moved);
}

void TimeNavigation::showAll()
{
    setFollowing(false);
    setGeometry(TimeGeometry(0ns, m_now > 0ns ? m_now : m_usualSpan, m_geometry.left(), m_geometry.right()));
}

void TimeNavigation::restart(Duration expected)
{
    m_now = 0ns;
    m_usualSpan = std::clamp(expected, TimeGeometry::ShortestSpan, UsualSpan);
    select(std::nullopt);
    setCursor(std::nullopt);
    setGeometry(TimeGeometry(0ns, m_usualSpan, m_geometry.left(), m_geometry.right()));
    setFollowing(true);
}

void TimeNavigation::attach(QWidget *view, const std::function<bool(QPointF)> &isTaken)
{
    if (isTaken)
        m_isTaken.insert(view, isTaken);
    view->setMouseTracking(true);
    view->installEventFilter(this);
}

bool TimeNavigation::isInPlot(double x) const
{
    return x >= m_geometry.left() && x <= m_geometry.right();
}

/// What the cross-hair and a click at @p x mean; none outside of the plot, and before anything has run.
std::optional<Duration> TimeNavigation::momentAt(double x) const
{
    if (!isInPlot(x) || m_now <= 0ns)
        return std::nullopt;
    return std::min(m_geometry.at(x), m_now);
}

bool TimeNavigation::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::Wheel: {
        const auto *wheel = static_cast<QWheelEvent *>(event);
        if (!isInPlot(wheel->position().x()))
            break;
        const QPoint delta = wheel->angleDelta();
        if (std::abs(delta.x()) > std::abs(delta.y()) || wheel->modifiers() & Qt::ShiftModifier)
            pan((delta.x() + delta.y()) / 2.0);
        else
            zoom(std::pow(1.25, delta.y() / 120.0));
        return true;
    }
    case QEvent::MouseButtonPress: {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        const auto isTaken = m_isTaken.value(watched);
        if (isTaken && isTaken(mouse->position()))
            break;
        if (mouse->button() == Qt::LeftButton && isInPlot(mouse->position().x())) {
            m_dragX = mouse->position().x();
            m_hasDragged = false;
        }
        break;
    }
    case QEvent::MouseMove: {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        const double x = mouse->position().x();
        const int threshold = QGuiApplication::styleHints()->startDragDistance();
        if (m_dragX && (m_hasDragged || std::abs(x - *m_dragX) >= threshold)) {
            m_hasDragged = true;
            static_cast<QWidget *>(watched)->setCursor(Qt::ClosedHandCursor);
            pan(x - *m_dragX);
            m_dragX = x;
        }
        setCursor(momentAt(x));
        break;
    }
    case QEvent::MouseButtonRelease: {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        if (m_dragX && !m_hasDragged) {
            Q_EMIT clicked(static_cast<QWidget *>(watched), mouse->position());
            if (const auto moment = momentAt(mouse->position().x()))
                select(moment);
        }
        if (m_dragX)
            static_cast<QWidget *>(watched)->unsetCursor();
        m_dragX.reset();
        break;
    }
    case QEvent::Leave:
        setCursor(std::nullopt);
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace Fuseboard
