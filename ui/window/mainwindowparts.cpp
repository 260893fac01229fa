// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the window is made of: actions, menus, toolbar, docks, status bar. What it does is in mainwindow.cpp.

#include "charts/boardview.h"
#include "charts/timenavigation.h"
#include "document/rundocument.h"
#include "panels/breakerpanel.h"
#include "panels/callspanel.h"
#include "panels/editorrow.h"
#include "panels/elidedlabel.h"
#include "panels/endpointspanel.h"
#include "panels/eventspanel.h"
#include "panels/latencypanel.h"
#include "panels/policiespanel.h"
#include "panels/summarypanel.h"
#include "panels/summarytable.h"
#include "panels/whypanel.h"
#include "theme/icons.h"
#include "theme/theme.h"
#include "window/fileactions.h"
#include "window/mainwindow.h"
#include "window/plaintextguard.h"
#include "window/runinspector.h"
#include "window/tunepage.h"
#include "window/undokeys.h"

#include <QAction>
#include <QActionGroup>
#include <QComboBox>
#include <QDockWidget>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMessageBox>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace Fuseboard {

namespace {

// As wide as its content where there is room, and scrolled sideways only in a window that is too narrow for that.
class PanelArea final : public QScrollArea
{
public:
    static constexpr int LeastWidth = 220;  // so that two of them and the board fit a small screen
    static constexpr int LeastHeight = 110; // so that two of them fit a small screen

    PanelArea(QWidget *content, const QString &name)
    {
        setObjectName(name);
        setWidgetResizable(true);
        setFrameShape(QFrame::NoFrame);
        setFocusPolicy(Qt::NoFocus);               // Tab stops at its fields
        content->resize(LeastHeight, LeastHeight); // else it would be laid out here, before it has its style and place
        setWidget(content);
        // Without this the content is drawn on the colour of text fields.
        viewport()->setAutoFillBackground(false);
        content->setAutoFillBackground(false);
    }

    QSize minimumSizeHint() const override
    {
        const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, this);
        if (widget() == nullptr)
            return {100, 90};
        return {std::min(widget()->minimumSizeHint().width() + bar, LeastWidth),
                std::min(widget()->minimumSizeHint().height(), LeastHeight)};
    }
    QSize sizeHint() const override
    {
        if (widget() == nullptr)
            return minimumSizeHint();
        const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, this);
        return {widget()->minimumSizeHint().width() + bar, widget()->sizeHint().height()};
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        // What is in it has become wider or narrower.
        if (watched == widget() && event->type() == QEvent::LayoutRequest)
            updateGeometry();
        return QScrollArea::eventFilter(watched, event);
    }
};

} // namespace

