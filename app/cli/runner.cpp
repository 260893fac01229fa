// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "runner.h"

#include "files.h"
#include "interrupt.h"
#include "lab/run/liverun.h"
#include "lab/run/simulatedrun.h"
#include "progress.h"
#include "progresslines.h"

#include <QEventLoop>
#include <QThread>

#include <optional>
#include <stop_token>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

RunSnapshot EndedRun::snapshot() const
{
    RunSnapshot snapshot = recording->snapshot();
    snapshot.isFinished = isComplete;
    return snapshot;
}

FinishedRun runLive(const Scenario &scenario, const Interrupt &interrupt, bool showsProgress)
{
    LiveRun run(scenario);
    std::optional<Failure> failure;
    QEventLoop loop;
    QObject::connect(&run, &LiveRun::finished, &loop, &QEventLoop::quit);
    QObject::connect(&run, &LiveRun::failed, &loop, [&](const QString &message) {
        failure = Failure{ExitCode::CannotRun, message};
        loop.quit();
    });
    bool isComplete = true;
    QObject::connect(&interrupt, &Interrupt::came, &run, [&] {
        isComplete = false;
        run.stop();
    });

    std::optional<Progress> progress;
    if (showsProgress) {
        progress.emplace(runProgress([&run] { return run.snapshot(); }, scenario.duration));
        QObject::connect(&run, &LiveRun::started, &*progress,
                         [&run] { writeStandardError(u"Serving %1, for curl too\n"_s.arg(run.serverUrl())); });
    }
    run.start();
    loop.exec();
    if (failure)
        return Unexpected{*failure};
    return EndedRun{run.sharedRecording(), isComplete};
}

FinishedRun runSimulated(const Scenario &scenario, const Interrupt &interrupt, bool showsProgress)
{
    auto recording = std::make_shared<Recording>(scenario.endpointNames());

    // On a thread of its own, so that this one hears of signals and shows how far it has come.
    std::stop_source stop;
    bool isComplete = true;
    QString failure;
    const std::unique_ptr<QThread> thread(
        QThread::create([&] { isComplete = simulate(scenario, *recording, stop.get_token(), &failure); }));
    QEventLoop loop;
    QObject::connect(thread.get(), &QThread::finished, &loop, &QEventLoop::quit);
    QObject::connect(&interrupt, &Interrupt::came, &loop, [&stop] { stop.request_stop(); });
    std::optional<Progress> progress;
    if (showsProgress)
        progress.emplace(runProgress([&recording] { return recording->snapshot(); }, scenario.duration));
    thread->start();
    loop.exec();
    thread->wait();
    if (!failure.isEmpty())
        return Unexpected{Failure{ExitCode::CannotRun, failure}};
    return EndedRun{recording, isComplete};
}

} // namespace Fuseboard::Cli
