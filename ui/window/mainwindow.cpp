// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/mainwindow.h"

#include "charts/boardview.h"
#include "charts/refreshclock.h"
#include "charts/timenavigation.h"
#include "document/rundocument.h"
#include "panels/breakerpanel.h"
#include "panels/endpointspanel.h"
#include "panels/eventspanel.h"
#include "panels/policiespanel.h"
#include "panels/summarypanel.h"
#include "theme/figures.h"
#include "theme/icons.h"
#include "theme/theme.h"
#include "window/messagebar.h"

#include <QAction>
#include <QCloseEvent>
#include <QComboBox>
#include <QLabel>
#include <QSettings>
#include <QSignalBlocker>
#include <QStatusBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace Fuseboard {

namespace {

// Grows with every change of docks or toolbars: an older layout would hide what is new.
constexpr int LayoutVersion = 1;

} // namespace

MainWindow::MainWindow(const QList<Scenario> &scenarios, Theme *theme, QWidget *parent)
    : QMainWindow(parent)
    , m_scenarios(scenarios)
    , m_theme(theme)
    , m_document(new RunDocument(this))
    , m_clock(new RefreshClock(this))
    , m_board(new BoardView)
    , m_message(new MessageBar)
{
    setObjectName(QStringLiteral("mainWindow"));
    if (!m_scenarios.isEmpty())
        m_document->setScenario(m_scenarios.first());

    auto *centre = new QWidget;
    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins(8, 8, 8, 4);
    layout->setSpacing(8);
    layout->addWidget(m_message);
    layout->addWidget(m_board, 1);
    setCentralWidget(centre);

    makeActions();
    makeToolBar();
    makeDocks();
    makeMenus();
    makeStatusBar();
    connectDocument();
    resize(1440, 900);
    m_factoryLayout = saveState(LayoutVersion);
    restoreLayout();
    showRunState();
    refresh();
}

MainWindow::~MainWindow() = default;

void MainWindow::connectDocument()
{
    connect(m_clock, &RefreshClock::tick, m_document, &RunDocument::refresh);
    connect(m_document, &RunDocument::refreshed, this, &MainWindow::refresh);
    connect(m_document, &RunDocument::runStateChanged, this, &MainWindow::showRunState);
    connect(m_document, &RunDocument::policyChanged, m_clock, &RefreshClock::poke);
    connect(m_document, &RunDocument::currentEndpointChanged, m_clock, &RefreshClock::poke);
    connect(m_document, &RunDocument::failed, this,
            [this](const QString &message) { showMessage(message, tr("Run again")); });
    connect(m_message, &MessageBar::actionTriggered, this, &MainWindow::run);
    connect(m_events, &EventsPanel::momentChosen, m_board->navigation(),
            [this](Duration moment) { m_board->navigation()->select(moment); });
    connect(m_board->navigation(), &TimeNavigation::followingChanged, m_follow, &QAction::setChecked);
}

void MainWindow::openScenario(const Scenario &scenario)
{
    const auto known = std::find_if(m_scenarios.cbegin(), m_scenarios.cend(),
                                    [&](const Scenario &s) { return s.id == scenario.id; });
    int index = int(std::distance(m_scenarios.cbegin(), known));
    if (known == m_scenarios.cend()) {
        m_scenarios.append(scenario);
        m_chooser->addItem(scenario.name);
    } else {
        m_scenarios[index] = scenario;
    }
    const QSignalBlocker blocker(m_chooser);
    m_chooser->setCurrentIndex(index);
    m_board->navigation()->restart();
    m_document->setScenario(scenario);
}

void MainWindow::chooseScenario(int index)
{
    const bool wasRunning = m_document->isRunning();
    openScenario(m_scenarios.at(index));
    if (wasRunning)
        run();
}

void MainWindow::run()
{
    if (m_document->isRunning())
        return;
    m_message->hide();
    m_board->navigation()->restart();
    m_document->startLive(m_endless->isChecked());
}

void MainWindow::stop()
{
    m_document->stop();
}

void MainWindow::showMessage(const QString &message, const QString &action)
{
    m_message->showMessage(message, action);
}

void MainWindow::refresh()
{
    const RunSnapshot &snapshot = m_document->snapshot();
    m_board->show(snapshot, m_document->policy(), m_document->currentEndpoint());
    m_summary->show(snapshot.summary);
    m_events->show(snapshot);
    m_breaker->refresh();
    m_endpoints->refresh();
    showStatus();
}

void MainWindow::showRunState()
{
    const bool isRunning = m_document->isRunning();
    m_run->setText(isRunning ? tr("&Stop") : tr("&Run"));
    m_run->setIcon(themedIcon(isRunning ? QStringLiteral("stop") : QStringLiteral("run")));
    m_run->setToolTip(isRunning ? tr("Ends the run (F5)")
                                : tr("Runs the scenario on real sockets, from its beginning (F5)"));
    // The accent stands on what is to be done, not on what is going on.
    m_runButton->setProperty("role", isRunning ? QVariant() : QVariant(QStringLiteral("primary")));
    m_runButton->update();
    m_clock->setLive(isRunning);
    m_board->setLive(isRunning);
    setWindowTitle(tr("%1 - Fuseboard").arg(m_document->scenario().name));
    showStatus();
}

void MainWindow::showStatus()
{
    const RunSnapshot &snapshot = m_document->snapshot();
    const QString url = m_document->serverUrl();
    QString left = tr("Stopped. Press Run to start %1.").arg(m_document->scenario().name);
    if (m_document->isRunning())
        left = url.isEmpty() ? tr("Starting …") : tr("Live at %1").arg(url);
    else if (snapshot.revision > 0)
        left = tr("The run has ended. Press Run to start it anew.");
    if (m_statusLeft->text() != left)
        m_statusLeft->setText(left);
    const QString right = tr("%1 calls   ·   %2   ·   revision %3")
                              .arg(countText(snapshot.summary.calls), shortMomentText(snapshot.now),
                                   countText(snapshot.revision));
    if (m_statusRight->text() != right)
        m_statusRight->setText(right);
}

void MainWindow::restoreLayout()
{
    const QSettings settings;
    if (settings.contains(QStringLiteral("window/geometry"))) {
        restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
        restoreState(settings.value(QStringLiteral("window/state")).toByteArray(), LayoutVersion);
    }
}

void MainWindow::saveLayout() const
{
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/state"), saveState(LayoutVersion));
    settings.setValue(QStringLiteral("window/theme"), Theme::nameOf(m_theme->choice()));
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveLayout();
    QMainWindow::closeEvent(event);
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_clock != nullptr)
        m_clock->poke();
}

} // namespace Fuseboard