void MainWindow::makeActions()
{
    const auto make = [this](const QString &name, const QString &text, const QString &icon, const QKeySequence &key) {
        auto *action = new QAction(text, this);
        action->setObjectName(name);
        if (!icon.isEmpty())
            action->setIcon(themedIcon(icon));
        action->setShortcut(key);
        addAction(action);
        return action;
    };
    TimeNavigation *navigation = m_board->navigation();

    m_run = make(QStringLiteral("run"), tr("&Run"), QStringLiteral("run"), Qt::Key_F5);
    connect(m_run, &QAction::triggered, this, [this] { m_document->isRunning() ? stop() : run(); });
    m_pause = make(QStringLiteral("pause"), tr("&Pause"), QStringLiteral("pause"), Qt::Key_F6);
    m_pause->setCheckable(true);
    m_pause->setToolTip(tr("The run's time stands still, or goes on (F6)"));
    connect(m_pause, &QAction::triggered, this,
            [this](bool pause) { pause ? m_document->pause() : m_document->resume(); });
    m_step = make(QStringLiteral("step"), tr("S&tep"), QStringLiteral("step"), Qt::Key_F7);
    m_step->setToolTip(tr("Goes on for one second of the run's time, then stands (F7)"));
    connect(m_step, &QAction::triggered, m_document, &RunDocument::step);
    m_pin = make(QStringLiteral("pin"), tr("Pin as &baseline"), QStringLiteral("pin"), Qt::CTRL | Qt::Key_D);
    m_pin->setCheckable(true);
    m_pin->setToolTip(tr("Keeps this run, pale, behind all that follow (Ctrl+D); again: takes it away"));
    connect(m_pin, &QAction::triggered, this, [this](bool pin) {
        pin ? m_document->pinBaseline() : m_document->clearComparison();
        showMode();
    });
    m_compareSimulation = make(QStringLiteral("compareSimulation"), tr("Compare with its &simulation"), {},
                               Qt::CTRL | Qt::SHIFT | Qt::Key_D);
    m_compareSimulation->setCheckable(true);
    m_compareSimulation->setToolTip(tr("Simulates the live run beside it, with all that was done to it by hand"));
    connect(m_compareSimulation, &QAction::triggered, this, [this](bool compare) {
        compare ? m_document->compareWithSimulation() : m_document->clearComparison();
        showMode();
    });
    m_clearComparison = make(QStringLiteral("clearComparison"), tr("&Dismiss the pale run"), {}, {});
    connect(m_clearComparison, &QAction::triggered, m_document, &RunDocument::clearComparison);
    m_endless = make(QStringLiteral("endless"), tr("Repeat &endlessly"), {}, {});
    m_endless->setCheckable(true);
    m_endless->setChecked(true);
    m_endless->setToolTip(tr("After its last phase the scenario begins anew. Counts from the next run on."));

    m_follow = make(QStringLiteral("follow"), tr("&Follow"), QStringLiteral("follow"), Qt::CTRL | Qt::Key_L);
    m_follow->setCheckable(true);
    m_follow->setChecked(true);
    m_follow->setToolTip(tr("Keeps the present in sight (Ctrl+L)"));
    connect(m_follow, &QAction::toggled, navigation, &TimeNavigation::setFollowing);
    m_zoomIn = make(QStringLiteral("zoomIn"), tr("Zoom &in"), QStringLiteral("zoom-in"), QKeySequence::ZoomIn);
    m_zoomIn->setToolTip(tr("Shows less time (Ctrl++, or the wheel)"));
    connect(m_zoomIn, &QAction::triggered, navigation, [navigation] { navigation->zoom(1.5); });
    m_zoomOut = make(QStringLiteral("zoomOut"), tr("Zoom &out"), QStringLiteral("zoom-out"), QKeySequence::ZoomOut);
    m_zoomOut->setToolTip(tr("Shows more time (Ctrl+-, or the wheel)"));
    connect(m_zoomOut, &QAction::triggered, navigation, [navigation] { navigation->zoom(1 / 1.5); });
    m_showAll = make(QStringLiteral("showAll"), tr("Show &all"), QStringLiteral("zoom-all"), Qt::CTRL | Qt::Key_0);
    m_showAll->setToolTip(tr("Shows the whole run (Ctrl+0)"));
    connect(m_showAll, &QAction::triggered, navigation, &TimeNavigation::showAll);

    m_showTune = make(QStringLiteral("showTune"), tr("T&une"), QStringLiteral("tune"), Qt::CTRL | Qt::Key_T);
    m_showTune->setCheckable(true);
    m_showTune->setToolTip(tr("Which thresholds would be best? The second page; again: back to the board (Ctrl+T)"));
    connect(m_showTune, &QAction::triggered, this, &MainWindow::showTune);
}

TunePage *MainWindow::tunePage()
{
    if (m_tune != nullptr)
        return m_tune;
    m_tune = new TunePage(m_document, m_files);
    m_pages->addWidget(m_tune);
    // A page that is not shown needs no room.
    m_tune->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    m_tune->restoreState(m_tuneState);
    m_tune->fill(m_tuneMenu);
    connect(m_tune, &TunePage::failed, this, [this](const QString &message) { showMessage(message); });
    connect(m_tune, &TunePage::done, this, [this](const QString &message) { statusBar()->showMessage(message, 8000); });
    return m_tune;
}

