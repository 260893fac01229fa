// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The desktop application: reads the command line, opens the window.

#include "cli/files.h"
#include "cli/scenarioargument.h"
#include "document/openedfile.h"
#include "document/rundocument.h"
#include "document/watchedfile.h"
#include "lab/fault/openfiles.h"
#include "lab/file/filereplacement.h"
#include "lab/file/plainline.h"
#include "lab/run/keptmemory.h"
#include "lab/scenario/builtinscenarios.h"
#include "resilience/base/durationtext.h"
#include "theme/theme.h"
#include "window/mainwindow.h"

#include <QApplication>
#include <QBuffer>
#include <QFileInfo>
#include <QIcon>
#include <QPixmap>
#include <QRegularExpression>
#include <QSettings>
#include <QTextStream>
#include <QTimer>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <future>
#include <optional>
#include <string>
#include <variant>
#include <vector>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// As fuseboard-cli has them.
constexpr int CouldNotRun = 1;
constexpr int BadUsage = 2;

/// As long as a timer of Qt can wait, rounded down.
constexpr Duration LongestLifetime = std::chrono::hours(24 * 24);

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
    const QStringList lines = message.split(u'\n');
    for (const QString &line : lines)
        QTextStream(stderr) << "fuseboard: " << plainLine(line) << Qt::endl;
}

/// What the window is to show.
struct Start
{
    ReadFile read;                   ///< without a hash: of no file
    QString path;                    ///< empty: it has no file
    std::optional<Scenario> changed; ///< the scenario as --set has it
};

Unexpected<Cli::Failure> failure(Cli::ExitCode code, const QString &message)
{
    return Unexpected{Cli::Failure{code, message}};
}

/// The file that the command line names, whatever is in it.
Expected<Start, Cli::Failure> readStart(const QString &path)
{
    const auto text = Cli::readInput(path, MostSavedRunBytes);
    if (!text)
        return Unexpected{text.error()};
    auto file = readOpened(*text, Cli::shownPath(path));
    if (!file)
        return failure(Cli::ExitCode::BadInput, file.error());
    if (path == "-"_L1)
        return Start{{*std::move(file), {}}, {}, {}};
    return Start{{*std::move(file), WatchedFile::hashOf(*text)}, path, {}};
}

Expected<Start, Cli::Failure> startOf(const Options &options)
{
    QStringList settings;
    for (const std::string &setting : options.settings)
        settings.append(QString::fromStdString(setting));
    const QString argument = QString::fromStdString(options.scenario);
    Expected<Start, Cli::Failure> start = Start{{*findBuiltinScenario(u"hard-outage"), {}}, {}, {}};
    if (Cli::isFileArgument(argument)) {
        start = readStart(argument);
    } else if (!argument.isEmpty()) {
        auto scenario = Cli::findScenario(argument);
        if (!scenario)
            return Unexpected{scenario.error()};
        start->read.file = *std::move(scenario);
    }
    if (!start || settings.isEmpty())
        return start;
    const auto *scenario = std::get_if<Scenario>(&start->read.file);
    if (scenario == nullptr) {
        return failure(Cli::ExitCode::BadUsage,
                       u"--set changes a scenario, and %1 is none"_s.arg(Cli::shownPath(argument)));
    }
    auto changed = Cli::withOptions(*scenario, settings, {});
    if (!changed)
        return Unexpected{changed.error()};
    start->changed = *std::move(changed);
    return start;
}

/// Whether nobody sees the window: what is wrong ends the program then.
bool isHeadless(const Options &options, const QStringList &arguments)
{
    const qsizetype option = arguments.indexOf(QRegularExpression(u"^--?platform$"_s));
    QString platform = option < 0 ? qEnvironmentVariable("QT_QPA_PLATFORM") : arguments.value(option + 1);
    platform = platform.section(u':', 0, 0);
    const bool hasDisplay = qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
    return !options.screenshot.empty() || !options.quitAfter.empty() || platform == "offscreen"_L1
        || platform == "minimal"_L1 || (platform.isEmpty() && !hasDisplay);
}

/// The names of options' values that can be none.
std::string textProblem(const std::string &text)
{
    if (text.empty())
        return "must not be empty";
    if (!QUtf8StringView(text.data(), qsizetype(text.size())).isValidUtf8())
        return "must be UTF-8, which it is not";
    return {};
}

