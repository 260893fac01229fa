// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/mainwindow.h"

#include "charts/boardview.h"
#include "charts/refreshclock.h"
#include "charts/timeaxisview.h"
#include "charts/timenavigation.h"
#include "document/openedfile.h"
#include "document/rundocument.h"
#include "panels/actionlist.h"
#include "panels/breakerpanel.h"
#include "panels/callspanel.h"
#include "panels/endpointspanel.h"
#include "panels/eventspanel.h"
#include "panels/fieldrow.h"
#include "panels/interventiontext.h"
#include "panels/latencypanel.h"
#include "panels/policiespanel.h"
#include "panels/summarypanel.h"
#include "panels/summarytable.h"
#include "theme/figures.h"
#include "theme/icons.h"
#include "theme/theme.h"
#include "window/comparisonbar.h"
#include "window/fileactions.h"
#include "window/messagebar.h"
#include "window/plaintextguard.h"
#include "window/readingorder.h"
#include "window/runinspector.h"
#include "window/scenariobar.h"
#include "window/tunepage.h"
#include "window/undokeys.h"
#include "window/wheelguard.h"
#include "window/windowfit.h"

#include <QAction>
#include <QCloseEvent>
#include <QComboBox>
#include <QDir>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QMimeData>
#include <QScopedValueRollback>
#include <QScreen>
#include <QSettings>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize UsualSize(1440, 900);
constexpr QSize LeastSize(760, 520); // with its frame it fits 800 x 600
constexpr int RoomyHeight = 760;
constexpr int LongestNameInMenu = 40;

/// One mark for each action, at its first moment.
QList<TimeMark> marksOf(const QList<Intervention> &interventions)
{
    QList<TimeMark> marks;
    quint64 action = 0;
    for (const Intervention &done : interventions) {
        if (done.action == action)
            marks.last().text = interventionText(done);
        else
            marks.append({done.at, interventionText(done)});
        action = done.action;
    }
    return marks;
}

} // namespace

MainWindow::MainWindow(const QList<Scenario> &scenarios, Theme *theme, QWidget *parent)
    : QMainWindow(parent)
    , m_theme(theme)
    , m_document(new RunDocument(this))
    , m_clock(new RefreshClock(this))
    , m_autosave(new Autosave(m_document))
    , m_board(new BoardView)
    , m_message(new MessageBar)
    , m_comparison(new ComparisonBar(m_document))
{
    setObjectName(QStringLiteral("mainWindow"));
    for (const Scenario &scenario : scenarios)
        m_choices.append({scenario, {}});
    if (!scenarios.isEmpty())
        m_document->setScenario(scenarios.first());

    auto *centre = new QWidget;
    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->setSpacing(8);
    layout->addWidget(m_message);
    m_pages = new QStackedWidget;
    layout->addWidget(m_pages, 1);
    auto *boardPage = new QWidget;
    auto *boardLayout = new QVBoxLayout(boardPage);
    boardLayout->setContentsMargins(0, 0, 0, 0);
    boardLayout->setSpacing(4);
    m_scenarioBar = new ScenarioBar(m_document);
    boardLayout->addWidget(m_scenarioBar);
    boardLayout->addWidget(m_comparison);
    boardLayout->addWidget(m_board, 1);
    m_pages->addWidget(boardPage);
    setCentralWidget(centre);

    m_files = new FileActions(m_document, m_board, this);
    setAcceptDrops(true);
    new WheelGuard(this);
    new PlainTextGuard(this);
    new UndoKeys(this);
    makeActions();
    makeToolBar();
    makeDocks();
    makeMenus();
    makeStatusBar();
    connectDocument();
    // What its parts would like must never make it larger than the screen; they scroll, fold or are shortened instead.
    QMainWindow::layout()->setSizeConstraint(QLayout::SetNoConstraint);
    setMinimumSize(LeastSize);
    resize(UsualSize);
    fitToScreen();
    spreadDocks();
    m_factoryLayout = saveState(LayoutVersion);
    restoreLayout();
    showTitle();
    showChoice();
    showRunState();
    refresh();
    offerLeftover();
}

