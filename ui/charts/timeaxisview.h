// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "charts/timegeometry.h"

#include <QList>
#include <QString>
#include <QWidget>

#include <optional>

namespace Fuseboard {

/// Something that was done to the run at a moment.
struct TimeMark
{
    Duration at{};
    QString text;

    friend bool operator==(const TimeMark &, const TimeMark &) = default;
};

/// The figures of the time axis, the moment at the cross-hair, and marks (small triangles, whose texts are tooltips).
class TimeAxisView : public QWidget
{
    Q_OBJECT

public:
    explicit TimeAxisView(QWidget *parent = nullptr);

    void setTime(const TimeGeometry &time);

    /// The run begins anew each @p length; 0: it does not.
    void setRound(Duration length);
    void setCursor(std::optional<Duration> cursor);
    void setSelection(std::optional<Duration> selection);
    void setMarks(const QList<TimeMark> &marks);
    const QList<TimeMark> &marks() const { return m_marks; }

    /// Where a mark at @p moment is drawn.
    QRectF markRect(Duration moment) const;

    QSize sizeHint() const override { return {400, 26}; }
    QSize minimumSizeHint() const override { return {200, 26}; }

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    TimeGeometry m_time;
    Duration m_round{};
    std::optional<Duration> m_cursor;
    std::optional<Duration> m_selection;
    QList<TimeMark> m_marks; ///< in the order of their moments
};

} // namespace Fuseboard