void MainWindow::makeToolBar()
{
    auto *bar = addToolBar(tr("Toolbar"));
    bar->setObjectName(QStringLiteral("toolBar"));
    bar->setMovable(false);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->setIconSize({16, 16});
    bar->setContextMenuPolicy(Qt::PreventContextMenu);

    bar->addAction(m_run);
    m_runButton = qobject_cast<QToolButton *>(bar->widgetForAction(m_run));
    m_runButton->setObjectName(QStringLiteral("runButton"));
    // Both of its texts fit, so that the bar does not move when it changes.
    m_runButton->setMinimumWidth(76);
    bar->addAction(m_pause);
    bar->addAction(m_step);
    bar->addSeparator();

    auto *label = new QLabel(tr("Sce&nario"));
    label->setContentsMargins(6, 0, 4, 0);
    m_chooser = new QComboBox;
    m_chooser->setObjectName(QStringLiteral("scenarioChooser"));
    m_chooser->setAccessibleName(tr("Scenario"));
    makeNarrow(m_chooser);
    m_chooser->setMinimumWidth(120);
    m_chooser->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_chooser->setMaximumWidth(280);
    for (const Choice &choice : std::as_const(m_choices))
        m_chooser->addItem(choice.scenario.name);
    m_chooser->setToolTip(tr("What happens to the endpoints, and when"));
    connect(m_chooser, &QComboBox::activated, this, &MainWindow::chooseScenario);
    label->setBuddy(m_chooser);
    bar->addWidget(label);
    bar->addWidget(m_chooser);

    m_mode = new QComboBox;
    m_mode->setObjectName(QStringLiteral("modeChooser"));
    m_mode->setAccessibleName(tr("Live or simulated"));
    m_mode->addItem(tr("Simulated"), int(RunDocument::Mode::Simulated));
    m_mode->addItem(tr("Live"), int(RunDocument::Mode::Live));
    m_mode->setToolTip(
        tr("Simulated: in virtual time, computed again with every change. Live: on real sockets, at wall "
           "speed."));
    connect(m_mode, &QComboBox::activated, this, [this](int index) {
        m_document->setMode(static_cast<RunDocument::Mode>(m_mode->itemData(index).toInt()));
    });
    bar->addWidget(m_mode);
    m_speed = new QComboBox;
    m_speed->setObjectName(QStringLiteral("speedChooser"));
    m_speed->setAccessibleName(tr("Speed of a simulated run"));
    m_speed->addItem(tr("1×"), 1.0);
    m_speed->addItem(tr("10×"), 10.0);
    m_speed->addItem(tr("100×"), 100.0);
    m_speed->addItem(tr("at once"), PlayHead::AtOnce);
    m_speed->setToolTip(tr("How fast a simulated run plays"));
    connect(m_speed, &QComboBox::activated, this,
            [this](int index) { m_document->setSpeed(m_speed->itemData(index).toDouble()); });
    bar->addWidget(m_speed);
    bar->addSeparator();
    bar->addAction(m_pin);
    auto *exports = new QToolButton;
    exports->setObjectName(QStringLiteral("exportButton"));
    exports->setText(tr("Export"));
    exports->setIcon(themedIcon(QStringLiteral("export")));
    exports->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    exports->setToolTip(tr("The chart, the data, a report, or the run itself as a file"));
    exports->setMenu(m_files->exportMenu());
    exports->setPopupMode(QToolButton::InstantPopup);
    bar->addWidget(exports);
    bar->addSeparator();
    bar->addAction(m_showTune);

    auto *space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);
    bar->addAction(m_follow);
    for (QAction *action : {m_zoomOut, m_zoomIn, m_showAll})
        bar->addAction(action);
    for (QAction *action : {m_pause, m_step, m_pin, m_zoomOut, m_zoomIn, m_showAll}) {
        auto *button = qobject_cast<QToolButton *>(bar->widgetForAction(action));
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        button->setAccessibleName(action->text().remove(u'&'));
    }
    for (QToolButton *button : bar->findChildren<QToolButton *>()) {
        button->setFocusPolicy(Qt::TabFocus);
        button->setMinimumHeight(30);
    }
}

