// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/faultsform.h"

#include "lab/fault/faultcheck.h"
#include "panels/editorrow.h"
#include "panels/faulttext.h"
#include "panels/fieldspin.h"
#include "panels/handfaults.h"
#include "panels/latencyshape.h"
#include "panels/slidernumber.h"
#include "panels/takenissues.h"
#include "theme/fonts.h"
#include "theme/tints.h"

#include <QCheckBox>
#include <QEvent>
#include <QGroupBox>
#include <QLabel>
#include <QVBoxLayout>

#include <cmath>

namespace Fuseboard {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t LogNormal = 2;          // in LatencyConfig
constexpr Duration LongestPerConcurrent = 1h; // as a scenario may have it

QVBoxLayout *layoutOf(QGroupBox *group)
{
    auto *layout = new QVBoxLayout(group);
    layout->setContentsMargins(10, 8, 10, 10);
    layout->setSpacing(6);
    return layout;
}

QString inWords(const ConfigIssue &issue)
{
    return issue.field.isEmpty() ? issue.message : issue.field + u' ' + issue.message;
}

} // namespace

FaultsForm::FaultsForm(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("faultsForm"));
    for (const FaultConfig::Kind kind : handKinds()) {
        FaultConfig fault = kind == FaultConfig::Kind::Status ? defaultBreakage() : FaultConfig();
        fault.kind = kind;
        fault.share = 0;
        m_templates.append(fault);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(makeFaults());
    layout->addWidget(makeLatency());
    layout->addStretch();
    alignLabels(this);
    applyColours();
    showAll();
}

QCheckBox *FaultsForm::makeCheck(const QString &name, const QString &part, QBoxLayout *layout)
{
    auto *check = new QCheckBox(tr("as the phase says"));
    check->setObjectName(name);
    check->setAccessibleName(tr("%1 as the phase says").arg(part));
    check->setToolTip(tr("Off: set by hand, whatever its phases say. Touching a value takes it over."));
    layout->addWidget(check);
    return check;
}

QLabel *FaultsForm::makeNote(const QString &name, QBoxLayout *layout)
{
    auto *note = new QLabel;
    note->setObjectName(name);
    note->setFont(labelFont());
    note->setWordWrap(true);
    note->hide();
    layout->addWidget(note);
    return note;
}

QGroupBox *FaultsForm::makeFaults()
{
    auto *group = new QGroupBox(tr("Faults now"));
    QVBoxLayout *layout = layoutOf(group);
    m_faultsCheck = makeCheck(QStringLiteral("hand.faults.asPhase"), tr("Faults"), layout);
    connect(m_faultsCheck, &QCheckBox::clicked, this, [this](bool isOn) {
        m_draft.faults = isOn ? std::nullopt : std::optional(m_present.faults);
        clearUnreadable();
        send();
        Q_EMIT gestureEnded();
    });

    // In the order of handKinds().
    const QStringList names{QStringLiteral("error"), QStringLiteral("hang"), QStringLiteral("reset"),
                            QStringLiteral("slow")};
    const QStringList labels{tr("Errors"), tr("Hang"), tr("Reset"), tr("Slow")};
    const QStringList tips{tr("This share of the requests is answered with the status below"),
                           tr("This share of the requests is accepted and never answered"),
                           tr("The connections of this share of the requests are reset (TCP RST)"),
                           tr("The answers to this share of the requests are good, but their bodies drip")};
    for (int i = 0; i < names.size(); ++i) {
        const QString name = QStringLiteral("hand.") + names[i];
        auto *share = new SliderNumber(name + QStringLiteral(".number"), PolicyField::Kind::Share, {0, 1, false});
        auto *row = new EditorRow(name, labels[i], share, tips[i]);
        connect(share, &SliderNumber::edited, this, [this, i](double value) { editShare(i, value); });
        connect(share, &SliderNumber::unreadable, row, &EditorRow::setUnreadable);
        connect(share, &SliderNumber::gestureEnded, this, &FaultsForm::gestureEnded);
        m_shares.append(share);
        m_shareRows.append(row);
        layout->addWidget(row);
        if (i > 0)
            continue;
        m_status = new FieldSpin(PolicyField::Kind::Count, {});
        m_statusRow = new EditorRow(QStringLiteral("hand.status"), tr("Status"), m_status,
                                    tr("The HTTP status of the error answers, 100 to 599"));
        connect(m_status, &FieldSpin::edited, this, &FaultsForm::editStatus);
        connect(m_status, &FieldSpin::unreadable, m_statusRow, &EditorRow::setUnreadable);
        connect(m_status, &QAbstractSpinBox::editingFinished, this, &FaultsForm::gestureEnded);
        layout->addWidget(m_statusRow);
    }
    m_others = makeNote(QStringLiteral("hand.others"), layout);
    m_faultsIssue = makeNote(QStringLiteral("hand.faults.issue"), layout);
    return group;
}

