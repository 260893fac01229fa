// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/tunepage.h"

#include "charts/heatmap.h"
#include "charts/paretoplot.h"
#include "charts/sensitivitybars.h"
#include "document/goaltext.h"
#include "document/rundocument.h"
#include "document/summarydifference.h"
#include "lab/scenario/setting.h"
#include "panels/tuneform.h"
#include "theme/figures.h"
#include "window/cellview.h"
#include "window/fileactions.h"
#include "window/recommendationbar.h"
#include "window/sweepviews.h"
#include "window/tuneexport.h"

#include <QAction>
#include <QDataStream>
#include <QIODevice>
#include <QMenu>
#include <QSplitter>
#include <QVBoxLayout>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

QString progressText(const QString &what, const Sweep::Progress &progress)
{
    QString text = TunePage::tr("%1: %2 of %3 runs")
                       .arg(what, countText(quint64(progress.runsDone)), countText(quint64(progress.runsPlanned)));
    if (progress.left)
        text += TunePage::tr(", %1 left").arg(countdownFigure(*progress.left).text());
    return text;
}

Scenario withoutTune(Scenario scenario)
{
    scenario.tune.reset();
    return scenario;
}

} // namespace

TunePage::TunePage(RunDocument *document, FileActions *files, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_clock(this)
    , m_form(new TuneForm(document))
    , m_views(new SweepViews)
    , m_cell(new CellView)
    , m_bar(new RecommendationBar)
{
    setObjectName(u"tunePage"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_columns = new QSplitter(Qt::Horizontal);
    m_columns->setObjectName(u"tuneColumns"_s);
    m_columns->addWidget(m_form);
    auto *right = new QWidget;
    auto *rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(4, 0, 0, 0);
    rightLayout->addWidget(m_bar);
    m_rows = new QSplitter(Qt::Vertical);
    m_rows->setObjectName(u"tuneRows"_s);
    m_rows->addWidget(m_views);
    m_rows->addWidget(m_cell);
    m_rows->setStretchFactor(0, 5);
    m_rows->setStretchFactor(1, 4);
    rightLayout->addWidget(m_rows, 1);
    m_columns->addWidget(right);
    m_columns->setStretchFactor(0, 0);
    m_columns->setStretchFactor(1, 1);
    m_columns->setSizes({320, 1000});
    for (QSplitter *splitter : {m_columns, m_rows})
        splitter->setChildrenCollapsible(false);
    layout->addWidget(m_columns);
    m_export = new TuneExport(files, m_views->map(), m_views->pareto(), this);
    for (PlotView *plot : std::initializer_list<PlotView *>{m_views->pareto(), m_views->sensitivity()}) {
        connect(plot, &PlotView::savePictureRequested, files, &FileActions::savePictureOf);
        connect(plot, &PlotView::copyPictureRequested, files, &FileActions::copyPictureOf);
    }
    m_views->setExportMenu(m_export->menu());

    const auto make = [this](const QString &name, const QString &text, const QKeySequence &key, auto slot) {
        auto *action = new QAction(text, this);
        action->setObjectName(name);
        action->setShortcut(key);
        connect(action, &QAction::triggered, this, slot);
        addAction(action);
        return action;
    };
    m_recommendAction = make(u"recommend"_s, tr("Reco&mmend a setting"), Qt::CTRL | Qt::SHIFT | Qt::Key_R,
                             [this] { recommendNow(); });
    m_runAction = make(u"runSweep"_s, tr("&Try all cells"), Qt::CTRL | Qt::Key_Return,
                       [this] { start(SweepJob::Method::Grid); });
    m_searchAction = make(u"searchSweep"_s, tr("&Search the best cell"), Qt::CTRL | Qt::SHIFT | Qt::Key_Return,
                          [this] { start(SweepJob::Method::Search); });
    m_cancelAction = make(u"cancelSweep"_s, tr("&Cancel"), Qt::CTRL | Qt::Key_Period, [this] { cancel(); });
    m_compareAction = make(u"compareCell"_s, tr("C&ompare the cell with the present setting"),
                           Qt::CTRL | Qt::SHIFT | Qt::Key_P, [this](bool on) { m_cell->setCompared(on); });
    m_compareAction->setCheckable(true);
    m_applyAction = make(u"applyCell"_s, tr("&Apply the cell"), Qt::CTRL | Qt::SHIFT | Qt::Key_A, [this] { apply(); });

    connect(&m_clock, &RefreshClock::tick, this, &TunePage::tick);
    connect(&m_pace, &RunPace::changed, this, [this] { m_form->setTimePerRun(m_pace.timePerRun()); });
    connect(&m_job, &SweepJob::finished, this, &TunePage::sweepFinished);
    connect(&m_recommendation, &RecommendationJob::finished, this, &TunePage::recommendationFinished);
    connect(m_form, &TuneForm::runRequested, this, &TunePage::start);
    connect(m_form, &TuneForm::cancelRequested, this, &TunePage::cancel);
    connect(m_form, &TuneForm::recommendRequested, this, &TunePage::recommendNow);
    connect(m_form, &TuneForm::planChanged, this, &TunePage::showActions);
    connect(m_views, &SweepViews::chosen, this, &TunePage::choose);
    connect(m_cell, &CellView::applyRequested, this, &TunePage::apply);
    connect(m_cell, &CellView::comparedChanged, m_compareAction, &QAction::setChecked);
    connect(m_bar, &RecommendationBar::applyRequested, this, [this] {
        showRecommended();
        apply();
    });
    connect(m_bar, &RecommendationBar::showRequested, this, &TunePage::showRecommended);
    connect(m_bar, &RecommendationBar::planRequested, this, &TunePage::takeRecommendedPlan);
    connect(m_document, &RunDocument::scenarioChanged, this, &TunePage::scenarioChanged);
    connect(m_document, &RunDocument::edited, this, &TunePage::edited);
    connect(m_document, &RunDocument::currentEndpointChanged, this, &TunePage::showCandidate);
    scenarioChanged();
}

TunePage::~TunePage()
{
    // Their last signals would find a page that is half gone.
    m_job.disconnect(this);
    m_recommendation.disconnect(this);
}

void TunePage::fill(QMenu *menu)
{
    for (QAction *action : {m_recommendAction, m_runAction, m_searchAction, m_cancelAction})
        menu->addAction(action);
    menu->addSeparator();
    menu->addAction(m_compareAction);
    menu->addAction(m_applyAction);
    menu->addSeparator();
    menu->addMenu(m_export->menu());
}

void TunePage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_document->scenario().workload.isEmpty())
        m_pace.measure(withoutTune(m_document->scenario()));
    takePresent();
    showResults();
    showCandidate();
    showActions();
}