QDockWidget *MainWindow::addDock(const QString &name, const QString &title, QWidget *content, Qt::DockWidgetArea area)
{
    QDockWidget *dock = makeDock(name, title);
    dock->setWidget(content);
    addDockWidget(area, dock);
    return dock;
}

QDockWidget *MainWindow::addDockBehind(QDockWidget *front, const QString &name, const QString &title, QWidget *content,
                                       const QString &area)
{
    QDockWidget *dock = makeDock(name, title);
    // Laid out when it is first seen. Qt shows what stands behind another panel too, outside the window.
    content->setParent(dock);
    content->hide();
    connect(dock, &QDockWidget::visibilityChanged, content, [dock, content, area](bool isSeen) {
        if (!isSeen || dock->widget() != nullptr)
            return;
        dock->setWidget(area.isEmpty() ? content : new PanelArea(content, area));
        content->show();
    });
    tabifyDockWidget(front, dock);
    return dock;
}

QDockWidget *MainWindow::makeDock(const QString &name, const QString &title)
{
    auto *dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable
                      | QDockWidget::DockWidgetClosable);
    return dock;
}

void MainWindow::makeDocks()
{
    // The sides reach down to the bottom: their panels are long, the event table is wide enough below the charts.
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setDockNestingEnabled(true);

    m_endpoints = new EndpointsPanel(m_document);
    m_policies = new PoliciesPanel(m_document);
    m_summary = new SummaryPanel;
    m_breaker = new BreakerPanel(m_document);
    m_events = new EventsPanel;
    m_summaryTable = new SummaryTable(m_document);
    m_latencies = new LatencyPanel(m_document);
    connect(m_latencies, &LatencyPanel::savePictureRequested, m_files, &FileActions::savePictureOf);
    connect(m_latencies, &LatencyPanel::copyPictureRequested, m_files, &FileActions::copyPictureOf);

    addDock(QStringLiteral("endpointsDock"), tr("Endpoints"),
            new PanelArea(m_endpoints, QStringLiteral("endpointsArea")), Qt::LeftDockWidgetArea);
    auto *policies = new QWidget;
    auto *policiesLayout = new QVBoxLayout(policies);
    policiesLayout->setContentsMargins(0, 0, 0, 0);
    policiesLayout->addWidget(new PanelArea(m_policies, QStringLiteral("policiesArea")), 1);
    policiesLayout->addWidget(m_policies->banner());
    addDock(QStringLiteral("policiesDock"), tr("Policies"), policies, Qt::LeftDockWidgetArea);
    m_figuresDock = addDock(QStringLiteral("figuresDock"), tr("Key figures"),
                            new PanelArea(m_summary, QStringLiteral("figuresArea")), Qt::RightDockWidgetArea);
    QDockWidget *breaker = addDock(QStringLiteral("breakerDock"), tr("Breaker"),
                                   new PanelArea(m_breaker, QStringLiteral("breakerArea")), Qt::RightDockWidgetArea);
    QDockWidget *events = addDock(QStringLiteral("eventsDock"), tr("Events"), m_events, Qt::BottomDockWidgetArea);
    m_calls = new CallsPanel;
    UndoKeys::keepOwnUndo(m_calls->findChild<QLineEdit *>(QStringLiteral("callFilter")));
    m_why = new WhyPanel;
    m_inspector = new RunInspector(m_document, {m_calls, m_breaker, m_why, m_events, m_board}, this);
    auto *tablePlace = new QWidget;
    auto *tableLayout = new QVBoxLayout(tablePlace);
    tableLayout->setContentsMargins(8, 0, 8, 2);
    auto *tableSplitter = new QSplitter(Qt::Horizontal);
    tableSplitter->setObjectName(QStringLiteral("summarySplitter"));
    tableSplitter->setChildrenCollapsible(false);
    tableSplitter->addWidget(m_summaryTable);
    tableSplitter->addWidget(m_latencies);
    tableSplitter->setSizes({3000, 2000}); // in proportion
    tableLayout->addWidget(tableSplitter);
    QDockWidget *calls = addDockBehind(events, QStringLiteral("callsDock"), tr("Calls"), m_calls);
    m_summaryDock = addDockBehind(calls, QStringLiteral("summaryDock"), tr("Summary"), tablePlace);
    events->raise();
    QDockWidget *why = addDockBehind(breaker, QStringLiteral("whyDock"), tr("Why?"), m_why, QStringLiteral("whyArea"));
    breaker->raise();
    // Whoever asks wants to see the answer; whoever asks no more, the breaker.
    connect(m_inspector, &RunInspector::asked, why,
            [why, breaker](bool isAsked) { (isAsked ? why : breaker)->raise(); });
}

