// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "theme/tabulartext.h"

#include <algorithm>

namespace Fuseboard {

namespace {

double digitWidth(const QFontMetricsF &metrics)
{
    double widest = 0;
    for (char16_t digit = u'0'; digit <= u'9'; ++digit)
        widest = std::max(widest, metrics.horizontalAdvance(QChar(digit)));
    return widest;
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

// Runs without digits are measured and drawn whole: kerning and ligatures stay.
template<typename OnDigit, typename OnRun>
void walk(const QString &text, OnDigit onDigit, OnRun onRun)
{
    qsizetype i = 0;
    while (i < text.size()) {
        if (isDigit(text.at(i))) {
            onDigit(text.at(i));
            ++i;
            continue;
        }
        const qsizetype begin = i;
        while (i < text.size() && !isDigit(text.at(i)))
            ++i;
        onRun(text.mid(begin, i - begin));
    }
}

} // namespace

double tabularWidth(const QFontMetricsF &metrics, const QString &text)
{
    const double cell = digitWidth(metrics);
    double width = 0;
    walk(
        text, [&](QChar) { width += cell; }, [&](const QString &run) { width += metrics.horizontalAdvance(run); });
    return width;
}

void drawTabular(QPainter &painter, const QRectF &rect, Qt::Alignment alignment, const QString &text)
{
    const QFontMetricsF metrics(painter.font());
    const double cell = digitWidth(metrics);
    double x = rect.left();
    if (alignment & Qt::AlignRight)
        x = rect.right() - tabularWidth(metrics, text);
    else if (alignment & Qt::AlignHCenter)
        x = rect.center().x() - tabularWidth(metrics, text) / 2;
    double y = rect.top() + metrics.ascent();
    if (alignment & Qt::AlignBottom)
        y = rect.bottom() - metrics.descent();
    else if (alignment & Qt::AlignVCenter)
        y = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2;

    walk(
        text,
        [&](QChar digit) {
            painter.drawText(QPointF(x + (cell - metrics.horizontalAdvance(digit)) / 2, y), QString(digit));
            x += cell;
        },
        [&](const QString &run) {
            painter.drawText(QPointF(x, y), run);
            x += metrics.horizontalAdvance(run);
        });
}

} // namespace Fuseboard
