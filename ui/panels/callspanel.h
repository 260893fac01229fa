// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "panels/callsmodel.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;
QT_END_NAMESPACE

namespace Fuseboard {

/// The table of calls, each with its attempts and waits as a waterfall, and what filters it.
class CallsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit CallsPanel(QWidget *parent = nullptr);

    /// Names by RecordedCall::endpoint; the endpoint's column is hidden for one.
    void setEndpoints(const QStringList &names);

    /// Shows @p calls, which are in the order of their ends; @p dropped older ones are not kept any more. What is selected and in
    /// view stays so, if it is still there. The same pointer again costs nothing, a new one a pass over the calls.
    void show(std::shared_ptr<const std::vector<RecordedCall>> calls, quint64 dropped);
    using QWidget::show;

    /// Every outcome, every time and every word, as at first.
    void resetFilter();

    /// Only calls that were under way within it; nullopt for all.
    void setSpan(const std::optional<std::pair<Duration, Duration>> &span);

    /// All calls are shown again, whatever was filtered.
    void clearFilter();

    /// Makes that call the current one, if the filter shows it; does not send callChosen().
    bool selectCall(int endpoint, quint64 number);

    CallsModel *model() const { return m_model; }
    QTableView *table() const { return m_table; }

    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// A row was chosen, by mouse or keyboard: the endpoint of its call, an index in the run, and when it was @p due, since the
    /// run's start. Twice for a click on another row than the current one.
    void callChosen(int endpoint, Fuseboard::Duration due);

    /// Only calls within the time that the charts show are wanted, or all again: setSpan() is to follow.
    void inViewToggled(bool isOn);

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    /// What is current and in view, to be found again after a reset.
    struct Place
    {
        bool hasCurrent = false;
        int endpoint = 0;
        quint64 number = 0;
        bool isAtTop = true;
        int topEndpoint = 0;
        quint64 topNumber = 0;
    };

    Place place() const;
    void goTo(const Place &place);
    template<typename Change>
    void keepingPlace(Change change);
    void makeFilter();
    void makeTable();
    void filterOutcomes();
    void showCounts();
    void showNote();
    void showEmpty();
    void fitToWidth();
    void fitScale();
    void copyRows();
    void choose(int row);
    void applyColours();

    CallsModel *m_model;
    QTableView *m_table;
    QLabel *m_empty;
    QLineEdit *m_text;
    QPushButton *m_inView;
    QLabel *m_note;
    std::array<QPushButton *, CallOutcomeCount> m_outcomes{};
    quint64 m_dropped = 0;
    bool m_isMoving = false; ///< the current row changes, but not by the user
};

} // namespace Fuseboard
