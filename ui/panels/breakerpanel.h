// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/record/rulewindow.h"
#include "resilience/breaker/breakerstate.h"

#include <QWidget>

#include <array>
#include <optional>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace Fuseboard {

class FillBar;
class RunDocument;
class StateDiagram;
class WindowCells;

/// One endpoint's breaker, the document's current one, as it is now, and what an operator may do to it. The document
/// must outlive it.
class BreakerPanel : public QWidget
{
    Q_OBJECT

public:
    explicit BreakerPanel(RunDocument *document, QWidget *parent = nullptr);

    /// Shows the document's present.
    void refresh();

    /// The results that the current endpoint's breaker looks at, as windowAt() says; while it is open, those that opened it, as
    /// windowOfChange() says of the latest change. They are shown as long as they are what the breaker itself counts, or how it
    /// came to be open; else, and where there are none (nullopt), cells without an order stand for its figures.
    void setWindow(const std::optional<RuleWindow> &window);

Q_SIGNALS:
    /// A result was chosen in the window, by mouse or keyboard: its call's number, and when it ended, since the run's start.
    void resultChosen(quint64 call, Fuseboard::Duration at);

protected:
    void changeEvent(QEvent *event) override;

private:
    QPushButton *addButton(const QString &name, const QString &text, const QString &toolTip, BreakerState state);
    void fillChooser();
    void showWindow();
    void showCells();
    bool hasTip() const;
    void showLastChange();
    void showTotals();
    void enableButtons();
    void applyColours();
    QString stateLine() const;

    enum Total { Successes, Failures, Rejected, Excluded, Late, Opens, TotalCount };

    RunDocument *m_document;
    QComboBox *m_chooser;
    StateDiagram *m_diagram;
    FillBar *m_window;
    WindowCells *m_cells;
    std::optional<RuleWindow> m_results;
    QLabel *m_lastChange;
    std::array<QLabel *, TotalCount> m_totals{};
    QList<QLabel *> m_captions;
    QPushButton *m_forceOpen;
    QPushButton *m_disable;
    QPushButton *m_metricsOnly;
    QPushButton *m_reset;
};

} // namespace Fuseboard
