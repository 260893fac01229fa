// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/breakerpanel.h"

#include "document/rundocument.h"
#include "panels/editorrow.h"
#include "panels/fillbar.h"
#include "panels/statediagram.h"
#include "panels/whytext.h"
#include "panels/windowcells.h"
#include "theme/figures.h"
#include "theme/fonts.h"
#include "theme/marks.h"
#include "theme/tints.h"

#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace Fuseboard {

namespace {

// Text that changes many times a second must not lay the panel out again each time.
void setTextOf(QLabel *label, const QString &text)
{
    if (label->text() != text)
        label->setText(text);
}

} // namespace

BreakerPanel::BreakerPanel(RunDocument *document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_chooser(new QComboBox)
    , m_diagram(new StateDiagram)
    , m_window(new FillBar)
    , m_cells(new WindowCells)
    , m_lastChange(new QLabel)
{
    setObjectName(QStringLiteral("breaker"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 2, 10, 10);
    layout->setSpacing(10);

    m_chooser->setObjectName(QStringLiteral("breakerChooser"));
    m_chooser->setAccessibleName(tr("Endpoint whose breaker is shown"));
    makeNarrow(m_chooser);
    connect(m_chooser, &QComboBox::activated, m_document, &RunDocument::setCurrentEndpoint);
    layout->addWidget(m_chooser);

    m_diagram->setObjectName(QStringLiteral("stateDiagram"));
    layout->addWidget(m_diagram);
    m_window->setObjectName(QStringLiteral("windowBar"));
    layout->addWidget(m_window);
    m_cells->setObjectName(QStringLiteral("windowCells"));
    connect(m_cells, &WindowCells::resultChosen, this, &BreakerPanel::resultChosen);
    layout->addWidget(m_cells);

    const auto caption = [&](const QString &text) {
        auto *label = new QLabel(text);
        label->setFont(labelFont());
        m_captions.append(label);
        return label;
    };
    auto *lastCaption = caption(tr("Last change"));
    m_lastChange->setObjectName(QStringLiteral("lastChange"));
    m_lastChange->setWordWrap(true);
    m_lastChange->setTextFormat(Qt::PlainText);
    m_lastChange->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    // Room for three lines, so that what stands below does not jump with every reason.
    m_lastChange->setMinimumHeight(m_lastChange->fontMetrics().lineSpacing() * 3 + 2);
    auto *last = new QVBoxLayout;
    last->setSpacing(2);
    last->addWidget(lastCaption);
    last->addWidget(m_lastChange);
    layout->addLayout(last);

    auto *totals = new QGridLayout;
    totals->setHorizontalSpacing(10);
    totals->setVerticalSpacing(3);
    const QStringList names{tr("Successes"), tr("Failures"), tr("Rejected"), tr("Excluded"), tr("Stale"), tr("Opened")};
    const QStringList tips{
        tr("Results that counted as success"),
        tr("Results that counted as failure"),
        tr("Calls that were not let through"),
        tr("Results of a kind that counts neither way"),
        tr("Results of calls from before the latest change of state: they are counted and decide nothing"),
        tr("How often it opened")};
    for (int i = 0; i < TotalCount; ++i) {
        auto *name = caption(names.at(i));
        auto *value = new QLabel(QStringLiteral("0"));
        value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        value->setAccessibleName(names.at(i));
        for (QLabel *label : {name, value})
            label->setToolTip(tips.at(i));
        const int row = i / 2;
        const int column = (i % 2) * 3;
        totals->addWidget(name, row, column);
        totals->addWidget(value, row, column + 1);
        m_totals[std::size_t(i)] = value;
    }
    totals->setColumnMinimumWidth(2, 8);
    totals->setColumnStretch(1, 1);
    totals->setColumnStretch(4, 1);

    auto *buttons = new QGridLayout;
    buttons->setSpacing(6);
    buttons->addWidget(caption(tr("By hand")), 0, 0, 1, 2);
    m_forceOpen = addButton(QStringLiteral("forceOpen"), tr("Force &open"), tr("Rejects every call until it is reset"),
                            BreakerState::ForcedOpen);
    m_disable = addButton(QStringLiteral("disable"), tr("&Disable"), tr("Lets every call through and records nothing"),
                          BreakerState::Disabled);
    m_metricsOnly = addButton(QStringLiteral("metricsOnly"), tr("&Metrics only"),
                              tr("Lets every call through, records, and says when it would have opened"),
                              BreakerState::MetricsOnly);
    m_reset = addButton(QStringLiteral("reset"), tr("&Reset"), tr("Closed, with empty counts and window"),
                        BreakerState::Closed);
    m_reset->setCheckable(false);
    buttons->addWidget(m_forceOpen, 1, 0);
    buttons->addWidget(m_disable, 1, 1);
    buttons->addWidget(m_metricsOnly, 2, 0);
    buttons->addWidget(m_reset, 2, 1);
    layout->addLayout(buttons);
    layout->addLayout(totals);
    layout->addStretch();

    connect(m_document, &RunDocument::scenarioChanged, this, &BreakerPanel::fillChooser);
    connect(m_document, &RunDocument::currentEndpointChanged, this, [this] {
        m_chooser->setCurrentIndex(m_document->currentEndpoint());
        refresh();
    });
    connect(m_document, &RunDocument::runStateChanged, this, &BreakerPanel::refresh);
    fillChooser();
    applyColours();
    refresh();
}

QPushButton *BreakerPanel::addButton(const QString &name, const QString &text, const QString &toolTip,
                                     BreakerState state)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setToolTip(toolTip);
    button->setCheckable(true);
    connect(button, &QPushButton::clicked, this, [this, state, button] {
        // A second click on what is set resets.
        const bool isSet = button->isCheckable() && !button->isChecked();
        m_document->setBreakerState(m_document->currentEndpoint(), isSet ? BreakerState::Closed : state);
        m_document->refresh();
    });
    return button;
}

void BreakerPanel::fillChooser()
{
    const QSignalBlocker blocker(m_chooser);
    m_chooser->clear();
    for (const EndpointConfig &endpoint : m_document->scenario().endpoints)
        m_chooser->addItem(endpoint.name);
    m_chooser->setCurrentIndex(m_document->currentEndpoint());
    m_chooser->setVisible(m_chooser->count() > 1);
}

QString BreakerPanel::stateLine() const
{
    const BreakerMetrics &m = m_document->metrics(m_document->currentEndpoint());
    const QString lasted = durationFigure(std::max(m.at - m.since, Duration::zero())).text();
    switch (m.state) {
    case BreakerState::Open:
        if (!m.retryAfter)
            break;
        return *m.retryAfter > Duration::zero() ? tr("half-open in %1").arg(countdownFigure(*m.retryAfter).text())
                                                : tr("the next call is a trial");
    case BreakerState::HalfOpen: {
        const int places = m_document->policy().breaker ? m_document->policy().breaker->halfOpenMaxCalls : 1;
        return tr("%1 of %2 trial calls out").arg(m.trialsOut).arg(places);
    }
    case BreakerState::ForcedOpen:
        return tr("by hand; rejects all");
    case BreakerState::Disabled:
        return tr("by hand; lets all through");
    case BreakerState::MetricsOnly:
        return tr("by hand; only watches");
    case BreakerState::Closed:
        break;
    }
    return tr("for %1").arg(lasted);
}

void BreakerPanel::showWindow()
{
    const BreakerMetrics &m = m_document->metrics(m_document->currentEndpoint());
    const WindowFigures w = m.window;
    const CircuitBreakerConfig &breaker = *m_document->policy().breaker;
    const QColor colour = markOf(BreakerState::Open).colour;
    if (m.state == BreakerState::HalfOpen) {
        m_window->show(
            double(w.results) / std::max(1, w.capacity),
            (w.capacity == 1 ? tr("%1 of %2 trial ended") : tr("%1 of %2 trials ended")).arg(w.results).arg(w.capacity),
            tr("%1 failed").arg(w.failures), markOf(BreakerState::HalfOpen).colour);
        return;
    }
    if (m.state != BreakerState::Closed && m.state != BreakerState::MetricsOnly) {
        m_window->show(hasTip() ? 1 : 0, hasTip() ? tr("What opened it") : tr("Looks at no results"), QString(),
                       colour);
        return;
    }
    if (breaker.rule != TripRule::FailureRate) {
        m_window->show(double(w.failures) / std::max(1, breaker.failureThreshold),
                       tr("%1 of %2 failures").arg(w.failures).arg(breaker.failureThreshold),
                       breaker.rule == TripRule::ConsecutiveFailures ? tr("in a row") : QString(), colour);
        return;
    }
    const QString results = w.capacity > 0 ? tr("%1 of %2 results").arg(w.results).arg(w.capacity)
                                           : tr("%1 results").arg(w.results);
    // Of the two rates the one that is nearer to its threshold.
    const bool isSlow = breaker.slowCallDuration
        && w.slowCallRate() / breaker.slowCallRateThreshold > w.failureRate() / breaker.failureRateThreshold;
    const double rate = isSlow ? w.slowCallRate() : w.failureRate();
    const double threshold = isSlow ? breaker.slowCallRateThreshold : breaker.failureRateThreshold;
    m_window->show(nearnessToOpen(w, breaker),
                   (isSlow ? tr("%1 of %2 slow") : tr("%1 of %2 failed"))
                       .arg(percentFigure(rate).text(), percentFigure(threshold).text()),
                   w.results < w.resultsNeeded ? tr("%1, needs %2").arg(w.results).arg(w.resultsNeeded) : results,
                   colour);
}

void BreakerPanel::setWindow(const std::optional<RuleWindow> &window)
{
    m_results = window;
    if (m_document->policy().breaker) {
        showWindow();
        showCells();
    }
}

/// Whether it is open, and the results are those of the change that opened it.
bool BreakerPanel::hasTip() const
{
    const int endpoint = m_document->currentEndpoint();
    const EndpointSnapshot shown = m_document->snapshot().endpoints.value(endpoint);
    return m_results && m_document->metrics(endpoint).state == BreakerState::Open && !shown.changes.isEmpty()
        && shown.changes.last().at == m_results->at && shown.changes.last().change.from == m_results->state;
}

void BreakerPanel::showCells()
{
    const CircuitBreakerConfig &breaker = *m_document->policy().breaker;
    const BreakerMetrics &m = m_document->metrics(m_document->currentEndpoint());
    if (m_results && ((m_results->state == m.state && m_results->figures == m.window) || hasTip()))
        m_cells->setWindow(*m_results, breaker);
    else
        m_cells->setFigures(m.window, m.state, breaker);
    if (m_cells->cells().empty())
        m_cells->showNone(tr("No results."));
}

void BreakerPanel::showLastChange()
{
    const EndpointSnapshot endpoint = m_document->snapshot().endpoints.value(m_document->currentEndpoint());
    if (endpoint.changes.isEmpty()) {
        setTextOf(m_lastChange,
                  m_document->policy().breaker ? tr("None yet. It opens once the trip rule is met.")
                                               : tr("None: this endpoint has no breaker."));
        return;
    }
    const RecordedChange &last = endpoint.changes.last();
    setTextOf(m_lastChange,
              tr("%1  %2 → %3\n%4")
                  .arg(shortMomentText(last.at), markOf(last.change.from).name, markOf(last.change.to).name,
                       last.change.reason()));
}

void BreakerPanel::showTotals()
{
    const BreakerTotals &t = m_document->metrics(m_document->currentEndpoint()).totals;
    const quint64 values[TotalCount] = {t.successes, t.failures, t.rejected, t.excluded, t.late, t.opens};
    // A saved run holds two of them.
    const bool hasAll = m_document->hasTotals();
    const auto isKnown = [&](int i) { return hasAll || i == Rejected || i == Opens; };
    for (int i = 0; i < TotalCount; ++i)
        setTextOf(m_totals[std::size_t(i)], isKnown(i) ? countText(values[i]) : QStringLiteral("–"));
}

void BreakerPanel::enableButtons()
{
    const bool canAct = m_document->isRunning() && m_document->policy().breaker;
    const BreakerState state = m_document->metrics(m_document->currentEndpoint()).state;
    for (QPushButton *button : {m_forceOpen, m_disable, m_metricsOnly, m_reset})
        button->setEnabled(canAct);
    m_forceOpen->setChecked(canAct && state == BreakerState::ForcedOpen);
    m_disable->setChecked(canAct && state == BreakerState::Disabled);
    m_metricsOnly->setChecked(canAct && state == BreakerState::MetricsOnly);
}

void BreakerPanel::refresh()
{
    const bool hasBreaker = m_document->policy().breaker.has_value();
    m_window->setVisible(hasBreaker);
    m_cells->setVisible(hasBreaker);
    if (hasBreaker) {
        m_diagram->show(m_document->metrics(m_document->currentEndpoint()), *m_document->policy().breaker, stateLine());
        showWindow();
        showCells();
    } else {
        m_diagram->showNone(tr("add one under Policies"));
    }
    showLastChange();
    showTotals();
    enableButtons();
}

void BreakerPanel::applyColours()
{
    const QColor muted = Tints::of(palette()).muted;
    for (QLabel *caption : std::as_const(m_captions)) {
        QPalette colours = caption->palette();
        colours.setColor(QPalette::WindowText, muted);
        caption->setPalette(colours);
    }
}

void BreakerPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyColours();
}

} // namespace Fuseboard
