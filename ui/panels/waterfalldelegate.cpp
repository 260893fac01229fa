// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/waterfalldelegate.h"

#include "panels/callsmodel.h"
#include "panels/waterfall.h"
#include "theme/fonts.h"
#include "theme/tabulartext.h"
#include "theme/tints.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace Fuseboard {

namespace {

constexpr double BarHeight = 12;
constexpr double NarrowestBar = 3;
constexpr double NarrowestLetter = 15;
constexpr double DiscSide = 18;
constexpr double NarrowestName = 40;

void paintLetter(QPainter &painter, const QRectF &rect, const Mark &mark)
{
    QFont letter = labelFont();
    letter.setWeight(QFont::DemiBold);
    painter.setFont(letter);
    painter.setPen(mark.ink());
    painter.drawText(rect, Qt::AlignCenter, mark.letter);
}

/// What came late is no work of the call's: hatched, without a colour.
void paintLate(QPainter &painter, const QRectF &rect, const QColor &ink)
{
    painter.save();
    painter.setClipRect(rect, Qt::IntersectClip);
    painter.setPen(QPen(ink, 1));
    for (double x = rect.left() - rect.height(); x < rect.right(); x += 4)
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()));
    painter.restore();
}

void paintWaterfall(QPainter &painter, const QRectF &area, const RecordedCall &call, Duration scale, const QColor &ink)
{
    const auto xOf = [&](Duration at) {
        return area.left() + area.width() * std::clamp(double(at.count()) / double(scale.count()), 0.0, 1.0);
    };
    const double ratio = painter.device()->devicePixelRatioF();
    const QRectF bar(0, area.center().y() - BarHeight / 2, 0, BarHeight);
    for (const WaterfallPart &part : waterfallParts(call)) {
        QRectF rect(bar);
        rect.setLeft(xOf(part.begin));
        rect.setRight(xOf(part.end));
        switch (part.kind) {
        case WaterfallPart::Kind::Late:
            paintLate(painter, rect, ink);
            break;
        case WaterfallPart::Kind::Wait:
            painter.setPen(QPen(ink, 1));
            painter.drawLine(QPointF(rect.left(), area.center().y()), QPointF(rect.right(), area.center().y()));
            // A call that is given up while it waits ends at a stroke.
            if (part.end == call.latency)
                painter.drawLine(QPointF(rect.right(), rect.top() + 2), QPointF(rect.right(), rect.bottom() - 2));
            break;
        case WaterfallPart::Kind::Attempt: {
            const Mark mark = markOf(call.attempts[std::size_t(part.attempt)]);
            rect.setWidth(std::max(NarrowestBar, rect.width()));
            painter.setPen(Qt::NoPen);
            painter.setBrush(patternBrush(mark, ratio));
            painter.setBrushOrigin(rect.topLeft());
            painter.drawRect(rect);
            if (rect.width() >= NarrowestLetter) {
                QRectF letter(rect.left() + 1, rect.top(), 12, rect.height());
                painter.setBrush(mark.colour);
                painter.drawRect(letter);
                paintLetter(painter, letter, mark);
            }
            break;
        }
        }
    }
    if (call.attempts.empty() && call.latency == Duration::zero()) {
        const Mark mark = markOf(outcomeOf(call));
        painter.setPen(Qt::NoPen);
        painter.setBrush(mark.colour);
        painter.drawRect(QRectF(area.left(), bar.top(), NarrowestBar, BarHeight));
    }
}

} // namespace

QRectF WaterfallDelegate::waterfallRect(const QRect &cell)
{
    return QRectF(cell).adjusted(8, 0, -8, 0);
}

void WaterfallDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *model = qobject_cast<const CallsModel *>(index.model());
    if (model == nullptr || index.column() == CallsModel::Endpoint || index.column() == CallsModel::Kind) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QString text = cell.text;
    cell.text.clear();
    const QStyle *style = cell.widget != nullptr ? cell.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);

    const Tints t = Tints::of(cell.palette);
    const bool isSelected = cell.state & QStyle::State_Selected;
    const QColor ink = isSelected ? cell.palette.color(QPalette::HighlightedText) : t.text;
    painter->save();
    painter->setClipRect(cell.rect, Qt::IntersectClip);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(cell.font);
    if (index.column() == CallsModel::Waterfall) {
        // Marks keep their colours on a ground of their own: on the selection's they would not be told apart.
        if (isSelected) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(t.card);
            painter->drawRoundedRect(QRectF(cell.rect).adjusted(3, 2, -3, -2), 3, 3);
        }
        paintWaterfall(*painter, waterfallRect(cell.rect), model->callAt(index.row()), model->scale(), t.muted);
    } else if (index.column() == CallsModel::Outcome) {
        const Mark mark = markOf(static_cast<CallOutcome>(index.data(CallsModel::OutcomeRole).toInt()));
        const QRectF disc(cell.rect.left() + 8, QRectF(cell.rect).center().y() - DiscSide / 2, DiscSide, DiscSide);
        painter->setPen(Qt::NoPen);
        painter->setBrush(mark.colour);
        painter->drawRoundedRect(disc, 5, 5);
        paintLetter(*painter, disc, mark);
        const QRectF name(disc.right() + 7, cell.rect.top(), cell.rect.right() - disc.right() - 8, cell.rect.height());
        painter->setFont(cell.font);
        painter->setPen(ink);
        if (name.width() > NarrowestName) {
            painter->drawText(name, Qt::AlignVCenter,
                              QFontMetricsF(cell.font).elidedText(text, Qt::ElideRight, name.width()));
        }
    } else {
        painter->setPen(ink);
        drawTabular(*painter, QRectF(cell.rect).adjusted(8, 0, -8, 0), cell.displayAlignment, text);
    }
    painter->restore();
}

} // namespace Fuseboard
