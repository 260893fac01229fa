// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "resilience/breaker/breakerstate.h"

#include <QWidget>

#include <array>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace Fuseboard {

class FillBar;
class RunDocument;
class StateBadge;

/// One endpoint's breaker, the document's current one, as it is now, and what an operator may do to it. The document
/// must outlive it.
class BreakerPanel : public QWidget
{
    Q_OBJECT

public:
    explicit BreakerPanel(RunDocument *document, QWidget *parent = nullptr);

    /// Shows the document's present.
    void refresh();

protected:
    void changeEvent(QEvent *event) override;

private:
    QPushButton *addButton(const QString &name, const QString &text, const QString &toolTip, BreakerState state);
    void fillChooser();
    void showWindow();
    void showLastChange();
    void showTotals();
    void enableButtons();
    void applyColours();
    QString stateLine() const;

    enum Total { Successes, Failures, Rejected, Excluded, Late, Opens, TotalCount };

    RunDocument *m_document;
    QComboBox *m_chooser;
    StateBadge *m_badge;
    FillBar *m_window;
    QLabel *m_lastChange;
    std::array<QLabel *, TotalCount> m_totals{};
    QList<QLabel *> m_captions;
    QPushButton *m_forceOpen;
    QPushButton *m_disable;
    QPushButton *m_metricsOnly;
    QPushButton *m_reset;
};

} // namespace Fuseboard
