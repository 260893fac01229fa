// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "charts/plotview.h"

#include <QList>

#include <optional>

QT_BEGIN_NAMESPACE
class QBarCategoryAxis;
class QBarSet;
class QHorizontalBarSeries;
class QValueAxis;
QT_END_NAMESPACE

namespace Fuseboard {

/// How much of an objective's variance each field explains, as bars, and beside each bar the objective's mean along the field's
/// values. GUI thread.
class SensitivityBars : public PlotView
{
    Q_OBJECT

public:
    struct Bar
    {
        QString field;
        double share = 0; ///< 0..1
        QList<std::optional<double>> means;
        QString description; ///< for the tooltip
        friend bool operator==(const Bar &, const Bar &) = default;
    };

    explicit SensitivityBars(QWidget *parent = nullptr);

    void setBars(const QString &title, const QList<Bar> &bars);
    const QList<Bar> &bars() const { return m_bars; }

    /// The bar's row on the widget, from the top.
    QRectF rowOf(qsizetype bar) const;

    QSize minimumSizeHint() const override;

protected:
    void applyColours(const Tints &tints) override;
    void paintOverlay(QPainter &painter, const Tints &tints) override;
    bool event(QEvent *event) override;

private:
    void paintMeans(QPainter &painter, const Bar &bar, const QRectF &place) const;

    QString m_title;
    QList<Bar> m_bars;
    QHorizontalBarSeries *m_series;
    QBarSet *m_set;
    QBarCategoryAxis *m_fieldAxis;
    QValueAxis *m_shareAxis;
};

} // namespace Fuseboard