QGroupBox *FaultsForm::makeLatency()
{
    auto *group = new QGroupBox(tr("Latency now"));
    QVBoxLayout *layout = layoutOf(group);
    m_latencyCheck = makeCheck(QStringLiteral("hand.latency.asPhase"), tr("Latency"), layout);
    connect(m_latencyCheck, &QCheckBox::clicked, this, [this](bool isOn) {
        m_draft.latency = isOn ? std::nullopt : std::optional(m_present.latency);
        clearUnreadable();
        send();
        Q_EMIT gestureEnded();
    });
    const LatencyShape &shape = latencyShapes()[LogNormal];
    for (int i = 0; i < shape.fields.size(); ++i) {
        const QString name = QStringLiteral("hand.") + shape.fields[i];
        auto *time = new SliderNumber(name + QStringLiteral(".number"), PolicyField::Kind::Length,
                                      {double(Duration(1ms).count()), double(Duration(30s).count()), true});
        auto *row = new EditorRow(name, shape.labels[i], time, shape.toolTips[i]);
        connect(time, &SliderNumber::edited, this, [this, i](double value) { editTime(i, value); });
        connect(time, &SliderNumber::unreadable, row, &EditorRow::setUnreadable);
        connect(time, &SliderNumber::gestureEnded, this, &FaultsForm::gestureEnded);
        m_times.append(time);
        m_timeRows.append(row);
        layout->addWidget(row);
    }
    m_shape = makeNote(QStringLiteral("hand.shape"), layout);

    m_more = new FieldSpin(PolicyField::Kind::Length, {});
    m_moreRow = new EditorRow(QStringLiteral("hand.perConcurrent"), tr("Per request more"), m_more,
                              tr("Each other request in progress makes an answer take so much longer"));
    connect(m_more, &FieldSpin::edited, this, [this](double value) {
        m_draft.perConcurrent = Duration(std::llround(value));
        m_moreRow->setUnreadable({});
        send();
    });
    connect(m_more, &FieldSpin::unreadable, m_moreRow, &EditorRow::setUnreadable);
    connect(m_more, &QAbstractSpinBox::editingFinished, this, &FaultsForm::gestureEnded);
    layout->addSpacing(4);
    m_moreCheck = makeCheck(QStringLiteral("hand.perConcurrent.asPhase"), tr("Latency per request more"), layout);
    m_moreCheck->setText(tr("per request more: as the phase says"));
    connect(m_moreCheck, &QCheckBox::clicked, this, [this](bool isOn) {
        m_draft.perConcurrent = isOn ? std::nullopt : std::optional(m_present.perConcurrent);
        clearUnreadable();
        send();
        Q_EMIT gestureEnded();
    });
    layout->addWidget(m_moreRow);
    return group;
}

void FaultsForm::editShare(int index, double share)
{
    const QList<FaultConfig> faults = inForce().faults;
    const qsizetype at = handFaultIndex(faults, handKinds()[index]);
    FaultConfig fault = at >= 0 ? faults[at] : m_templates[index];
    fault.share = share;
    m_shareRows[index]->setUnreadable({});
    m_draft.faults = withHandFault(faults, fault);
    send();
}

void FaultsForm::editStatus(double status)
{
    m_statusRow->setUnreadable({});
    m_templates[0].status = int(status);
    const QList<FaultConfig> faults = inForce().faults;
    const qsizetype at = handFaultIndex(faults, FaultConfig::Kind::Status);
    if (at >= 0) {
        FaultConfig fault = faults[at];
        fault.status = int(status);
        m_draft.faults = withHandFault(faults, fault);
    }
    send(); // without errors there is nothing to send, but what is wrong is said
}

void FaultsForm::editTime(int index, double value)
{
    QList<Duration> times = latencyTimes(latencyOfKind(inForce().latency, LogNormal));
    times[index] = Duration(std::llround(value));
    m_timeRows[index]->setUnreadable({});
    m_draft.latency = latencyOf(LogNormal, times);
    send();
}

void FaultsForm::send()
{
    ConfigIssues issues;
    const ConfigCheck check({}, issues);
    if (m_draft.faults)
        checkFaults(*m_draft.faults, check);
    // The status that errors are to have, once there are some.
    const bool hasErrors = handFaultIndex(inForce().faults, FaultConfig::Kind::Status) >= 0;
    if (!hasErrors) {
        ConfigIssues ofStatus;
        checkFault(m_templates[0], {{}, ofStatus});
        issues.append(ofStatus);
    }
    if (m_draft.latency)
        checkLatency(*m_draft.latency, check.at(QStringLiteral("latency")));
    if (m_draft.perConcurrent)
        check.time(QStringLiteral("perConcurrent"), *m_draft.perConcurrent, true, LongestPerConcurrent);
    showAll();
    const bool isGood = issues.isEmpty();
    sayIssues(issues);
    if (!isGood || m_draft == m_known)
        return;
    m_known = m_draft;
    Q_EMIT edited(m_draft);
}

