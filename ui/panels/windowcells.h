// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/record/rulewindow.h"
#include "theme/marks.h"

#include <QWidget>

#include <span>
#include <vector>

namespace Fuseboard {

/// What a breaker's rule looks at, a cell for each result, newest last: its letter on its colour, and empty cells for what is still
/// to come. Where there are too many, columns of several results each, stacked by their patterns; which of the results tips is then
/// in the sentence beside it.
///
/// By keyboard: the arrows, Home and End go from result to result, Return chooses one.
class WindowCells : public QWidget
{
    Q_OBJECT

public:
    enum class Cell : quint8 { Succeeded, Slow, Failed, Excluded, Empty };

    explicit WindowCells(QWidget *parent = nullptr);

    /// Result by result.
    void setWindow(const RuleWindow &window, const CircuitBreakerConfig &breaker);

    /// Where only the figures are known: cells without an order.
    void setFigures(const WindowFigures &figures, BreakerState state, const CircuitBreakerConfig &breaker);

    /// There is nothing to look at: @p text says why.
    void showNone(const QString &text);

    /// What is shown now, the first 100,000 empty cells included; that is one entry for each result, also where they are drawn as columns.
    const std::vector<Cell> &cells() const { return m_cells; }
    bool isCondensed() const;

    /// The cell at @p position; -1 for none, and in columns.
    int cellAt(const QPointF &position) const;

    /// Where cell @p index is drawn; for columns, the column that it is part of.
    QRectF cellRect(int index) const;

    /// What the cell or the column at @p position stands for; elsewhere, what there is in all.
    QString toolTipAt(const QPointF &position) const;

    static Mark markOf(Cell cell);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// A result was chosen, by mouse or keyboard: its call's number, and when it ended, since the run's start.
    void resultChosen(quint64 call, Fuseboard::Duration at);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Layout
    {
        double pitch = 0; ///< of letter cells; 0 for columns
        int columns = 1;
        int perColumn = 1; ///< results in a column
        double height = 0;
    };

    void appendEmpty(std::vector<Cell> &cells, std::size_t count);
    void show(std::vector<Cell> cells, std::size_t room, bool isOrdered);
    Layout layoutFor(double width) const;
    Layout present() const { return layoutFor(width()); }
    void paintCells(QPainter &painter, const Layout &layout) const;
    void paintColumns(QPainter &painter, const Layout &layout) const;
    void paintLegend(QPainter &painter, const QRectF &area) const;
    QString countsText() const;
    static QString countsText(std::span<const Cell> cells, qsizetype excluded, qsizetype emptyUnshown = 0);
    const RuleResult *resultOf(int cell) const;
    void setCurrent(int cell);
    void choose(int cell);

    std::vector<Cell> m_cells;
    std::vector<RuleResult> m_results; ///< of the first cells; empty where only figures are known
    std::size_t m_room = 0;            ///< cells for which there is always room; 0: as many as come
    QString m_none;
    int m_excluded = 0;             ///< listed or not
    std::size_t m_emptyUnshown = 0; ///< empty cells that are no more than a number
    int m_current = -1;
    bool m_isOrdered = true;
};

} // namespace Fuseboard
