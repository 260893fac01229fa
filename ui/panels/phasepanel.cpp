// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/phasepanel.h"

#include "document/phasenow.h"
#include "document/rundocument.h"
#include "panels/faultsform.h"
#include "panels/phaseform.h"
#include "panels/phasetimeline.h"
#include "panels/section.h"

#include <QVBoxLayout>

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;

PhasePanel::PhasePanel(RunDocument *document, int endpoint, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_endpoint(endpoint)
    , m_timeline(new PhaseTimeline)
    , m_phaseSection(new Section(tr("Phase"), [this] { return makeForm(); }))
    , m_byHandSection(new Section(tr("Set by hand, while it runs"), [this] { return makeByHand(); }))
{
    const QString name = document->scenario().endpoints.at(endpoint).name;
    m_timeline->setObjectName(u"phases.%1"_s.arg(name));
    m_timeline->setEndpointName(name);
    m_phaseSection->setObjectName(u"phaseSection.%1"_s.arg(name));
    m_byHandSection->setObjectName(u"byHandSection.%1"_s.arg(name));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_timeline);
    layout->addWidget(m_phaseSection);
    layout->addWidget(m_byHandSection);

    connect(m_timeline, &PhaseTimeline::phasesEdited, this, &PhasePanel::edit);
    connect(m_timeline, &PhaseTimeline::gestureEnded, document, &RunDocument::endGesture);
    connect(m_timeline, &PhaseTimeline::selectionChanged, this, &PhasePanel::showSelected);
    connect(m_phaseSection, &Section::opened, this, &PhasePanel::showSelected);
    connect(m_byHandSection, &Section::opened, this, &PhasePanel::showByHand);
    connect(document, &RunDocument::edited, this, &PhasePanel::showPhases);
    showPhases();
    refresh();
}

QWidget *PhasePanel::makeForm()
{
    m_form = new PhaseForm;
    connect(m_form, &PhaseForm::edited, this,
            [this](const PhaseConfig &phase, const QString &text, const QString &gesture) {
                QList<PhaseConfig> phases = m_timeline->phases();
                if (m_timeline->selected() < 0)
                    return;
                phases[m_timeline->selected()] = phase;
                edit(phases, text, gesture);
            });
    connect(m_form, &PhaseForm::gestureEnded, m_document, &RunDocument::endGesture);
    return m_form;
}

QWidget *PhasePanel::makeByHand()
{
    m_byHand = new FaultsForm;
    connect(m_byHand, &FaultsForm::edited, this,
            [this](const EndpointOverride &byHand) { m_document->setOverride(m_endpoint, byHand); });
    connect(m_byHand, &FaultsForm::gestureEnded, m_document, &RunDocument::endGesture);
    return m_byHand;
}

void PhasePanel::edit(const QList<PhaseConfig> &phases, const QString &text, const QString &gesture)
{
    Scenario scenario = m_document->scenario();
    EndpointConfig &endpoint = scenario.endpoints[m_endpoint];
    endpoint.phases = phases;
    const QString whole = gesture.isEmpty() ? QString() : u"%1@%2"_s.arg(gesture, endpoint.name);
    const ConfigIssues issues = m_document->edit(scenario, text, whole);
    // The form says what it did, in its own words.
    const QString prefix = u"endpoints.%1.phases.%2."_s.arg(m_endpoint).arg(m_timeline->selected());
    ConfigIssues ofForm;
    for (const ConfigIssue &issue : issues) {
        ofForm.append(
            {issue.field.startsWith(prefix) ? issue.field.sliced(prefix.size()) : issue.field, issue.message});
    }
    if (m_form)
        m_form->showIssues(ofForm);
}

void PhasePanel::showPhases()
{
    if (m_endpoint >= m_document->scenario().endpoints.size())
        return; // another scenario; this panel goes
    m_timeline->setPhases(m_document->scenario().endpoints.at(m_endpoint).phases);
    m_timeline->setDuration(m_document->scenario().duration);
    showSelected();
}

void PhasePanel::showSelected()
{
    const int selected = m_timeline->selected();
    if (selected < 0 || selected >= m_timeline->phases().size())
        return;
    const PhaseConfig &phase = m_timeline->phases().at(selected);
    if (m_form) {
        m_form->show(phase);
        m_form->showIssues({});
    }
    m_phaseSection->setTitle(tr("Phase \"%1\"").arg(phase.name));
}

void PhasePanel::showByHand()
{
    const QList<PhaseConfig> &phases = m_timeline->phases();
    if (!phases.isEmpty())
        m_byHand->show(m_document->byHand(m_endpoint),
                       phaseNow(m_document->scenario(), m_endpoint, m_document->snapshot().now));
    m_byHand->setEnabled(m_document->canIntervene());
}

void PhasePanel::refresh()
{
    m_timeline->setNow(m_document->isRunning() ? std::optional(m_document->snapshot().now) : std::nullopt);
    if (m_byHandSection->isOpen())
        showByHand();
}

} // namespace Fuseboard
