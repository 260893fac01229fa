// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/latencypanel.h"

#include "charts/latencyplot.h"
#include "document/rundocument.h"

#include <QVBoxLayout>

namespace Fuseboard {

LatencyPanel::LatencyPanel(RunDocument *document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
{
    setMinimumSize(200, 90);
}

void LatencyPanel::refresh()
{
    if (!isVisible() || m_plot == nullptr)
        return;
    const auto runOf = [](const QString &name, const RunSnapshot &snapshot) {
        const RunSummary &summary = snapshot.summary;
        return LatencyPlot::Run{name, snapshot.latencies, summary.latencyP50.value_or(Duration()),
                                summary.latencyP95.value_or(Duration()), summary.latencyP99.value_or(Duration())};
    };
    const ComparedRun &compared = m_document->comparison();
    m_plot->setRuns(runOf(tr("This run"), m_document->snapshot()),
                    compared.canBeShown() ? std::optional(runOf(compared.name(), compared.snapshot())) : std::nullopt);
}

void LatencyPanel::showEvent(QShowEvent *event)
{
    if (m_plot == nullptr) {
        m_plot = new LatencyPlot;
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_plot);
        connect(m_plot, &PlotView::savePictureRequested, this, &LatencyPanel::savePictureRequested);
        connect(m_plot, &PlotView::copyPictureRequested, this, &LatencyPanel::copyPictureRequested);
    }
    QWidget::showEvent(event);
    refresh();
}

} // namespace Fuseboard
