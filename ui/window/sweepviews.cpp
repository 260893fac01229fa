// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/sweepviews.h"

#include "charts/heatmap.h"
#include "charts/paretoplot.h"
#include "charts/sensitivitybars.h"
#include "document/goaltext.h"
#include "document/summarydifference.h"
#include "panels/editorrow.h"
#include "panels/sweepmodel.h"
#include "theme/figures.h"
#include "theme/fonts.h"
#include "theme/tints.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 OthersIntervalMs = 300; // between two pictures of what takes longer, while more comes

} // namespace

SweepViews::SweepViews(QWidget *parent)
    : QWidget(parent)
    , m_map(new HeatMap)
    , m_pareto(new ParetoPlot)
    , m_bars(new SensitivityBars)
    , m_model(new SweepModel(this))
    , m_table(new QTableView)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_warning = new QLabel;
    m_warning->setObjectName(u"sweepWarning"_s);
    m_warning->setWordWrap(true);
    m_warning->hide();
    layout->addWidget(m_warning);
    auto *split = new QSplitter(Qt::Horizontal);
    split->setObjectName(u"sweepSplit"_s);
    split->setChildrenCollapsible(false);
    split->addWidget(makeMapPlace());
    m_tabs = new QTabWidget;
    m_tabs->setObjectName(u"sweepTabs"_s);
    m_tabs->setAccessibleName(tr("Other views of the cells"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setAccessibleName(m_tabs->accessibleName());
    split->addWidget(m_tabs);
    split->setStretchFactor(0, 5);
    split->setStretchFactor(1, 4);
    layout->addWidget(split, 1);

    m_table->setObjectName(u"sweepTable"_s);
    m_table->setAccessibleName(tr("All cells"));
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(24);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setResizeContentsPrecision(20); // rows: there may be thousands
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->setSortingEnabled(true);

    m_tabs->addTab(makeParetoPlace(), tr("Trade-off"));
    m_tabs->addTab(m_bars, tr("Fields"));
    m_tabs->addTab(m_table, tr("Table"));
    m_bars->setObjectName(u"sensitivity"_s);
    m_map->setEmptyText(
        tr("Choose fields and press \"Try all\": the map of all cells grows here. Or press \"Recommend a "
           "setting\"."));
    m_bars->setEmptyText(tr("How much each field decides stands here when cells have been tried."));

    const auto describe = [this](qint64 cell) {
        return cell >= 0 && cell < m_results.scores.size() ? m_words.describe(m_results, cell) : QString();
    };
    m_map->setDescription(describe);
    m_pareto->setDescription(describe);
    connect(m_map, &HeatMap::chosen, this, &SweepViews::chosen);
    connect(m_pareto, &ParetoPlot::chosen, this, &SweepViews::chosen);
    const auto chooseRow = [this](const QModelIndex &index) { Q_EMIT chosen(m_model->cellAt(index.row())); };
    connect(m_table, &QTableView::clicked, this, chooseRow);
    connect(m_table, &QTableView::activated, this, chooseRow);
    connect(m_tabs, &QTabWidget::currentChanged, this, &SweepViews::showOthers);
    takePlan();
}

QComboBox *SweepViews::makeChoice(const QString &name, const QString &label, const QString &toolTip)
{
    auto *choice = new QComboBox;
    choice->setObjectName(name);
    choice->setAccessibleName(label);
    choice->setToolTip(toolTip);
    makeNarrow(choice);
    return choice;
}

QWidget *SweepViews::makeMapPlace()
{
    auto *place = new QWidget;
    auto *layout = new QVBoxLayout(place);
    layout->setContentsMargins(0, 0, 4, 0);
    layout->setSpacing(4);
    auto *head = new QHBoxLayout;
    m_goal = makeChoice(u"mapGoal"_s, tr("Goal on the map"), tr("Which goal the colours stand for"));
    head->addWidget(m_goal, 1);
    head->addStretch();
    m_axes = new QWidget;
    auto *axes = new QHBoxLayout(m_axes);
    axes->setContentsMargins(0, 0, 0, 0);
    m_across = makeChoice(u"mapAcross"_s, tr("Field across"), tr("Which field goes from left to right"));
    m_up = makeChoice(u"mapUp"_s, tr("Field upwards"), tr("Which field goes upwards"));
    axes->addWidget(new QLabel(u"→"_s));
    axes->addWidget(m_across, 1);
    axes->addWidget(new QLabel(u"↑"_s));
    axes->addWidget(m_up, 1);
    m_export = new QToolButton;
    m_export->setObjectName(u"sweepExport"_s);
    m_export->setText(tr("Export"));
    m_export->setToolTip(tr("All cells as a table, or the charts as pictures"));
    m_export->setPopupMode(QToolButton::InstantPopup);
    m_export->setFocusPolicy(Qt::TabFocus);
    head->addWidget(m_export);
    layout->addLayout(head);
    layout->addWidget(m_axes);
    m_slicePlace = new QWidget;
    m_sliceLayout = new QHBoxLayout(m_slicePlace);
    m_sliceLayout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_slicePlace);
    m_map->setObjectName(u"heatMap"_s);
    layout->addWidget(m_map, 1);
    connect(m_goal, &QComboBox::activated, this, [this] {
        showMap();
        showBars();
    });
    // What was on the one axis goes to the other.
    const auto swap = [this](QComboBox *changed, QComboBox *other) {
        if (changed->currentIndex() == other->currentIndex()) {
            for (int i = 0; i < other->count() && other->currentIndex() == changed->currentIndex(); ++i)
                other->setCurrentIndex(i);
        }
        placeSlices();
        showMap();
    };
    connect(m_across, &QComboBox::activated, this, [this, swap] { swap(m_across, m_up); });
    connect(m_up, &QComboBox::activated, this, [this, swap] { swap(m_up, m_across); });
    return place;
}

