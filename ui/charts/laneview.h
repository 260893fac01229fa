// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "charts/lanegeometry.h"
#include "charts/timegeometry.h"
#include "lab/record/runsnapshot.h"
#include "theme/marks.h"

#include <QWidget>

#include <optional>

namespace Fuseboard {

/// Lanes over the run's time, two for each endpoint: what it really was, and the state of its breaker.
///
/// Each stretch has a colour, a pattern and a letter; its name where there is room. A stretch too narrow for a letter,
/// as half-open usually is, has it on a flag above the lane. Where many changes fall into few pixels, each pixel column is stacked
/// by the share of time, what is worst at the bottom. What is not known, or not there, is hatched.
class LaneView : public QWidget
{
    Q_OBJECT

public:
    explicit LaneView(QWidget *parent = nullptr);

    void setSnapshot(const RunSnapshot &snapshot);

    /// Whether each endpoint has a breaker, by index; those beyond the list have one. An endpoint without one shows none, unless
    /// the run has recorded changes of its state.
    void setBreakers(const QList<bool> &hasBreaker);

    /// Said while nothing has run.
    void setEmptyText(const QString &text);

    /// Another run's breakers, pale below those of this one; without endpoints: none. @p name is what tool tips call it.
    void setCompared(const RunSnapshot &snapshot, const QString &name);
    void setTime(const TimeGeometry &time);

    /// The run begins anew each @p length; 0: it does not.
    void setRound(Duration length);
    void setCursor(std::optional<Duration> cursor);
    void setSelection(std::optional<Duration> selection);

    /// Where the lanes of @p endpoint are.
    QRect rowRect(int endpoint) const { return {0, rowTop(endpoint), width(), rowHeight()}; }

    /// Width of the widest label, its gap included.
    double labelWidth() const;

    /// What the tool tip says at @p position; empty outside of the lanes.
    QString textAt(QPointF position) const;

    /// Whose lanes are at @p position; -1 for none.
    int endpointAt(QPointF position) const;

    // Where the lanes of an endpoint are.
    QRectF healthRect(int endpoint) const;
    QRectF breakerRect(int endpoint) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {240, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    /// A lane of one endpoint, ready to be painted.
    struct Lane
    {
        QList<LaneStretch> stretches;
        QStringList phases; ///< by stretch; empty for a breaker
        QList<Mark> marks;  ///< by kind
        QList<int> order;   ///< kinds, the worst first

        QString nameOf(qsizetype stretch) const;
    };

    int rowHeight() const;
    int rowTop(int endpoint) const;
    QRectF comparedRect(int endpoint) const;
    bool hasBreaker(int endpoint) const;
    void paintCompared(QPainter &painter, int endpoint) const;
    Lane healthLane(const EndpointSnapshot &endpoint) const;
    static Lane breakerLane(const EndpointSnapshot &endpoint, Duration now);
    void paintLane(QPainter &painter, const QRectF &rect, const Lane &lane, bool withFlags) const;
    void paintMixed(QPainter &painter, const QRectF &rect, const Lane &lane, const LanePiece &piece) const;
    void paintHatched(QPainter &painter, const QRectF &rect, const QString &text) const;
    void paintLabel(QPainter &painter, const QRectF &lane, const QString &text, const QColor &colour) const;
    /// What @p lane, called @p name, shows at @p x.
    QString laneText(const Lane &lane, const QString &name, double x) const;
    const RecordedChange *changeNear(const EndpointSnapshot &endpoint, double x) const;

    RunSnapshot m_snapshot;
    RunSnapshot m_compared;
    QString m_comparedName;
    QList<bool> m_hasBreaker;
    QString m_emptyText;
    TimeGeometry m_time;
    Duration m_round{};
    std::optional<Duration> m_cursor;
    std::optional<Duration> m_selection;
};

} // namespace Fuseboard
