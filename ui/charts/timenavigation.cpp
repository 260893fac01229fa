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

namespace {

using namespace std::chrono_literals;

constexpr Duration UsualSpan = 1min;

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
    // Until the run is as long as the picture, it grows from the left instead of sliding in from the right.
    if (m_isFollowing)
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
    setGeometry(TimeGeometry(0ns, std::max<Duration>(m_now, 10s), m_geometry.left(), m_geometry.right()));
}

void TimeNavigation::restart()
{
    m_now = 0ns;
    select(std::nullopt);
    setGeometry(TimeGeometry(0ns, UsualSpan, m_geometry.left(), m_geometry.right()));
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
        setCursor(isInPlot(x) ? std::optional(m_geometry.at(x)) : std::nullopt);
        break;
    }
    case QEvent::MouseButtonRelease: {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        if (m_dragX && !m_hasDragged)
            select(m_geometry.at(mouse->position().x()));
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
