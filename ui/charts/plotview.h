// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "charts/plottable.h"
#include "theme/tints.h"

#include <QHash>
#include <QStringList>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QAbstractSeries;
class QCategoryAxis;
class QChart;
class QGraphicsScene;
class QGraphicsView;
class QPainter;
class QTableView;
class QToolButton;
QT_END_NAMESPACE

namespace Fuseboard {

/// The one place where Qt Charts meets the application: a chart in the application's colours and fonts, which can be exported like
/// every other view, with the same data as a table.
///
/// Lanes and heat maps are painted by classes of their own, because they are faster and show more than Qt Charts can; every other
/// chart is a subclass of this one. A subclass adds series and axes to chart(), colours them in applyColours(), and paints what Qt
/// Charts has no series for in paintOverlay().
///
/// The table is for people who cannot see the chart, and for those who want its numbers: the button at the top right shows it, as
/// does the key T; Escape returns to the chart. Screen readers find it as an ordinary table. Ctrl+C copies it as CSV. The context menu has
/// all of this, and the chart as a picture.
///
/// Mouse and keyboard events arrive at this widget, not at a child. GUI thread.
class PlotView : public QWidget
{
    Q_OBJECT

public:
    explicit PlotView(QWidget *parent = nullptr);
    ~PlotView() override;

    /// Shown in place of the chart while it is empty.
    void setEmptyText(const QString &text);
    bool isEmpty() const { return m_isEmpty; }

    const PlotTable &table() const { return *m_table; }
    bool isTableShown() const;
    void setTableShown(bool isShown);

    /// Where the data is drawn, in this widget's coordinates.
    QRectF plotArea() const;

Q_SIGNALS:
    /// Sent when a user asks for it in the context menu. The window, which knows about files and names, does it.
    void savePictureRequested(QWidget *plot);
    void copyPictureRequested(QWidget *plot);

protected:
    /// The range of an axis and where it has labels, in ascending order.
    struct Ticks
    {
        double low = 0;
        double high = 1;
        QList<double> values;
        QStringList labels;
        friend bool operator==(const Ticks &, const Ticks &) = default;
    };

    QChart &chart() { return *m_chart; }

    /// An axis with labels that the caller writes, which QValueAxis cannot have.
    QCategoryAxis *addAxis(Qt::Alignment side);
    void setTicks(QCategoryAxis *axis, const Ticks &ticks);

    /// Room around the plot area and its labels, in pixels: for what paintOverlay() paints there.
    void setRoom(const QMargins &room);

    /// @p content is the chart's data. Without rows the chart is empty.
    void setContent(const PlotTable::Content &content);

    /// Sets the pens and brushes of all series. Called when the palette changes, and by subclasses after they have added series.
    virtual void applyColours(const Tints &tints) = 0;

    /// Paints on top of the series, in this widget's coordinates.
    virtual void paintOverlay(QPainter &painter, const Tints &tints);

    /// Where @p value of @p series is, in this widget's coordinates.
    QPointF positionOf(QPointF value, QAbstractSeries *series) const;

    /// The chart's overlay is to be painted again.
    void updateOverlay();

    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

    /// The keyboard is here, and its user is to see where.
    bool showsFocus() const { return m_showsFocus && hasFocus(); }
    void setShowsFocus(bool shows);

    QSize sizeHint() const override { return {360, 300}; }
    QSize minimumSizeHint() const override { return {220, 150}; }

private:
    class Canvas;

    void arrange() const;
    void applyTheme();
    void copyTable() const;
    void showParts();
    void placeParts();

    QChart *m_chart; ///< owned by m_scene
    QGraphicsScene *m_scene;
    Canvas *m_canvas;
    PlotTable *m_table;
    QHash<QCategoryAxis *, Ticks> m_ticks; ///< as set last
    QTableView *m_tableView;
    QToolButton *m_tableButton;
    QString m_emptyText;
    bool m_isEmpty = true;
    bool m_showsFocus = false;
};

} // namespace Fuseboard
