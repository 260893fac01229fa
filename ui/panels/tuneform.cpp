// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/tuneform.h"

#include "document/goaltext.h"
#include "document/rundocument.h"
#include "lab/tune/recommendation.h"
#include "panels/editorrow.h"
#include "panels/fieldspin.h"
#include "panels/goalrow.h"
#include "panels/takenissues.h"
#include "panels/tunefieldrow.h"
#include "theme/figures.h"
#include "theme/fonts.h"

#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <thread>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

// To look whether a scenario can have a value takes a fraction of a millisecond. Beyond this the sweep will tell.
constexpr qsizetype MostChecked = 300;

/// Scrolls upwards and downwards only.
class FormArea final : public QScrollArea
{
public:
    QSize minimumSizeHint() const override
    {
        const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, this);
        return {widget() == nullptr ? 100 : widget()->minimumSizeHint().width() + bar, 120};
    }
};

QLabel *makeNote(const QString &name)
{
    auto *label = new QLabel;
    label->setObjectName(name);
    label->setFont(labelFont());
    label->setWordWrap(true);
    return label;
}

} // namespace

TuneForm::TuneForm(RunDocument *document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
{
    setObjectName(u"tuneForm"_s);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(8);
    auto *area = new FormArea;
    area->setObjectName(u"tuneFormArea"_s);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus); // Tab stops at its fields
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 4, 0);
    layout->setSpacing(10);
    whole->addWidget(area, 1);
    const auto group = [](QVBoxLayout *place, const QString &title) {
        auto *box = new QGroupBox(title);
        auto *column = new QVBoxLayout(box);
        column->setContentsMargins(10, 8, 10, 10);
        column->setSpacing(6);
        place->addWidget(box);
        return column;
    };
    const auto button = [&](const QString &name, const QString &text, const QString &toolTip) {
        auto *made = new QPushButton(text);
        made->setObjectName(name);
        made->setToolTip(toolTip);
        return made;
    };

    m_recommend = button(u"tuneRecommend"_s, tr("Recommend a settin&g"),
                         tr("Tries the main fields of the policy around their present values, takes the best setting, "
                            "and makes sure of it with fresh seeds (Ctrl+Shift+R)"));
    layout->addWidget(m_recommend);
    auto *or_ = makeNote(u"tuneOr"_s);
    or_->setText(tr("Or choose yourself what is tried:"));
    layout->addWidget(or_);

    auto *fields = group(layout, tr("Fields"));
    m_fieldRowsLayout = new QVBoxLayout;
    m_fieldRowsLayout->setSpacing(4);
    fields->addLayout(m_fieldRowsLayout);
    m_addField = button(u"tuneAddField"_s, tr("Add a f&ield"), tr("Varies one more field"));
    fields->addWidget(m_addField);

    auto *goals = group(layout, tr("Goals, the most important first"));
    m_goalRowsLayout = new QVBoxLayout;
    m_goalRowsLayout->setSpacing(4);
    goals->addLayout(m_goalRowsLayout);
    m_addGoal = button(u"tuneAddGoal"_s, tr("&Add a goal"), tr("Looks at one more figure"));
    goals->addWidget(m_addGoal);
    m_limits = makeNote(u"tuneLimits"_s);
    goals->addWidget(m_limits);

    layout->addStretch();
    area->setWidget(content);
    // Without this the content is drawn on the colour of text fields.
    area->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);

    // What is done with all that stays in sight.
    auto *cost = group(whole, tr("Runs"));
    m_seedsSpin = new FieldSpin(PolicyField::Kind::Count, {});
    m_seedsSpin->setObjectName(u"tuneSeeds"_s);
    cost->addWidget(new EditorRow(u"tuneSeedsRow"_s, tr("Seeds"), m_seedsSpin,
                                  tr("How often each cell runs, each time with other luck. The more, the surer; all "
                                     "cells have the same luck.")));
    m_seedsIssue = makeNote(u"tuneSeedsIssue"_s);
    m_seedsIssue->hide();
    cost->addWidget(m_seedsIssue);
    m_cost = makeNote(u"tuneCost"_s);
    cost->addWidget(m_cost);
    auto *buttons = new QHBoxLayout;
    m_run = button(u"tuneRun"_s, tr("Tr&y all"), tr("Runs every cell with all seeds (Ctrl+Return)"));
    m_run->setProperty("role", u"primary"_s);
    m_search = button(u"tuneSearch"_s, tr("Search"),
                      tr("Runs all cells with a few seeds, then the better half with more, and so on: finds the best "
                         "one sooner, but knows less of the others"));
    m_cancel = button(u"tuneCancel"_s, tr("Cancel"), tr("Ends the sweep; what it has found stays"));
    for (QPushButton *each : {m_run, m_search, m_cancel})
        buttons->addWidget(each, 1);
    cost->addLayout(buttons);
    m_progress = new QProgressBar;
    m_progress->setObjectName(u"tuneProgress"_s);
    m_progress->setAccessibleName(tr("How far the sweep is"));
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(8);
    cost->addWidget(m_progress);
    m_progressText = makeNote(u"tuneProgressText"_s);
    cost->addWidget(m_progressText);

    connect(m_recommend, &QPushButton::clicked, this, &TuneForm::recommendRequested);
    connect(m_run, &QPushButton::clicked, this, [this] { Q_EMIT runRequested(SweepJob::Method::Grid); });
    connect(m_search, &QPushButton::clicked, this, [this] { Q_EMIT runRequested(SweepJob::Method::Search); });
    connect(m_cancel, &QPushButton::clicked, this, &TuneForm::cancelRequested);
    connect(m_addField, &QPushButton::clicked, this, &TuneForm::addField);
    connect(m_addGoal, &QPushButton::clicked, this, &TuneForm::addGoal);
    connect(m_seedsSpin, &FieldSpin::edited, this, [this](double value) {
        m_seeds = int(std::clamp(value, -1.0, 1e9));
        submit(tr("Seeds"), u"tune.seeds"_s);
    });
    connect(m_seedsSpin, &FieldSpin::unreadable, this, [this](const QString &message) {
        m_seedsIssue->setText(u"⚠ "_s + message);
        m_seedsIssue->show();
    });
    connect(m_document, &RunDocument::scenarioChanged, this, [this] {
        m_taken.reset();
        m_isKept = false;
        m_fields.clear(); // of another scenario
        documentChanged();
    });
    connect(m_document, &RunDocument::edited, this, &TuneForm::documentChanged);
    showIdle();
}