MainWindow::~MainWindow()
{
    // The document goes with the other children, when this is no window any more.
    m_document->disconnect();
    m_document->undoStack()->disconnect();
}

void MainWindow::connectDocument()
{
    connect(m_clock, &RefreshClock::tick, m_document, &RunDocument::refresh);
    connect(m_document, &RunDocument::refreshed, this, &MainWindow::refresh);
    connect(m_document, &RunDocument::runStateChanged, this, &MainWindow::showRunState);
    // Where the run is computed again its result comes soon, and a picture of the old one would only keep it waiting.
    connect(m_document, &RunDocument::policyChanged, this, [this] {
        if (!m_document->isComputing())
            m_clock->poke();
    });
    connect(m_document, &RunDocument::currentEndpointChanged, m_clock, &RefreshClock::poke);
    connect(m_document, &RunDocument::refreshNeeded, m_clock, &RefreshClock::poke);
    connect(m_document, &RunDocument::comparisonChanged, m_clock, &RefreshClock::poke);
    connect(m_document, &RunDocument::comparisonChanged, this, &MainWindow::showMode);
    connect(m_document, &RunDocument::modeChanged, this, &MainWindow::showMode);
    connect(m_document, &RunDocument::speedChanged, this, &MainWindow::showMode);
    connect(m_document, &RunDocument::scenarioChanged, this, &MainWindow::showMode);
    connect(m_document->undoStack(), &QUndoStack::cleanChanged, this, &MainWindow::showTitle);
    connect(m_document->undoStack(), &QUndoStack::indexChanged, this, &MainWindow::showTitle);
    connect(m_document->undoStack(), &QUndoStack::indexChanged, this, &MainWindow::showUndo);
    connect(m_document, &RunDocument::interventionsChanged, this, &MainWindow::showUndo);
    connect(m_document, &RunDocument::interventionsChanged, m_clock, &RefreshClock::poke);
    connect(m_document, &RunDocument::scenarioChanged, this, &MainWindow::showUndo);
    connect(m_document, &RunDocument::scenarioChanged, m_calls, &CallsPanel::clearFilter); // it was another run's
    connect(m_document, &RunDocument::runStateChanged, this, &MainWindow::showUndo);
    connect(m_document, &RunDocument::brokenChanged, this, &MainWindow::showEndpointActions);
    connect(m_document, &RunDocument::runStateChanged, this, &MainWindow::showEndpointActions);
    connect(m_document, &RunDocument::currentEndpointChanged, this, &MainWindow::showEndpointActions);
    connect(m_policies, &PoliciesPanel::issuesChanged, this, &MainWindow::showUndo);
    connect(m_document, &RunDocument::scenarioChanged, this, &MainWindow::showTitle);
    connect(m_document, &RunDocument::edited, this, &MainWindow::showTitle);
    connect(m_board, &BoardView::thresholdDragged, this, [this](BoardView::RuleThreshold threshold, double value) {
        moveThreshold(threshold == BoardView::RuleThreshold::SlowCalls, value);
    });
    connect(m_board, &BoardView::endpointChosen, m_document, &RunDocument::setCurrentEndpoint);
    connect(m_board, &BoardView::thresholdDropped, m_document, &RunDocument::endGesture);
    connect(m_document, &RunDocument::scenarioChanged, this, &MainWindow::showChoice);
    connect(m_document, &RunDocument::failed, this,
            [this](const QString &message) { showMessage(message, tr("Run again"), [this] { run(); }); });
    connect(m_message, &MessageBar::actionTriggered, this, [this] {
        if (m_isOfferShown)
            restoreLeftover();
        else if (m_messageAction)
            m_messageAction();
    });
    connect(m_message, &MessageBar::otherTriggered, this, [this] {
        if (m_leftover)
            Autosave::discard(*std::exchange(m_leftover, std::nullopt));
    });
    connect(m_message, &MessageBar::dismissed, this, [this] {
        if (!m_message->isHidden())
            return; // there is another message already
        if (!std::exchange(m_isOfferShown, false))
            showOffer();
        else if (m_leftover)
            m_leftover.reset(); // closed: not now, but at the next start
        else
            offerLeftover(); // of several, the next
    });
    connect(m_files, &FileActions::scenarioOpened, this, [this](const Scenario &scenario) {
        showScenario(scenario);
        if (m_runsWhatIsOpened)
            run();
    });
    connect(m_files, &FileActions::failed, this, [this](const QString &message) { showMessage(message); });
    connect(m_files, &FileActions::written, this,
            [this](const QString &message) { statusBar()->showMessage(message, 8000); });
    connect(m_files, &FileActions::pathChanged, this, &MainWindow::showTitle);
    connect(m_files, &FileActions::pathChanged, this, [this] {
        // Saved to another file, or restored.
        if (m_files->path().isEmpty() || m_document->source() != RunDocument::Source::Scenario)
            return;
        keepChoice(m_document->scenario());
        showChoice();
    });
    connect(m_files, &FileActions::pathChanged, m_autosave,
            [this] { m_autosave->setFile(m_files->path(), m_files->hash()); });
    connect(m_files, &FileActions::changedOnDisk, this, [this](const QString &message, bool canBeLoaded) {
        if (!canBeLoaded) {
            showMessage(message);
            return;
        }
        showMessage(message, tr("Load it again"), [this] {
            if (m_files->mayReplace())
                m_files->loadAgain();
        });
    });
    connect(m_events, &EventsPanel::momentChosen, m_board->navigation(),
            [this](Duration moment) { m_board->navigation()->select(moment); });
    connect(m_events->actions(), &ActionList::removeRequested, this, [this](quint64 action) {
        if (m_document->canRemoveInterventions())
            m_document->removeIntervention(action);
        else
            statusBar()->showMessage(tr("A live run cannot be changed afterwards. Undo sets it back from now on."),
                                     8000);
    });
    connect(m_board->navigation(), &TimeNavigation::followingChanged, m_follow, &QAction::setChecked);
}