QWidget *SweepViews::makeParetoPlace()
{
    auto *place = new QWidget;
    auto *layout = new QVBoxLayout(place);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(4);
    m_paretoChoice = new QWidget;
    auto *choice = new QHBoxLayout(m_paretoChoice);
    choice->setContentsMargins(0, 0, 0, 0);
    choice->setSpacing(4);
    m_paretoX = makeChoice(u"paretoX"_s, tr("Goal across"), tr("Which goal goes from left to right"));
    m_paretoY = makeChoice(u"paretoY"_s, tr("Goal upwards"), tr("Which goal goes upwards"));
    choice->addWidget(new QLabel(u"→"_s));
    choice->addWidget(m_paretoX, 1);
    choice->addWidget(new QLabel(u"↑"_s));
    choice->addWidget(m_paretoY, 1);
    layout->addWidget(m_paretoChoice);
    m_pareto->setObjectName(u"pareto"_s);
    layout->addWidget(m_pareto, 1);
    for (QComboBox *each : {m_paretoX, m_paretoY})
        connect(each, &QComboBox::activated, this, &SweepViews::showPareto);
    return place;
}

void SweepViews::setExportMenu(QMenu *menu)
{
    m_export->setMenu(menu);
}

void SweepViews::show(const SweepResults &results, const SweepWords &words, qint64 present, bool isGoingOn)
{
    const bool isOther = m_results.plan != results.plan;
    m_results = results;
    m_present = present;
    m_isGoingOn = isGoingOn;
    if (isOther) {
        m_words = words;
        takePlan();
    }
    m_export->setEnabled(!m_results.isEmpty());
    showMap();
    if (isGoingOn && !isOther && m_sinceOthers.isValid() && !m_sinceOthers.hasExpired(OthersIntervalMs))
        return;
    showOthers();
    m_sinceOthers.start();
}

