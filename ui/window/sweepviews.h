// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "document/sweepresults.h"
#include "panels/sweepwords.h"

#include <QElapsedTimer>
#include <QHash>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
class QHBoxLayout;
class QLabel;
class QMenu;
class QTableView;
class QTabWidget;
class QToolButton;
QT_END_NAMESPACE

namespace Fuseboard {

class HeatMap;
class ParetoPlot;
class SensitivityBars;
class SweepModel;

/// What came of a sweep: map, trade-off, what the fields decide, and the table. All show the same cell as the one that is looked
/// at.
class SweepViews : public QWidget
{
    Q_OBJECT

public:
    explicit SweepViews(QWidget *parent = nullptr);

    /// @p isGoingOn: more will come soon; what takes long is then not shown every time. @p present is the scenario's cell.
    void show(const SweepResults &results, const SweepWords &words, qint64 present, bool isGoingOn);

    /// Said above the map; empty: nothing.
    void setWarning(const QString &text);

    void setSelected(qint64 cell);
    void setExportMenu(QMenu *menu);

    HeatMap *map() const { return m_map; }
    ParetoPlot *pareto() const { return m_pareto; }
    SensitivityBars *sensitivity() const { return m_bars; }
    QTableView *table() const { return m_table; }
    SweepModel *model() const { return m_model; }

Q_SIGNALS:
    /// By hand, in any of the views.
    void chosen(qint64 cell);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeMapPlace();
    QWidget *makeParetoPlace();
    void takePlan();
    void placeSlices();
    void showSlices();
    void showMap();
    void showPareto();
    void showBars();
    void showOthers();
    void applyColours();
    QComboBox *makeChoice(const QString &name, const QString &label, const QString &toolTip);

    SweepResults m_results;
    SweepWords m_words;
    qint64 m_present = -1;
    qint64 m_selected = -1;
    bool m_isGoingOn = false;
    QList<qsizetype> m_slices; ///< by field: the value where it is on no axis
    QElapsedTimer m_sinceOthers;

    QLabel *m_warning = nullptr;
    QComboBox *m_goal = nullptr;
    QComboBox *m_across = nullptr;
    QComboBox *m_up = nullptr;
    QWidget *m_axes = nullptr;
    QWidget *m_slicePlace = nullptr;
    QHBoxLayout *m_sliceLayout = nullptr;
    QHash<int, QComboBox *> m_sliceChoices; ///< by field
    QToolButton *m_export = nullptr;
    HeatMap *m_map;
    QTabWidget *m_tabs = nullptr;
    QComboBox *m_paretoX = nullptr;
    QComboBox *m_paretoY = nullptr;
    QWidget *m_paretoChoice = nullptr;
    ParetoPlot *m_pareto;
    SensitivityBars *m_bars;
    SweepModel *m_model;
    QTableView *m_table;
};

} // namespace Fuseboard