void MainWindow::openScenario(const Scenario &scenario)
{
    m_files->forget();
    showScenario(scenario);
}

void MainWindow::openFile(const QString &path)
{
    m_files->open(path);
}

bool MainWindow::showFile(const ReadFile &read, const QString &path)
{
    // Started from a command line, which says whether it is to run.
    const QScopedValueRollback guard(m_runsWhatIsOpened, false);
    return m_files->showFile(read, path);
}

QString MainWindow::message() const
{
    return m_message->message();
}

/// Unsaved work that another run of the program left behind. It is offered until it is answered, at this start or a later one.
void MainWindow::offerLeftover()
{
    m_leftover = m_autosave->leftover();
    showOffer();
}

void MainWindow::showOffer()
{
    if (!m_leftover)
        return;
    const QString file = m_leftover->file.isEmpty() ? QString()
                                                    : u" (%1)"_s.arg(QFileInfo(m_leftover->file).fileName());
    m_isOfferShown = true;
    m_message->showMessage(
        tr("\"%1\"%2 had unsaved changes when the program ended unexpectedly.").arg(m_leftover->scenario.name, file),
        tr("Restore them"), tr("Discard them"));
}

void MainWindow::restoreLeftover()
{
    if (!m_files->mayReplace()) {
        showOffer();
        return;
    }
    const Autosave::Leftover leftover = *std::exchange(m_leftover, std::nullopt);
    openScenario(leftover.scenario);
    if (!leftover.file.isEmpty())
        m_files->setPath(leftover.file, leftover.hash);
    m_document->undoStack()->resetClean(); // restored work is not saved work
    m_autosave->update();
    Autosave::discard(leftover);
    showTitle();
}

/// A built-in scenario is told from others by its id, one from a file by the file, any other by its name.
bool MainWindow::Choice::isFor(const Scenario &other, const QString &file) const
{
    if (!path.isEmpty() || !file.isEmpty())
        return path == file;
    return scenario.id == other.id && (!other.id.isEmpty() || scenario.name == other.name);
}