void TuneForm::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        takeFromDocument();
}

void TuneForm::documentChanged()
{
    m_isStale = true;
    if (isVisible())
        takeFromDocument();
}

void TuneForm::takeFromDocument()
{
    m_isStale = false;
    const Scenario &scenario = m_document->scenario();
    m_available = tuneFields(scenario);
    // What stands here is the document's, or, where it cannot be read yet, about to be.
    if (m_fields.isEmpty() || m_taken != scenario.tune || (!scenario.tune && !m_isKept))
        load(scenario.tune);
    else
        showRows();
    check();
}

void TuneForm::load(const std::optional<TuneConfig> &config)
{
    m_taken = config;
    QList<Variation> vary;
    const SweepPlan proposed = recommendedPlan(m_document->scenario());
    m_fields.clear();
    // A map shows two at a time.
    for (const Variation &variation :
         config ? config->vary : proposed.vary.first(std::min<qsizetype>(2, proposed.vary.size())))
        m_fields.append({variation.path(), variation.spec()});
    m_goals = config && !config->goals.isEmpty() ? config->goals : proposed.goals;
    m_seeds = config ? config->seeds : TuneConfig().seeds;
    makeRows();
}

void TuneForm::makeRows()
{
    // Deleted later, because one of their own signals may have led here.
    while (m_fieldRows.size() > m_fields.size()) {
        m_fieldRows.last()->hide();
        m_fieldRows.takeLast()->deleteLater();
    }
    while (m_goalRows.size() > m_goals.size()) {
        m_goalRows.last()->hide();
        m_goalRows.takeLast()->deleteLater();
    }
    while (m_fieldRows.size() < m_fields.size()) {
        const qsizetype i = m_fieldRows.size();
        auto *row = new TuneFieldRow(u"tuneField.%1"_s.arg(i));
        connect(row, &TuneFieldRow::fieldChosen, this, [this, i](const QString &path) {
            m_fields[i] = {path, tuneFieldAt(m_available, path).proposal};
            submit(tr("Field to vary"));
        });
        connect(row, &TuneFieldRow::valuesEdited, this, [this, i](const QString &spec) {
            m_fields[i].spec = spec;
            submit(tr("Values to try"), u"tune.values.%1"_s.arg(i));
        });
        connect(row, &TuneFieldRow::editingFinished, m_document, &RunDocument::endGesture);
        connect(row, &TuneFieldRow::removeRequested, this, [this, i] {
            m_fields.removeAt(i);
            makeRows();
            submit(tr("Field to vary"));
        });
        m_fieldRowsLayout->addWidget(row);
        m_fieldRows.append(row);
    }
    while (m_goalRows.size() < m_goals.size()) {
        const qsizetype i = m_goalRows.size();
        auto *row = new GoalRow(u"tuneGoal.%1"_s.arg(i));
        connect(row, &GoalRow::edited, this, [this, i](const Goal &goal) {
            m_goals[i] = goal;
            submit(tr("Goal"));
        });
        connect(row, &GoalRow::removeRequested, this, [this, i] {
            m_goals.removeAt(i);
            makeRows();
            submit(tr("Goal"));
        });
        m_goalRowsLayout->addWidget(row);
        m_goalRows.append(row);
    }
    showRows();
}

