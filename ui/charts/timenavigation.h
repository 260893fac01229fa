// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "charts/timegeometry.h"

#include <QHash>
#include <QObject>
#include <QPointF>

#include <functional>
#include <optional>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace Fuseboard {

/// What all lanes and charts of a board share: the stretch of time, the cross-hair, and the selected moment. GUI
/// thread.
///
/// A widget that is attached zooms by wheel, pans by drag or sideways wheel, moves the cross-hair and selects by click.
/// Cross-hair and click stop at the present: what lies beyond has not happened. Panning ends following. Moments count from the
/// run's start. Each signal is sent once the value is another one and can be read.
class TimeNavigation : public QObject
{
    Q_OBJECT

public:
    explicit TimeNavigation(QObject *parent = nullptr);

    const TimeGeometry &geometry() const { return m_geometry; }

    /// True while the end of the picture is the present moment.
    bool isFollowing() const { return m_isFollowing; }
    std::optional<Duration> cursor() const { return m_cursor; }
    std::optional<Duration> selection() const { return m_selection; }
    Duration now() const { return m_now; }

    void setFollowing(bool follow);

    /// How long the run is by now; while following, the picture goes along.
    void setNow(Duration now);

    /// Where the picture begins and ends, in pixels of the attached widgets.
    void setEdges(double left, double right);
    void setCursor(std::optional<Duration> moment);

    /// Marks @p moment, none for no mark. A moment that is out of sight is brought to the middle, which ends following.
    void select(std::optional<Duration> moment);

    /// Shows 1/@p factor of the time: about the present while following, else about the cross-hair, or the middle where
    /// there is none.
    void zoom(double factor);

    /// As TimeGeometry::panned(); ends following, unless nothing moves.
    void pan(double pixels);

    /// The whole run, within the limits of TimeGeometry, or what a run of the expected length takes before there is one; ends
    /// following.
    void showAll();

    /// Back to the beginning, following, with nothing selected, for a run that takes @p expected: as wide as that, and a minute
    /// at most.
    void restart(Duration expected = std::chrono::minutes(1));

    /// @p view must have this navigation's x coordinates. It is not owned, and its mouse is tracked from now on. Presses for
    /// which @p isTaken says so are left to the view.
    void attach(QWidget *view, const std::function<bool(QPointF)> &isTaken = {});

Q_SIGNALS:
    /// A click in @p view, an attached widget, at @p position; the selection changes after it.
    void clicked(QWidget *view, QPointF position);
    void geometryChanged();
    void followingChanged(bool follow);
    void cursorChanged();
    void selectionChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setGeometry(const TimeGeometry &geometry);
    void followNow();
    bool isInPlot(double x) const;
    std::optional<Duration> momentAt(double x) const;

    TimeGeometry m_geometry;
    Duration m_usualSpan = std::chrono::minutes(1);
    Duration m_now{};
    std::optional<Duration> m_cursor;
    std::optional<Duration> m_selection;
    QHash<const QObject *, std::function<bool(QPointF)>> m_isTaken; ///< by view
    std::optional<double> m_dragX;
    bool m_hasDragged = false;
    bool m_isFollowing = true;
};

} // namespace Fuseboard