/// Makes @p scenario one to choose, or takes it in the place of what it was.
void MainWindow::keepChoice(const Scenario &scenario)
{
    const QString path = m_files->path();
    const auto known = std::find_if(m_choices.begin(), m_choices.end(),
                                    [&](const Choice &choice) { return choice.isFor(scenario, path); });
    if (known == m_choices.end()) {
        m_choices.append({scenario, path});
        m_chooser->addItem({});
    } else {
        known->scenario = scenario;
    }
}

void MainWindow::showScenario(const Scenario &scenario)
{
    keepChoice(scenario);
    m_board->navigation()->restart(scenario.duration);
    m_document->setScenario(scenario);
}

void MainWindow::showChoice()
{
    const QSignalBlocker blocker(m_chooser);
    const bool isScenario = m_document->source() == RunDocument::Source::Scenario;
    int shown = -1;
    for (int i = 0; i < m_choices.size(); ++i) {
        const Choice &choice = m_choices.at(i);
        m_chooser->setItemText(i, choiceText(choice));
        const QString about = choice.path.isEmpty() ? QString() : QDir::toNativeSeparators(choice.path) + u'\n';
        m_chooser->setItemData(i, about + choice.scenario.description, Qt::ToolTipRole);
        if (isScenario && choice.isFor(m_document->scenario(), m_files->path()))
            shown = i;
    }
    m_chooser->setPlaceholderText(m_document->scenario().name);
    m_chooser->setCurrentIndex(shown);
}

/// Two of the same name are told apart by their files.
QString MainWindow::choiceText(const Choice &choice) const
{
    const auto hasName = [&](const Choice &other) { return other.scenario.name == choice.scenario.name; };
    if (choice.path.isEmpty() || std::count_if(m_choices.cbegin(), m_choices.cend(), hasName) < 2)
        return choice.scenario.name;
    return tr("%1 (%2)").arg(choice.scenario.name, QFileInfo(choice.path).fileName());
}

void MainWindow::chooseScenario(int index)
{
    const Choice choice = m_choices.at(index);
    if (!choice.path.isEmpty()) {
        showChoice(); // until the file has been read
        m_files->open(choice.path);
        return;
    }
    if (!m_files->mayReplace()) {
        showChoice();
        return;
    }
    openScenario(choice.scenario);
    run();
}

void MainWindow::run()
{
    if (m_document->isRunning())
        return;
    if (!m_isOfferShown) {
        m_message->hide();
        showOffer();
    }
    m_board->navigation()->restart(m_document->scenario().duration);
    m_document->start(m_endless->isChecked());
}

void MainWindow::moveThreshold(bool isOfSlowCalls, double value)
{
    PolicyConfig policy = m_document->policy();
    if (!policy.breaker)
        return;
    QString path = u"breaker.failureThreshold"_s;
    if (isOfSlowCalls) {
        path = u"breaker.slowCallRateThreshold"_s;
        policy.breaker->slowCallRateThreshold = value;
    } else if (policy.breaker->rule == TripRule::FailureRate) {
        path = u"breaker.failureRateThreshold"_s;
        policy.breaker->failureRateThreshold = value;
    } else {
        policy.breaker->failureThreshold = int(std::lround(value));
    }
    m_document->setPolicy(policy, m_policies->row(path)->field().label, path);
}

void MainWindow::stop()
{
    m_document->stop();
}

void MainWindow::showMessage(const QString &message, const QString &action, const std::function<void()> &then)
{
    m_messageAction = then;
    m_isOfferShown = false;
    m_message->showMessage(message, action);
}

void MainWindow::refresh()
{
    const RunSnapshot &snapshot = m_document->snapshot();
    const ComparedRun &compared = m_document->comparison();
    RunSnapshot pale;
    if (compared.kind() != ComparedRun::Kind::None) {
        pale = compared.snapshot();
        pale.revision = compared.revision();
    }
    m_comparison->refresh();
    m_board->setBreakers(m_document->breakers());
    m_board->setRound(m_document->roundLength());
    m_board->setEmptyText(m_document->progress()        ? progressText()
                              : m_document->isRunning() ? tr("The run begins …")
                                                        : QString());
    m_events->setBreakers(m_document->breakers());
    m_scenarioBar->refresh();
    m_board->setMarks(marksOf(m_document->interventions()));
    m_board->show(snapshot, m_document->policy(), m_document->currentEndpoint(), pale, compared.name());
    m_summary->show(snapshot.summary);
    m_summaryTable->refresh();
    m_latencies->refresh();
    m_events->show(snapshot);
    m_events->actions()->show(m_document->interventions(), m_document->scenario().endpointNames());
    m_breaker->refresh();
    m_endpoints->refresh();
    m_inspector->refresh();
    showStatus();
    showEndpointActions();
    if (m_isWhole) {
        m_isWhole = false;
        m_board->navigation()->showAll();
    }
}