void TuneForm::showRows()
{
    for (qsizetype i = 0; i < m_fields.size(); ++i) {
        // A field that another row has cannot be chosen a second time.
        QList<TuneField> fields = m_available;
        fields.removeIf([&](const TuneField &field) {
            return field.path != m_fields.at(i).path
                && std::ranges::any_of(m_fields, [&](const Field &other) { return other.path == field.path; });
        });
        m_fieldRows.at(i)->show(fields, m_fields.at(i).path, m_fields.at(i).spec);
        m_fieldRows.at(i)->setRemovable(m_fields.size() > 1);
    }
    for (qsizetype i = 0; i < m_goals.size(); ++i) {
        QList<Goal> others = m_goals;
        others.removeAt(i);
        m_goalRows.at(i)->setTaken(others);
        m_goalRows.at(i)->show(m_goals.at(i));
        m_goalRows.at(i)->setRemovable(m_goals.size() > 1);
    }
    m_seedsSpin->setValue(m_seeds);
    QStringList limits;
    for (const Objective &objective : m_document->scenario().objectives)
        limits.append(objective.expression());
    m_limits->setText(limits.isEmpty() ? tr("No limits: the scenario has no objectives.")
                                       : tr("Limits, from the scenario's objectives: %1").arg(limits.join(u", "_s)));
}

void TuneForm::addField()
{
    for (const bool wantsUsed : {true, false}) {
        for (const TuneField &field : std::as_const(m_available)) {
            const bool isVaried = std::ranges::any_of(m_fields,
                                                      [&](const Field &other) { return other.path == field.path; });
            if (isVaried || field.unusedBecause.isEmpty() != wantsUsed)
                continue;
            m_fields.append({field.path, field.proposal});
            makeRows();
            submit(tr("Field to vary"));
            return;
        }
    }
}

void TuneForm::addGoal()
{
    for (const SummaryFigure &figure : RunSummary().figures()) {
        const bool isThere = std::ranges::any_of(m_goals,
                                                 [&](const Goal &goal) { return goal.figure({}).name == figure.name; });
        const auto goal = Goal::parse(u"min "_s + figure.name);
        if (isThere || !goal)
            continue;
        m_goals.append(*goal);
        makeRows();
        submit(tr("Goal"));
        return;
    }
}

/// Makes what stands here the document's, if it can be read.
void TuneForm::submit(const QString &text, const QString &gesture)
{
    TuneConfig config;
    config.seeds = m_seeds;
    config.goals = m_goals;
    bool isReadable = true;
    for (const Field &field : std::as_const(m_fields)) {
        const auto variation = Variation::parse(field.path + u'=' + field.spec);
        if (variation)
            config.vary.append(*variation);
        isReadable = isReadable && variation;
    }
    if (isReadable && config.validate().isEmpty()) {
        m_taken = config;
        Scenario scenario = m_document->scenario();
        scenario.tune = config;
        m_document->edit(scenario, text, gesture);
    }
    showRows();
    check();
}

/// Says beside each field what is wrong with it, or how many values it takes.
void TuneForm::check()
{
    m_plan.reset();
    m_seedsIssue->hide();
    SweepPlan plan;
    Scenario scenario = m_document->scenario();
    scenario.tune.reset();
    plan.scenarios = {scenario};
    plan.seeds = m_seeds;
    plan.goals = m_goals;
    plan.limits = scenario.objectives;
    bool isReadable = true;
    for (qsizetype i = 0; i < m_fields.size(); ++i) {
        const Field &field = m_fields.at(i);
        const auto variation = Variation::parse(field.path + u'=' + field.spec);
        const TuneField known = tuneFieldAt(m_available, field.path);
        if (variation) {
            plan.vary.append(*variation);
            const qsizetype count = variation->values().size();
            const QString values = count == 1 ? tr("One value.") : tr("%1 values.").arg(count);
            m_fieldRows.at(i)->setNote(known.unusedBecause.isEmpty() ? values : values + u' ' + known.unusedBecause);
            m_fieldRows.at(i)->setIssue({});
        } else {
            isReadable = false;
            QString message = variation.error();
            if (message.startsWith(field.path + u": "_s))
                message.remove(0, field.path.size() + 2);
            m_fieldRows.at(i)->setIssue(message);
        }
    }
    m_addField->setEnabled(m_fields.size() < m_available.size());
    m_addGoal->setEnabled(m_goals.size() < RunSummary().figures().size());
    if (isReadable)
        m_plan = plan;
    checkPlan();
    showCost();
    Q_EMIT planChanged();
}

