// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "document/intervention.h"

#include <QList>
#include <QStringList>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QListWidget;
class QPushButton;
QT_END_NAMESPACE

namespace Fuseboard {

/// What a person did to the run, oldest first, one line for each action. Del or the button takes the current one out. Hidden while
/// there is nothing.
class ActionList : public QWidget
{
    Q_OBJECT

public:
    explicit ActionList(QWidget *parent = nullptr);

    /// @p endpoints are the names that Intervention::endpoint is an index in.
    void show(const QList<Intervention> &interventions, const QStringList &endpoints);

    QListWidget *list() const { return m_list; }

Q_SIGNALS:
    /// An action was chosen, by mouse or keyboard: @p moment since the run's start.
    void momentChosen(Fuseboard::Duration moment);

    /// @p action is an Intervention::action.
    void removeRequested(quint64 action);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void choose();
    void removeCurrent();

    QListWidget *m_list;
    QPushButton *m_remove;
    QList<Intervention> m_shown;
    QStringList m_endpoints;
};

} // namespace Fuseboard
