// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "document/autosave.h"
#include "lab/scenario/scenario.h"

#include <QList>
#include <QMainWindow>

#include <functional>
#include <optional>

QT_BEGIN_NAMESPACE
class QAction;
class QComboBox;
class QLabel;
class QStackedWidget;
class QToolButton;
QT_END_NAMESPACE

namespace Fuseboard {

class BoardView;
class BreakerPanel;
class CallsPanel;
class ComparisonBar;
class EndpointsPanel;
class EventsPanel;
class FileActions;
class MessageBar;
class PoliciesPanel;
class RefreshClock;
struct ReadFile;
class RunDocument;
class RunInspector;
class ScenarioBar;
class SummaryPanel;
class LatencyPanel;
class SummaryTable;
class TunePage;
class WhyPanel;
class Theme;

/// The window. Its first page, the board: lanes and charts in the centre, endpoints and policies on the left, figures and breaker
/// on the right, events below. Its second page: Tune, which has the whole width at first. Each page remembers which panels stand
/// around it.
///
/// Owns its parts. Its layout is kept in QSettings: read when it is made, written when it is closed, with the theme's
/// choice. May be destroyed while a run goes on, which ends it.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    /// @p scenarios are offered to choose from; the first one is shown. @p theme must live as long as the window.
    MainWindow(const QList<Scenario> &scenarios, Theme *theme, QWidget *parent = nullptr);
    ~MainWindow() override;

    RunDocument *document() const { return m_document; }
    BoardView *board() const { return m_board; }
    PoliciesPanel *policies() const { return m_policies; }
    EventsPanel *events() const { return m_events; }
    RefreshClock *refreshClock() const { return m_clock; }
    /// Made when it is first asked for.
    TunePage *tunePage();

    /// Ends the run and shows @p scenario; adds it to those to choose from, or puts it in the place of the one with its
    /// id.
    void openScenario(const Scenario &scenario);

    /// Starts the scenario from its beginning; a live one endless where that is checked. Nothing while a run goes on.
    void run();
    void stop();

    /// Opens a scenario, a saved run or a call log, once it is read; asks first where changes would be lost.
    void openFile(const QString &path);

    /// The same for one that has been read. False if it is not shown; then message() may say why.
    bool showFile(const ReadFile &read, const QString &path);

    /// Shows the page Tune, or the board.
    void showTune(bool isTune);
    bool showsTune() const;

    /// Says @p message in the window, with a button that does @p then; @p action is its text (empty: no button).
    void showMessage(const QString &message, const QString &action = {}, const std::function<void()> &then = {});

    /// What is said in the window; empty: nothing.
    QString message() const;

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void childEvent(QChildEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    // Grows with every change of docks or toolbars: an older layout would hide what is new.
    static constexpr int LayoutVersion = 2;

    static constexpr int LeastForBothSides = 900; ///< width of a window with panels on the left and on the right
    static constexpr int LeastForTwo = 640;       ///< height of a window with one panel above the other

    enum Page { BoardPage, TunePageIndex };

    /// What there is to choose from; path is that of its file, if it has one.
    struct Choice
    {
        Scenario scenario;
        QString path;

        bool isFor(const Scenario &other, const QString &file) const;
    };

    void makeActions();
    void makeMenus();
    void makeToolBar();
    void makeDocks();
    void makeStatusBar();
    QMenu *makeThemeMenu(QMenu *parent);
    QDockWidget *addDock(const QString &name, const QString &title, QWidget *content, Qt::DockWidgetArea area);
    /// @p area names the scroll area that @p content is put into; empty: none.
    QDockWidget *addDockBehind(QDockWidget *front, const QString &name, const QString &title, QWidget *content,
                               const QString &area = {});
    QDockWidget *makeDock(const QString &name, const QString &title);
    void connectDocument();
    void restoreLayout();
    void saveLayout() const;
    void layOutAsAtFirst();
    void chooseScenario(int index);
    void showScenario(const Scenario &scenario);
    void offerLeftover();
    void showOffer();
    void restoreLeftover();
    void keepChoice(const Scenario &scenario);
    void showChoice();
    void moveThreshold(bool isOfSlowCalls, double value);
    QString choiceText(const Choice &choice) const;
    void showUndo();
    void undo();
    void showEndpointActions();
    void fitToScreen();
    void spreadDocks();
    void showMode();
    void showTitle();
    void refresh();
    void showRunState();
    void showStatus();
    QString progressText() const;
    void showAbout();

    QList<Choice> m_choices;
    Theme *m_theme;
    RunDocument *m_document;
    RefreshClock *m_clock;
    Autosave *m_autosave;
    FileActions *m_files = nullptr;
    std::function<void()> m_messageAction;
    std::optional<Autosave::Leftover> m_leftover; ///< offered, and not answered yet
    bool m_isOfferShown = false;
    QStackedWidget *m_pages = nullptr;
    BoardView *m_board;
    TunePage *m_tune = nullptr;
    MessageBar *m_message;
    ComparisonBar *m_comparison;
    ScenarioBar *m_scenarioBar = nullptr;
    EndpointsPanel *m_endpoints = nullptr;
    PoliciesPanel *m_policies = nullptr;
    SummaryPanel *m_summary = nullptr;
    BreakerPanel *m_breaker = nullptr;
    EventsPanel *m_events = nullptr;
    CallsPanel *m_calls = nullptr;
    WhyPanel *m_why = nullptr;
    RunInspector *m_inspector = nullptr;
    SummaryTable *m_summaryTable = nullptr;
    LatencyPanel *m_latencies = nullptr;
    QComboBox *m_chooser = nullptr;
    QComboBox *m_mode = nullptr;
    QComboBox *m_speed = nullptr;
    QToolButton *m_runButton = nullptr;
    QDockWidget *m_figuresDock = nullptr;
    QDockWidget *m_summaryDock = nullptr;
    QLabel *m_statusLeft = nullptr;
    QLabel *m_statusRight = nullptr;
    QMenu *m_panelMenu = nullptr;
    QMenu *m_tuneMenu = nullptr;
    QByteArray m_tuneState; ///< of the page Tune, until that is made
    QByteArray m_factoryLayout;
    QByteArray m_otherLayout; ///< of the page that is not shown; empty: as at first

    QAction *m_run = nullptr;
    QAction *m_undo = nullptr;
    QAction *m_redo = nullptr;
    QAction *m_break = nullptr;
    QAction *m_heal = nullptr;
    QAction *m_followPhases = nullptr;
    QAction *m_pause = nullptr;
    QAction *m_step = nullptr;
    QAction *m_pin = nullptr;
    QAction *m_compareSimulation = nullptr;
    QAction *m_clearComparison = nullptr;
    QAction *m_endless = nullptr;
    QAction *m_showTune = nullptr;
    QAction *m_follow = nullptr;
    QAction *m_zoomIn = nullptr;
    QAction *m_zoomOut = nullptr;
    QAction *m_showAll = nullptr;
    bool m_runsWhatIsOpened = true;
    bool m_wasRunning = false;
    bool m_isWhole = false; ///< the next picture is to show the whole run
};

} // namespace Fuseboard