/// Another plan: other fields and goals to choose from.
void SweepViews::takePlan()
{
    const QList<Goal> &goals = m_results.plan.goals;
    for (QComboBox *choice : {m_goal, m_paretoX, m_paretoY})
        choice->clear();
    for (const Goal &goal : goals) {
        m_goal->addItem(goalLabel(goal));
        for (QComboBox *choice : {m_paretoX, m_paretoY})
            choice->addItem(figureLabel(goal.figure({}).name));
    }
    m_paretoX->setCurrentIndex(goals.isEmpty() ? -1 : 0);
    m_paretoY->setCurrentIndex(goals.size() > 1 ? 1 : -1);
    m_paretoChoice->setVisible(goals.size() > 2);
    m_pareto->setEmptyText(goals.size() == 1 ? tr("With a second goal this shows what is traded for what.")
                                             : tr("What is traded for what stands here when cells have been tried."));
    for (QComboBox *choice : {m_across, m_up}) {
        choice->clear();
        for (qsizetype i = 0; i < m_words.fieldCount(); ++i)
            choice->addItem(m_words.fieldLabel(i));
    }
    m_across->setCurrentIndex(m_words.fieldCount() > 0 ? 0 : -1);
    m_up->setCurrentIndex(m_words.fieldCount() > 1 ? 1 : -1);
    m_axes->setVisible(m_words.fieldCount() > 2);
    m_goal->setVisible(!goals.isEmpty());
    // At first the slice that the present setting is in.
    m_slices = QList<qsizetype>(m_words.fieldCount(), 0);
    if (m_present >= 0 && !m_results.isEmpty())
        m_slices = m_results.plan.coordinatesOf(m_present);
    placeSlices();
}