/// Each area gets its share of the window as it is first.
void MainWindow::spreadDocks()
{
    const auto dock = [this](const char *name) { return findChild<QDockWidget *>(QLatin1String(name)); };
    if (width() < LeastForBothSides) {
        // All panels in one place, on the left.
        for (const char *name : {"policiesDock", "figuresDock", "breakerDock", "whyDock"})
            tabifyDockWidget(dock("endpointsDock"), dock(name));
        dock("endpointsDock")->raise();
    } else if (height() < LeastForTwo) {
        // One panel at a time on each side.
        tabifyDockWidget(dock("endpointsDock"), dock("policiesDock"));
        tabifyDockWidget(dock("figuresDock"), dock("breakerDock"));
        tabifyDockWidget(dock("breakerDock"), dock("whyDock"));
        dock("endpointsDock")->raise();
        dock("figuresDock")->raise();
    }
    const int left = width() < LeastForBothSides ? std::clamp(width() * 44 / 100, 240, 360)
                                                 : std::clamp(width() * 27 / 100, 240, 400);
    const int right = std::clamp(width() * 20 / 100, 200, 300);
    resizeDocks({dock("endpointsDock")}, {left}, Qt::Horizontal);
    if (width() >= LeastForBothSides)
        resizeDocks({dock("figuresDock")}, {right}, Qt::Horizontal);
    resizeDocks({dock("endpointsDock"), dock("policiesDock")}, {height() * 45 / 100, height() * 50 / 100},
                Qt::Vertical);
    resizeDocks({dock("figuresDock"), dock("breakerDock")}, {290, std::max(100, height() - 340)}, Qt::Vertical);
    resizeDocks({dock("eventsDock")}, {std::clamp(height() * 22 / 100, 110, 200)}, Qt::Vertical);
}

