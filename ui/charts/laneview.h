// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "charts/timegeometry.h"
#include "lab/record/runsnapshot.h"
#include "theme/marks.h"

#include <QWidget>

#include <optional>

namespace Fuseboard {

/// Lanes over the run's time, two for each endpoint: what it really was, and the state of its breaker.
///
/// Each stretch has a colour, a pattern and a letter; its name where there is room. A stretch too narrow for a letter,
/// as half-open usually is, has it on a flag above the lane.
class LaneView : public QWidget
{
    Q_OBJECT

public:
    explicit LaneView(QWidget *parent = nullptr);

    void setSnapshot(const RunSnapshot &snapshot);

    /// Another run's breakers, pale below those of this one; without endpoints: none. @p name is what tool tips call it.
    void setCompared(const RunSnapshot &snapshot, const QString &name);
    void setTime(const TimeGeometry &time);
    void setCursor(std::optional<Duration> cursor);
    void setSelection(std::optional<Duration> selection);

    /// Width of the widest label, its gap included.
    double labelWidth() const;

    /// What the tool tip says at @p position; empty outside of the lanes.
    QString textAt(QPointF position) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {240, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Stretch
    {
        Duration begin{};
        Duration end{};
        Mark mark;
        QString phase; ///< of the endpoint

        /// Beside the letter, where there is room.
        QString name() const;
    };

    int rowHeight() const;
    int rowTop(int endpoint) const;
    QRectF healthRect(int endpoint) const;
    QRectF breakerRect(int endpoint) const;
    QRectF comparedRect(int endpoint) const;
    void paintCompared(QPainter &painter, int endpoint) const;
    QList<Stretch> healthStretches(const EndpointSnapshot &endpoint) const;
    static QList<Stretch> breakerStretches(const EndpointSnapshot &endpoint, Duration now);
    void paintLane(QPainter &painter, const QRectF &lane, const QList<Stretch> &stretches, bool withFlags) const;
    void paintLabel(QPainter &painter, const QRectF &lane, const QString &text, const QColor &colour) const;
    const RecordedChange *changeNear(const EndpointSnapshot &endpoint, double x) const;

    RunSnapshot m_snapshot;
    RunSnapshot m_compared;
    QString m_comparedName;
    TimeGeometry m_time;
    std::optional<Duration> m_cursor;
    std::optional<Duration> m_selection;
};

} // namespace Fuseboard