void MainWindow::showRunState()
{
    const bool isRunning = m_document->isRunning();
    const bool isPaused = m_document->isPaused();
    const bool isLive = m_document->mode() == RunDocument::Mode::Live;
    m_run->setText(isRunning ? tr("&Stop") : tr("&Run"));
    m_run->setIcon(themedIcon(isRunning ? QStringLiteral("stop") : QStringLiteral("run")));
    m_run->setToolTip(isRunning    ? tr("Ends the run (F5)")
                          : isLive ? tr("Runs the scenario on real sockets, from its beginning (F5)")
                                   : tr("Simulates the scenario, from its beginning (F5)"));
    m_pause->setEnabled(isRunning);
    m_pause->setChecked(isPaused);
    m_pause->setText(isPaused ? tr("&Continue") : tr("&Pause"));
    m_step->setEnabled(isRunning);
    // The accent stands on what is to be done, not on what is going on.
    m_runButton->setProperty("role", isRunning ? QVariant() : QVariant(QStringLiteral("primary")));
    m_runButton->update();
    m_clock->setLive(isRunning && !isPaused);
    m_board->setLive(isRunning && !isPaused);
    // What was computed at once is there from its beginning to its end.
    if (m_wasRunning && !isRunning && !isLive && m_document->speed() == PlayHead::AtOnce)
        m_isWhole = true;
    m_wasRunning = isRunning;
    m_clock->poke();
    showMode();
    showStatus();
}

void MainWindow::showMode()
{
    const bool isLive = m_document->mode() == RunDocument::Mode::Live;
    const bool isLog = m_document->source() == RunDocument::Source::CallLog;
    const QSignalBlocker modeBlocker(m_mode);
    m_mode->setCurrentIndex(m_mode->findData(int(m_document->mode())));
    m_mode->setEnabled(!isLog);
    const QSignalBlocker speedBlocker(m_speed);
    m_speed->setCurrentIndex(m_speed->findData(m_document->speed()));
    m_speed->setEnabled(!isLive && !isLog);
    // The scenario behind a call log is only a stand-in.
    for (const QString &name : {u"save"_s, u"saveAs"_s}) {
        if (auto *action = findChild<QAction *>(name))
            action->setEnabled(!isLog);
    }
    m_endless->setEnabled(isLive);
    const ComparedRun::Kind kind = m_document->comparison().kind();
    m_pin->setChecked(kind == ComparedRun::Kind::Baseline);
    m_compareSimulation->setEnabled(isLive);
    m_compareSimulation->setChecked(kind == ComparedRun::Kind::Simulation);
    m_clearComparison->setEnabled(kind != ComparedRun::Kind::None);
    m_comparison->refresh();
    m_board->setThresholdMovable(m_document->policy().breaker.has_value());
}

void MainWindow::showTitle()
{
    setWindowModified(m_document->isModified());
    const QString file = m_files->shownPath();
    setWindowFilePath(file);
    // Twice it is no place for the star.
    const QString name = QString(m_document->scenario().name).replace(u"[*]"_s, u"[*][*]"_s);
    setWindowTitle(
        file.isEmpty()
            ? tr("%1[*] - Fuseboard").arg(name)
            : tr("%1[*] (%2) - Fuseboard").arg(name, QFileInfo(file).fileName().replace(u"[*]"_s, u"[*][*]"_s)));
}

