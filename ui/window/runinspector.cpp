// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/runinspector.h"

#include "charts/boardview.h"
#include "charts/timenavigation.h"
#include "document/rundocument.h"
#include "panels/breakerpanel.h"
#include "panels/callspanel.h"
#include "panels/eventspanel.h"
#include "panels/whypanel.h"

#include <QEvent>

#include <algorithm>
#include <chrono>

namespace Fuseboard {

using namespace std::chrono_literals;

namespace {

constexpr qint64 FetchIntervalMs = 1000;
constexpr int RestMs = 150; // while a slider is dragged nobody reads calls

} // namespace

RunInspector::RunInspector(RunDocument *document, const Panels &panels, QObject *parent)
    : QObject(parent)
    , m_document(document)
    , m_panels(panels)
{
    connect(m_document, &RunDocument::callsChanged, this, [this] {
        showCalls();
        showWindow();
        answer();
    });
    connect(m_document, &RunDocument::scenarioChanged, this, [this] {
        m_question.reset();
        m_fetchedRevision = 0;
        m_panels.calls->resetFilter();
        m_panels.calls->setEndpoints(m_document->scenario().endpointNames());
        m_panels.why->showNone();
    });
    connect(m_document, &RunDocument::currentEndpointChanged, this, &RunInspector::endpointChanged);
    connect(m_document, &RunDocument::policyChanged, this, &RunInspector::answer);
    connect(m_panels.events, &EventsPanel::changeChosen, this, [this](int endpoint, const RecordedChange &change) {
        ask({endpoint, change.at, change});
    });
    connect(navigation(), &TimeNavigation::selectionChanged, this, &RunInspector::selectionChanged);
    connect(navigation(), &TimeNavigation::geometryChanged, this, &RunInspector::showSpan);
    connect(m_panels.calls, &CallsPanel::callChosen, this, [this](int endpoint, Duration due) {
        m_document->setCurrentEndpoint(endpoint);
        navigation()->select(due);
    });
    connect(m_panels.calls, &CallsPanel::inViewToggled, this, [this](bool isOn) {
        m_isInView = isOn;
        showSpan();
    });
    connect(m_panels.board, &BoardView::callsWanted, this, &RunInspector::refresh);
    // What comes into sight shows the present.
    for (QWidget *panel : {static_cast<QWidget *>(m_panels.calls), static_cast<QWidget *>(m_panels.why),
                           static_cast<QWidget *>(m_panels.breaker)})
        panel->installEventFilter(this);
    const auto showResult = [this](quint64 call, Duration at) {
        const int endpoint = m_question ? m_question->endpoint : m_document->currentEndpoint();
        m_panels.calls->selectCall(endpoint, call);
        m_isAsking = true; // the question stays
        navigation()->select(at);
        m_isAsking = false;
    };
    connect(m_panels.why, &WhyPanel::resultChosen, this, showResult);
    connect(m_panels.breaker, &BreakerPanel::resultChosen, this, showResult);
    m_rest.setSingleShot(true);
    m_rest.setInterval(RestMs);
    connect(&m_rest, &QTimer::timeout, this, &RunInspector::fetch);
    m_panels.calls->setEndpoints(m_document->scenario().endpointNames());
    m_panels.why->showNone();
}

void RunInspector::refresh()
{
    if (m_document->snapshot().revision == m_fetchedRevision || !isSeen())
        return;
    if (!m_document->isRunning() || m_document->isPaused())
        m_rest.start(RestMs);
    else if (!m_sinceFetch.isValid() || m_sinceFetch.hasExpired(FetchIntervalMs))
        fetch();
}

bool RunInspector::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Show)
        refresh();
    return QObject::eventFilter(watched, event);
}

TimeNavigation *RunInspector::navigation() const
{
    return m_panels.board->navigation();
}

