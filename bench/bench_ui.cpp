// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the window costs: a picture of its centre after a minute and after an hour, a change of a field until the new picture, and
// the start until the first picture beside that of a bare window with one chart. Offscreen, so painting is the raster engine's.

#include "charts/boardview.h"
#include "charts/timenavigation.h"
#include "document/rundocument.h"
#include "lab/run/keptmemory.h"
#include "lab/scenario/builtinscenarios.h"
#include "runbenchmarks.h"
#include "theme/theme.h"
#include "window/mainwindow.h"

#include <QApplication>
#include <QChart>
#include <QChartView>
#include <QElapsedTimer>
#include <QFile>
#include <QImage>
#include <QLineSeries>
#include <QMainWindow>
#include <QProcess>
#include <QStandardPaths>
#include <QTimer>

#include <benchmark/benchmark.h>
#include <cstdlib>
#include <future>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Scenario load(Duration duration, double rate)
{
    Scenario scenario = *findBuiltinScenario(u"flapping"_s);
    scenario.duration = duration;
    for (WorkloadConfig &source : scenario.workload)
        source.arrivals = PoissonArrivals{rate};
    // The phases again and again, so that every hour has something to show.
    for (EndpointConfig &endpoint : scenario.endpoints) {
        const QList<PhaseConfig> once = endpoint.phases;
        Duration length{};
        for (const PhaseConfig &phase : once)
            length += phase.length;
        for (Duration filled = length; filled < duration; filled += length)
            endpoint.phases += once;
    }
    return scenario;
}

void waitUntil(const std::function<bool()> &isThere)
{
    while (!isThere())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents); // with a time limit it would not wait
}

/// Resident memory in MiB.
double memory()
{
    QFile status(u"/proc/self/statm"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    return status.readAll().split(' ').value(1).toDouble() * 4096 / (1024 * 1024);
}

std::unique_ptr<MainWindow> runningWindow(const Scenario &scenario)
{
    static auto *const theme = new Theme(*qApp, Theme::Choice::Light); // the application owns it
    auto window = std::make_unique<MainWindow>(builtinScenarios(), theme);
    window->resize(1440, 900);
    window->openScenario(scenario);
    window->show();
    window->document()->setSpeed(PlayHead::AtOnce);
    window->document()->start();
    return window;
}

std::unique_ptr<MainWindow> windowWith(const Scenario &scenario)
{
    auto window = runningWindow(scenario);
    waitUntil([&] { return !window->document()->isRunning(); });
    QCoreApplication::processEvents();
    return window;
}

/// The whole centre: the board takes the snapshot anew and is painted.
void frameTime(benchmark::State &state, Duration duration)
{
    const auto window = windowWith(load(duration, 1000));
    BoardView *board = window->board();
    board->navigation()->showAll();
    RunSnapshot snapshot = window->document()->snapshot();
    QImage image(board->size(), QImage::Format_ARGB32_Premultiplied);
    for (auto _ : state) {
        ++snapshot.revision; // everything is another one
        board->show(snapshot, window->document()->policy(), 0);
        board->render(&image);
    }
    state.counters["MiB"] = memory();
}
BENCHMARK_CAPTURE(frameTime, oneMinute, 60s)->Name("FrameTime/oneMinute")->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(frameTime, oneHour, 3600s)->Name("FrameTime/oneHour")->Unit(benchmark::kMillisecond)->UseRealTime();

/// From the change of a field until the picture of the run that was computed again.
void whatIf(benchmark::State &state)
{
    const auto window = windowWith(load(600s, 100));
    RunDocument *document = window->document();
    QImage image(window->board()->size(), QImage::Format_ARGB32_Premultiplied);
    int turn = 0;
    for (auto _ : state) {
        PolicyConfig policy = document->policy();
        policy.breaker->recoveryTime = std::chrono::milliseconds(5000 + ++turn);
        const quint64 before = document->snapshot().revision;
        document->setPolicy(policy, u"Recovery time"_s, u"recoveryTime"_s);
        bool isDrawn = false;
        const auto connection = QObject::connect(document, &RunDocument::refreshed, window.get(), [&] {
            isDrawn = document->snapshot().revision != before && !document->isComputing();
        });
        waitUntil([&] { return isDrawn; });
        window->board()->render(&image);
        QObject::disconnect(connection);
    }
    state.counters["frames/s"] = benchmark::Counter(double(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(whatIf)->Name("WhatIf/tenMinutesAt100")->Unit(benchmark::kMillisecond)->UseRealTime()->MinTime(2);

/// Starts this program again, which shows a window, paints it once and ends.
void coldStart(benchmark::State &state, const QString &argument)
{
    for (auto _ : state) {
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(), {argument});
        if (!process.waitForFinished(60'000) || process.exitCode() != 0)
            state.SkipWithError("the window did not come");
    }
}
BENCHMARK_CAPTURE(coldStart, bare, u"--bare-window"_s)
    ->Name("ColdStart/bareChart")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(coldStart, ours, u"--fuseboard-window"_s)
    ->Name("ColdStart/fuseboard")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

/// Memory of the program while a run of eight hours at 1,000 calls a second is computed and shown, after its first, second, fourth
/// and last hour.
void memoryOfHours(benchmark::State &state)
{
    for (auto _ : state) {
        const auto window = runningWindow(load(8h, 1000));
        for (const int hours : {1, 2, 4, 8}) {
            waitUntil([&] {
                return window->document()->snapshot().now >= std::chrono::hours(hours)
                    || !window->document()->isRunning();
            });
            state.counters["MiB after " + std::to_string(hours) + " h"] = memory();
        }
    }
}
BENCHMARK(memoryOfHours)->Name("Memory/eightHours")->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(1);

/// Ends the program when the first picture of @p window is on its screen. What it takes to clean up is no part of a start.
void endAfterFirstPicture(QMainWindow &window)
{
    class FirstPicture : public QObject
    {
    public:
        using QObject::QObject;
        bool eventFilter(QObject *, QEvent *event) override
        {
            // The other widgets are painted in the same turn of the event loop.
            if (event->type() == QEvent::Paint)
                QTimer::singleShot(0, [] { std::_Exit(0); });
            return false;
        }
    };
    window.resize(1440, 900);
    qApp->installEventFilter(new FirstPicture(&window));
    window.show();
    QApplication::exec();
}

int bareWindow(int argc, char **argv)
{
    QApplication application(argc, argv);
    QMainWindow window;
    auto *chart = new QChart;
    auto *series = new QLineSeries;
    for (int i = 0; i < 100; ++i)
        series->append(i, i % 10);
    chart->addSeries(series);
    chart->createDefaultAxes();
    window.setCentralWidget(new QChartView(chart));
    endAfterFirstPicture(window);
    return 0;
}

/// As the program does it.
int fuseboardWindow(int argc, char **argv)
{
    QApplication application(argc, argv);
    const auto scenarios = std::async(std::launch::async, [] { builtinScenarios(); });
    Theme theme(*qApp, Theme::Choice::Light);
    MainWindow window(builtinScenarios(), &theme);
    window.run();
    endAfterFirstPicture(window);
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    keepFreedMemory(); // as the program does
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(u"fuseboard-bench"_s);
    QCoreApplication::setApplicationName(u"bench_ui"_s);
    const QByteArray argument(argc > 1 ? argv[1] : "");
    if (argument == "--bare-window")
        return bareWindow(argc, argv);
    if (argument == "--fuseboard-window")
        return fuseboardWindow(argc, argv);
    QApplication application(argc, argv);
    return runBenchmarks(argc, argv);
}
