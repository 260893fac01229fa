// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/plotview.h"

#include "theme/fonts.h"

#include <QCategoryAxis>
#include <QChart>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QEvent>
#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QGraphicsView>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLegend>
#include <QMenu>
#include <QPainter>
#include <QTableView>
#include <QToolButton>

#include <utility>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr int Frame = 4; // around the parts, for the card's rounded edge

} // namespace

/// Shows the scene, and lets the plot paint over it.
class PlotView::Canvas : public QGraphicsView
{
public:
    Canvas(QGraphicsScene *scene, PlotView *plot)
        : QGraphicsView(scene, plot)
        , m_plot(plot)
    {
        setFrameShape(NoFrame);
        setFocusPolicy(Qt::NoFocus);
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setAlignment(Qt::AlignLeft | Qt::AlignTop);
        setRenderHint(QPainter::Antialiasing);
        setViewportUpdateMode(FullViewportUpdate);
        viewport()->setAutoFillBackground(false);
        viewport()->setFocusPolicy(Qt::NoFocus);
        setBackgroundBrush(Qt::NoBrush);
    }

protected:
    void drawForeground(QPainter *painter, const QRectF &) override
    {
        painter->save();
        painter->translate(-pos());
        m_plot->paintOverlay(*painter, Tints::of(m_plot->palette()));
        painter->restore();
    }

private:
    PlotView *const m_plot;
};

PlotView::PlotView(QWidget *parent)
    : QWidget(parent)
    , m_chart(new QChart)
    , m_scene(new QGraphicsScene(this))
    , m_canvas(new Canvas(m_scene, this))
    , m_table(new PlotTable(this))
    , m_tableView(new QTableView(this))
    , m_tableButton(new QToolButton(this))
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);

    m_scene->addItem(m_chart);
    m_chart->setBackgroundVisible(false);
    m_chart->setAnimationOptions(QChart::NoAnimation);
    m_chart->legend()->hide();
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_chart->setMargins({});

    m_tableView->setObjectName(u"plotTable"_s);
    m_tableView->setModel(m_table);
    m_tableView->setFrameShape(QFrame::NoFrame);
    m_tableView->setAlternatingRowColors(true);
    m_tableView->setShowGrid(false);
    m_tableView->setWordWrap(false);
    m_tableView->setTabKeyNavigation(false);
    m_tableView->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_tableView->verticalHeader()->hide();
    m_tableView->verticalHeader()->setDefaultSectionSize(24);
    m_tableView->horizontalHeader()->setHighlightSections(false);
    m_tableView->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_tableView->installEventFilter(this);

    m_tableButton->setObjectName(u"plotTableButton"_s);
    m_tableButton->setText(tr("Table"));
    m_tableButton->setToolTip(tr("Show the chart's data as a table (T)"));
    m_tableButton->setAccessibleName(tr("Show as table"));
    m_tableButton->setCheckable(true);
    m_tableButton->setAutoRaise(true);
    connect(m_tableButton, &QToolButton::toggled, this, &PlotView::showParts);
    showParts();
}

PlotView::~PlotView() = default;

void PlotView::setEmptyText(const QString &text)
{
    m_emptyText = text;
    update();
}

bool PlotView::isTableShown() const
{
    return m_tableButton->isChecked();
}

void PlotView::setTableShown(bool isShown)
{
    m_tableButton->setChecked(isShown);
}

void PlotView::showParts()
{
    const bool isTable = isTableShown() && !m_isEmpty;
    const bool hadFocus = hasFocus() || m_tableView->hasFocus();
    m_canvas->setVisible(!isTable && !m_isEmpty);
    m_tableView->setVisible(isTable);
    m_tableButton->setVisible(!m_isEmpty);
    m_tableView->setAccessibleName(accessibleName());
    if (hadFocus)
        isTable ? m_tableView->setFocus(Qt::OtherFocusReason) : setFocus(Qt::OtherFocusReason);
    placeParts();
    update();
}

void PlotView::placeParts()
{
    const QSize button = m_tableButton->sizeHint();
    m_tableButton->setGeometry(width() - button.width() - Frame, Frame, button.width(), button.height());
    const QRect inside = rect().adjusted(Frame, Frame, -Frame, -Frame);
    m_canvas->setGeometry(inside);
    m_tableView->setGeometry(inside.adjusted(0, button.height(), 0, 0));
}

/// Gives the chart its size at once: positions are asked for before a widget is shown, and Qt Charts would lay itself out later.
void PlotView::arrange() const
{
    const QSizeF size = rect().adjusted(Frame, Frame, -Frame, -Frame).size().expandedTo({1, 1});
    m_scene->setSceneRect(QRectF({}, size));
    m_chart->resize(size);
    m_chart->layout()->activate();
}

QRectF PlotView::plotArea() const
{
    arrange();
    return m_chart->plotArea().translated(Frame, Frame);
}

