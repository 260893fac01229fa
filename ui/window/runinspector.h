// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/record/rulewindow.h"
#include "lab/record/runsnapshot.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <optional>

namespace Fuseboard {

class BoardView;
class BreakerPanel;
class CallsPanel;
class EventsPanel;
class RunDocument;
class TimeNavigation;
class WhyPanel;

/// Keeps together what looks closer at a run: the table of calls, the results in the breaker's window, and the answer to "why?"
/// at the selected moment. GUI thread; the panels must live as long.
///
/// Calls are fetched when a run stands, or has ended and is not computed anew for a moment, and while one goes on at most once a
/// second, while a panel or the board shows them. No moment beyond the run's present is explained.
class RunInspector : public QObject
{
    Q_OBJECT

public:
    struct Panels
    {
        CallsPanel *calls = nullptr;
        BreakerPanel *breaker = nullptr;
        WhyPanel *why = nullptr;
        EventsPanel *events = nullptr;
        BoardView *board = nullptr;
    };

    RunInspector(RunDocument *document, const Panels &panels, QObject *parent = nullptr);

    /// The document's present is another one.
    void refresh();

Q_SIGNALS:
    /// A change or a moment is looked at, or none any more.
    void asked(bool isAsked);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// What "why?" is asked about.
    struct Question
    {
        int endpoint = 0;
        Duration at{};
        std::optional<RecordedChange> change; ///< none: why it is as it is
    };

    bool isSeen() const;
    void fetch();
    void showCalls();
    void showWindow();
    void ask(const Question &question);
    void selectionChanged();
    void endpointChanged();
    void showSpan();
    TimeNavigation *navigation() const;
    void answer();
    BreakerRecord recordOf(int endpoint) const;

    RunDocument *m_document;
    Panels m_panels;
    std::optional<Question> m_question;
    quint64 m_fetchedRevision = 0;
    QElapsedTimer m_sinceFetch;
    QTimer m_rest;           ///< after the latest change of a run that does not go on
    bool m_isInView = false; ///< only calls within the time in sight are listed
    bool m_isAsking = false; ///< the selection follows the question, not the other way round
};

} // namespace Fuseboard
