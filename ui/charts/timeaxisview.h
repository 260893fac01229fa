// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "charts/timegeometry.h"

#include <QWidget>

#include <optional>

namespace Fuseboard {

/// The figures of the time axis, and the moment at the cross-hair.
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

    QSize sizeHint() const override { return {400, 26}; }
    QSize minimumSizeHint() const override { return {200, 26}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    TimeGeometry m_time;
    Duration m_round{};
    std::optional<Duration> m_cursor;
    std::optional<Duration> m_selection;
};

} // namespace Fuseboard
