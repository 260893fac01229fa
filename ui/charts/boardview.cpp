// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/boardview.h"

#include "charts/laneview.h"
#include "charts/livechart.h"
#include "charts/timeaxisview.h"
#include "charts/timenavigation.h"
#include "theme/figures.h"
#include "theme/tints.h"

#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace Fuseboard {

namespace {

constexpr int Inset = 10; // between the card's edge and what stands in it
constexpr int RightMargin = 22;

enum CallSeries { Succeeded, Failed, Rejected, Attempts, PaleSucceeded, PaleAnswered };
enum RuleSeries { Measure, PaleMeasure };
enum LatencySeries { P50, P95, P99, PaleP50, PaleP95, PaleP99 };

// Of the Okabe-Ito set. Quantiles are never out of order, so which is which can be told without colour.
const QColor LatencyColours[] = {QColor(0x56, 0xb4, 0xe9), QColor(0x00, 0x72, 0xb2), QColor(0xd5, 0x5e, 0x00)};

double seconds(Duration d)
{
    return std::chrono::duration<double>(d).count();
}

} // namespace

BoardView::BoardView(QWidget *parent)
    : QWidget(parent)
    , m_navigation(new TimeNavigation(this))
    , m_lanes(new LaneView(this))
    , m_calls(new LiveChart(tr("Calls per second"), this))
    , m_rule(new LiveChart(tr("What the rule looks at"), this))
    , m_latency(new LiveChart(tr("Latency"), this))
    , m_axis(new TimeAxisView(this))
{
    setObjectName(QStringLiteral("board"));
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Run over time"));
    setAccessibleDescription(tr("Arrow keys move through time, plus and minus zoom, End follows the present"));
    m_lanes->setObjectName(QStringLiteral("lanes"));
    m_calls->setObjectName(QStringLiteral("callsChart"));
    m_rule->setObjectName(QStringLiteral("ruleChart"));
    m_latency->setObjectName(QStringLiteral("latencyChart"));

    m_calls->addSeries(markOf(Outcome::Succeeded).name, markOf(Outcome::Succeeded), LiveChart::Shape::Area);
    m_calls->addSeries(markOf(Outcome::Failed).name, markOf(Outcome::Failed), LiveChart::Shape::Area);
    m_calls->addSeries(markOf(Outcome::Rejected).name, markOf(Outcome::Rejected), LiveChart::Shape::Area);
    m_calls->addSeries(tr("attempts"), {}, LiveChart::Shape::Line);
    m_calls->addSeries(tr("succeeded before"), {}, LiveChart::Shape::Pale);
    m_calls->addSeries(tr("answered before"), {}, LiveChart::Shape::Pale);
    m_calls->setUnit(LiveChart::Unit::Number, 10);
    m_calls->setEmptyText(tr("Nothing has been called yet. Press Run."));
    m_rule->addSeries(tr("failures"), {}, LiveChart::Shape::Line);
    m_rule->addSeries(tr("failures before"), {}, LiveChart::Shape::Pale);
    m_rule->setUnit(LiveChart::Unit::Number, 5);
    const QString names[] = {tr("p50"), tr("p95"), tr("p99")};
    for (int i = 0; i < 3; ++i)
        m_latency->addSeries(names[i], {LatencyColours[i], {}, names[i]}, LiveChart::Shape::Line);
    for (int i = 0; i < 3; ++i)
        m_latency->addSeries(names[i], {LatencyColours[i], {}, names[i]}, LiveChart::Shape::Pale);
    m_latency->setUnit(LiveChart::Unit::Time, 0.05);
    m_latency->setEmptyText(tr("No call has ended yet."));
    m_latency->setNote(tr("since each was due, rejected calls left out"));

    auto *layout = new QVBoxLayout(this);
    // One pixel for the frame, which the charts would cover.
    layout->setContentsMargins(1, Inset, 1, 4);
    layout->setSpacing(2);
    layout->addWidget(m_lanes);
    layout->addWidget(m_calls, 3);
    layout->addWidget(m_rule, 2);
    layout->addWidget(m_latency, 2);
    layout->addWidget(m_axis);

    for (QWidget *view : {static_cast<QWidget *>(m_lanes), static_cast<QWidget *>(m_calls),
                          static_cast<QWidget *>(m_latency), static_cast<QWidget *>(m_axis)})
        m_navigation->attach(view);
    m_navigation->attach(m_rule, [this](QPointF position) { return m_rule->isOnThreshold(position); });
    connect(m_rule, &LiveChart::thresholdDragged, this, [this](double value) {
        Q_EMIT thresholdDragged(m_showsRate ? std::clamp(std::round(value * 100) / 100, 0.01, 1.0)
                                            : std::max(1.0, std::round(value)));
    });
    connect(m_rule, &LiveChart::thresholdDropped, this, &BoardView::thresholdDropped);
    connect(m_navigation, &TimeNavigation::geometryChanged, this, &BoardView::timeChanged);
    connect(m_navigation, &TimeNavigation::cursorChanged, this, &BoardView::crossHairChanged);
    connect(m_navigation, &TimeNavigation::selectionChanged, this, &BoardView::crossHairChanged);
}

