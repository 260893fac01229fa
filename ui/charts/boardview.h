// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "charts/timebins.h"
#include "lab/record/recordedcall.h"
#include "lab/record/runsnapshot.h"
#include "resilience/pipeline/policyconfig.h"

#include <QWidget>

#include <array>
#include <memory>
#include <optional>
#include <vector>

QT_BEGIN_NAMESPACE
class QScrollArea;
QT_END_NAMESPACE

namespace Fuseboard {

class LaneView;
class LiveChart;
class TimeAxisView;
class TimeNavigation;
struct TimeMark;

/// The centre of the window: lanes and charts above one another on one time axis.
///
/// The lanes of many endpoints scroll: by their scroll bar, by the wheel over their names, by the keys up and down.
/// By keyboard: left and right pan, plus and minus zoom, Home shows all, End follows the present, Escape ends the
/// selection.
class BoardView : public QWidget
{
    Q_OBJECT

public:
    using Calls = std::shared_ptr<const std::vector<RecordedCall>>;

    /// What a rule holds its window against.
    enum class RuleThreshold { Failures, SlowCalls };

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

    /// The calls of the run in the order of their ends, for steps of less than a second. @p completeSince is the moment since which
    /// every call that ended is among them.
    void setCalls(const Calls &calls, Duration completeSince);

    /// Whether so little time is in sight that setCalls() shows more than the snapshot's steps.
    bool wantsCalls() const { return binLengthFor(geometry()) < std::chrono::seconds(1); }

    /// As LaneView::setBreakers().
    void setBreakers(const QList<bool> &hasBreaker);

    /// The run begins anew each @p length, which is marked; 0: it does not.
    void setRound(Duration length);

    /// Said while there is nothing to show yet; empty: to press Run.
    void setEmptyText(const QString &text);

    /// While live, lines are not smoothed.
    void setLive(bool live);

    /// The rule's thresholds can be dragged.
    void setThresholdMovable(bool movable);

    /// What was done to the run, marked on its axis.
    void setMarks(const QList<TimeMark> &marks);

Q_SIGNALS:
    /// To a number of failures, 1 or more, or, where the rule looks at a rate, a share of 0.01 to 1.
    void thresholdDragged(Fuseboard::BoardView::RuleThreshold threshold, double value);
    void thresholdDropped();

    /// A click in the lanes of @p endpoint, right before the selection changes.
    void endpointChosen(int endpoint);

    /// wantsCalls() has become true.
    void callsWanted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
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

    const TimeGeometry &geometry() const;
    void showRule();
    void showBins();
    void showPale();
    QList<TimeBin> bins() const;
    QString ruleNote(Duration moment) const;
    std::array<LiveChart *, 3> charts() const { return {m_calls, m_rule, m_latency}; }
    void showCurrentLane(int endpoint);
    void placeEdges();
    void timeChanged();
    void crossHairChanged();

    TimeNavigation *m_navigation;
    LaneView *m_lanes;
    QScrollArea *m_laneArea;
    int m_shownLane = 0; ///< the lanes were scrolled to it
    LiveChart *m_calls;
    LiveChart *m_rule;
    LiveChart *m_latency;
    TimeAxisView *m_axis;
    std::optional<Drawn> m_drawn;
    EndpointSnapshot m_shown;
    EndpointSnapshot m_compared;
    std::optional<CircuitBreakerConfig> m_breaker;
    int m_endpoint = 0;
    Duration m_now{};
    Duration m_comparedNow{};
    bool m_isFinished = false;
    Calls m_allCalls;
    Duration m_callsCompleteSince{};
    bool m_wantedCalls = false;
    bool m_showsRate = false;
    bool m_showsFocus = false;
};

} // namespace Fuseboard
