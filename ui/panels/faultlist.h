// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/fault/faultconfig.h"
#include "resilience/base/configissue.h"

#include <QList>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QListWidget;
class QToolButton;
QT_END_NAMESPACE

namespace Fuseboard {

class FaultEditor;

/// The faults of a phase, in their order, and below the list the one that is selected.
class FaultList : public QWidget
{
    Q_OBJECT

public:
    explicit FaultList(QWidget *parent = nullptr);

    /// Shows them; sends nothing.
    void setFaults(const QList<FaultConfig> &faults);

    const QList<FaultConfig> &faults() const { return m_faults; }

    /// Shows the one that is selected anew, whatever was typed and could not be read.
    void showAgain();

    int current() const;
    void setCurrent(int index);

    /// Takes those at and below "faults" of a phase.
    void takeIssues(ConfigIssues &issues);

Q_SIGNALS:
    // By hand; faults() is as before, for whoever hears it to make the edit and to show it.

    void faultEdited(int index, const Fuseboard::FaultConfig &fault, const QString &text, const QString &gesture);
    void addRequested();
    void removeRequested(int index);
    void moveRequested(int from, int to);
    void gestureEnded();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QToolButton *addButton(const QString &name, const QString &sign, const QString &what);
    void removeCurrent();
    void moveCurrent(int by);
    void showCurrent();
    void showTexts();
    void showIssues();
    void applyColours();

    QList<FaultConfig> m_faults;
    QList<ConfigIssues> m_issues; ///< by fault
    QListWidget *m_list;
    QLabel *m_empty;
    QLabel *m_issue;
    QToolButton *m_add;
    QToolButton *m_remove;
    QToolButton *m_up;
    QToolButton *m_down;
    FaultEditor *m_editor;
};

} // namespace Fuseboard
