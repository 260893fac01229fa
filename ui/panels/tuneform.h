// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "document/sweepjob.h"
#include "lab/scenario/tuneconfig.h"
#include "panels/tunefield.h"

#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QLabel;
class QProgressBar;
class QPushButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace Fuseboard {

class FieldSpin;
class GoalRow;
class RunDocument;
class TuneFieldRow;

/// What is to be tried: fields with their values, seeds and goals, and what that costs.
///
/// What is chosen is part of the document's scenario: it is saved with it, and each change is an edit that can be undone. Without
/// a choice of one's own the fields and goals of recommendedPlan() stand here. What cannot be read stays in its field, with the
/// reason below it, and is no edit. The document must outlive it.
class TuneForm : public QWidget
{
    Q_OBJECT

public:
    explicit TuneForm(RunDocument *document, QWidget *parent = nullptr);

    /// None where something is wrong; what, stands beside it.
    const std::optional<SweepPlan> &plan() const { return m_plan; }

    /// What stands here stays, whatever the scenario becomes, until it is edited: it has been tried.
    void keep() { m_isKept = true; }

    /// There is something to vary, and a load to try it with.
    bool canVary() const { return unvaried().isEmpty(); }

    /// For the estimate of how long it takes; none: not known yet.
    void setTimePerRun(std::optional<Duration> time);

    /// Something is being computed: @p text says what and how far, @p share of 0..1 has been done.
    void showProgress(const QString &text, double share);

    /// Nothing is being computed; @p text says how it ended.
    void showIdle(const QString &text = {});

    QString costText() const;

Q_SIGNALS:
    // By hand.
    void runRequested(Fuseboard::SweepJob::Method method);
    void cancelRequested();
    void recommendRequested();

    /// Another plan, or none.
    void planChanged();

protected:
    void showEvent(QShowEvent *event) override;

private:
    struct Field
    {
        QString path;
        QString spec;
        friend bool operator==(const Field &, const Field &) = default;
    };

    void takeFromDocument();
    void documentChanged();
    void load(const std::optional<TuneConfig> &config);
    void makeRows();
    void showRows();
    void submit(const QString &text, const QString &gesture = {});
    void check();
    void checkPlan();
    void showCost();
    void addField();
    void addGoal();
    QString unvaried() const;

    RunDocument *m_document;
    QList<TuneField> m_available;
    QList<Field> m_fields;
    QList<Goal> m_goals;
    int m_seeds = 10;
    std::optional<TuneConfig> m_taken; ///< of the document
    std::optional<SweepPlan> m_plan;
    std::optional<Duration> m_timePerRun;
    bool m_isStale = true; ///< the document was edited while nobody saw this
    bool m_isBusy = false;
    bool m_isKept = false;

    QVBoxLayout *m_fieldRowsLayout = nullptr;
    QVBoxLayout *m_goalRowsLayout = nullptr;
    QList<TuneFieldRow *> m_fieldRows;
    QList<GoalRow *> m_goalRows;
    QPushButton *m_recommend = nullptr;
    QPushButton *m_addField = nullptr;
    QPushButton *m_addGoal = nullptr;
    FieldSpin *m_seedsSpin = nullptr;
    QLabel *m_seedsIssue = nullptr;
    QLabel *m_limits = nullptr;
    QLabel *m_cost = nullptr;
    QPushButton *m_run = nullptr;
    QPushButton *m_search = nullptr;
    QPushButton *m_cancel = nullptr;
    QProgressBar *m_progress = nullptr;
    QLabel *m_progressText = nullptr;
};

} // namespace Fuseboard
