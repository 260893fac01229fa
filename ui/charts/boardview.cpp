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
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace Fuseboard {

namespace {

constexpr int Inset = 10; // between the card's edge and what stands in it
constexpr int RightMargin = 22;

enum CallSeries { Succeeded, Failed, Rejected, Attempts, PaleSucceeded, PaleAnswered };
enum RuleSeries { Measure, Slow, PaleMeasure, PaleSlow };
enum LatencySeries { P50, P95, P99, PaleP50, PaleP95, PaleP99 };

// Of the Okabe-Ito set. Quantiles are never out of order, so which is which can be told without colour.
const QColor LatencyColours[] = {QColor(0x56, 0xb4, 0xe9), QColor(0x00, 0x72, 0xb2), QColor(0xd5, 0x5e, 0x00)};

// Of the Okabe-Ito set, as slow results have it everywhere, and dashed.
const QColor SlowColour(0xe6, 0x9f, 0x00);

constexpr double Nothing = std::numeric_limits<double>::quiet_NaN();

/// As high as the lanes of a few endpoints; more are scrolled.
class LaneArea final : public QScrollArea
{
public:
    explicit LaneArea(LaneView *lanes, QWidget *board)
        : QScrollArea(board)
        , m_lanes(lanes)
        , m_board(board)
    {
        setObjectName(QStringLiteral("laneArea"));
        setWidgetResizable(true);
        setFrameShape(QFrame::NoFrame);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setFocusPolicy(Qt::NoFocus); // the board has it
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setWidget(lanes);
        viewport()->setAutoFillBackground(false);
        lanes->setAutoFillBackground(false);
    }

    QSize sizeHint() const override
    {
        // The lanes of one endpoint always fit.
        const int room = std::max(m_lanes->rowRect(0).bottom() + 1, m_board->height() * MostOfBoard / 100);
        return {400, std::min(m_lanes->sizeHint().height(), room)};
    }
    QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        // There are other lanes.
        if (watched == m_lanes && event->type() == QEvent::LayoutRequest)
            updateGeometry();
        return QScrollArea::eventFilter(watched, event);
    }

private:
    static constexpr int MostOfBoard = 40; // percent

    LaneView *m_lanes;
    QWidget *m_board;
};

double seconds(Duration d)
{
    return std::chrono::duration<double>(d).count();
}

double secondsOf(std::optional<Duration> d)
{
    return d ? seconds(*d) : Nothing;
}

/// What the rule looks at, as a stair. A rate of no results is none: the line comes from the floor and goes back to it, so that a
/// verdict within one moment is a spike.
template<typename Measure>
QList<QPointF> rulePoints(const QList<RuleSample> &samples, bool isRate, Measure measure)
{
    QList<QPointF> points;
    points.reserve(samples.size());
    bool wasThere = !isRate;
    for (const RuleSample &sample : samples) {
        const double x = seconds(sample.at);
        const bool isThere = !isRate || sample.window.results > 0;
        if (wasThere != isThere)
            points.append(QPointF(x, 0));
        if (isThere || wasThere)
            points.append(QPointF(x, isThere ? double(measure(sample.window)) : Nothing));
        wasThere = isThere;
    }
    return points;
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
    setAccessibleDescription(tr("Left and right move through time, up and down through the lanes, plus and minus zoom, "
                                "End follows the present"));
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
    setEmptyText({});
    const Mark slow{SlowColour, {}, tr("slow-call rate")};
    m_rule->addSeries(tr("failures"), {}, LiveChart::Shape::Line);
    m_rule->addSeries({}, slow, LiveChart::Shape::Line, Qt::DashLine);
    m_rule->addSeries(tr("failures before"), {}, LiveChart::Shape::Pale);
    m_rule->addSeries(tr("slow-call rate before"), slow, LiveChart::Shape::Pale, Qt::DashLine);
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
    m_laneArea = new LaneArea(m_lanes, this);
    layout->addWidget(m_laneArea);
    layout->addWidget(m_calls, 3);
    layout->addWidget(m_rule, 2);
    layout->addWidget(m_latency, 2);
    layout->addWidget(m_axis);

    for (QWidget *view : {static_cast<QWidget *>(m_lanes), static_cast<QWidget *>(m_calls),
                          static_cast<QWidget *>(m_latency), static_cast<QWidget *>(m_axis)})
        m_navigation->attach(view);
    m_lanes->installEventFilter(this);
    m_navigation->attach(m_rule, [this](QPointF position) { return m_rule->isOnThreshold(position); });
    connect(m_rule, &LiveChart::thresholdDragged, this, [this](int threshold, double value) {
        Q_EMIT thresholdDragged(threshold == 0 ? RuleThreshold::Failures : RuleThreshold::SlowCalls,
                                m_showsRate ? std::clamp(std::round(value * 100) / 100, 0.01, 1.0)
                                            : std::max(1.0, std::round(value)));
    });
    connect(m_navigation, &TimeNavigation::clicked, this, [this](QWidget *view, QPointF position) {
        const int endpoint = view == m_lanes ? m_lanes->endpointAt(position) : -1;
        if (endpoint >= 0)
            Q_EMIT endpointChosen(endpoint);
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
    // Another run has other values.
    if (snapshot.now < m_now) {
        for (LiveChart *chart : charts())
            chart->restartAxis();
    }
    m_now = snapshot.now;
    m_isFinished = snapshot.isFinished;
    showCurrentLane(endpoint);
    const Drawn wanted{snapshot.revision, endpoint, policy.breaker, compared.revision};
    if (m_drawn != wanted) {
        m_drawn = wanted;
        m_shown = snapshot.endpoints.value(endpoint);
        m_compared = compared.endpoints.value(endpoint);
        m_comparedNow = compared.now;
        m_breaker = policy.breaker;
        m_endpoint = endpoint;
        const bool isOneOfMany = snapshot.endpoints.size() > 1;
        m_calls->setTitle(isOneOfMany ? tr("Calls per second, %1").arg(m_shown.name) : tr("Calls per second"));
        showRule();
    }
    m_rule->setEnd(seconds(snapshot.now));
    placeEdges();

    // Moves the time along where it follows, which draws; else it is drawn here.
    const TimeGeometry before = m_navigation->geometry();
    m_navigation->setNow(snapshot.now);
    if (before == m_navigation->geometry())
        timeChanged();
}

void BoardView::setMarks(const QList<TimeMark> &marks)
{
    m_axis->setMarks(marks);
}

/// Scrolls to the lanes of @p endpoint when it becomes the current one.
void BoardView::showCurrentLane(int endpoint)
{
    if (std::exchange(m_shownLane, endpoint) == endpoint)
        return;
    const QRect row = m_lanes->rowRect(endpoint);
    m_laneArea->ensureVisible(0, row.center().y(), 0, row.height() / 2);
}

/// The wheel zooms over the lanes; over their names it scrolls them.
bool BoardView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_lanes || event->type() != QEvent::Wheel)
        return QWidget::eventFilter(watched, event);
    const auto *wheel = static_cast<QWheelEvent *>(event);
    if (wheel->position().x() >= m_navigation->geometry().left())
        return false;
    QScrollBar *bar = m_laneArea->verticalScrollBar();
    bar->setValue(bar->value() - wheel->angleDelta().y() / 2);
    event->accept();
    return true;
}

const TimeGeometry &BoardView::geometry() const
{
    return m_navigation->geometry();
}

void BoardView::setCalls(const Calls &calls, Duration completeSince)
{
    if (m_allCalls == calls && m_callsCompleteSince == completeSince)
        return;
    m_allCalls = calls;
    m_callsCompleteSince = completeSince;
    if (wantsCalls())
        timeChanged();
}

void BoardView::setBreakers(const QList<bool> &hasBreaker)
{
    m_lanes->setBreakers(hasBreaker);
}

void BoardView::setRound(Duration length)
{
    m_lanes->setRound(length);
    m_axis->setRound(length);
    for (LiveChart *chart : charts())
        chart->setRound(length);
}

void BoardView::setEmptyText(const QString &text)
{
    m_lanes->setEmptyText(text.isEmpty() ? tr("Nothing has run yet. Press Run.") : text);
    m_calls->setEmptyText(text.isEmpty() ? tr("Nothing has been called yet. Press Run.") : text);
}

/// In one resolution over the whole axis.
QList<TimeBin> BoardView::bins() const
{
    const TimeGeometry &time = geometry();
    const bool hasCalls = m_allCalls && !m_allCalls->empty() && time.begin() >= m_callsCompleteSince;
    if (wantsCalls() && hasCalls) {
        // Calls are fetched now and then: those after the newest are not known yet.
        const RecordedCall &newest = m_allCalls->back();
        const Duration known = m_isFinished ? m_now : std::min(m_now, newest.due + newest.latency);
        if (known > time.begin() || m_isFinished)
            return binsOfCalls(*m_allCalls, m_endpoint, time, binLengthFor(time), known);
    }
    return binsOfSteps(m_shown.seconds, time, m_now, m_isFinished);
}

void BoardView::showBins()
{
    const QList<TimeBin> shown = bins();
    QList<QPointF> points[4];
    QList<QPointF> latency[3];
    for (auto &list : points)
        list.reserve(shown.size());
    for (auto &list : latency)
        list.reserve(shown.size());
    for (const TimeBin &bin : shown) {
        const double x = seconds(bin.begin);
        points[Succeeded].append(QPointF(x, bin.perSecond(bin.succeeded)));
        points[Failed].append(QPointF(x, bin.perSecond(bin.failed)));
        points[Rejected].append(QPointF(x, bin.perSecond(bin.rejected)));
        points[Attempts].append(QPointF(x, bin.perSecond(bin.attempts)));
        latency[P50].append(QPointF(x, secondsOf(bin.p50)));
        latency[P95].append(QPointF(x, secondsOf(bin.p95)));
        latency[P99].append(QPointF(x, secondsOf(bin.p99)));
    }
    for (int i = 0; i < 4; ++i)
        m_calls->setPoints(i, points[i]);
    for (int i = 0; i < 3; ++i)
        m_latency->setPoints(i, latency[i]);
    const double end = shown.isEmpty() ? 0 : seconds(shown.constLast().begin + shown.constLast().length);
    m_calls->setEnd(end);
    m_latency->setEnd(end);
}

QString BoardView::ruleNote(Duration moment) const
{
    if (!m_breaker)
        return {};
    const bool hasWindow = m_breaker->timeWindow() || m_breaker->countWindow();
    if (m_breaker->rule == TripRule::ConsecutiveFailures)
        return tr("a success sets it to zero");
    if (m_breaker->rule == TripRule::FailureCount)
        return hasWindow ? tr("in the window") : tr("since it last closed");
    const auto after = std::ranges::upper_bound(m_shown.samples, moment, {}, &RuleSample::at);
    const WindowFigures window = after == m_shown.samples.begin() ? WindowFigures() : std::prev(after)->window;
    const QString filled = window.capacity > 0 ? tr("%1 of %2 results").arg(window.results).arg(window.capacity)
                                               : tr("%1 results").arg(window.results);
    return window.results < window.resultsNeeded ? tr("%1, no verdict below %2").arg(filled).arg(window.resultsNeeded)
                                                 : filled;
}

void BoardView::showRule()
{
    if (!m_breaker) {
        for (const int series : {Measure, Slow, PaleMeasure, PaleSlow})
            m_rule->setPoints(series, {});
        m_rule->setThresholds({});
        m_rule->setTitle(tr("No breaker"));
        m_rule->setName(Slow, {});
        m_rule->setEmptyText(tr("This policy has no breaker, so nothing is rejected. Switch it on under Policies."));
        return;
    }
    const CircuitBreakerConfig &breaker = *m_breaker;
    const bool showsRate = breaker.rule == TripRule::FailureRate;
    const bool showsSlow = showsRate && breaker.slowCallDuration;
    if (m_showsRate != showsRate) {
        m_showsRate = showsRate;
        m_rule->setUnit(showsRate ? LiveChart::Unit::Percent : LiveChart::Unit::Number, showsRate ? 1 : 5);
    }
    const auto failures = [showsRate](const WindowFigures &w) { return showsRate ? w.failureRate() : w.failures; };
    const auto slow = [](const WindowFigures &w) { return w.slowCallRate(); };
    const double until = seconds(m_comparedNow);
    m_rule->setPoints(Measure, rulePoints(m_shown.samples, showsRate, failures));
    m_rule->setPoints(PaleMeasure, rulePoints(m_compared.samples, showsRate, failures), until);
    m_rule->setPoints(Slow, showsSlow ? rulePoints(m_shown.samples, true, slow) : QList<QPointF>());
    m_rule->setPoints(PaleSlow, showsSlow ? rulePoints(m_compared.samples, true, slow) : QList<QPointF>(), until);
    m_rule->setName(Measure, showsRate ? tr("failure rate") : tr("failures"));
    m_rule->setName(Slow, showsSlow ? tr("slow-call rate") : QString());
    m_rule->setEmptyText(tr("No result yet."));

    if (showsRate) {
        m_rule->setTitle(showsSlow ? tr("Failure rate and slow-call rate") : tr("Failure rate"));
        const QString opens = percentFigure(breaker.failureRateThreshold).text();
        QList<LiveChart::Threshold> thresholds{
            {breaker.failureRateThreshold,
             showsSlow ? tr("opens at %1 failed").arg(opens) : tr("opens at %1").arg(opens)}};
        if (showsSlow)
            thresholds.append({breaker.slowCallRateThreshold,
                               tr("opens at %1 slow").arg(percentFigure(breaker.slowCallRateThreshold).text()),
                               Qt::DashLine});
        m_rule->setThresholds(thresholds);
    } else {
        m_rule->setTitle(breaker.rule == TripRule::ConsecutiveFailures ? tr("Failures in a row") : tr("Failures"));
        m_rule->setThresholds({{double(breaker.failureThreshold), tr("opens at %1").arg(breaker.failureThreshold)}});
    }
}

void BoardView::showPale()
{
    QList<QPointF> succeeded;
    QList<QPointF> answered;
    QList<QPointF> latency[3];
    for (const TimeBin &bin : binsOfSteps(m_compared.seconds, geometry(), m_comparedNow, true)) {
        const double x = seconds(bin.begin);
        succeeded.append(QPointF(x, bin.perSecond(bin.succeeded)));
        answered.append(QPointF(x, bin.perSecond(bin.succeeded + bin.failed)));
        latency[0].append(QPointF(x, secondsOf(bin.p50)));
        latency[1].append(QPointF(x, secondsOf(bin.p95)));
        latency[2].append(QPointF(x, secondsOf(bin.p99)));
    }
    const double until = seconds(m_comparedNow);
    m_calls->setPoints(PaleSucceeded, succeeded, until);
    m_calls->setPoints(PaleAnswered, answered, until);
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
    showBins();
    showPale();
    m_rule->setNote(ruleNote(m_navigation->cursor().value_or(m_navigation->selection().value_or(m_now))));
    for (LiveChart *chart : charts()) {
        chart->setTime(time);
        chart->refresh();
    }
    const bool wantedCalls = std::exchange(m_wantedCalls, wantsCalls());
    if (m_wantedCalls && !wantedCalls)
        Q_EMIT callsWanted();
}

void BoardView::crossHairChanged()
{
    m_lanes->setCursor(m_navigation->cursor());
    m_lanes->setSelection(m_navigation->selection());
    m_axis->setCursor(m_navigation->cursor());
    m_axis->setSelection(m_navigation->selection());
    m_rule->setNote(ruleNote(m_navigation->cursor().value_or(m_navigation->selection().value_or(m_now))));
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
    m_laneArea->updateGeometry(); // it has its share of the height
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
    case Qt::Key_Up:
    case Qt::Key_Down: {
        QScrollBar *bar = m_laneArea->verticalScrollBar();
        if (bar->maximum() == 0)
            break;
        bar->setValue(bar->value() + (event->key() == Qt::Key_Up ? -1 : 1) * m_lanes->rowRect(0).height());
        return;
    }
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
        break;
    }
    QWidget::keyPressEvent(event);
}

} // namespace Fuseboard
