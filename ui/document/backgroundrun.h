// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "document/intervention.h"
#include "lab/record/recording.h"
#include "lab/run/calllog.h"
#include "lab/scenario/scenario.h"
#include "resilience/breaker/breakermetrics.h"

#include <QObject>

#include <memory>

namespace Fuseboard {

/// Computes a simulated run, or the replay of a call log, on a thread of its own, as far as somebody wants to see it.
///
/// The newest wish wins: what is asked for while something is computed is computed next, whatever was asked for between.
/// A computation that takes long is given up when another run is wanted; a short one is finished and shown, so that there
/// is something to see while a slider is moved. GUI thread.
class BackgroundRun : public QObject
{
    Q_OBJECT

public:
    struct Result
    {
        RunSnapshot snapshot;
        QList<BreakerMetrics> metrics; ///< by endpoint; of a replay, at its end
        std::shared_ptr<const Recording> recording;
        bool isFinished = false;
    };

    explicit BackgroundRun(QObject *parent = nullptr);

    /// Gives up what is computed, and waits for that.
    ~BackgroundRun() override;

    /// Another run, from its beginning: @p scenario with @p interventions, which are in the order of their moments. It gets
    /// nowhere before advanceTo(). The result stays the one before until there is a new one.
    void start(const Scenario &scenario, const QList<Intervention> &interventions = {});

    /// Another run: @p log replayed with @p breaker, whole.
    void replay(const std::shared_ptr<const CallLog> &log, const CircuitBreakerConfig &breaker);

    /// No run, no result.
    void clear();

    /// The run is to be computed until @p moment at least; what lies before that already is nothing new.
    void advanceTo(Duration moment);

    /// Not further than it has got by now.
    void halt();

    /// Something more is done to it, not before the moment that was last asked for.
    void intervene(const Intervention &intervention);

    /// The result is not yet what was asked for.
    bool isBusy() const;

    /// The newest there is. Its snapshot's time is not beyond what was asked for, unless the run is finished.
    const Result &result() const { return m_result; }

Q_SIGNALS:
    /// Also now and then in the midst of a long computation.
    void resultChanged();

private:
    class Worker;
    std::unique_ptr<Worker> m_worker;
    Result m_result;
    quint64 m_resultSerial = 0; ///< the newest wish that the result has met
    quint64 m_oldestRun = 0;    ///< results of earlier ones are not wanted any more
};

} // namespace Fuseboard
