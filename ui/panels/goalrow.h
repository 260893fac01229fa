// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/record/goal.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
class QToolButton;
QT_END_NAMESPACE

namespace Fuseboard {

/// One goal: lowest or highest, and which figure.
class GoalRow : public QWidget
{
    Q_OBJECT

public:
    /// Its parts are "name.direction", "name.figure" and "name.remove".
    explicit GoalRow(const QString &name, QWidget *parent = nullptr);

    /// Sends nothing.
    void show(const Goal &goal);

    /// The figures of other goals cannot be chosen.
    void setTaken(const QList<Goal> &others);
    void setRemovable(bool isRemovable);

Q_SIGNALS:
    // By hand.
    void edited(const Fuseboard::Goal &goal);
    void removeRequested();

private:
    void send();

    QComboBox *m_direction;
    QComboBox *m_figure;
    QToolButton *m_remove;
};

} // namespace Fuseboard
