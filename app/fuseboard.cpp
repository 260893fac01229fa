// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The desktop application: reads the command line, opens the window.

#include "cli/scenarioargument.h"
#include "document/rundocument.h"
#include "lab/fault/openfiles.h"
#include "lab/run/keptmemory.h"
#include "lab/scenario/builtinscenarios.h"
#include "resilience/base/durationtext.h"
#include "theme/theme.h"
#include "window/mainwindow.h"

#include <QApplication>
#include <QIcon>
#include <QPixmap>
#include <QSettings>
#include <QTextStream>
#include <QTimer>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <future>
#include <optional>
#include <string>
#include <vector>

using namespace Fuseboard;
using namespace std::chrono_literals;

namespace {

// As fuseboard-cli has them.
constexpr int CouldNotRun = 1;
constexpr int BadUsage = 2;
constexpr int BadInput = 3;

struct Options
{
    std::string scenario;
    std::vector<std::string> settings;
    std::string screenshot;
    std::string quitAfter;
    std::string theme;
    bool live = false;
    bool run = false;
};

void complain(const QString &message)
{
    QTextStream(stderr) << "fuseboard: " << message << Qt::endl;
}

Expected<Scenario, Cli::Failure> scenarioOf(const Options &options)
{
    QStringList settings;
    for (const std::string &setting : options.settings)
        settings.append(QString::fromStdString(setting));
    if (options.scenario.empty())
        return Cli::withOptions(*findBuiltinScenario(u"hard-outage"), settings, {});
    return Cli::findScenario(QString::fromLocal8Bit(options.scenario.c_str()), settings, {});
}

std::optional<Duration> quitAfter(const Options &options)
{
    if (options.quitAfter.empty())
        return options.screenshot.empty() ? std::nullopt : std::optional<Duration>(3s);
    const auto duration = parseDuration(QString::fromStdString(options.quitAfter));
    if (!duration)
        return std::nullopt;
    return *duration;
}

} // namespace

int main(int argc, char **argv)
{
    keepFreedMemory();
    allowManyOpenFiles();
    Options options;
    CLI::App parser{"Fuseboard, a workbench for circuit breakers and retry policies.\n\nWithout a scenario it opens "
                    "\"hard-outage\", already running.",
                    "fuseboard"};
    parser.add_option("SCENARIO", options.scenario,
                      "A scenario file, or a built-in scenario by id or name: \"fuseboard-cli scenarios\" lists them");
    parser.add_flag("--live", options.live, "Run on real sockets, at wall speed; else the run is simulated");
    parser.add_option("--set", options.settings, "Change a field: policies.*.breaker.failureThreshold=3")
        ->type_name("PATH=VALUE")
        ->allow_extra_args(false);
    parser.add_flag("--run", options.run, "Start the scenario at once");
    parser.add_option("--screenshot", options.screenshot, "Write a picture of the window before it closes")
        ->type_name("FILE");
    parser.add_option("--quit-after", options.quitAfter, "Close by itself; 3s with --screenshot")->type_name("D");
    parser.add_option("--theme", options.theme, "light, dark, or as the system has it")
        ->type_name("T")
        ->check(CLI::IsMember({"light", "dark", "system"}));
    parser.set_version_flag("--version", FUSEBOARD_VERSION);
    // Qt's own options (-platform, -style) come first and are taken out by QApplication; help and mistakes must not need a
    // display, so they are looked for before it.
    parser.allow_extras();
    try {
        parser.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return parser.exit(error) == 0 ? 0 : BadUsage;
    }
    const std::optional<Duration> lifetime = quitAfter(options);
    if (!options.quitAfter.empty() && !lifetime) {
        complain(parseDuration(QString::fromStdString(options.quitAfter)).error());
        return BadUsage;
    }
    const auto scenario = scenarioOf(options);
    if (!scenario) {
        complain(scenario.error().message);
        return BadInput;
    }

    QCoreApplication::setOrganizationName(QStringLiteral("fuseboard"));
    QCoreApplication::setApplicationName(QStringLiteral("fuseboard"));
    QCoreApplication::setApplicationVersion(QStringLiteral(FUSEBOARD_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.fuseboard.Fuseboard"));
    QApplication application(argc, argv);
    // What the window offers to choose from is read while Qt looks for fonts. Not earlier: the first thread that Qt sees
    // is its main thread.
    const auto scenarios = std::async(std::launch::async, [] { builtinScenarios(); });
    QApplication::setApplicationDisplayName(QStringLiteral("Fuseboard"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/org.fuseboard.Fuseboard.svg")));
    if (application.arguments().size() > 1) {
        parser.allow_extras(false);
        try {
            std::vector<std::string> rest;
            for (const QString &argument : application.arguments().sliced(1))
                rest.push_back(argument.toStdString());
            std::reverse(rest.begin(), rest.end()); // CLI11 takes them from the back
            parser.clear();
            parser.parse(rest);
        } catch (const CLI::ParseError &error) {
            return parser.exit(error) == 0 ? 0 : BadUsage;
        }
    }

    const QString themeName = options.theme.empty() ? QSettings().value(QStringLiteral("window/theme")).toString()
                                                    : QString::fromStdString(options.theme);
    Theme theme(application, Theme::fromName(themeName).value_or(Theme::Choice::System));
    MainWindow window(builtinScenarios(), &theme);
    window.openScenario(*scenario);
    if (options.live)
        window.document()->setMode(RunDocument::Mode::Live);
    window.show();
    if (options.scenario.empty() || options.run || options.live)
        window.run();

    int result = 0;
    if (lifetime)
        QTimer::singleShot(std::chrono::duration_cast<std::chrono::milliseconds>(*lifetime), &window,
                           [] { QApplication::exit(); });
    QObject::connect(&application, &QCoreApplication::aboutToQuit, &window, [&] {
        if (options.screenshot.empty())
            return;
        const QString file = QString::fromStdString(options.screenshot);
        if (!window.grab().save(file, file.contains(u'.') ? nullptr : "PNG")) {
            complain(QStringLiteral("cannot write the picture %1; is the directory there, and may you write to it?")
                         .arg(file));
            result = CouldNotRun;
        }
    });
    const int code = QApplication::exec();
    return result != 0 ? result : code;
}