QPointF PlotView::positionOf(QPointF value, QAbstractSeries *series) const
{
    return m_chart->mapToScene(m_chart->mapToPosition(value, series)) + QPointF(Frame, Frame);
}

QCategoryAxis *PlotView::addAxis(Qt::Alignment side)
{
    auto *axis = new QCategoryAxis(m_chart);
    axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    axis->setTruncateLabels(false);
    m_chart->addAxis(axis, side);
    return axis;
}

void PlotView::setTicks(QCategoryAxis *axis, const Ticks &ticks)
{
    // A run that goes on sets the same ones again and again, and each change lays the chart out anew.
    if (const auto last = m_ticks.constFind(axis); last != m_ticks.cend() && *last == ticks)
        return;
    m_ticks.insert(axis, ticks);
    const QStringList old = axis->categoriesLabels();
    for (const QString &label : old)
        axis->remove(label);
    axis->setRange(ticks.low, ticks.high);
    axis->setStartValue(ticks.low);
    // Qt Charts ignores a label that is there already: each gets another number of spaces without width.
    for (qsizetype i = 0; i < ticks.values.size(); ++i)
        axis->append(ticks.labels.at(i) + QString(i, QChar(0x200b)), ticks.values.at(i));
}

void PlotView::setRoom(const QMargins &room)
{
    m_chart->setMargins(room);
}

void PlotView::setContent(const PlotTable::Content &content)
{
    m_table->setContent(content);
    const bool isEmpty = content.rows.isEmpty();
    if (std::exchange(m_isEmpty, isEmpty) != isEmpty)
        showParts();
    if (!isEmpty)
        applyTheme();
    updateOverlay();
}

void PlotView::updateOverlay()
{
    m_canvas->viewport()->update();
    update();
}

void PlotView::setShowsFocus(bool shows)
{
    m_showsFocus = shows;
    updateOverlay();
}

void PlotView::paintOverlay(QPainter &, const Tints &)
{
}

void PlotView::applyTheme()
{
    const Tints tints = Tints::of(palette());
    const QList<QAbstractAxis *> axes = m_chart->axes();
    for (QAbstractAxis *axis : axes) {
        axis->setLabelsFont(labelFont());
        axis->setLabelsBrush(tints.muted);
        axis->setGridLinePen(QPen(tints.grid, 1));
        axis->setLinePen(QPen(tints.line, 1));
    }
    applyColours(tints);
}

bool PlotView::event(QEvent *event)
{
    if (event->type() == QEvent::Polish)
        applyTheme();
    return QWidget::event(event);
}

/// The table has this widget's keys too; a table view would search for the letter, and copy one cell.
bool PlotView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_tableView && event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_T || key->key() == Qt::Key_Escape || key->matches(QKeySequence::Copy)) {
            PlotView::keyPressEvent(key);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void PlotView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        applyTheme();
        updateOverlay();
    }
}

void PlotView::paintEvent(QPaintEvent *)
{
    const Tints tints = Tints::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(showsFocus() ? tints.accent : tints.line, showsFocus() ? 2 : 1));
    painter.setBrush(tints.card);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    if (m_isEmpty) {
        painter.setPen(tints.muted);
        painter.drawText(rect().adjusted(24, 12, -24, -12), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
    }
}

void PlotView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeParts();
    arrange();
}

void PlotView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_T && event->modifiers() == Qt::NoModifier && !m_isEmpty)
        setTableShown(!isTableShown());
    else if (event->matches(QKeySequence::Copy) && !m_isEmpty)
        copyTable();
    else if (event->key() == Qt::Key_Escape && isTableShown())
        setTableShown(false);
    else
        QWidget::keyPressEvent(event);
}

void PlotView::copyTable() const
{
    QGuiApplication::clipboard()->setText(QString::fromUtf8(m_table->toCsv()));
}

void PlotView::contextMenuEvent(QContextMenuEvent *event)
{
    if (m_isEmpty)
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(u"plotMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *showTable = menu->addAction(tr("Show as &table\tT"), m_tableButton, &QToolButton::click);
    showTable->setCheckable(true);
    showTable->setChecked(isTableShown());
    menu->addAction(tr("&Copy the data as CSV\tCtrl+C"), this, &PlotView::copyTable);
    menu->addSeparator();
    menu->addAction(tr("Copy the &picture"), this, [this] { Q_EMIT copyPictureRequested(this); });
    menu->addAction(tr("&Save the picture (PNG, SVG, PDF)…"), this, [this] { Q_EMIT savePictureRequested(this); });
    menu->popup(event->globalPos());
}

void PlotView::focusInEvent(QFocusEvent *event)
{
    m_showsFocus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason
        || event->reason() == Qt::OtherFocusReason;
    QWidget::focusInEvent(event);
    updateOverlay();
}

void PlotView::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    updateOverlay();
}

} // namespace Fuseboard