void MainWindow::showStatus()
{
    const RunSnapshot &snapshot = m_document->snapshot();
    const QString url = m_document->serverUrl();
    const bool isLive = m_document->mode() == RunDocument::Mode::Live;
    QString left = tr("Stopped. Press Run to start %1.").arg(m_document->scenario().name);
    if (m_document->isRunning() && isLive)
        left = url.isEmpty() ? tr("Starting …") : tr("Live at %1").arg(url);
    else if (m_document->progress())
        left = progressText();
    else if (m_document->isRunning())
        left = tr("Simulated, %1").arg(m_speed->currentText());
    else if (m_document->isComputing())
        left = tr("Computing …");
    else if (m_document->source() == RunDocument::Source::Recording)
        left = !snapshot.isFinished
            ? tr("A recording of a run that was interrupted. Run starts it anew.")
            : tr("A recording. Change a field, and its scenario is simulated beside it; Run starts it anew.");
    else if (m_document->source() == RunDocument::Source::CallLog)
        left = tr("A call log, replayed. Change the breaker, and it is replayed anew.");
    else if (snapshot.summary.offered > 0)
        left = isLive ? tr("The run has ended. Press Run to start it anew.")
                      : tr("The run has ended. Change a field, and it is computed again.");
    if (m_document->isPaused())
        left = tr("Paused at %1. %2").arg(shortMomentText(snapshot.now), left);
    if (m_statusLeft->text() != left)
        m_statusLeft->setText(left);
    const QString right = tr("%1 calls   ·   %2").arg(countText(snapshot.summary.calls), shortMomentText(snapshot.now));
    if (m_statusRight->text() != right)
        m_statusRight->setText(right);
}

/// How far a computation is, and how long it will still take.
QString MainWindow::progressText() const
{
    const QString done = percentFigure(std::floor(m_document->progress().value_or(0) * 100) / 100).text();
    const std::optional<Duration> left = m_document->timeLeft();
    return left && *left >= std::chrono::seconds(1)
        ? tr("Simulating: %1, about %2 s left").arg(done).arg(std::chrono::ceil<std::chrono::seconds>(*left).count())
        : tr("Simulating: %1").arg(done);
}

void MainWindow::restoreLayout()
{
    const QSettings settings;
    if (settings.contains(QStringLiteral("window/geometry"))) {
        restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
        restoreState(settings.value(QStringLiteral("window/state")).toByteArray(), LayoutVersion);
        m_otherLayout = settings.value(QStringLiteral("window/tuneState")).toByteArray();
        m_tuneState = settings.value(QStringLiteral("window/tunePage")).toByteArray();
        fitToScreen();
    }
}

/// The screen may be another one than that on which the size was chosen.
void MainWindow::fitToScreen()
{
    if (isMaximized() || isFullScreen())
        return;
    const QScreen *screen = QGuiApplication::screenAt(geometry().center());
    const QRect room = roomOn(screen != nullptr ? screen : QGuiApplication::primaryScreen());
    if (room.isEmpty())
        return;
    const QRect fitted = fittedTo(room, geometry(), usualFrame());
    if (fitted.size() != size())
        resize(fitted.size());
    if (fitted.topLeft() != geometry().topLeft() && testAttribute(Qt::WA_Moved))
        move(fitted.topLeft() - QPoint(usualFrame().left(), usualFrame().top()));
}

void MainWindow::saveLayout() const
{
    const QByteArray layout = saveState(LayoutVersion);
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/state"), showsTune() ? m_otherLayout : layout);
    settings.setValue(QStringLiteral("window/tuneState"), showsTune() ? layout : m_otherLayout);
    settings.setValue(QStringLiteral("window/tunePage"), m_tune != nullptr ? m_tune->saveState() : m_tuneState);
    settings.setValue(QStringLiteral("window/theme"), Theme::nameOf(m_theme->choice()));
}

bool MainWindow::showsTune() const
{
    return m_pages->currentWidget() == m_tune;
}

