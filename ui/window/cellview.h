// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "document/backgroundrun.h"
#include "document/comparedrun.h"

#include <QWidget>

#include <optional>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
class QStackedWidget;
QT_END_NAMESPACE

namespace Fuseboard {

class BoardView;

/// The run of a setting that may be taken, in lanes and charts of its own; pale behind it, if wanted, the present one.
class CellView : public QWidget
{
    Q_OBJECT

public:
    explicit CellView(QWidget *parent = nullptr);

    /// Simulates @p scenario, whole, and shows it as @p title; its charts are those of @p endpoint.
    void showRun(const QString &title, const Scenario &scenario, int endpoint);

    /// @p hint says what to do, or why there is no run.
    void showNothing(const QString &hint);

    /// What it is compared with.
    void setPresent(const Scenario &scenario);

    bool isEmpty() const { return !m_scenario; }

    /// The run is computed, and so is what it is compared with.
    bool isSettled() const;

    BoardView *board() const { return m_board; }
    const RunSnapshot &snapshot() const { return m_run.result().snapshot; }

    /// What became different from the present run, in words; empty where it is not compared.
    QString differenceText() const;

    bool isCompared() const;
    void setCompared(bool isCompared);

Q_SIGNALS:
    void applyRequested();

    /// By hand or by setCompared().
    void comparedChanged(bool isCompared);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitToSize();
    void setText(QLabel *label, const QString &text);
    void simulatePresent();
    void refresh();

    BackgroundRun m_run;
    ComparedRun m_compared;
    std::optional<Scenario> m_scenario;
    Scenario m_present;
    int m_endpoint = 0;
    quint64 m_revision = 0;
    bool m_isWhole = false; ///< the next picture is to show the whole run

    QLabel *m_title;
    QLabel *m_difference;
    QPushButton *m_compare;
    QPushButton *m_apply;
    QStackedWidget *m_stack;
    QLabel *m_hint;
    BoardView *m_board;
};

} // namespace Fuseboard
