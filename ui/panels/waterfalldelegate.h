// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStyledItemDelegate>

namespace Fuseboard {

/// Draws the columns of a CallsModel: the waterfall (attempts as bars with the colour and pattern of their ends, waits as lines,
/// what came late as a hatch), the outcome with its letter, and figures in tabular digits.
class WaterfallDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    /// Where the waterfall lies in a cell of @p cell.
    static QRectF waterfallRect(const QRect &cell);
};

} // namespace Fuseboard