void BoardView::show(const RunSnapshot &snapshot, const PolicyConfig &policy, int endpoint, const RunSnapshot &compared,
                     const QString &name)
{
    m_lanes->setSnapshot(snapshot);
    m_lanes->setCompared(compared, name);
    const Drawn wanted{snapshot.revision, endpoint, policy.breaker, compared.revision};
    if (m_drawn != wanted) {
        m_drawn = wanted;
        const EndpointSnapshot shown = snapshot.endpoints.value(endpoint);
        const bool isOneOfMany = snapshot.endpoints.size() > 1;
        m_calls->setTitle(isOneOfMany ? tr("Calls per second, %1").arg(shown.name) : tr("Calls per second"));
        showCalls(shown);
        showRule(shown, policy);
        showLatency(shown);
        showPale(compared.endpoints.value(endpoint), compared.now);
    }
    m_rule->setEnd(seconds(snapshot.now));
    placeEdges();

    // Moves the time along where it follows, which draws; else it is drawn here.
    const TimeGeometry before = m_navigation->geometry();
    m_navigation->setNow(snapshot.now);
    if (before == m_navigation->geometry())
        timeChanged();
}

void BoardView::showCalls(const EndpointSnapshot &endpoint)
{
    // The second that is still going on would look like a collapse.
    const qsizetype whole = std::max<qsizetype>(0, endpoint.seconds.size() - 1);
    QList<QPointF> points[4];
    for (auto &list : points)
        list.reserve(whole);
    for (const SecondFigures &s : endpoint.seconds.first(whole)) {
        points[Succeeded].append(QPointF(s.second, s.perSecond(s.succeeded)));
        points[Failed].append(QPointF(s.second, s.perSecond(s.failed)));
        points[Rejected].append(QPointF(s.second, s.perSecond(s.rejected)));
        points[Attempts].append(QPointF(s.second, s.perSecond(s.attempts)));
    }
    for (int i = 0; i < 4; ++i)
        m_calls->setPoints(i, points[i]);
    m_calls->setEnd(whole > 0 ? endpoint.seconds.at(whole - 1).second + endpoint.seconds.at(whole - 1).length : 0);
}

void BoardView::showRule(const EndpointSnapshot &endpoint, const PolicyConfig &policy)
{
    if (!policy.breaker) {
        m_rule->setPoints(0, {});
        m_rule->setThreshold(std::nullopt);
        m_rule->setTitle(tr("No breaker"));
        m_rule->setNote({});
        m_rule->setEmptyText(tr("This policy has no breaker, so nothing is rejected. Switch it on under Policies."));
        return;
    }
    const CircuitBreakerConfig &breaker = *policy.breaker;
    const bool showsRate = breaker.rule == TripRule::FailureRate;
    if (m_showsRate != showsRate) {
        m_showsRate = showsRate;
        m_rule->setUnit(showsRate ? LiveChart::Unit::Percent : LiveChart::Unit::Number, showsRate ? 1 : 5);
    }
    QList<QPointF> points;
    points.reserve(endpoint.samples.size());
    for (const RuleSample &sample : endpoint.samples)
        points.append(QPointF(seconds(sample.at), showsRate ? sample.window.failureRate() : sample.window.failures));
    m_rule->setPoints(0, points);
    m_rule->setEmptyText(tr("No result yet."));

    const WindowFigures last = endpoint.samples.isEmpty() ? WindowFigures() : endpoint.samples.last().window;
    if (showsRate) {
        m_rule->setTitle(tr("Failure rate"));
        m_rule->setThreshold(breaker.failureRateThreshold,
                             tr("opens at %1").arg(percentFigure(breaker.failureRateThreshold).text()));
        const QString filled = last.capacity > 0 ? tr("%1 of %2 results").arg(last.results).arg(last.capacity)
                                                 : tr("%1 results").arg(last.results);
        m_rule->setNote(last.results < last.resultsNeeded
                            ? tr("%1, no verdict below %2").arg(filled).arg(last.resultsNeeded)
                            : filled);
    } else {
        const bool inARow = breaker.rule == TripRule::ConsecutiveFailures;
        m_rule->setTitle(inARow ? tr("Failures in a row") : tr("Failures"));
        m_rule->setThreshold(breaker.failureThreshold, tr("opens at %1").arg(breaker.failureThreshold));
        const bool hasTimeWindow = std::holds_alternative<TimeWindowConfig>(breaker.window);
        m_rule->setNote(inARow              ? tr("a success sets it to zero")
                            : hasTimeWindow ? tr("in the window")
                                            : tr("since it last closed"));
    }
}