/// Drops the plan where it cannot be run, and says why.
void TuneForm::checkPlan()
{
    if (!m_plan || m_fields.isEmpty() || !unvaried().isEmpty() || m_plan->cellCount() > SweepJob::MostCells) {
        if (!m_plan || m_fields.isEmpty() || !unvaried().isEmpty())
            m_plan.reset();
        return;
    }
    const qsizetype values = std::accumulate(
        m_plan->vary.cbegin(), m_plan->vary.cend(), qsizetype(0),
        [](qsizetype sum, const Variation &variation) { return sum + variation.values().size(); });
    if (values > MostChecked && m_plan->seeds >= 1 && m_plan->seeds <= SweepPlan::MostSeeds)
        return;
    ConfigIssues issues = m_plan->validate();
    if (issues.isEmpty())
        return;
    for (qsizetype i = 0; i < m_fieldRows.size(); ++i) {
        if (const QString message = takeMessages(issues, u"vary.%1"_s.arg(i)); !message.isEmpty())
            m_fieldRows.at(i)->setIssue(message);
    }
    if (const QString message = takeMessages(issues, u"seeds"_s); !message.isEmpty()) {
        m_seedsIssue->setText(u"⚠ "_s + message);
        m_seedsIssue->show();
    }
    m_plan.reset();
}

/// Why nothing can be varied here; empty if something can.
QString TuneForm::unvaried() const
{
    if (m_document->source() == RunDocument::Source::CallLog)
        return tr("A call log cannot be tuned: nobody knows how other calls would have ended. Open a scenario.");
    if (m_document->scenario().workload.isEmpty())
        return tr("Nothing calls anything here: the scenario has no load. Open another one.");
    if (m_available.isEmpty())
        return tr("There is no policy to tune. Switch on a breaker or retry under Policies.");
    return {};
}

void TuneForm::setTimePerRun(std::optional<Duration> time)
{
    m_timePerRun = time;
    showCost();
}

void TuneForm::showCost()
{
    const bool isPossible = m_plan && m_plan->cellCount() <= SweepJob::MostCells;
    QString text;
    if (const QString reason = unvaried(); !reason.isEmpty()) {
        text = reason;
    } else if (m_fields.isEmpty()) {
        text = tr("Add a field to vary.");
    } else if (!m_plan) {
        text = tr("Not possible yet: see what is marked above.");
    } else if (!isPossible) {
        text = tr("These are more than %1 cells. Take fewer values, or use \"fuseboard-cli sweep\".")
                   .arg(countText(quint64(SweepJob::MostCells)));
    } else {
        QStringList counts;
        for (const Variation &variation : std::as_const(m_plan->vary))
            counts.append(QString::number(variation.values().size()));
        const QString cells = counts.size() > 1 ? counts.join(u" × "_s) + u" = "_s : QString();
        text = tr("%1%2 cells, %3 runs")
                   .arg(cells, countText(quint64(m_plan->cellCount())), countText(quint64(m_plan->runCount())));
        if (m_timePerRun) {
            const auto threads = std::max(1u, std::thread::hardware_concurrency());
            const Duration time = *m_timePerRun * m_plan->runCount() / threads;
            text += time < std::chrono::seconds(1) ? tr(", less than a second")
                                                   : tr(", about %1").arg(durationFigure(time).text());
        } else {
            text += tr(", measuring how long one takes …");
        }
    }
    m_cost->setText(text);
    m_run->setEnabled(isPossible && !m_isBusy);
    m_search->setEnabled(isPossible && !m_isBusy && m_plan->cellCount() > 1 && m_plan->seeds > 1);
    m_recommend->setEnabled(unvaried().isEmpty() && !m_isBusy);
    m_cancel->setVisible(m_isBusy);
    m_search->setVisible(!m_isBusy);
    m_run->setVisible(!m_isBusy);
    m_progress->setVisible(m_isBusy);
    m_progressText->setVisible(!m_progressText->text().isEmpty());
}

QString TuneForm::costText() const
{
    return m_cost->text();
}

void TuneForm::showProgress(const QString &text, double share)
{
    const bool wasBusy = std::exchange(m_isBusy, true);
    m_progress->setValue(int(std::lround(std::clamp(share, 0.0, 1.0) * 1000)));
    if (m_progressText->text() != text)
        m_progressText->setText(text);
    if (!wasBusy)
        showCost();
}

void TuneForm::showIdle(const QString &text)
{
    m_isBusy = false;
    m_progressText->setText(text);
    showCost();
}

} // namespace Fuseboard