void MainWindow::showTune(bool isTune)
{
    if (isTune == showsTune())
        return;
    const QByteArray layout = saveState(LayoutVersion);
    m_showTune->setChecked(isTune);
    tunePage();
    // First whatever makes room: page and panels of both together may be wider than the screen.
    const auto showPage = [this](int page) {
        m_pages->currentWidget()->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
        m_pages->setCurrentIndex(page);
        m_pages->currentWidget()->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    };
    if (!isTune)
        showPage(BoardPage);
    if (!restoreState(m_otherLayout, LayoutVersion))
        layOutAsAtFirst();
    if (isTune)
        showPage(TunePageIndex);
    m_otherLayout = layout;
    for (QAction *action : {m_follow, m_zoomIn, m_zoomOut, m_showAll})
        action->setEnabled(!isTune); // they are the board's
}

void MainWindow::layOutAsAtFirst()
{
    restoreState(m_factoryLayout, LayoutVersion);
    if (!m_showTune->isChecked())
        return;
    for (QDockWidget *dock : findChildren<QDockWidget *>())
        dock->hide();
}

void MainWindow::showUndo()
{
    // What is not applied is taken back first.
    const bool hasDraft = m_policies->hasIssues();
    const QString undo = m_document->undoText();
    const QString redo = m_document->redoText();
    m_undo->setEnabled(hasDraft || !undo.isEmpty());
    m_undo->setText(hasDraft             ? tr("&Undo what is not applied")
                        : undo.isEmpty() ? tr("&Undo")
                                         : tr("&Undo %1").arg(QString(undo).replace(u'&', u"&&"_s)));
    m_redo->setEnabled(!redo.isEmpty());
    m_redo->setText(redo.isEmpty() ? tr("&Redo") : tr("&Redo %1").arg(QString(redo).replace(u'&', u"&&"_s)));
}

void MainWindow::undo()
{
    if (m_policies->hasIssues())
        m_policies->putBack();
    else
        m_document->undo();
}

void MainWindow::showEndpointActions()
{
    const int endpoint = m_document->currentEndpoint();
    const QString name =
        m_document->scenario().endpoints.value(endpoint).name.left(LongestNameInMenu).replace(u'&', u"&&"_s);
    m_break->setText(tr("&Break %1").arg(name));
    m_heal->setText(tr("&Heal %1").arg(name));
    m_break->setEnabled(m_document->canBreak(endpoint));
    m_heal->setEnabled(m_document->canHeal(endpoint));
    m_followPhases->setEnabled(m_document->canIntervene() && !m_document->byHand(endpoint).isEmpty());

    // Whose figures they are.
    const qsizetype endpoints = m_document->scenario().endpoints.size();
    const QString whose = endpoints > 1 ? tr(", all %1 endpoints").arg(endpoints) : QString();
    m_figuresDock->setWindowTitle(tr("Key figures%1").arg(whose));
    m_summaryDock->setWindowTitle(tr("Summary%1").arg(whose));
}

bool MainWindow::focusNextPrevChild(bool next)
{
    const QList<QWidget *> stops = tabStops(*this);
    if (stops.isEmpty())
        return QMainWindow::focusNextPrevChild(next);
    QWidget *focused = focusWidget();
    while (focused != nullptr && focused != this && !stops.contains(focused))
        focused = focused->parentWidget();
    const qsizetype here = stops.indexOf(focused);
    const qsizetype count = stops.size();
    const qsizetype there = next ? (here + 1) % count : (here <= 0 ? count - 1 : here - 1);
    stops.at(there)->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    const int lines = height() < RoomyHeight ? 1 : 2;
    m_scenarioBar->setLines(lines);
    m_comparison->setLines(lines);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.first().isLocalFile())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    openFile(event->mimeData()->urls().first().toLocalFile());
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_files->mayReplace()) {
        event->ignore();
        return;
    }
    m_document->undoStack()->setClean(); // what was let go is not to be kept for the next time
    saveLayout();
    QMainWindow::closeEvent(event);
}

void MainWindow::childEvent(QChildEvent *event)
{
    QMainWindow::childEvent(event);
    // Made by Qt where docks share a place.
    if (auto *tabs = qobject_cast<QTabBar *>(event->child()); event->polished() && tabs != nullptr)
        tabs->setAccessibleName(tr("Panels in this place"));
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_clock != nullptr)
        m_clock->poke();
}

} // namespace Fuseboard
