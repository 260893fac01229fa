// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "resilience/breaker/breakermetrics.h"
#include "resilience/breaker/circuitbreakerconfig.h"

#include <QWidget>

namespace Fuseboard {

/// What leads from one state of a breaker to another, in a few words for a diagram.
struct DiagramLabels
{
    QString opens;     ///< closed to open: "5 failures in a row"
    QString halfOpens; ///< open to half-open: "after 5 s"
    QString reopens;   ///< half-open to open: "a trial fails"
    QString closes;    ///< half-open to closed: "1 trial succeeds"

    friend bool operator==(const DiagramLabels &, const DiagramLabels &) = default;
};

DiagramLabels diagramLabels(const CircuitBreakerConfig &breaker);

/// The states of a breaker with the arrows between them, the present one lit; while it is open a ring around it runs out until
/// half-open. Below the three states that only an operator sets.
class StateDiagram : public QWidget
{
    Q_OBJECT

public:
    explicit StateDiagram(QWidget *parent = nullptr);

    /// @p line stands below, beside the name of the state.
    void show(const BreakerMetrics &metrics, const CircuitBreakerConfig &breaker, const QString &line);
    using QWidget::show;

    /// There is no breaker: @p text says what to do.
    void showNone(const QString &text);

    /// Where the state is drawn.
    QRectF nodeRect(BreakerState state) const;

    QSize sizeHint() const override { return {290, 254}; }
    QSize minimumSizeHint() const override { return {250, 254}; }

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    bool isLit(BreakerState state) const { return m_isThere && m_state == state; }
    void paintArrows(QPainter &painter) const;
    void paintNode(QPainter &painter, BreakerState state) const;
    void paintCountdown(QPainter &painter) const;
    void paintOperatorState(QPainter &painter, BreakerState state) const;
    void paintLine(QPainter &painter) const;

    BreakerState m_state = BreakerState::Closed;
    DiagramLabels m_labels;
    QString m_line;
    QString m_left;     ///< of the open period
    double m_share = 0; ///< of the open period that is left, 0..1
    bool m_isThere = false;
};

} // namespace Fuseboard
