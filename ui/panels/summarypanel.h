// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/record/runsummary.h"

#include <QWidget>

namespace Fuseboard {

class FigureCard;

/// The run in six figures: success rate, p99 latency, amplification, rejected calls, time to detect and to recover.
class SummaryPanel : public QWidget
{
    Q_OBJECT

public:
    explicit SummaryPanel(QWidget *parent = nullptr);

    void show(const RunSummary &summary);

private:
    FigureCard *m_successRate;
    FigureCard *m_latency;
    FigureCard *m_amplification;
    FigureCard *m_rejected;
    FigureCard *m_detect;
    FigureCard *m_recover;
};

} // namespace Fuseboard
