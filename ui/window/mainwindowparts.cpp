// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the window is made of: actions, menus, toolbar, docks, status bar. What it does is in mainwindow.cpp.

#include "charts/boardview.h"
#include "charts/timenavigation.h"
#include "document/rundocument.h"
#include "panels/breakerpanel.h"
#include "panels/endpointspanel.h"
#include "panels/eventspanel.h"
#include "panels/policiespanel.h"
#include "panels/summarypanel.h"
#include "theme/icons.h"
#include "theme/theme.h"
#include "window/mainwindow.h"

#include <QAction>
#include <QActionGroup>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QScrollArea>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace Fuseboard {

namespace {

// Never narrower than its content: what does not fit is scrolled, but not sideways.
class PanelArea final : public QScrollArea
{
public:
    static constexpr int LeastHeight = 225; // an endpoint and what breaking it means

    QSize minimumSizeHint() const override
    {
        const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, this);
        if (widget() == nullptr)
            return {100, 90};
        return {widget()->minimumSizeHint().width() + bar, std::min(widget()->minimumSizeHint().height(), LeastHeight)};
    }
    QSize sizeHint() const override
    {
        return minimumSizeHint().expandedTo({0, widget() ? widget()->sizeHint().height() : 0});
    }
};

QScrollArea *scrolling(QWidget *content, const QString &name)
{
    auto *area = new PanelArea;
    area->setObjectName(name);
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Without this the content is drawn on the colour of text fields.
    area->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    return area;
}

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
    m_endless = make(QStringLiteral("endless"), tr("Repeat &endlessly"), {}, {});
    m_endless->setCheckable(true);
    m_endless->setChecked(true);
    m_endless->setToolTip(tr("After its last phase the scenario begins anew. Counts from the next run on."));

    m_follow = make(QStringLiteral("follow"), tr("&Follow"), QStringLiteral("follow"), Qt::CTRL | Qt::Key_F);
    m_follow->setCheckable(true);
    m_follow->setChecked(true);
    m_follow->setToolTip(tr("Keeps the present in sight (Ctrl+F)"));
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
    bar->addSeparator();

    auto *label = new QLabel(tr("Sc&enario"));
    label->setContentsMargins(6, 0, 4, 0);
    m_chooser = new QComboBox;
    m_chooser->setObjectName(QStringLiteral("scenarioChooser"));
    m_chooser->setAccessibleName(tr("Scenario"));
    m_chooser->setMinimumWidth(180);
    for (const Scenario &scenario : std::as_const(m_scenarios))
        m_chooser->addItem(scenario.name);
    for (int i = 0; i < m_scenarios.size(); ++i)
        m_chooser->setItemData(i, m_scenarios.at(i).description, Qt::ToolTipRole);
    m_chooser->setToolTip(tr("What happens to the endpoints, and when"));
    connect(m_chooser, &QComboBox::activated, this, &MainWindow::chooseScenario);
    label->setBuddy(m_chooser);
    bar->addWidget(label);
    bar->addWidget(m_chooser);

    auto *space = new QWidget;
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);
    bar->addAction(m_follow);
    for (QAction *action : {m_zoomOut, m_zoomIn, m_showAll}) {
        bar->addAction(action);
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
    auto *dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setWidget(content);
    dock->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable
                      | QDockWidget::DockWidgetClosable);
    addDockWidget(area, dock);
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

    QDockWidget *endpoints = addDock(QStringLiteral("endpointsDock"), tr("Endpoints"),
                                     scrolling(m_endpoints, QStringLiteral("endpointsArea")), Qt::LeftDockWidgetArea);
    QDockWidget *policies = addDock(QStringLiteral("policiesDock"), tr("Policies"),
                                    scrolling(m_policies, QStringLiteral("policiesArea")), Qt::LeftDockWidgetArea);
    QDockWidget *summary = addDock(QStringLiteral("summaryDock"), tr("Summary"), m_summary, Qt::RightDockWidgetArea);
    QDockWidget *breaker = addDock(QStringLiteral("breakerDock"), tr("Breaker"),
                                   scrolling(m_breaker, QStringLiteral("breakerArea")), Qt::RightDockWidgetArea);
    QDockWidget *events = addDock(QStringLiteral("eventsDock"), tr("Events"), m_events, Qt::BottomDockWidgetArea);
    resizeDocks({endpoints, summary}, {320, 286}, Qt::Horizontal);
    resizeDocks({endpoints, policies}, {300, 550}, Qt::Vertical);
    resizeDocks({summary, breaker}, {290, 560}, Qt::Vertical);
    resizeDocks({events}, {200}, Qt::Vertical);
}

void MainWindow::makeMenus()
{
    QMenu *file = menuBar()->addMenu(tr("&File"));
    auto *quit = file->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
    quit->setObjectName(QStringLiteral("quit"));
    quit->setMenuRole(QAction::QuitRole);

    QMenu *scenario = menuBar()->addMenu(tr("&Scenario"));
    scenario->addAction(m_run);
    scenario->addAction(m_endless);
    scenario->addSeparator();
    auto *broken = scenario->addAction(tr("&Break the endpoint"), Qt::CTRL | Qt::Key_B, this,
                                       [this] { m_document->breakEndpoint(m_document->currentEndpoint()); });
    broken->setObjectName(QStringLiteral("breakEndpoint"));
    auto *heal = scenario->addAction(tr("&Heal the endpoint"), Qt::CTRL | Qt::Key_H, this,
                                     [this] { m_document->heal(m_document->currentEndpoint()); });
    heal->setObjectName(QStringLiteral("healEndpoint"));

    QMenu *view = menuBar()->addMenu(tr("&View"));
    view->addAction(m_follow);
    view->addAction(m_zoomIn);
    view->addAction(m_zoomOut);
    view->addAction(m_showAll);
    view->addSeparator();
    m_panelMenu = view->addMenu(tr("&Panels"));
    for (const QDockWidget *dock : findChildren<QDockWidget *>())
        m_panelMenu->addAction(dock->toggleViewAction());
    m_panelMenu->addSeparator();
    m_panelMenu->addAction(tr("&As they were at first"), this, [this] { restoreState(m_factoryLayout, 1); });
    view->addMenu(makeThemeMenu(view));

    QMenu *help = menuBar()->addMenu(tr("&Help"));
    help->addAction(tr("&About Fuseboard"), this, &MainWindow::showAbout);
    help->addAction(tr("About &Qt"), this, [this] { QMessageBox::aboutQt(this); });
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
    m_statusLeft = new QLabel;
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
    QMessageBox::about(this, tr("About Fuseboard"),
                       tr("<h3>Fuseboard %1</h3><p>A workbench for circuit breakers and retry policies.</p>"
                          "<p>Free software under the GNU General Public License, version 3 or later; its libraries "
                          "under the MIT license.</p>")
                           .arg(QStringLiteral(FUSEBOARD_VERSION)));
}

} // namespace Fuseboard