void MainWindow::makeMenus()
{
    QMenu *file = menuBar()->addMenu(tr("&File"));
    auto *quit = file->addAction(tr("&Quit"), Qt::CTRL | Qt::Key_Q, this, &QWidget::close);
    quit->setObjectName(QStringLiteral("quit"));
    quit->setMenuRole(QAction::QuitRole);

    QMenu *edit = menuBar()->addMenu(tr("&Edit"));
    m_undo = edit->addAction(tr("&Undo"), this, &MainWindow::undo);
    m_undo->setObjectName(QStringLiteral("undo"));
    m_undo->setShortcuts(QKeySequence::Undo);
    m_redo = edit->addAction(tr("&Redo"), m_document, &RunDocument::redo);
    m_redo->setObjectName(QStringLiteral("redo"));
    m_redo->setShortcuts(QKeySequence::Redo);
    showUndo();

    QMenu *scenario = menuBar()->addMenu(tr("&Scenario"));
    scenario->addAction(m_run);
    scenario->addAction(m_pause);
    scenario->addAction(m_step);
    scenario->addAction(m_endless);
    scenario->addSeparator();
    m_break = scenario->addAction(QString(), Qt::CTRL | Qt::Key_B, this,
                                  [this] { m_document->breakEndpoint(m_document->currentEndpoint()); });
    m_break->setObjectName(QStringLiteral("breakEndpoint"));
    m_heal = scenario->addAction(QString(), Qt::CTRL | Qt::Key_H, this,
                                 [this] { m_document->heal(m_document->currentEndpoint()); });
    m_heal->setObjectName(QStringLiteral("healEndpoint"));
    m_followPhases = scenario->addAction(tr("&Follow its phases again"), this,
                                         [this] { m_document->followPhases(m_document->currentEndpoint()); });
    m_followPhases->setObjectName(QStringLiteral("followPhases"));
    showEndpointActions();

    QMenu *compare = menuBar()->addMenu(tr("&Compare"));
    compare->addAction(m_pin);
    compare->addAction(m_compareSimulation);
    compare->addAction(m_clearComparison);
    m_files->fill(file, compare);

    m_tuneMenu = menuBar()->addMenu(tr("&Tune"));
    m_tuneMenu->addAction(m_showTune);
    m_tuneMenu->addSeparator();
    connect(m_tuneMenu, &QMenu::aboutToShow, this, &MainWindow::tunePage);

    QMenu *view = menuBar()->addMenu(tr("&View"));
    view->addAction(m_follow);
    view->addAction(m_zoomIn);
    view->addAction(m_zoomOut);
    view->addAction(m_showAll);
    view->addSeparator();
    view->addAction(m_showTune);
    m_panelMenu = view->addMenu(tr("&Panels"));
    for (const QDockWidget *dock : findChildren<QDockWidget *>())
        m_panelMenu->addAction(dock->toggleViewAction());
    m_panelMenu->addSeparator();
    m_panelMenu->addAction(tr("&As they were at first"), this, &MainWindow::layOutAsAtFirst);
    view->addMenu(makeThemeMenu(view));

    QMenu *help = menuBar()->addMenu(tr("&Help"));
    help->addAction(tr("&About Fuseboard"), this, &MainWindow::showAbout);
    help->addAction(tr("About &Qt"), this, [this] {
        const PlainTextGuard::Pause pause; // its text is HTML
        QMessageBox::aboutQt(this);
    });
}

QMenu *MainWindow::makeThemeMenu(QMenu *parent)
{
    auto *menu = new QMenu(tr("&Theme"), parent);
    auto *group = new QActionGroup(menu);
    const auto add = [&](Theme::Choice choice, const QString &text) {
        QAction *action = menu->addAction(text, this, [this, choice] { m_theme->setChoice(choice); });
        action->setObjectName(QStringLiteral("theme.") + Theme::nameOf(choice));
        action->setCheckable(true);
        action->setChecked(m_theme->choice() == choice);
        group->addAction(action);
    };
    add(Theme::Choice::System, tr("As the &system"));
    add(Theme::Choice::Light, tr("&Light"));
    add(Theme::Choice::Dark, tr("&Dark"));
    return menu;
}

void MainWindow::makeStatusBar()
{
    m_statusLeft = new ElidedLabel;
    m_statusLeft->setObjectName(QStringLiteral("statusLeft"));
    m_statusLeft->setContentsMargins(8, 0, 0, 0);
    m_statusRight = new QLabel;
    m_statusRight->setObjectName(QStringLiteral("statusRight"));
    m_statusRight->setToolTip(tr("Calls that have ended, time since the run began, and changes of the recording"));
    statusBar()->addWidget(m_statusLeft, 1);
    statusBar()->addPermanentWidget(m_statusRight);
}

void MainWindow::showAbout()
{
    QMessageBox box(QMessageBox::NoIcon, tr("About Fuseboard"),
                    tr("<h3>Fuseboard %1</h3><p>A workbench for circuit breakers and retry policies.</p>"
                       "<p>Free software under the GNU General Public License, version 3 or later; its libraries "
                       "under the MIT license.</p>")
                        .arg(QStringLiteral(FUSEBOARD_VERSION)),
                    QMessageBox::Ok, this);
    box.setTextFormat(Qt::RichText);
    box.setIconPixmap(windowIcon().pixmap(64));
    box.exec();
}

} // namespace Fuseboard