void BoardView::showLatency(const EndpointSnapshot &endpoint)
{
    QList<QPointF> points[3];
    double end = 0;
    for (const SecondFigures &s : endpoint.seconds) {
        end = s.second + s.length;
        // Nothing ended in it, so there is no latency: a gap would be drawn as one line across.
        const bool isEmpty = s.p99 == Duration::zero();
        points[P50].append(QPointF(s.second, isEmpty ? 0 : seconds(s.p50)));
        points[P95].append(QPointF(s.second, isEmpty ? 0 : seconds(s.p95)));
        points[P99].append(QPointF(s.second, isEmpty ? 0 : seconds(s.p99)));
    }
    for (int i = 0; i < 3; ++i)
        m_latency->setPoints(i, points[i]);
    m_latency->setEnd(end);
}

void BoardView::showPale(const EndpointSnapshot &endpoint, Duration end)
{
    QList<QPointF> succeeded;
    QList<QPointF> answered;
    QList<QPointF> latency[3];
    const qsizetype whole = std::max<qsizetype>(0, endpoint.seconds.size() - 1);
    for (const SecondFigures &s : endpoint.seconds.first(whole)) {
        succeeded.append(QPointF(s.second, s.perSecond(s.succeeded)));
        answered.append(QPointF(s.second, s.perSecond(s.succeeded + s.failed)));
        latency[0].append(QPointF(s.second, seconds(s.p50)));
        latency[1].append(QPointF(s.second, seconds(s.p95)));
        latency[2].append(QPointF(s.second, seconds(s.p99)));
    }
    QList<QPointF> measure;
    for (const RuleSample &sample : endpoint.samples)
        measure.append(QPointF(seconds(sample.at), m_showsRate ? sample.window.failureRate() : sample.window.failures));
    const double until = seconds(end);
    m_calls->setPoints(PaleSucceeded, succeeded, until);
    m_calls->setPoints(PaleAnswered, answered, until);
    m_rule->setPoints(PaleMeasure, measure, until);
    for (int i = 0; i < 3; ++i)
        m_latency->setPoints(PaleP50 + i, latency[i], until);
}

void BoardView::setThresholdMovable(bool movable)
{
    m_rule->setThresholdMovable(movable);
}

void BoardView::setLive(bool live)
{
    for (LiveChart *chart : charts())
        chart->setSmooth(!live);
}

void BoardView::placeEdges()
{
    const double widest = std::max(
        {m_lanes->labelWidth(), m_calls->axisTextWidth(), m_rule->axisTextWidth(), m_latency->axisTextWidth()});
    // Names beyond this are shortened in the middle; they must not push the picture away.
    const double left = Inset + std::min(widest, std::max(60.0, m_axis->width() * 0.2));
    m_navigation->setEdges(left, std::max(left + 50, double(m_axis->width() - RightMargin)));
}

void BoardView::timeChanged()
{
    const TimeGeometry &time = m_navigation->geometry();
    m_lanes->setTime(time);
    m_axis->setTime(time);
    for (LiveChart *chart : charts()) {
        chart->setTime(time);
        chart->refresh();
    }
}

void BoardView::crossHairChanged()
{
    m_lanes->setCursor(m_navigation->cursor());
    m_lanes->setSelection(m_navigation->selection());
    m_axis->setCursor(m_navigation->cursor());
    m_axis->setSelection(m_navigation->selection());
    for (LiveChart *chart : charts())
        chart->setCrossHair(m_navigation->cursor(), m_navigation->selection());
}

void BoardView::paintEvent(QPaintEvent *)
{
    const Tints t = Tints::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_showsFocus && hasFocus() ? t.accent : t.line, 1));
    painter.setBrush(t.card);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

void BoardView::focusInEvent(QFocusEvent *event)
{
    // A frame for those who came by keyboard; for the others it would be noise.
    m_showsFocus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    QWidget::focusInEvent(event);
    update();
}

void BoardView::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

void BoardView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeEdges();
    timeChanged();
}

void BoardView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        update();
}

void BoardView::keyPressEvent(QKeyEvent *event)
{
    constexpr double Step = 60;
    switch (event->key()) {
    case Qt::Key_Left:
        m_navigation->pan(Step);
        return;
    case Qt::Key_Right:
        m_navigation->pan(-Step);
        return;
    case Qt::Key_Plus:
        m_navigation->zoom(1.25);
        return;
    case Qt::Key_Minus:
        m_navigation->zoom(0.8);
        return;
    case Qt::Key_End:
        m_navigation->setFollowing(true);
        return;
    case Qt::Key_Home:
        m_navigation->showAll();
        return;
    case Qt::Key_Escape:
        m_navigation->select(std::nullopt);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace Fuseboard