void TunePage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    showActions();
}

void TunePage::start(SweepJob::Method method)
{
    if (!m_form->plan() || m_form->plan()->cellCount() > SweepJob::MostCells || m_job.isRunning()
        || m_recommendation.isRunning())
        return;
    choose(-1);
    m_form->keep();
    m_words = SweepWords(*m_form->plan());
    m_job.start(*m_form->plan(), method);
    takePresent();
    m_clock.setLive(true);
    showProgress();
    showResults();
    showActions();
}

void TunePage::recommendNow()
{
    if (m_job.isRunning() || m_recommendation.isRunning() || !m_form->canVary())
        return;
    m_bar->hide();
    m_recommendation.start(withoutTune(m_document->scenario()));
    m_clock.setLive(true);
    showProgress();
    showActions();
}

void TunePage::cancel()
{
    m_job.cancel();
    m_recommendation.cancel();
}

void TunePage::tick()
{
    if (m_job.refresh())
        showResults();
    showProgress();
}

void TunePage::showProgress()
{
    if (!m_job.isRunning() && !m_recommendation.isRunning())
        return;
    const Sweep::Progress progress = m_job.isRunning() ? m_job.progress() : m_recommendation.progress();
    const QString what = m_recommendation.isRunning() ? tr("Looking for a recommendation")
        : m_job.method() == SweepJob::Method::Search  ? tr("Searching")
                                                      : tr("Trying all");
    const double planned = double(std::max<qint64>(1, progress.runsPlanned));
    m_form->showProgress(progressText(what, progress), double(progress.runsDone) / planned);
}

void TunePage::sweepFinished()
{
    m_clock.setLive(false);
    if (m_job.timePerRun())
        m_pace.learn(*m_job.timePerRun());
    const SweepResults &results = m_job.results();
    qint64 done = 0;
    for (const CellScore &score : results.scores)
        done += results.isDone(score.cell) ? 1 : 0;
    const QString cells = countText(quint64(done));
    QString text = results.isWhole
        ? tr("Done: %1 cells.").arg(cells)
        : tr("Cancelled after %1 of %2 cells.").arg(cells, countText(quint64(results.scores.size())));
    if (results.isWhole && results.best < 0)
        text += u' ' + tr("None of them meets all limits.");
    m_form->showIdle(text);
    showResults();
    showActions();
    // The answer, before anyone asks.
    if (results.isWhole && results.best >= 0 && m_selected < 0)
        choose(results.best);
}

void TunePage::recommendationFinished()
{
    m_clock.setLive(false);
    m_form->showIdle(m_recommendation.result() || !m_recommendation.failure().isEmpty() ? QString() : tr("Cancelled."));
    if (m_recommendation.result()) {
        m_bar->showRecommendation(*m_recommendation.result());
        if (!m_recommendation.result()->settings.isEmpty())
            showRecommended();
    } else if (!m_recommendation.failure().isEmpty()) {
        m_bar->showFailure(m_recommendation.failure());
    }
    showActions();
}

