// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QWidget>

#include <optional>

namespace Fuseboard {

/// How much of a goal each field decides, as bars, and beside each the goal's mean along the field's values. GUI thread.
class SensitivityBars : public QWidget
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

    void setEmptyText(const QString &text);
    void show(const QString &title, const QList<Bar> &bars);
    const QList<Bar> &bars() const { return m_bars; }

    QSize sizeHint() const override { return {360, 200}; }
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    QRectF rowOf(qsizetype bar) const;
    void paintBar(QPainter &painter, const Bar &bar, const QRectF &row, double labelWidth) const;

    QString m_title;
    QString m_emptyText;
    QList<Bar> m_bars;
};

} // namespace Fuseboard
