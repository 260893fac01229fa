// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "theme/figures.h"

#include <QWidget>

namespace Fuseboard {

/// A small label, a large figure, and a line of explanation.
class FigureCard : public QWidget
{
    Q_OBJECT

public:
    explicit FigureCard(const QString &label, QWidget *parent = nullptr);

    void show(const Figure &figure, const QString &note);
    const Figure &figure() const { return m_figure; }
    QString note() const { return m_note; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_label;
    Figure m_figure;
    QString m_note;
};

} // namespace Fuseboard
