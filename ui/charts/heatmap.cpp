// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/heatmap.h"

#include "charts/cellsigns.h"
#include "theme/colourscale.h"
#include "theme/fonts.h"
#include "theme/tabulartext.h"
#include "theme/tints.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr double Inset = 10;
constexpr double TitleHeight = 20;
constexpr double AxisTitleHeight = 18;
constexpr double LabelHeight = 18;
constexpr double LegendHeight = 40;
constexpr double MostLabelWidth = 92;
constexpr double LabelGap = 6;
constexpr double MostCellHeight = 140; // of one field alone there is but one row, which would fill the map
constexpr double HatchApart = 7;
constexpr double SignRadius = 6;
constexpr double LeastForGap = 5; // cells smaller than this have no room for lines between them

} // namespace

HeatMap::HeatMap(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(false);
    setAccessibleName(tr("Map of the cells"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void HeatMap::setValueText(const std::function<QString(double)> &text)
{
    m_valueText = text;
    update();
}

void HeatMap::setDescription(const std::function<QString(qint64)> &description)
{
    m_description = description;
}

void HeatMap::setEmptyText(const QString &text)
{
    m_emptyText = text;
    update();
}

void HeatMap::show(const Picture &picture)
{
    if (m_picture == picture)
        return;
    const bool isOtherGrid = m_picture.columns != picture.columns || m_picture.rows != picture.rows;
    m_picture = picture;
    if (isOtherGrid)
        m_cursor = {};
    takeValues();
    place();
    update();
}

/// The scale reaches from the least value to the largest.
void HeatMap::takeValues()
{
    m_hasValues = false;
    for (const Cell &cell : std::as_const(m_picture.cells)) {
        if (cell.state != State::Done || !cell.value)
            continue;
        m_least = m_hasValues ? std::min(m_least, *cell.value) : *cell.value;
        m_most = m_hasValues ? std::max(m_most, *cell.value) : *cell.value;
        m_hasValues = true;
    }
}

/// On the scale of colours: the better, the lighter.
double HeatMap::shareOf(double value) const
{
    const double share = m_most > m_least ? (value - m_least) / (m_most - m_least) : 0.5;
    return m_picture.isLowBetter ? 1 - share : share;
}

void HeatMap::setSelected(qint64 id)
{
    if (m_selected == id)
        return;
    m_selected = id;
    if (const auto place = placeOf(id))
        m_cursor = *place;
    update();
}

std::optional<QPoint> HeatMap::placeOf(qint64 id) const
{
    const auto found = std::ranges::find(m_picture.cells, id, &Cell::id);
    if (id < 0 || found == m_picture.cells.cend() || m_geometry.columns() == 0)
        return std::nullopt;
    const int index = int(std::distance(m_picture.cells.cbegin(), found));
    return QPoint(index % m_geometry.columns(), index / m_geometry.columns());
}

QRectF HeatMap::rectOf(qint64 id) const
{
    const auto place = placeOf(id);
    return place ? m_geometry.cell(place->x(), place->y()) : QRectF();
}

void HeatMap::place()
{
    const QFontMetricsF metrics(labelFont());
    double labels = 0;
    for (const QString &label : std::as_const(m_picture.rows.labels))
        labels = std::max(labels, tabularWidth(metrics, label));
    const double left = Inset + (labels > 0 ? std::min(labels, MostLabelWidth) + LabelGap : 0);
    const double top = Inset + TitleHeight + (m_picture.rows.title.isEmpty() ? 4 : AxisTitleHeight);
    const QRectF area(left, top, width() - left - Inset,
                      height() - top - LabelHeight - AxisTitleHeight - LegendHeight - 4);
    m_geometry = HeatGeometry(area.isValid() ? area : QRectF(), int(m_picture.columns.labels.size()),
                              int(m_picture.rows.labels.size()), MostCellHeight);
}

void HeatMap::paintEvent(QPaintEvent *)
{
    const Tints t = Tints::of(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_showsFocus && hasFocus() ? t.accent : t.line, m_showsFocus && hasFocus() ? 2 : 1));
    painter.setBrush(t.card);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    if (m_picture.cells.isEmpty()) {
        painter.setPen(t.muted);
        painter.drawText(rect().adjusted(24, 12, -24, -12), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    paintCells(painter);
    paintAxes(painter);
    paintMarks(painter);
    paintLegend(painter);
}

void HeatMap::paintCells(QPainter &painter) const
{
    const Tints t = Tints::of(palette());
    const QFontMetricsF metrics(labelFont());
    const double cellWidth = m_geometry.cellWidth();
    const double cellHeight = m_geometry.cellHeight();
    // Values in some cells and not in others would look like a finding.
    double widest = 0;
    if (m_valueText && std::max(cellWidth, cellHeight) >= metrics.height() + 2) {
        for (const Cell &cell : m_picture.cells)
            widest = std::max(widest, cell.value ? tabularWidth(metrics, m_valueText(*cell.value)) : 0);
    }
    const auto isEnough = [&](double width, double height) {
        return widest > 0 && widest <= width - 6 && metrics.height() + 2 <= height;
    };
    const bool isLevel = isEnough(cellWidth, cellHeight);
    const bool hasRoom = isLevel || isEnough(cellHeight, cellWidth);
    painter.setFont(labelFont());
    const double gap = std::min(cellWidth, cellHeight) < LeastForGap ? 0 : 0.5;
    for (int row = 0; row < m_geometry.rows(); ++row) {
        for (int column = 0; column < m_geometry.columns(); ++column) {
            const Cell &cell = at({column, row});
            const QRectF rect = m_geometry.cell(column, row).adjusted(gap, gap, -gap, -gap);
            if (cell.state != State::Done || !cell.value) {
                painter.fillRect(rect, cell.state == State::Waiting ? mixed(t.card, t.text, 0.05) : t.surface);
                if (cell.state == State::Impossible) {
                    painter.setPen(QPen(t.muted, 1));
                    painter.drawLine(rect.topLeft(), rect.bottomRight());
                    painter.drawLine(rect.bottomLeft(), rect.topRight());
                } else if (cell.state == State::Done && hasRoom) {
                    painter.setPen(t.muted);
                    painter.drawText(rect, Qt::AlignCenter, QStringLiteral("–"));
                }
            } else {
                const QColor ground = scaleColour(shareOf(*cell.value));
                painter.fillRect(rect, ground);
                if (hasRoom) {
                    painter.setPen(readableOn(ground));
                    painter.save();
                    painter.translate(rect.center());
                    painter.rotate(isLevel ? 0 : -90);
                    drawTabular(painter, QRectF(-widest, -metrics.height() / 2, 2 * widest, metrics.height()),
                                Qt::AlignCenter, m_valueText(*cell.value));
                    painter.restore();
                }
            }
            if (cell.state == State::Done && !cell.isAllowed) {
                QColor ink = cell.value ? readableOn(scaleColour(shareOf(*cell.value))) : t.muted;
                ink.setAlphaF(0.45f);
                painter.setPen(QPen(ink, 1));
                painter.drawLines(hatchLines(rect, HatchApart));
            }
        }
    }
    painter.setPen(QPen(t.line, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(m_geometry.area());
}

void HeatMap::paintAxes(QPainter &painter) const
{
    const Tints t = Tints::of(palette());
    const QRectF &area = m_geometry.area();
    painter.setFont(headingFont());
    painter.setPen(t.text);
    const double wide = width() - 2 * Inset;
    painter.drawText(QRectF(Inset, Inset, wide, TitleHeight), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(m_picture.title, Qt::ElideRight, wide));
    painter.setFont(labelFont());
    const QFontMetricsF metrics(painter.font());
    painter.setPen(t.muted);
    if (!m_picture.rows.title.isEmpty()) {
        painter.drawText(QRectF(Inset, area.top() - AxisTitleHeight, wide, AxisTitleHeight),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(u"↑ "_s + m_picture.rows.title, Qt::ElideRight, wide));
    }
    const QString below = m_picture.columns.title + u" →"_s;
    painter.drawText(QRectF(Inset, area.bottom() + LabelHeight, wide, AxisTitleHeight),
                     Qt::AlignRight | Qt::AlignVCenter, metrics.elidedText(below, Qt::ElideLeft, wide));

    const int rowStep = HeatGeometry::labelStep(metrics.height(), m_geometry.cellHeight());
    for (int row = 0; row < m_geometry.rows(); row += rowStep) {
        const QRectF rect = m_geometry.cell(0, row);
        const double width = rect.left() - LabelGap - Inset + 1;
        const QString label = m_picture.rows.labels.at(row);
        const QRectF place(Inset, rect.center().y() - metrics.height() / 2, width, metrics.height());
        if (!label.isEmpty())
            drawTabular(painter, place, Qt::AlignRight | Qt::AlignVCenter,
                        metrics.elidedText(label, Qt::ElideRight, width));
    }
    double widest = 0;
    for (const QString &label : std::as_const(m_picture.columns.labels))
        widest = std::max(widest, tabularWidth(metrics, label));
    // Words may be shortened where figures are left out.
    const double most = std::max(m_geometry.cellWidth(), 48.0);
    const int columnStep = HeatGeometry::labelStep(std::min(widest + 8, most), m_geometry.cellWidth());
    for (int column = 0; column < m_geometry.columns(); column += columnStep) {
        const QRectF rect = m_geometry.cell(column, 0);
        const double width = columnStep * rect.width() - 4;
        const QString label = metrics.elidedText(m_picture.columns.labels.at(column), Qt::ElideRight, width);
        const double left = std::min(rect.center().x() - width / 2, area.right() - tabularWidth(metrics, label));
        drawTabular(painter, QRectF(std::max(left, area.left()), area.bottom() + 1, width, LabelHeight),
                    columnStep == 1 ? Qt::AlignCenter : Qt::AlignLeft | Qt::AlignVCenter, label);
    }
}

void HeatMap::paintMarks(QPainter &painter) const
{
    const Tints t = Tints::of(palette());
    const double least = std::min(m_geometry.cellWidth(), m_geometry.cellHeight());
    const double radius = std::clamp(least / 2 - 1, 3.0, SignRadius);
    // In corners, so that the value between them can be read; the smallest cells have but a middle.
    const bool hasCorners = m_geometry.cellWidth() > 4 * radius && m_geometry.cellHeight() > 2.5 * radius;
    const double in = radius + 2;
    if (const QRectF rect = rectOf(m_picture.present); !rect.isEmpty())
        paintPresentSign(painter, hasCorners ? rect.topLeft() + QPointF(in, in) : rect.center(), radius);
    if (const QRectF rect = rectOf(m_picture.best); !rect.isEmpty())
        paintBestSign(painter, hasCorners ? rect.topRight() + QPointF(-in, in) : rect.center(), radius);
    const auto frame = [&](const QRectF &rect, const QColor &colour, Qt::PenStyle style) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(t.card, 5));
        painter.drawRect(rect);
        painter.setPen(QPen(colour, 2.5, style));
        painter.drawRect(rect);
    };
    if (const QRectF rect = rectOf(m_selected); !rect.isEmpty())
        frame(rect, t.text, Qt::SolidLine);
    if (m_showsFocus && hasFocus())
        frame(m_geometry.cell(m_cursor.x(), m_cursor.y()), t.accent, Qt::DotLine);
}

void HeatMap::paintLegend(QPainter &painter) const
{
    const Tints t = Tints::of(palette());
    painter.setFont(labelFont());
    const QFontMetricsF metrics(painter.font());
    const double top = m_geometry.area().bottom() + LabelHeight + AxisTitleHeight + 4;
    double x = Inset;
    const auto text = [&](const QString &words, double line) {
        const double width = tabularWidth(metrics, words);
        painter.setPen(t.muted);
        drawTabular(painter, QRectF(x, line, width + 2, metrics.height()), Qt::AlignLeft | Qt::AlignVCenter, words);
        x += width + 4;
    };
    if (m_hasValues && m_valueText) {
        const double worst = m_picture.isLowBetter ? m_most : m_least;
        const double best = m_picture.isLowBetter ? m_least : m_most;
        text(m_valueText(worst), top);
        QLinearGradient gradient(x, 0, x + 96, 0);
        for (int i = 0; i <= 9; ++i)
            gradient.setColorAt(i / 9.0, scaleColour(m_most > m_least ? i / 9.0 : 0.5));
        painter.setPen(QPen(t.line, 1));
        painter.setBrush(gradient);
        painter.drawRect(QRectF(x, top + 2, 96, metrics.height() - 4));
        x += 102;
        text(m_most > m_least ? tr("%1 better").arg(m_valueText(best)) : tr("everywhere"), top);
    }

    // What the signs mean, as many as there is room for; the tooltips say it in any case.
    x = Inset;
    const double line = top + metrics.height() + 3;
    const auto sign = [&](const QString &words, const auto &paint) {
        if (x + 18 + tabularWidth(metrics, words) > width() - Inset)
            return;
        paint(QPointF(x + 6, line + metrics.height() / 2));
        x += 17;
        text(words, line);
        x += 8;
    };
    if (placeOf(m_picture.best))
        sign(tr("best"), [&](QPointF at) { paintBestSign(painter, at, SignRadius); });
    if (placeOf(m_picture.present))
        sign(tr("present"), [&](QPointF at) { paintPresentSign(painter, at, SignRadius); });
    const auto box = [&](QPointF at) { return QRectF(at.x() - 6, at.y() - 6, 12, 12); };
    if (std::ranges::any_of(m_picture.cells,
                            [](const Cell &cell) { return cell.state == State::Done && !cell.isAllowed; })) {
        sign(tr("misses a limit"), [&](QPointF at) {
            painter.setPen(QPen(t.muted, 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(box(at));
            painter.drawLines(hatchLines(box(at), 4));
        });
    }
    if (std::ranges::any_of(m_picture.cells, [](const Cell &cell) { return cell.state == State::Impossible; })) {
        sign(tr("cannot be"), [&](QPointF at) {
            painter.setPen(QPen(t.muted, 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(box(at));
            painter.drawLine(box(at).topLeft(), box(at).bottomRight());
            painter.drawLine(box(at).bottomLeft(), box(at).topRight());
        });
    }
}

void HeatMap::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place();
}

void HeatMap::mousePressEvent(QMouseEvent *event)
{
    const auto cell = m_geometry.cellAt(event->position());
    if (event->button() != Qt::LeftButton || !cell || m_picture.cells.isEmpty())
        return;
    setCursorCell(*cell);
    Q_EMIT chosen(at(*cell).id);
}

void HeatMap::moveCursor(QPoint by)
{
    m_showsFocus = true;
    setCursorCell(m_cursor + by);
}

void HeatMap::setCursorCell(QPoint cell)
{
    m_cursor = {std::clamp(cell.x(), 0, std::max(0, m_geometry.columns() - 1)),
                std::clamp(cell.y(), 0, std::max(0, m_geometry.rows() - 1))};
    if (m_description && !m_picture.cells.isEmpty())
        setAccessibleDescription(m_description(at(m_cursor).id));
    update();
}

void HeatMap::keyPressEvent(QKeyEvent *event)
{
    if (m_picture.cells.isEmpty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
        moveCursor({-1, 0});
        break;
    case Qt::Key_Right:
        moveCursor({1, 0});
        break;
    case Qt::Key_Up:
        moveCursor({0, 1});
        break;
    case Qt::Key_Down:
        moveCursor({0, -1});
        break;
    case Qt::Key_Home:
        moveCursor({-m_geometry.columns(), 0});
        break;
    case Qt::Key_End:
        moveCursor({m_geometry.columns(), 0});
        break;
    case Qt::Key_PageUp:
        moveCursor({0, m_geometry.rows()});
        break;
    case Qt::Key_PageDown:
        moveCursor({0, -m_geometry.rows()});
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        Q_EMIT chosen(at(m_cursor).id);
        break;
    default:
        QWidget::keyPressEvent(event);
        break;
    }
}

void HeatMap::focusInEvent(QFocusEvent *event)
{
    m_showsFocus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason
        || event->reason() == Qt::ShortcutFocusReason;
    QWidget::focusInEvent(event);
    update();
}

void HeatMap::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

void HeatMap::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        place();
    update();
}

bool HeatMap::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const auto cell = m_geometry.cellAt(help->pos());
        if (cell && m_description && !m_picture.cells.isEmpty())
            QToolTip::showText(help->globalPos(), m_description(at(*cell).id), this,
                               m_geometry.cell(cell->x(), cell->y()).toAlignedRect());
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

} // namespace Fuseboard