bool RunInspector::isSeen() const
{
    return m_panels.calls->isVisible() || m_panels.why->isVisible() || m_panels.breaker->isVisible()
        || (m_panels.board->isVisible() && m_panels.board->wantsCalls());
}

void RunInspector::fetch()
{
    m_fetchedRevision = m_document->snapshot().revision;
    m_sinceFetch.start();
    m_document->fetchCalls();
}

void RunInspector::showCalls()
{
    const auto &calls = m_document->calls();
    m_panels.calls->show(calls, m_document->callsDropped());
    // Of calls that are let go, those that ended first go first.
    const bool isWhole = m_document->callsDropped() == 0 || calls->empty();
    m_panels.board->setCalls(calls, isWhole ? 0ns : calls->front().due + calls->front().latency);
}

/// The list of calls follows the time in sight, if it is to.
void RunInspector::showSpan()
{
    const TimeGeometry &time = navigation()->geometry();
    m_panels.calls->setSpan(m_isInView ? std::optional(std::pair(time.begin(), time.end())) : std::nullopt);
}

BreakerRecord RunInspector::recordOf(int endpoint) const
{
    const EndpointSnapshot snapshot = m_document->snapshot().endpoints.value(endpoint);
    return {*m_document->calls(), endpoint, m_document->scenario().policyOf(snapshot.name), snapshot.changes,
            m_document->callsDropped()};
}

void RunInspector::showWindow()
{
    const int endpoint = m_document->currentEndpoint();
    const BreakerRecord record = recordOf(endpoint);
    if (!record.policy.breaker || record.calls.empty()) {
        m_panels.breaker->setWindow(std::nullopt);
        return;
    }
    const bool isOpen = m_document->metrics(endpoint).state == BreakerState::Open && !record.changes.isEmpty();
    m_panels.breaker->setWindow(isOpen ? windowOfChange(record, record.changes.size() - 1)
                                       : windowAt(record, m_document->snapshot().now));
}

/// Whatever is asked is asked about the current endpoint.
void RunInspector::endpointChanged()
{
    showWindow();
    if (m_isAsking || !m_question)
        return;
    m_question = Question{m_document->currentEndpoint(), m_question->at, std::nullopt};
    m_panels.events->clearChoice();
    answer();
}

void RunInspector::ask(const Question &question)
{
    m_question = question;
    m_isAsking = true;
    m_document->setCurrentEndpoint(question.endpoint);
    navigation()->select(question.at);
    m_isAsking = false;
    answer();
    Q_EMIT asked(true);
}

void RunInspector::selectionChanged()
{
    if (m_isAsking)
        return;
    m_panels.events->clearChoice();
    const std::optional<Duration> at = navigation()->selection();
    if (!at) {
        m_question.reset();
        m_panels.why->showNone();
        Q_EMIT asked(false);
        return;
    }
    m_question = Question{m_document->currentEndpoint(), *at, std::nullopt};
    answer();
    Q_EMIT asked(true);
}

void RunInspector::answer()
{
    if (!m_question)
        return;
    const BreakerRecord record = recordOf(m_question->endpoint);
    const QString name = m_document->snapshot().endpoints.size() > 1
        ? m_document->snapshot().endpoints.value(m_question->endpoint).name
        : QString();
    if (!record.policy.breaker) {
        m_panels.why->showNone(tr("There is no breaker here. Switch it on under Policies."));
        return;
    }
    if (!m_question->change) {
        const Duration at = std::min(m_question->at, m_document->snapshot().now);
        m_panels.why->showMoment(windowAt(record, at), *record.policy.breaker, name);
        return;
    }
    // Another run has other changes: the question is then about the moment.
    const auto found = std::ranges::find(record.changes, *m_question->change);
    if (found == record.changes.end()) {
        m_question->change.reset();
        answer();
        return;
    }
    m_panels.why->showChange(*found, windowOfChange(record, found - record.changes.begin()), *record.policy.breaker,
                             name);
}

} // namespace Fuseboard