void TunePage::scenarioChanged()
{
    m_job.clear();
    m_recommendation.clear();
    m_bar->hide();
    m_clock.setLive(false);
    m_form->showIdle();
    m_words = {};
    m_present = -1;
    m_selected = -1;
    m_candidate.reset();
    showCandidate();
    m_views->setWarning({});
    showResults();
    showActions();
    if (isVisible() && !m_document->scenario().workload.isEmpty())
        m_pace.measure(withoutTune(m_document->scenario()));
}

void TunePage::edited()
{
    if (!isVisible())
        return; // as soon as it is
    takePresent();
    showResults();
    showCandidate();
    if (!m_document->scenario().workload.isEmpty())
        m_pace.measure(withoutTune(m_document->scenario()));
}

/// Where the scenario is among the cells, and whether these are still its own.
void TunePage::takePresent()
{
    const Scenario scenario = withoutTune(m_document->scenario());
    m_cell->setPresent(scenario);
    const SweepResults &results = m_job.results();
    if (results.isEmpty())
        return;
    m_present = results.cellOf(scenario);
    m_views->setWarning(results.isOutdatedBy(scenario)
                            ? tr("These cells are of the scenario as it was before a change. Try them again.")
                            : QString());
}

void TunePage::showResults()
{
    m_views->show(m_job.results(), m_words, m_present, m_job.isRunning());
    m_export->setResults(m_job.results());
}

void TunePage::choose(qint64 cell)
{
    const SweepResults &results = m_job.results();
    m_selected = cell;
    m_views->setSelected(cell);
    m_candidate.reset();
    if (cell >= 0) {
        const CellScore &score = results.scores.at(cell);
        QStringList goals;
        for (qsizetype i = 0; i < score.goals.size(); ++i) {
            const Goal &goal = results.plan.goals.at(i);
            goals.append(u"%1 %2"_s.arg(figureLabel(goal.figure({}).name), estimateText(goal, score.goals.at(i))));
        }
        QString title = m_words.settingsText(results.plan, cell);
        if (!goals.isEmpty())
            title += u"   ·   "_s + goals.join(u", "_s);
        m_candidate = Candidate{title, results.plan.settingsOf(cell)};
    }
    showCandidate();
    showActions();
}

void TunePage::showCandidate()
{
    if (!m_candidate) {
        m_cell->showNothing(tr("Click a cell, a point or a row: its run stands here, to be compared and applied."));
        return;
    }
    const auto scenario = withSettings(withoutTune(m_document->scenario()), m_candidate->settings);
    if (scenario)
        m_cell->showRun(m_candidate->title, *scenario, m_document->currentEndpoint());
    else
        m_cell->showNothing(tr("There is no run with these settings: %1").arg(scenario.error()));
}

void TunePage::showRecommended()
{
    choose(-1);
    const Recommendation &recommendation = *m_recommendation.result();
    const SweepWords words(recommendation.plan);
    QStringList texts;
    for (const QString &setting : recommendation.settings)
        texts.append(words.settingText(setting));
    m_candidate = Candidate{tr("Recommended: %1").arg(texts.join(u", "_s)), recommendation.settings};
    showCandidate();
    showActions();
}

void TunePage::apply()
{
    if (!m_candidate)
        return;
    const auto scenario = withSettings(m_document->scenario(), m_candidate->settings);
    if (!scenario) {
        Q_EMIT failed(tr("These settings cannot be applied: %1").arg(scenario.error()));
        return;
    }
    m_document->endGesture();
    m_document->edit(*scenario, tr("Tuned setting"));
    Q_EMIT done(tr("Applied. Undo takes it back."));
}

void TunePage::takeRecommendedPlan()
{
    const SweepPlan &plan = m_recommendation.result()->plan;
    Scenario scenario = m_document->scenario();
    scenario.tune = TuneConfig{plan.vary, plan.seeds, plan.goals};
    m_document->endGesture();
    m_document->edit(scenario, tr("What is tried"));
}

/// What cannot be seen is not to be done by a slip of the finger.
void TunePage::showActions()
{
    const bool isBusy = m_job.isRunning() || m_recommendation.isRunning();
    const bool isPossible = m_form->plan() && m_form->plan()->cellCount() <= SweepJob::MostCells && !isBusy;
    m_runAction->setEnabled(isVisible() && isPossible);
    m_searchAction->setEnabled(isVisible() && isPossible);
    m_recommendAction->setEnabled(isVisible() && !isBusy && m_form->canVary());
    m_cancelAction->setEnabled(isVisible() && isBusy);
    m_compareAction->setEnabled(isVisible() && m_candidate.has_value());
    m_applyAction->setEnabled(isVisible() && m_candidate.has_value());
}

QByteArray TunePage::saveState() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_columns->saveState() << m_rows->saveState();
    return state;
}

void TunePage::restoreState(const QByteArray &state)
{
    QByteArray columns;
    QByteArray rows;
    QDataStream stream(state);
    stream >> columns >> rows;
    m_columns->restoreState(columns);
    m_rows->restoreState(rows);
}

} // namespace Fuseboard
