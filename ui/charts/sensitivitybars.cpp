// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "charts/sensitivitybars.h"

#include "theme/figures.h"
#include "theme/fonts.h"
#include "theme/tabulartext.h"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QChart>
#include <QHelpEvent>
#include <QHorizontalBarSeries>
#include <QPainter>
#include <QToolTip>
#include <QValueAxis>

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

constexpr int Inset = 10;
constexpr int TitleHeight = 24;
constexpr int RowHeight = 34;
constexpr int FooterHeight = 24;
constexpr int MeansWidth = 72;
constexpr int ShareWidth = 52;
constexpr int MostFieldWidth = 180;

} // namespace

SensitivityBars::SensitivityBars(QWidget *parent)
    : PlotView(parent)
    , m_series(new QHorizontalBarSeries)
    , m_set(new QBarSet({}))
    , m_fieldAxis(new QBarCategoryAxis(this))
    , m_shareAxis(new QValueAxis(this))
{
    setAccessibleName(tr("Sensitivity: what each field decides"));
    m_series->append(m_set);
    m_series->setBarWidth(0.36);
    chart().addSeries(m_series);
    chart().addAxis(m_fieldAxis, Qt::AlignLeft);
    chart().addAxis(m_shareAxis, Qt::AlignBottom);
    m_series->attachAxis(m_fieldAxis);
    m_series->attachAxis(m_shareAxis);
    m_shareAxis->setRange(0, 1);
    m_shareAxis->setLabelsVisible(false);
    m_shareAxis->setGridLineVisible(false);
    m_fieldAxis->setGridLineVisible(false);
    setRoom({Inset, Inset + TitleHeight, ShareWidth + MeansWidth + 2 * Inset, FooterHeight});
}

void SensitivityBars::setBars(const QString &title, const QList<Bar> &bars)
{
    if (m_title == title && m_bars == bars)
        return;
    m_title = title;
    m_bars = bars;

    // A horizontal bar chart begins at the bottom. Its categories must differ, and none may be empty.
    const QFontMetricsF metrics(labelFont());
    QStringList names;
    QList<qreal> shares;
    for (qsizetype i = bars.size(); i-- > 0;) {
        // Qt Charts takes them for HTML.
        const QString field = metrics.elidedText(bars.at(i).field, Qt::ElideRight, MostFieldWidth);
        names.append(field.toHtmlEscaped() + QString(i, QChar(0x200b)));
        shares.append(std::clamp(bars.at(i).share, 0.0, 1.0));
    }
    m_set->remove(0, m_set->count());
    m_set->append(shares);
    m_fieldAxis->setCategories(names);

    QStringList descriptions;
    PlotTable::Content content{{tr("Field"), tr("Share of the variance"), tr("Means")}, {}};
    for (const Bar &bar : bars) {
        descriptions.append(bar.description);
        content.rows.append({bar.field, percentFigure(bar.share).text(), bar.description});
    }
    setAccessibleDescription(descriptions.join(u'\n'));
    setContent(content);
    updateGeometry();
}

QSize SensitivityBars::minimumSizeHint() const
{
    return {220, Inset + TitleHeight + RowHeight * int(std::max<qsizetype>(1, m_bars.size())) + FooterHeight};
}

QRectF SensitivityBars::rowOf(qsizetype bar) const
{
    const QRectF area = plotArea();
    const double height = area.height() / double(std::max<qsizetype>(1, m_bars.size()));
    return {area.left(), area.top() + double(bar) * height, area.width(), height};
}

void SensitivityBars::applyColours(const Tints &tints)
{
    m_set->setPen(Qt::NoPen);
    m_set->setBrush(tints.accent);
    m_fieldAxis->setLabelsBrush(tints.text);
}

void SensitivityBars::paintOverlay(QPainter &painter, const Tints &tints)
{
    painter.setFont(headingFont());
    painter.setPen(tints.text);
    const double wide = width() - 2 * Inset - 60;
    painter.drawText(QRectF(Inset, Inset - 2, wide, TitleHeight), Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(m_title, Qt::ElideRight, wide));
    painter.setFont(labelFont());
    double rest = 1;
    for (qsizetype i = 0; i < m_bars.size(); ++i) {
        const Bar &bar = m_bars.at(i);
        const QRectF row = rowOf(i);
        rest -= bar.share;
        painter.setPen(tints.text);
        drawTabular(painter, QRectF(row.right() + 4, row.top(), ShareWidth - 4, row.height()),
                    Qt::AlignRight | Qt::AlignVCenter, percentFigure(bar.share).text());
        painter.setPen(QPen(tints.muted, 1.3));
        paintMeans(painter, bar,
                   QRectF(row.right() + ShareWidth + Inset, row.center().y() - 9, MeansWidth - Inset, 18));
    }
    painter.setPen(tints.muted);
    if (m_bars.size() > 1) {
        painter.drawText(QRectF(Inset, height() - FooterHeight - 2, width() - 2 * Inset, FooterHeight),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         tr("%1 interactions and noise").arg(percentFigure(std::clamp(rest, 0.0, 1.0)).text()));
    }
}

void SensitivityBars::paintMeans(QPainter &painter, const Bar &bar, const QRectF &place) const
{
    const auto known = [](const std::optional<double> &mean) { return mean.has_value(); };
    if (std::ranges::count_if(bar.means, known) == 0)
        return;
    double least = **std::ranges::find_if(bar.means, known);
    double most = least;
    for (const auto &mean : bar.means) {
        least = std::min(least, mean.value_or(least));
        most = std::max(most, mean.value_or(most));
    }
    QPolygonF curve;
    const double steps = double(std::max<qsizetype>(1, bar.means.size() - 1));
    for (qsizetype i = 0; i < bar.means.size(); ++i) {
        if (const auto mean = bar.means.at(i)) {
            const double height = most > least ? (*mean - least) / (most - least) : 0.5;
            curve.append({place.left() + double(i) / steps * place.width(), place.bottom() - height * place.height()});
        }
    }
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(curve);
}

bool SensitivityBars::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && !isTableShown()) {
        const auto *help = static_cast<QHelpEvent *>(event);
        for (qsizetype i = 0; i < m_bars.size(); ++i) {
            const QRectF row = rowOf(i);
            if (help->y() >= row.top() && help->y() < row.bottom()) {
                QToolTip::showText(help->globalPos(), m_bars.at(i).description, this);
                return true;
            }
        }
        QToolTip::hideText();
        return true;
    }
    return PlotView::event(event);
}

} // namespace Fuseboard
