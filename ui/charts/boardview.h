// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/record/runsnapshot.h"
#include "resilience/pipeline/policyconfig.h"

#include <QWidget>

#include <array>
#include <optional>

namespace Fuseboard {

class LaneView;
class LiveChart;
class TimeAxisView;
class TimeNavigation;

/// The centre of the window: lanes and charts above one another on one time axis.
///
/// By keyboard: left and right pan, plus and minus zoom, Home shows all, End follows the present, Escape ends the
/// selection.
class BoardView : public QWidget
{
    Q_OBJECT

public:
    explicit BoardView(QWidget *parent = nullptr);

    TimeNavigation *navigation() const { return m_navigation; }
    LaneView *lanes() const { return m_lanes; }
    LiveChart *callsChart() const { return m_calls; }
    LiveChart *ruleChart() const { return m_rule; }
    LiveChart *latencyChart() const { return m_latency; }

    /// Shows the run as it is, and pale behind it @p compared, called @p name, if that has endpoints; the charts are those of
    /// @p endpoint, an index in the scenario. Cheap where nothing has changed, which the revisions tell.
    void show(const RunSnapshot &snapshot, const PolicyConfig &policy, int endpoint, const RunSnapshot &compared = {},
              const QString &name = {});

    /// While live, lines are not smoothed.
    void setLive(bool live);

    /// The rule's threshold can be dragged.
    void setThresholdMovable(bool movable);

Q_SIGNALS:
    /// To a number of failures, 1 or more, or, where the rule looks at a rate, a share of 0.01 to 1.
    void thresholdDragged(double value);
    void thresholdDropped();

protected:
    void paintEvent(QPaintEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    /// What the charts' points were last made from.
    struct Drawn
    {
        quint64 revision = 0;
        int endpoint = -1;
        std::optional<CircuitBreakerConfig> breaker;
        quint64 compared = 0; ///< its revision
        friend bool operator==(const Drawn &, const Drawn &) = default;
    };

    void showCalls(const EndpointSnapshot &endpoint);
    void showRule(const EndpointSnapshot &endpoint, const PolicyConfig &policy);
    void showLatency(const EndpointSnapshot &endpoint);
    void showPale(const EndpointSnapshot &endpoint, Duration end);
    std::array<LiveChart *, 3> charts() const { return {m_calls, m_rule, m_latency}; }
    void placeEdges();
    void timeChanged();
    void crossHairChanged();

    TimeNavigation *m_navigation;
    LaneView *m_lanes;
    LiveChart *m_calls;
    LiveChart *m_rule;
    LiveChart *m_latency;
    TimeAxisView *m_axis;
    std::optional<Drawn> m_drawn;
    bool m_showsRate = false;
    bool m_showsFocus = false;
};

} // namespace Fuseboard
