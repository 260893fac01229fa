// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/refreshclock.h"

#include <QElapsedTimer>
#include <QEvent>
#include <QWidget>

#include <algorithm>

namespace Fuseboard {

namespace {

constexpr int ShortestInterval = 34; // ms: just under 30 a second
constexpr int LongestInterval = 250;

} // namespace

RefreshClock::RefreshClock(QWidget *watched)
    : QObject(watched)
    , m_watched(watched)
    , m_interval(ShortestInterval)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &RefreshClock::fire);
    watched->installEventFilter(this);
}

void RefreshClock::setLive(bool live)
{
    m_isLive = live;
    poke();
}

void RefreshClock::poke()
{
    m_isPoked = true;
    arm();
}

bool RefreshClock::canBeSeen() const
{
    return m_watched && m_watched->isVisible() && !m_watched->isMinimized();
}

void RefreshClock::arm()
{
    if (!m_timer.isActive() && (m_isLive || m_isPoked) && canBeSeen())
        m_timer.start(m_sinceTick.isValid() ? std::max(0, m_interval - int(m_sinceTick.elapsed())) : 0);
}

void RefreshClock::fire()
{
    if (!canBeSeen())
        return;
    m_isPoked = false;
    m_sinceTick.start();
    Q_EMIT tick();
    // Drawing takes at most a quarter of the thread's time: a slow machine gets fewer pictures, not a slow window.
    const int work = int(m_sinceTick.elapsed());
    m_interval = std::max(ShortestInterval, work + std::min(work * 3, LongestInterval));
    arm();
}

bool RefreshClock::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::Show:
    case QEvent::WindowStateChange:
        m_isPoked = true;
        arm();
        break;
    case QEvent::Hide:
        m_timer.stop();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace Fuseboard
