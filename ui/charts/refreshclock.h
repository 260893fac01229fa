// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTimer>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace Fuseboard {

/// The one timer behind everything that is drawn: at most 30 ticks a second, none while its widget is hidden or
/// minimised, and none while nothing happens. Fewer where a tick takes long: the next comes after three times as long,
/// within a quarter of a second. GUI thread.
class RefreshClock : public QObject
{
    Q_OBJECT

public:
    /// Ticks while @p watched, a window, can be seen; belongs to it.
    explicit RefreshClock(QWidget *watched);

    /// True: ticks without end, as while a run goes on. False: rests after one last tick.
    void setLive(bool live);
    bool isLive() const { return m_isLive; }

    /// One tick soon, at once where the last one is long enough ago; several calls before it are one.
    void poke();

    /// True if no tick is on its way.
    bool isResting() const { return !m_timer.isActive(); }

Q_SIGNALS:
    void tick();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool canBeSeen() const;
    void arm();
    void fire();

    QPointer<QWidget> m_watched;
    QTimer m_timer;
    bool m_isLive = false;
    bool m_isPoked = false;
    QElapsedTimer m_sinceTick;
    int m_interval;
};

} // namespace Fuseboard
