// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

namespace Fuseboard {

class LatencyPlot;
class RunDocument;

/// The latency distribution of the document's run and of the run it is compared with. The chart is made when the panel is first
/// seen, so that a start does not wait for it. The document must outlive it. GUI thread.
class LatencyPanel : public QWidget
{
    Q_OBJECT

public:
    explicit LatencyPanel(RunDocument *document, QWidget *parent = nullptr);

    /// Shows the document's present run. Does nothing while the panel is hidden.
    void refresh();

Q_SIGNALS:
    /// The chart's, see PlotView.
    void savePictureRequested(QWidget *plot);
    void copyPictureRequested(QWidget *plot);

protected:
    void showEvent(QShowEvent *event) override;

private:
    RunDocument *m_document;
    LatencyPlot *m_plot = nullptr;
};

} // namespace Fuseboard
