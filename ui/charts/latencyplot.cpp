// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/latencyplot.h"

#include "charts/axisticks.h"
#include "theme/figures.h"
#include "theme/fonts.h"
#include "theme/tabulartext.h"

#include <QAreaSeries>
#include <QCategoryAxis>
#include <QChart>
#include <QLineSeries>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr int Inset = 10;
constexpr int LineHeight = 18;
constexpr Duration Shortest = std::chrono::microseconds(1); // where a logarithmic axis begins at the latest

double logOf(Duration latency)
{
    return std::log10(double(std::max(latency, Shortest).count()));
}

double total(const LatencyPlot::Run &run)
{
    double calls = 0;
    for (const LatencyBin &bin : run.bins)
        calls += double(bin.count);
    return calls;
}

double largestShare(const LatencyPlot::Run &run)
{
    const double calls = total(run);
    double most = 0;
    for (const LatencyBin &bin : run.bins)
        most = std::max(most, double(bin.count) / calls);
    return calls > 0 ? most : 0;
}

struct Percentile
{
    QString name;
    Duration LatencyPlot::Run::*value;
};

const std::array<Percentile, 3> &percentiles()
{
    static const std::array<Percentile, 3> all{
        {{u"p50"_s, &LatencyPlot::Run::p50}, {u"p95"_s, &LatencyPlot::Run::p95}, {u"p99"_s, &LatencyPlot::Run::p99}}};
    return all;
}

} // namespace

LatencyPlot::LatencyPlot(QWidget *parent)
    : PlotView(parent)
    , m_latencyAxis(addAxis(Qt::AlignBottom))
    , m_shareAxis(addAxis(Qt::AlignLeft))
    , m_cumulativeAxis(addAxis(Qt::AlignRight))
    , m_comparedCurves(addCurves())
    , m_curves(addCurves())
{
    setObjectName(u"latencyPlot"_s);
    setAccessibleName(tr("Latency distribution"));
    setEmptyText(tr("The latency distribution appears here once calls have ended."));
    m_cumulativeAxis->setGridLineVisible(false);
    setTicks(m_cumulativeAxis, {0, 1, {0, 0.5, 1}, {u"0 %"_s, u"50 %"_s, u"100 %"_s}});
    setRoom({4, Inset + 2 * LineHeight - 6, 4, 2});
}

LatencyPlot::Curves LatencyPlot::addCurves()
{
    Curves curves;
    curves.outline = new QLineSeries(this);
    curves.histogram = new QAreaSeries(curves.outline);
    curves.cumulative = new QLineSeries;
    chart().addSeries(curves.histogram);
    chart().addSeries(curves.cumulative);
    curves.histogram->attachAxis(m_latencyAxis);
    curves.histogram->attachAxis(m_shareAxis);
    curves.cumulative->attachAxis(m_latencyAxis);
    curves.cumulative->attachAxis(m_cumulativeAxis);
    return curves;
}

void LatencyPlot::setRuns(const Run &run, const std::optional<Run> &compared)
{
    if (m_run == run && m_compared == compared)
        return;
    m_run = run;
    m_compared = compared;
    applyRuns();
}

void LatencyPlot::applyRuns()
{
    applyTicks();
    setCurves(m_curves, m_run);
    setCurves(m_comparedCurves, m_compared.value_or(Run()));
    applyTable();

    QStringList said;
    const auto say = [&](const Run &run) {
        QStringList figures;
        for (const Percentile &percentile : percentiles())
            figures.append(percentile.name + u' ' + durationFigure(run.*percentile.value).text());
        said.append(run.name + u": "_s + figures.join(u", "_s));
    };
    if (!m_run.bins.isEmpty())
        say(m_run);
    if (m_compared && !m_compared->bins.isEmpty())
        say(*m_compared);
    setAccessibleDescription(said.join(u'\n'));
}

void LatencyPlot::setCurves(const Curves &curves, const Run &run)
{
    QList<QPointF> outline;
    QList<QPointF> cumulative;
    const double calls = total(run);
    double seen = 0;
    double last = 0;
    for (const LatencyBin &bin : run.bins) {
        const double from = logOf(bin.from);
        const double to = logOf(bin.to);
        if (outline.isEmpty())
            outline.append({from, 0});
        if (cumulative.isEmpty())
            cumulative.append({from, 0});
        const double share = double(bin.count) / calls;
        outline.append({from, share});
        outline.append({to, share});
        seen += double(bin.count);
        cumulative.append({to, seen / calls});
        last = to;
    }
    if (!outline.isEmpty())
        outline.append({last, 0});
    curves.outline->replace(outline);
    curves.cumulative->replace(cumulative);
}