/// Empty if it is one that a timer can wait for.
QString lifetimeProblem(const std::string &text)
{
    const auto duration = parseDuration(QString::fromStdString(text));
    if (!duration)
        return duration.error();
    return *duration > LongestLifetime ? u"must be at most "_s + formatDuration(LongestLifetime) : QString();
}

/// What it has been made sure of.
std::optional<Duration> quitAfter(const Options &options)
{
    if (options.quitAfter.empty())
        return options.screenshot.empty() ? std::nullopt : std::optional<Duration>(3s);
    return *parseDuration(QString::fromStdString(options.quitAfter));
}

/// False if it cannot be shown, which the window says.
bool show(const Start &start, MainWindow &window)
{
    const auto *scenario = std::get_if<Scenario>(&start.read.file);
    if (start.path.isEmpty() && scenario != nullptr)
        window.openScenario(*scenario);
    else if (!window.showFile(start.read, start.path))
        return false;
    if (start.changed) {
        window.document()->edit(*start.changed,
                                QCoreApplication::translate("fuseboard", "Options of the command line"));
    }
    return true;
}

/// @p window as a picture in a file, in the format that the name's suffix says, or PNG.
std::optional<QString> savePicture(QWidget &window, const QString &path)
{
    const QString suffix = QFileInfo(path).suffix();
    QBuffer picture;
    if (!window.grab().save(&picture, suffix.isEmpty() ? "PNG" : suffix.toLatin1().constData()))
        return u"no pictures are written as .%1 here; let the name end in .png"_s.arg(suffix);
    return replaceFile(path, picture.data());
}

} // namespace

int main(int argc, char **argv)
{
    keepFreedMemory();
    allowManyOpenFiles();
    reportFileSizeLimit();
    Options options;
    CLI::App parser{"Fuseboard, a workbench for circuit breakers and retry policies.\n\nWithout a scenario it opens "
                    "\"hard-outage\", already running.",
                    "fuseboard"};
    const CLI::Validator text(textProblem, {});
    parser
        .add_option("FILE", options.scenario,
                    "A scenario, a saved run or a call log, or a built-in scenario by id or name: \"fuseboard-cli "
                    "scenarios\" lists them")
        ->check(text);
    parser.add_flag("--live", options.live, "Run on real sockets, at wall speed; else the run is simulated");
    parser.add_option("--set", options.settings, "Change a field: policies.*.breaker.failureThreshold=3")
        ->type_name("PATH=VALUE")
        ->allow_extra_args(false)
        ->check(text);
    parser.add_flag("--run", options.run, "Start the scenario at once");
    parser.add_option("--screenshot", options.screenshot, "Write a picture of the window before it closes")
        ->type_name("FILE")
        ->check(text);
    parser.add_option("--quit-after", options.quitAfter, "Close by itself; 3s with --screenshot")
        ->type_name("D")
        ->check(text);
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
    const QString problem = options.quitAfter.empty() ? QString() : lifetimeProblem(options.quitAfter);
    if (!problem.isEmpty()) {
        complain(u"--quit-after: "_s + problem);
        return BadUsage;
    }
    const std::optional<Duration> lifetime = quitAfter(options);
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    const auto start = startOf(options);
    if (!start) {
        complain(start.error().message);
        if (start.error().code != Cli::ExitCode::BadInput || isHeadless(options, arguments))
            return static_cast<int>(start.error().code);
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
    if (start && !show(*start, window)) {
        complain(window.message());
        if (isHeadless(options, arguments))
            return static_cast<int>(Cli::ExitCode::BadInput);
    }
    if (options.live)
        window.document()->setMode(RunDocument::Mode::Live);
    window.show();
    if (start && (options.scenario.empty() || options.run || options.live))
        window.run();
    // Started from a desktop, there is no terminal that anyone sees.
    if (!start)
        window.showMessage(start.error().message);

    int result = 0;
    if (lifetime)
        QTimer::singleShot(std::chrono::duration_cast<std::chrono::milliseconds>(*lifetime), &window,
                           [] { QApplication::exit(); });
    QObject::connect(&application, &QCoreApplication::aboutToQuit, &window, [&] {
        if (options.screenshot.empty())
            return;
        const QString file = QString::fromStdString(options.screenshot);
        if (const auto reason = savePicture(window, file)) {
            complain(QStringLiteral("cannot write the picture %1: %2").arg(plainLine(file), *reason));
            result = CouldNotRun;
        }
    });
    const int code = QApplication::exec();
    return result != 0 ? result : code;
}
