// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/statedelegate.h"

#include "panels/eventsmodel.h"
#include "theme/fonts.h"
#include "theme/marks.h"
#include "theme/tabulartext.h"
#include "theme/tints.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>

namespace Fuseboard {

void StateDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const bool isMoment = index.column() == EventsModel::Time;
    const QVariant state = index.data(EventsModel::StateRole);
    if (!isMoment && !state.isValid()) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    const QString text = cell.text;
    cell.text.clear();
    const QStyle *style = cell.widget != nullptr ? cell.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);

    const Tints t = Tints::of(cell.palette);
    const bool isSelected = cell.state & QStyle::State_Selected;
    painter->save();
    if (isMoment) {
        painter->setFont(cell.font);
        painter->setPen(isSelected ? cell.palette.color(QPalette::HighlightedText) : t.text);
        drawTabular(*painter, QRectF(cell.rect).adjusted(8, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text);
        painter->restore();
        return;
    }
    const Mark mark = markOf(static_cast<BreakerState>(state.toInt()));
    painter->setRenderHint(QPainter::Antialiasing);
    const double height = 18;
    QRectF disc(cell.rect.left() + 8, QRectF(cell.rect).center().y() - height / 2, height, height);
    painter->setPen(Qt::NoPen);
    painter->setBrush(mark.colour);
    painter->drawRoundedRect(disc, 5, 5);
    QFont letter = labelFont();
    letter.setWeight(QFont::DemiBold);
    painter->setFont(letter);
    painter->setPen(mark.ink());
    painter->drawText(disc, Qt::AlignCenter, mark.letter);
    painter->setFont(cell.font);
    painter->setPen(isSelected ? cell.palette.color(QPalette::HighlightedText) : t.text);
    const QRectF name(disc.right() + 7, cell.rect.top(), cell.rect.right() - disc.right() - 8, cell.rect.height());
    if (name.width() > 40) {
        painter->drawText(name, Qt::AlignVCenter,
                          QFontMetricsF(cell.font).elidedText(text, Qt::ElideRight, name.width()));
    }
    painter->restore();
}

} // namespace Fuseboard