void FaultsForm::sayIssues(ConfigIssues issues)
{
    const auto told = [](const QString &message) {
        return message.isEmpty() ? QString() : tr("%1. Not applied.").arg(message);
    };
    const QList<FaultConfig> faults = inForce().faults;
    QString status = takeMessages(issues, QStringLiteral("status"));
    for (int i = 0; i < m_shareRows.size(); ++i) {
        const qsizetype at = handFaultIndex(faults, handKinds()[i]);
        ConfigIssues own = at < 0 ? ConfigIssues() : takeBelow(issues, QStringLiteral("faults.%1").arg(at));
        if (i == 0 && status.isEmpty())
            status = takeMessages(own, QStringLiteral("status"));
        QString share = takeMessages(own, QStringLiteral("share"));
        for (const ConfigIssue &issue : std::as_const(own))
            share += (share.isEmpty() ? QString() : QStringLiteral("; ")) + inWords(issue);
        m_shareRows[i]->setIssue(told(share));
    }
    m_statusRow->setIssue(told(status));
    const QStringList &fields = latencyShapes()[LogNormal].fields;
    for (int i = 0; i < fields.size(); ++i)
        m_timeRows[i]->setIssue(told(takeMessages(issues, QStringLiteral("latency.") + fields[i])));
    m_moreRow->setIssue(told(takeMessages(issues, QStringLiteral("perConcurrent"))));
    QString left = takeMessages(issues, QStringLiteral("faults"));
    for (const ConfigIssue &issue : std::as_const(issues))
        left += (left.isEmpty() ? QString() : QStringLiteral("; ")) + inWords(issue);
    m_faultsIssue->setText(left.isEmpty() ? QString() : QStringLiteral("⚠ ") + told(left));
    m_faultsIssue->setVisible(!left.isEmpty());
    m_faultsCheck->setAccessibleDescription(left);
}

void FaultsForm::show(const EndpointOverride &override, const PhaseConfig &present)
{
    const bool isOther = override != m_known;
    if (!isOther && present == m_present)
        return;
    m_present = present;
    if (isOther) {
        m_known = m_draft = override;
        clearUnreadable();
        sayIssues({});
    }
    showAll();
}

void FaultsForm::clearUnreadable()
{
    for (EditorRow *row : findChildren<EditorRow *>())
        row->setUnreadable({});
}

void FaultsForm::showAll()
{
    const PhaseConfig now = inForce();
    m_faultsCheck->setChecked(!m_draft.faults);
    for (int i = 0; i < m_shares.size(); ++i) {
        const qsizetype at = handFaultIndex(now.faults, handKinds()[i]);
        if (at >= 0)
            m_templates[i] = now.faults[at];
        m_shares[i]->setValue(at >= 0 ? now.faults[at].share : 0);
    }
    if (m_status->value() != m_templates[0].status || !m_status->hasFocus())
        m_status->setValue(m_templates[0].status);
    QStringList others;
    for (const FaultConfig &fault : otherFaults(now.faults))
        others.append(QStringLiteral("%1: %2").arg(faultText(fault), faultTargetText(fault)));
    m_others->setText(others.isEmpty() ? QString() : tr("Besides: %1").arg(others.join(QStringLiteral("; "))));
    m_others->setVisible(!others.isEmpty());

    m_latencyCheck->setChecked(!m_draft.latency);
    const QList<Duration> times = latencyTimes(latencyOfKind(now.latency, LogNormal));
    for (int i = 0; i < m_times.size(); ++i)
        m_times[i]->setValue(double(times[i].count()));
    const bool isOtherShape = now.latency.index() != LogNormal;
    m_shape->setText(isOtherShape ? tr("It is %1. Touching it makes it log-normal.").arg(latencyText(now.latency))
                                  : QString());
    m_shape->setVisible(isOtherShape);

    m_moreCheck->setChecked(!m_draft.perConcurrent);
    const double more = double(now.perConcurrent.count());
    if (m_more->value() != more || !m_more->hasFocus())
        m_more->setValue(more);
}

void FaultsForm::applyColours()
{
    const Tints t = Tints::of(palette());
    QPalette colours = m_others->palette();
    colours.setColor(QPalette::WindowText, t.muted);
    m_others->setPalette(colours);
    m_shape->setPalette(colours);
    colours.setColor(QPalette::WindowText, t.problem);
    m_faultsIssue->setPalette(colours);
}

void FaultsForm::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_shape != nullptr)
        applyColours();
}

} // namespace Fuseboard
