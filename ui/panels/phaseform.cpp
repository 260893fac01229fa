// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/phaseform.h"

#include "panels/editorrow.h"
#include "panels/faultlist.h"
#include "panels/fieldspin.h"
#include "panels/latencyeditor.h"
#include "panels/phaseedit.h"
#include "panels/rampeditor.h"
#include "panels/takenissues.h"
#include "theme/fonts.h"
#include "theme/marks.h"
#include "theme/tints.h"

#include <QComboBox>
#include <QEvent>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace Fuseboard {

namespace {

constexpr double ShareOfNewFault = 0.2;

QGroupBox *makeGroup(const QString &title, QWidget *content)
{
    auto *group = new QGroupBox(title);
    auto *layout = new QVBoxLayout(group);
    layout->setContentsMargins(10, 8, 10, 10);
    layout->addWidget(content);
    return group;
}

} // namespace

PhaseForm::PhaseForm(QWidget *parent)
    : QWidget(parent)
    , m_latency(new LatencyEditor)
    , m_faults(new FaultList)
    , m_ramp(new RampEditor)
{
    setObjectName(QStringLiteral("phaseForm"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_issue = new QLabel;
    m_issue->setObjectName(QStringLiteral("phase.issue"));
    m_issue->setFont(labelFont());
    m_issue->setWordWrap(true);
    m_issue->hide();
    layout->addWidget(m_issue);
    layout->addWidget(makeGroup(tr("Phase"), makeHead()));
    layout->addWidget(makeGroup(tr("Latency"), m_latency));
    layout->addWidget(makeGroup(tr("Faults"), m_faults));
    layout->addWidget(makeGroup(tr("Ramp"), m_ramp));
    layout->addStretch();

    connect(m_latency, &LatencyEditor::edited, this, [this](const QString &text, const QString &gesture) {
        PhaseConfig phase = m_phase;
        phase.perConcurrent = m_latency->perConcurrent();
        edit(withLatency(phase, m_latency->latency()), text, gesture);
    });
    connect(m_ramp, &RampEditor::edited, this, [this](const QString &text, const QString &gesture) {
        PhaseConfig phase = m_phase;
        phase.rampTo = m_ramp->target();
        edit(phase, text, gesture);
    });
    connectFaults();
    connect(m_latency, &LatencyEditor::gestureEnded, this, &PhaseForm::gestureEnded);
    connect(m_faults, &FaultList::gestureEnded, this, &PhaseForm::gestureEnded);
    connect(m_ramp, &RampEditor::gestureEnded, this, &PhaseForm::gestureEnded);
    m_faults->setFaults({});
    alignLabels(this);
    showHead();
    applyColours();
}

QWidget *PhaseForm::makeHead()
{
    auto *head = new QWidget;
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    m_name = new QLineEdit;
    m_nameRow = new EditorRow(QStringLiteral("phase.name"), tr("Name"), m_name,
                              tr("What the phase is called in the lanes"));
    m_length = new FieldSpin(PolicyField::Kind::Length, {});
    m_lengthRow = new EditorRow(QStringLiteral("phase.for"), tr("For"), m_length, tr("How long the phase lasts"));
    m_health = new QComboBox;
    makeNarrow(m_health);
    m_health->addItem(QString());
    for (const Health health : {Health::Healthy, Health::Degraded, Health::Down}) {
        const Mark mark = markOf(health, false);
        m_health->addItem(QStringLiteral("%1 %2").arg(mark.letter, mark.name));
    }
    m_healthRow = new EditorRow(QStringLiteral("phase.health"), tr("Counts as"), m_health,
                                tr("What the endpoint really is. By its faults: down while at least half of the "
                                   "requests are to fail, degraded from 5 %, else healthy"));
    for (EditorRow *row : {m_nameRow, m_lengthRow, m_healthRow})
        layout->addWidget(row);

    connect(m_name, &QLineEdit::textEdited, this, [this](const QString &name) {
        PhaseConfig phase = m_phase;
        phase.name = name;
        edit(phase, tr("Name of a phase"), QStringLiteral("phase.name"));
    });
    connect(m_name, &QLineEdit::editingFinished, this, &PhaseForm::gestureEnded);
    connect(m_length, &FieldSpin::edited, this, [this](double value) {
        m_lengthRow->setUnreadable({});
        PhaseConfig phase = m_phase;
        phase.length = Duration(std::llround(value));
        edit(phase, tr("Length of a phase"), QStringLiteral("phase.for"));
    });
    connect(m_length, &FieldSpin::unreadable, m_lengthRow, &EditorRow::setUnreadable);
    connect(m_length, &FieldSpin::editingFinished, this, &PhaseForm::gestureEnded);
    connect(m_health, &QComboBox::activated, this, [this](int index) {
        PhaseConfig phase = m_phase;
        phase.health = index > 0 ? std::optional(Health(index - 1)) : std::nullopt;
        if (phase.health != m_phase.health)
            edit(phase, tr("What a phase counts as"), {});
    });
    return head;
}

void PhaseForm::connectFaults()
{
    connect(m_faults, &FaultList::faultEdited, this,
            [this](int index, const FaultConfig &fault, const QString &text, const QString &gesture) {
                edit(withFault(m_phase, index, fault), text, gesture);
            });
    connect(m_faults, &FaultList::addRequested, this, &PhaseForm::addFault);
    connect(m_faults, &FaultList::removeRequested, this,
            [this](int index) { edit(withoutFault(m_phase, index), tr("Remove a fault"), {}); });
    connect(m_faults, &FaultList::moveRequested, this, [this](int from, int to) {
        PhaseConfig phase = m_phase;
        phase.faults.move(from, to);
        edit(phase, tr("Move a fault"), {});
        m_faults->setCurrent(to);
    });
}

void PhaseForm::addFault()
{
    double left = 1;
    for (const FaultConfig &fault : std::as_const(m_phase.faults))
        left -= fault.pattern ? 0 : fault.share;
    FaultConfig fault;
    fault.share = std::clamp(std::round(left * 100) / 100, 0.0, ShareOfNewFault);
    PhaseConfig phase = m_phase;
    phase.faults.append(fault);
    edit(phase, tr("Add a fault"), {});
    m_faults->setCurrent(int(phase.faults.size()) - 1);
}

void PhaseForm::edit(const PhaseConfig &phase, const QString &text, const QString &gesture)
{
    m_phase = phase;
    m_faults->setFaults(phase.faults);
    m_ramp->setPhase(phase);
    showHealth();
    alignLabels(this);
    Q_EMIT edited(phase, text, gesture);
}

void PhaseForm::show(const PhaseConfig &phase)
{
    if (phase == m_phase)
        return;
    m_phase = phase;
    showHead();
    m_latency->setValue(phase.latency, phase.perConcurrent);
    m_latency->showAgain();
    m_faults->setFaults(phase.faults);
    m_faults->showAgain();
    m_ramp->setPhase(phase);
    m_ramp->showAgain();
    alignLabels(this);
    showIssues({});
}

void PhaseForm::showHead()
{
    if (m_name->text() != m_phase.name)
        m_name->setText(m_phase.name);
    m_length->setValue(double(m_phase.length.count()));
    m_lengthRow->setUnreadable({});
    showHealth();
}

void PhaseForm::showHealth()
{
    PhaseConfig plain = m_phase;
    plain.health.reset();
    m_health->setItemText(0, tr("by faults: %1").arg(markOf(plain.effectiveHealth(), false).name));
    m_health->setCurrentIndex(m_phase.health ? 1 + int(*m_phase.health) : 0);
}

void PhaseForm::showIssues(const ConfigIssues &issues)
{
    ConfigIssues left = issues;
    m_nameRow->setIssue(takeMessages(left, QStringLiteral("name")));
    m_lengthRow->setIssue(takeMessages(left, QStringLiteral("for")));
    m_healthRow->setIssue(takeMessages(left, QStringLiteral("health")));
    ConfigIssues latency = takeBelow(left, QStringLiteral("latency"));
    if (const QString whole = takeMessages(left, QStringLiteral("latency")); !whole.isEmpty())
        latency.append({{}, whole});
    m_latency->takeIssues(latency);
    m_faults->takeIssues(left);
    m_ramp->takeIssues(left);
    left.append(latency);
    QStringList others;
    for (const ConfigIssue &issue : std::as_const(left))
        others.append(issue.field.isEmpty() ? issue.message : issue.field + u' ' + issue.message);
    m_issue->setText(others.isEmpty() ? QString() : QStringLiteral("⚠ ") + others.join(QStringLiteral("; ")));
    m_issue->setVisible(!others.isEmpty());
}

void PhaseForm::applyColours()
{
    QPalette colours = m_issue->palette();
    colours.setColor(QPalette::WindowText, Tints::of(palette()).problem);
    m_issue->setPalette(colours);
}

void PhaseForm::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_issue != nullptr)
        applyColours();
}

} // namespace Fuseboard
