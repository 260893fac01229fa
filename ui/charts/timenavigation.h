// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "charts/timegeometry.h"

#include <QObject>
#include <QPointF>

#include <optional>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace Fuseboard {

/// What all lanes and charts of a board share: the stretch of time, the cross-hair, and the selected moment.
///
/// A widget that is attached zooms by wheel, pans by drag and moves the cross-hair. Panning ends following.
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
    void setNow(Duration now);
    void setEdges(double left, double right);
    void setCursor(std::optional<Duration> moment);

    /// Marks @p moment and brings it into sight, which ends following where it is not.
    void select(std::optional<Duration> moment);

    /// About the cross-hair, or the middle where there is none.
    void zoom(double factor);
    void pan(double pixels);

    /// The whole run.
    void showAll();

    /// Back to the beginning, at the usual scale, following.
    void restart();

    /// @p view must have this navigation's x coordinates.
    void attach(QWidget *view);

Q_SIGNALS:
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

    TimeGeometry m_geometry;
    Duration m_now{};
    std::optional<Duration> m_cursor;
    std::optional<Duration> m_selection;
    std::optional<double> m_dragX;
    bool m_hasDragged = false;
    bool m_isFollowing = true;
};

} // namespace Fuseboard
