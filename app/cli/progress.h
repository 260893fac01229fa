// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/run/liverun.h"

#include <QObject>
#include <QTimer>

namespace Fuseboard::Cli {

/// One line on the terminal that says how far a run has come; gone with it.
class Progress : public QObject
{
    Q_OBJECT

public:
    explicit Progress(const LiveRun &run);
    ~Progress() override;

private:
    void draw();

    const LiveRun &m_run;
    QTimer m_timer;
    bool m_isDrawn = false;
};

} // namespace Fuseboard::Cli
