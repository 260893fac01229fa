// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QWidget>

namespace Fuseboard {

/// A thin bar that fills up, with what it says above it.
class FillBar : public QWidget
{
    Q_OBJECT

public:
    explicit FillBar(QWidget *parent = nullptr);

    /// @p share of 0..1 is filled; @p left and @p right stand above.
    void show(double share, const QString &left, const QString &right, const QColor &colour);
    QString text() const { return m_leftText; }

    QSize sizeHint() const override { return {200, 30}; }
    QSize minimumSizeHint() const override { return {120, 30}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    double m_share = 0;
    QString m_leftText;
    QString m_rightText;
    QColor m_colour;
};

} // namespace Fuseboard
