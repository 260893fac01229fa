// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/runsnapshot.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>

namespace Fuseboard::Cli {

/// One line on the terminal that says how far a run has come, and how long it still takes; gone with it. A run that is over
/// in a moment shows none.
class Progress : public QObject
{
    Q_OBJECT

public:
    /// @p snapshot gives the run as it is now, which lasts for @p duration of its time.
    Progress(std::function<RunSnapshot()> snapshot, Duration duration);
    ~Progress() override;

private:
    void draw();
    QString timeLeft(Duration now) const;

    std::function<RunSnapshot()> m_snapshot;
    Duration m_duration;
    QElapsedTimer m_since;
    QTimer m_timer;
    bool m_isDrawn = false;
};

} // namespace Fuseboard::Cli