void LatencyPlot::applyTicks()
{
    double low = 1e9;
    double high = -1e9;
    double share = 0;
    const auto include = [&](const Run &run) {
        if (run.bins.isEmpty())
            return;
        low = std::min(low, logOf(run.bins.first().from));
        high = std::max(high, logOf(run.bins.last().to));
        share = std::max(share, largestShare(run));
    };
    include(m_run);
    if (m_compared)
        include(*m_compared);
    if (low > high)
        return;
    if (high - low < 0.5) { // a third of a decade on either side of what is nearly one value
        low -= 0.25;
        high += 0.25;
    }
    // Whole powers of ten, and 2 and 5 times these where they are not too dense.
    Ticks latency{low, high, {}, {}};
    const double perDecade = std::max(1, width() - 120) / (high - low);
    for (int decade = int(std::floor(low)); decade <= int(std::ceil(high)); ++decade) {
        for (const double factor : {1.0, 2.0, 5.0}) {
            const double value = decade + std::log10(factor);
            if (value < low || value > high || (factor > 1 && perDecade < 220))
                continue;
            latency.values.append(value);
            latency.labels.append(durationFigure(Duration(std::llround(std::pow(10.0, decade) * factor))).text());
        }
    }
    setTicks(m_latencyAxis, latency);

    Ticks shares{0, share * 1.08, {}, {}};
    shares.values = axisTicks(0, shares.high, 4);
    for (const double tick : std::as_const(shares.values))
        shares.labels.append(tick > 0 ? percentFigure(tick).text() : u"0"_s);
    setTicks(m_shareAxis, shares);
}

void LatencyPlot::applyTable()
{
    PlotTable::Content content;
    content.columns = {tr("From"), tr("To"), tr("Calls"), tr("Share"), tr("Cumulative")};
    const bool hasOther = m_compared && !m_compared->bins.isEmpty();
    if (hasOther)
        content.columns += {tr("Calls (%1)").arg(m_compared->name), tr("Cumulative (%1)").arg(m_compared->name)};
    // Both runs have the same bins, where both have any.
    QMap<Duration, std::array<LatencyBin, 2>> rows;
    for (const LatencyBin &bin : std::as_const(m_run.bins))
        rows[bin.from][0] = bin;
    if (hasOther) {
        for (const LatencyBin &bin : std::as_const(m_compared->bins))
            rows[bin.from][1] = bin;
    }
    const double calls = std::max(1.0, total(m_run));
    const double others = hasOther ? std::max(1.0, total(*m_compared)) : 1;
    double seen = 0;
    double othersSeen = 0;
    for (auto row = rows.cbegin(); row != rows.cend(); ++row) {
        const auto &[bin, other] = row.value();
        seen += double(bin.count);
        othersSeen += double(other.count);
        QStringList cells{durationFigure(row.key()).text(), durationFigure(std::max(bin.to, other.to)).text(),
                          countText(bin.count), percentFigure(double(bin.count) / calls).text(),
                          percentFigure(seen / calls).text()};
        if (hasOther)
            cells += {countText(other.count), percentFigure(othersSeen / others).text()};
        content.rows.append(cells);
    }
    setContent(content);
}

double LatencyPlot::xOf(Duration latency) const
{
    const QRectF area = plotArea();
    return area.left()
        + (logOf(latency) - m_latencyAxis->min()) / (m_latencyAxis->max() - m_latencyAxis->min()) * area.width();
}

double LatencyPlot::yOfCumulative(double share) const
{
    const QRectF area = plotArea();
    return area.bottom() - share * area.height();
}

void LatencyPlot::applyColours(const Tints &tints)
{
    m_curves.histogram->setPen(QPen(tints.accent, 1));
    m_curves.histogram->setBrush(mixed(tints.card, tints.accent, 0.35));
    m_curves.cumulative->setPen(QPen(tints.text, 2));
    const QColor pale = mixed(tints.card, tints.text, 0.35);
    m_comparedCurves.histogram->setPen(QPen(pale, 1));
    m_comparedCurves.histogram->setBrush(mixed(tints.card, tints.text, 0.12));
    m_comparedCurves.cumulative->setPen(QPen(pale, 2));
}

void LatencyPlot::paintOverlay(QPainter &painter, const Tints &tints)
{
    painter.setFont(labelFont());
    const QFontMetricsF metrics(painter.font());
    painter.setPen(tints.muted);
    const double wide = width() - 2 * Inset - 60;
    const QString title = m_compared && !m_compared->bins.isEmpty()
        ? tr("Latency: share of calls (area) and cumulative (line); faded: %1").arg(m_compared->name)
        : tr("Latency: share of calls (area) and cumulative (line)");
    painter.drawText(QRectF(Inset, Inset - 4, wide, LineHeight), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(title, Qt::ElideRight, wide));

    const QRectF area = plotArea();
    const auto mark = [&](const Run &run, const QColor &colour, bool isLabelled) {
        if (run.bins.isEmpty())
            return;
        double edge = Inset;
        for (const Percentile &percentile : percentiles()) {
            const Duration value = run.*percentile.value;
            const double x = std::round(xOf(value)) + 0.5;
            painter.setRenderHint(QPainter::Antialiasing, false);
            painter.setPen(QPen(colour, 1));
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
            painter.setRenderHint(QPainter::Antialiasing);
            if (!isLabelled)
                continue;
            // Labels stand side by side, in the order of their marks.
            const QString text = percentile.name + u' ' + durationFigure(value).text();
            const double length = tabularWidth(metrics, text);
            const double left = std::max(edge, std::min(x - length / 2, width() - Inset - length));
            if (left + length > width() - Inset / 2)
                continue;
            painter.setPen(tints.text);
            drawTabular(painter, QRectF(left, area.top() - LineHeight - 2, length + 1, LineHeight), Qt::AlignCenter,
                        text);
            edge = left + length + 8;
        }
    };
    if (m_compared)
        mark(*m_compared, mixed(tints.card, tints.text, 0.35), false);
    mark(m_run, tints.text, true);
}

void LatencyPlot::resizeEvent(QResizeEvent *event)
{
    PlotView::resizeEvent(event);
    applyTicks();
}

} // namespace Fuseboard
