// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/record/rulewindow.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace Fuseboard {

class FillBar;
class WindowCells;

/// The answer to "why did it open?" and "why does it not?": a sentence, what stands behind it, and the results that the rule
/// looked at.
class WhyPanel : public QWidget
{
    Q_OBJECT

public:
    explicit WhyPanel(QWidget *parent = nullptr);

    /// What made @p change; @p window is what windowOfChange() says of it. @p endpoint may be empty, where there is one.
    void showChange(const RecordedChange &change, const RuleWindow &window, const CircuitBreakerConfig &breaker,
                    const QString &endpoint = {});

    /// Why the breaker was as it was at the window's moment, as windowAt() says.
    void showMoment(const RuleWindow &window, const CircuitBreakerConfig &breaker, const QString &endpoint = {});

    /// Nothing is chosen, or there is nothing to say: @p text says what to do; where it is empty, that a change or a moment is
    /// to be chosen.
    void showNone(const QString &text = {});

Q_SIGNALS:
    /// A result was chosen in the cells, by mouse or keyboard: its call's number, and when it ended, since the run's start.
    void resultChosen(quint64 call, Fuseboard::Duration at);

protected:
    void changeEvent(QEvent *event) override;

private:
    void showTexts(const QString &caption, const QString &headline, const QString &detail);
    void applyColours();

    QLabel *m_caption;
    QLabel *m_headline;
    QLabel *m_detail;
    FillBar *m_nearness;
    WindowCells *m_cells;
};

} // namespace Fuseboard
