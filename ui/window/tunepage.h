// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "charts/refreshclock.h"
#include "document/recommendationjob.h"
#include "document/runpace.h"
#include "document/sweepjob.h"
#include "panels/sweepwords.h"

#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QAction;
class QMenu;
class QSplitter;
QT_END_NAMESPACE

namespace Fuseboard {

class CellView;
class FileActions;
class RecommendationBar;
class RunDocument;
class SweepViews;
class TuneExport;
class TuneForm;

/// The window's second page: what to try, what came of it, and the run of the cell that is looked at.
///
/// Computes in the background; what comes is fetched by a clock of its own, which rests while the page is hidden. A sweep goes on
/// when the page is left, and when the scenario is edited: its results are then said to be of the scenario before. It ends when
/// another scenario is shown, and with the page. GUI thread; the document and the files are not used when it is destroyed.
class TunePage : public QWidget
{
    Q_OBJECT

public:
    TunePage(RunDocument *document, FileActions *files, QWidget *parent = nullptr);
    ~TunePage() override;

    /// The page's actions, for a menu of the window.
    void fill(QMenu *menu);

    TuneForm *form() const { return m_form; }
    SweepViews *views() const { return m_views; }
    CellView *cellView() const { return m_cell; }
    const SweepJob &job() const { return m_job; }
    const RecommendationJob &recommendation() const { return m_recommendation; }
    qint64 selectedCell() const { return m_selected; }

    /// What stands where, for the next time.
    QByteArray saveState() const;
    void restoreState(const QByteArray &state);

Q_SIGNALS:
    /// For people: what went wrong, and what to do.
    void failed(const QString &message);

    /// Something was done, of which nothing else is to be seen.
    void done(const QString &message);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void start(SweepJob::Method method);
    void recommendNow();
    void cancel();
    void tick();
    void showProgress();
    void sweepFinished();
    void recommendationFinished();
    void scenarioChanged();
    void edited();
    void takePresent();
    void showResults();
    void choose(qint64 cell);
    void showCandidate();
    void showRecommended();
    void apply();
    void takeRecommendedPlan();
    void showActions();

    RunDocument *m_document;
    RefreshClock m_clock;
    RunPace m_pace;
    SweepWords m_words;
    qint64 m_present = -1; ///< the scenario's cell
    qint64 m_selected = -1;

    /// What stands in the lanes below, to be applied.
    struct Candidate
    {
        QString title;
        QStringList settings;
    };
    std::optional<Candidate> m_candidate;

    QSplitter *m_columns = nullptr;
    QSplitter *m_rows = nullptr;
    TuneForm *m_form;
    SweepViews *m_views;
    CellView *m_cell;
    RecommendationBar *m_bar;
    TuneExport *m_export = nullptr;
    QAction *m_runAction = nullptr;
    QAction *m_searchAction = nullptr;
    QAction *m_cancelAction = nullptr;
    QAction *m_recommendAction = nullptr;
    QAction *m_compareAction = nullptr;
    QAction *m_applyAction = nullptr;

    SweepJob m_job;
    RecommendationJob m_recommendation;
};

} // namespace Fuseboard
