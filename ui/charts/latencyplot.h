// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "charts/plotview.h"
#include "lab/record/latencyhistogram.h"

#include <QList>

#include <optional>

QT_BEGIN_NAMESPACE
class QAreaSeries;
class QLineSeries;
QT_END_NAMESPACE

namespace Fuseboard {

/// How the latencies of a run are distributed: a histogram in percent of calls and the cumulative share over a logarithmic axis, with
/// p50, p95 and p99 marked; another run's, faded, behind it. Latencies are those of the summary: measured from the scheduled start,
/// without rejected calls. GUI thread.
class LatencyPlot : public PlotView
{
    Q_OBJECT

public:
    struct Run
    {
        QString name;
        QList<LatencyBin> bins; ///< in ascending order; empty: none are known
        Duration p50{};
        Duration p95{};
        Duration p99{};
        friend bool operator==(const Run &, const Run &) = default;
    };

    explicit LatencyPlot(QWidget *parent = nullptr);

    void setRuns(const Run &run, const std::optional<Run> &compared);

    /// Where a latency is on the axis, in this widget's coordinates.
    double xOf(Duration latency) const;

    /// Where a share of calls (0..1) is on the cumulative axis, in this widget's coordinates.
    double yOfCumulative(double share) const;

    QSize minimumSizeHint() const override { return {200, 90}; }

protected:
    void applyColours(const Tints &tints) override;
    void paintOverlay(QPainter &painter, const Tints &tints) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Curves
    {
        QLineSeries *outline = nullptr; ///< of the histogram
        QAreaSeries *histogram = nullptr;
        QLineSeries *cumulative = nullptr;
    };

    Curves addCurves();
    void setCurves(const Curves &curves, const Run &run);
    void applyRuns();
    void applyTicks();
    void applyTable();

    Run m_run;
    std::optional<Run> m_compared;
    QCategoryAxis *m_latencyAxis; ///< log10 of nanoseconds
    QCategoryAxis *m_shareAxis;
    QCategoryAxis *m_cumulativeAxis;
    Curves m_comparedCurves; ///< behind the others
    Curves m_curves;
};

} // namespace Fuseboard