void SweepViews::placeSlices()
{
    while (QLayoutItem *item = m_sliceLayout->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    m_sliceChoices.clear();
    for (int field = 0; field < m_words.fieldCount(); ++field) {
        if (field == m_across->currentIndex() || field == m_up->currentIndex())
            continue;
        auto *choice = makeChoice(u"mapSlice.%1"_s.arg(field), tr("Slice of %1").arg(m_words.fieldLabel(field)),
                                  tr("The map shows the cells with this value of %1").arg(m_words.fieldLabel(field)));
        for (const QString &value : m_words.valueTexts(field))
            choice->addItem(u"%1: %2"_s.arg(m_words.fieldLabel(field), value));
        m_sliceChoices.insert(field, choice);
        connect(choice, &QComboBox::activated, this, [this, field](int index) {
            m_slices[field] = index;
            showMap();
        });
        m_sliceLayout->addWidget(choice, 1);
    }
    m_slicePlace->setVisible(m_sliceLayout->count() > 0);
    showSlices();
}

void SweepViews::showSlices()
{
    for (auto choice = m_sliceChoices.cbegin(); choice != m_sliceChoices.cend(); ++choice)
        choice.value()->setCurrentIndex(int(m_slices.at(choice.key())));
}

void SweepViews::showMap()
{
    const int goal = m_goal->currentIndex();
    const int across = m_across->currentIndex();
    if (m_results.isEmpty() || goal < 0 || across < 0) {
        m_map->show({});
        return;
    }
    const int up = m_up->currentIndex();
    HeatMap::Picture picture;
    const Goal &shown = m_results.plan.goals.at(goal);
    picture.title = goalLabel(shown);
    picture.isLowBetter = shown.direction() == Goal::Direction::Minimise;
    picture.columns = {m_words.fieldLabel(across), m_words.valueTexts(across)};
    picture.rows = up < 0 ? HeatMap::Axis{{}, {QString()}}
                          : HeatMap::Axis{m_words.fieldLabel(up), m_words.valueTexts(up)};
    picture.best = m_results.best;
    picture.present = m_present;
    picture.cells.reserve(picture.columns.labels.size() * picture.rows.labels.size());
    QList<qsizetype> coordinates = m_slices;
    for (qsizetype row = 0; row < picture.rows.labels.size(); ++row) {
        for (qsizetype column = 0; column < picture.columns.labels.size(); ++column) {
            coordinates[across] = column;
            if (up >= 0)
                coordinates[up] = row;
            HeatMap::Cell cell;
            cell.id = m_results.plan.cellAt(coordinates);
            const CellScore &score = m_results.scores.at(cell.id);
            if (!score.error.isEmpty())
                cell.state = HeatMap::State::Impossible;
            else if (score.seeds > 0)
                cell.state = HeatMap::State::Done;
            cell.isAllowed = score.isAllowed();
            cell.value = score.goals.value(goal).mean;
            picture.cells.append(cell);
        }
    }
    m_map->setValueText([shown](double value) { return goalValueText(shown, value); });
    m_map->show(picture);
    m_map->setSelected(m_selected);
}

void SweepViews::showPareto()
{
    ParetoPlot::Picture picture;
    const int x = m_paretoX->currentIndex();
    const int y = m_paretoY->currentIndex();
    if (!m_results.isEmpty() && x >= 0 && y >= 0) {
        const Goal &across = m_results.plan.goals.at(x);
        const Goal &up = m_results.plan.goals.at(y);
        picture.x = {figureLabel(across.figure({}).name), across.direction() == Goal::Direction::Minimise};
        picture.y = {figureLabel(up.figure({}).name), up.direction() == Goal::Direction::Minimise};
        picture.best = m_results.best;
        picture.present = m_present;
        for (const CellScore &score : std::as_const(m_results.scores)) {
            const auto first = score.goals.value(x).mean;
            const auto second = score.goals.value(y).mean;
            if (first && second)
                picture.points.append({score.cell, *first, *second, false, score.isAllowed()});
        }
        for (const qint64 cell : m_results.frontOf(x, y)) {
            const auto point = std::ranges::lower_bound(picture.points, cell, {}, &ParetoPlot::Point::id);
            if (point != picture.points.end() && point->id == cell)
                point->isFront = true;
        }
        m_pareto->setValueTexts([across](double value) { return goalValueText(across, value); },
                                [up](double value) { return goalValueText(up, value); });
    }
    m_pareto->setPicture(picture);
    m_pareto->setSelected(m_selected);
}

void SweepViews::showBars()
{
    QList<SensitivityBars::Bar> bars;
    const int shown = m_goal->currentIndex();
    if (m_results.isEmpty() || shown < 0) {
        m_bars->setBars({}, {});
        return;
    }
    const Goal &goal = m_results.plan.goals.at(shown);
    for (const Sensitivity &sensitivity : std::as_const(m_results.sensitivities)) {
        if (sensitivity.goal != shown)
            continue;
        SensitivityBars::Bar bar;
        bar.field = m_words.fieldLabel(sensitivity.field);
        bar.share = sensitivity.share;
        bar.means = sensitivity.means;
        QStringList means;
        for (qsizetype i = 0; i < bar.means.size(); ++i) {
            if (bar.means.at(i))
                means.append(u"%1: %2"_s.arg(m_words.valueTexts(sensitivity.field).at(i),
                                             goalValueText(goal, *bar.means.at(i))));
        }
        bar.description = tr("%1 decides %2 of it alone. Mean at each value: %3")
                              .arg(bar.field, percentFigure(bar.share).text(), means.join(u", "_s));
        bars.append(bar);
    }
    m_bars->setBars(tr("What decides: %1").arg(figureLabel(goal.figure({}).name)), bars);
}

/// What nobody sees is not made.
void SweepViews::showOthers()
{
    if (m_tabs->currentWidget() == m_table) {
        const bool isOther = m_model->rowCount() != m_results.scores.size();
        m_model->show(m_results, m_words);
        // Not with every picture: it looks into many rows.
        if (isOther || !m_isGoingOn)
            m_table->resizeColumnsToContents();
        setSelected(m_selected);
    } else if (m_tabs->currentWidget() == m_bars) {
        showBars();
    } else {
        showPareto();
    }
}

void SweepViews::setSelected(qint64 cell)
{
    m_selected = cell;
    // Another slice, if it is in none that is shown.
    if (cell >= 0 && m_map->rectOf(cell).isEmpty() && cell < m_results.scores.size()) {
        m_slices = m_results.plan.coordinatesOf(cell);
        showSlices();
        showMap();
    }
    m_map->setSelected(cell);
    m_pareto->setSelected(cell);
    const int row = m_model->rowOf(cell);
    if (row >= 0 && m_table->currentIndex().row() != row)
        m_table->selectRow(row);
    else if (row < 0)
        m_table->clearSelection();
}

void SweepViews::setWarning(const QString &text)
{
    m_warning->setText(text.isEmpty() ? QString() : u"⚠ "_s + text);
    m_warning->setVisible(!text.isEmpty());
    applyColours();
}

void SweepViews::applyColours()
{
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, Tints::of(palette()).problem);
    m_warning->setPalette(colours);
}

void SweepViews::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_warning != nullptr)
        applyColours();
}

} // namespace Fuseboard
