// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "resilience/breaker/breakermetrics.h"

#include <QWidget>

namespace Fuseboard {

/// The breaker's state, large: its letter in a disc, its name, and while it is open a ring that runs out until
/// half-open.
class StateBadge : public QWidget
{
    Q_OBJECT

public:
    explicit StateBadge(QWidget *parent = nullptr);

    /// @p line stands below the name.
    void show(const BreakerMetrics &metrics, const QString &line);

    /// There is no breaker: @p text says so.
    void showNone(const QString &text);

    QSize sizeHint() const override { return {220, 68}; }
    QSize minimumSizeHint() const override { return {180, 68}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    BreakerState m_state = BreakerState::Closed;
    double m_left = 0; ///< of the ring, 0..1
    QString m_line;
    bool m_isThere = false;
};

} // namespace Fuseboard
