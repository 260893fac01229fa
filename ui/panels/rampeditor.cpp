// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/rampeditor.h"

#include "panels/editorrow.h"
#include "panels/faulttext.h"
#include "panels/fieldspin.h"
#include "panels/latencyshape.h"
#include "panels/phaseedit.h"
#include "panels/slidernumber.h"
#include "panels/takenissues.h"
#include "theme/fonts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace Fuseboard {

RampEditor::RampEditor(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("ramp"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    auto *explanation = new QLabel(tr("in a straight line to what it is at the end"));
    explanation->setWordWrap(true);
    m_switchRow = new EditorRow(QStringLiteral("ramp"), tr("Moves"), explanation,
                                tr("From its beginning to its end, the phase moves evenly to other values"),
                                EditorRow::Use::Optional);
    m_switchRow->setObjectName(QStringLiteral("ramp.row"));
    layout->addWidget(m_switchRow);
    connect(m_switchRow, &EditorRow::switched, this, &RampEditor::switchRamp);
    addLatency(layout);
    addFaults(layout);
    showAgain();
}

void RampEditor::addLatency(QVBoxLayout *layout)
{
    auto *shape = new QLabel;
    shape->setWordWrap(true);
    m_latencyRow = new EditorRow(QStringLiteral("ramp.latency"), tr("Latency"), shape,
                                 tr("Moves to a latency of the same kind"), EditorRow::Use::Optional);
    layout->addWidget(m_latencyRow);
    connect(m_latencyRow, &EditorRow::switched, this, [this](bool isOn) {
        m_phase.rampTo->latency = isOn ? std::optional(m_phase.latency) : std::nullopt;
        showAgain();
        edit(tr("Latency that a phase moves to"), {});
    });
    for (int i = 0; i < 2; ++i) {
        auto *time = new FieldSpin(PolicyField::Kind::Length, {});
        auto *row = new EditorRow(QStringLiteral("ramp.time%1").arg(i), {}, time, {});
        connect(time, &FieldSpin::edited, this, [this, i](double value) { editTime(i, value); });
        connect(time, &FieldSpin::unreadable, row, &EditorRow::setUnreadable);
        connect(time, &FieldSpin::editingFinished, this, &RampEditor::gestureEnded);
        m_times.append(time);
        m_timeRows.append(row);
        layout->addWidget(row);
    }
    m_more = new FieldSpin(PolicyField::Kind::Length, {});
    m_moreRow = new EditorRow(QStringLiteral("ramp.perConcurrent"), tr("Per request more"), m_more,
                              tr("Moves to so much for each other request in progress"), EditorRow::Use::Optional);
    layout->addWidget(m_moreRow);
    connect(m_moreRow, &EditorRow::switched, this, [this](bool isOn) {
        m_phase.rampTo->perConcurrent = isOn ? std::optional(m_phase.perConcurrent) : std::nullopt;
        showAgain();
        edit(tr("Latency per request that a phase moves to"), {});
    });
    connect(m_more, &FieldSpin::edited, this, [this](double value) {
        m_phase.rampTo->perConcurrent = Duration(std::llround(value));
        m_moreRow->setUnreadable({});
        edit(tr("Latency per request that a phase moves to"), QStringLiteral("ramp.perConcurrent"));
    });
    connect(m_more, &FieldSpin::unreadable, m_moreRow, &EditorRow::setUnreadable);
    connect(m_more, &FieldSpin::editingFinished, this, &RampEditor::gestureEnded);
}

void RampEditor::addFaults(QVBoxLayout *layout)
{
    auto *explanation = new QLabel(tr("to these shares"));
    m_faultsRow = new EditorRow(QStringLiteral("ramp.faults"), tr("Faults"), explanation,
                                tr("The shares of the faults move; together at most 100 % at the end too"),
                                EditorRow::Use::Optional);
    layout->addWidget(m_faultsRow);
    connect(m_faultsRow, &EditorRow::switched, this, [this](bool isOn) {
        if (isOn) {
            QList<FaultConfig> faults = m_phase.faults;
            faults.removeIf([](const FaultConfig &fault) { return fault.pattern.has_value(); });
            m_phase.rampTo->faults = faults;
        } else {
            m_phase.rampTo->faults.reset();
        }
        showAgain();
        edit(tr("Faults that a phase moves to"), {});
    });
    m_moverLayout = new QVBoxLayout;
    m_moverLayout->setSpacing(4);
    layout->addLayout(m_moverLayout);
}

void RampEditor::setPhase(const PhaseConfig &phase)
{
    if (phase == m_phase)
        return;
    const bool isOther = phase.rampTo != m_phase.rampTo || phase.latency.index() != m_phase.latency.index();
    m_phase = phase;
    if (isOther)
        showAgain();
    else
        showMovers();
}

void RampEditor::showAgain()
{
    const std::optional<RampTarget> &ramp = m_phase.rampTo;
    m_switchRow->setOn(ramp.has_value());
    for (EditorRow *row : {m_latencyRow, m_moreRow, m_faultsRow})
        row->setVisible(ramp.has_value());

    const bool hasLatency = ramp && ramp->latency;
    const LatencyConfig latency = hasLatency ? *ramp->latency : m_phase.latency;
    const LatencyShape &shape = latencyShapes()[qsizetype(latency.index())];
    const QList<Duration> times = latencyTimes(latency);
    m_latencyRow->setOn(hasLatency);
    static_cast<QLabel *>(m_latencyRow->editor())
        ->setText(tr("%1, as at the start").arg(latencyShapes()[qsizetype(m_phase.latency.index())].name));
    for (int i = 0; i < m_times.size(); ++i) {
        const bool isUsed = hasLatency && i < times.size();
        m_timeRows[i]->setVisible(isUsed);
        if (!isUsed)
            continue;
        m_timeRows[i]->setLabel(tr("%1 to").arg(shape.labels[i]), shape.toolTips[i]);
        m_timeRows[i]->setUnreadable({});
        m_times[i]->setValue(double(times[i].count()));
    }
    const bool hasMore = ramp && ramp->perConcurrent;
    m_moreRow->setOn(hasMore);
    m_moreRow->setUnreadable({});
    if (hasMore)
        m_more->setValue(double(ramp->perConcurrent->count()));
    else
        m_more->showNothing();
    m_faultsRow->setOn(ramp && ramp->faults);
    showMovers();
}

bool RampEditor::Mover::isSameRow(const Mover &other) const
{
    return isSameButForShare(fault, other.fault) && isOnlyAtEnd == other.isOnlyAtEnd;
}

QList<RampEditor::Mover> RampEditor::movers() const
{
    QList<Mover> result;
    if (!m_phase.rampTo || !m_phase.rampTo->faults)
        return result;
    const QList<FaultConfig> &ends = *m_phase.rampTo->faults;
    QList<bool> isTaken(ends.size(), false);
    for (const FaultConfig &fault : m_phase.faults) {
        const qsizetype atEnd = fault.pattern ? -1 : indexOfSame(ends, fault);
        if (atEnd >= 0)
            isTaken[atEnd] = true;
        result.append({fault, atEnd, false});
    }
    for (qsizetype i = 0; i < ends.size(); ++i) {
        if (isTaken[i])
            continue;
        FaultConfig fault = ends[i];
        fault.share = 0;
        result.append({fault, i, true});
    }
    return result;
}

RampEditor::MoverRow RampEditor::makeRow(int index, const Mover &mover)
{
    const QString name = QStringLiteral("ramp.faults.%1").arg(index);
    MoverRow made;
    made.whole = new QWidget;
    auto *column = new QVBoxLayout(made.whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(1);
    made.text = new QLabel;
    made.text->setObjectName(name + QStringLiteral(".text"));
    made.text->setFont(labelFont());
    made.text->setWordWrap(true);
    column->addWidget(made.text);
    made.share = new SliderNumber(name + QStringLiteral(".number"), PolicyField::Kind::Share, {0, 1, false});
    made.row = new EditorRow(name, {}, made.share, tr("Its share of the requests at the end of the phase"));
    if (mover.fault.pattern)
        made.row->setUnusedBecause(tr("its pattern does not move"));
    auto *line = new QHBoxLayout;
    line->addWidget(made.row, 1);
    if (mover.isOnlyAtEnd) {
        auto *remove = new QToolButton;
        remove->setObjectName(name + QStringLiteral(".remove"));
        remove->setText(QStringLiteral("−"));
        remove->setToolTip(tr("Leave this fault out at the end"));
        remove->setAccessibleName(remove->toolTip());
        connect(remove, &QToolButton::clicked, this, [this, index] {
            m_phase.rampTo->faults->removeAt(m_movers.at(index).atEnd);
            showMovers();
            edit(tr("Faults that a phase moves to"), {});
        });
        line->addWidget(remove);
    }
    column->addLayout(line);
    connect(made.share, &SliderNumber::edited, this, [this, index](double share) { editShare(index, share); });
    connect(made.share, &SliderNumber::unreadable, made.row, &EditorRow::setUnreadable);
    connect(made.share, &SliderNumber::gestureEnded, this, &RampEditor::gestureEnded);
    return made;
}

void RampEditor::showMovers()
{
    const QList<Mover> shown = movers();
    const bool isSame = std::ranges::equal(shown, m_movers,
                                           [](const Mover &a, const Mover &b) { return a.isSameRow(b); });
    m_movers = shown;
    if (!isSame) {
        for (const MoverRow &row : std::as_const(m_moverRows)) {
            row.whole->hide();
            row.whole->setParent(nullptr);
            row.whole->deleteLater(); // one of its buttons may have led here
        }
        m_moverRows.clear();
        for (int i = 0; i < shown.size(); ++i) {
            m_moverRows.append(makeRow(i, shown[i]));
            m_moverLayout->addWidget(m_moverRows.last().whole);
        }
    }
    for (int i = 0; i < shown.size(); ++i) {
        const Mover &mover = shown[i];
        const QString what = faultText(mover.fault);
        m_moverRows[i].text->setText(mover.isOnlyAtEnd ? tr("%1, from none to").arg(what)
                                         : mover.fault.pattern
                                         ? tr("%1, %2").arg(what, faultTargetText(mover.fault))
                                         : tr("%1, from %2 to").arg(what, faultTargetText(mover.fault)));
        const double share = mover.atEnd >= 0 ? m_phase.rampTo->faults->at(mover.atEnd).share : 0;
        m_moverRows[i].row->setUnreadable({});
        m_moverRows[i].share->setValue(share);
        m_moverRows[i].row->setEditorName(m_moverRows[i].text->text());
    }
}

void RampEditor::edit(const QString &text, const QString &gesture)
{
    Q_EMIT edited(text, gesture);
}

void RampEditor::switchRamp(bool isOn)
{
    // The same at the end as at the beginning: valid, and there to be changed.
    m_phase.rampTo = isOn ? std::optional(RampTarget{m_phase.latency, {}, {}}) : std::nullopt;
    showAgain();
    edit(isOn ? tr("Let a phase move") : tr("Let a phase stay"), {});
}

void RampEditor::editTime(int index, double value)
{
    QList<Duration> times = latencyTimes(*m_phase.rampTo->latency);
    times[index] = Duration(std::llround(value));
    m_phase.rampTo->latency = latencyOf(m_phase.rampTo->latency->index(), times);
    m_timeRows[index]->setUnreadable({});
    edit(tr("Latency that a phase moves to"), QStringLiteral("ramp.time%1").arg(index));
}

void RampEditor::editShare(int index, double share)
{
    const Mover mover = m_movers.at(index);
    QList<FaultConfig> &ends = *m_phase.rampTo->faults;
    if (mover.atEnd >= 0) {
        ends[mover.atEnd].share = share;
    } else {
        FaultConfig end = mover.fault;
        end.share = share;
        ends.append(end);
    }
    m_movers = movers();
    m_moverRows[index].row->setUnreadable({});
    edit(tr("Share that a fault moves to"), QStringLiteral("ramp.faults.%1").arg(index));
}

void RampEditor::takeIssues(ConfigIssues &issues)
{
    ConfigIssues own = takeBelow(issues, QStringLiteral("rampTo"));
    for (int i = 0; i < m_movers.size(); ++i) {
        const qsizetype end = m_movers[i].atEnd;
        ConfigIssues ofFault = end < 0 ? ConfigIssues() : takeBelow(own, QStringLiteral("faults.%1").arg(end));
        QStringList messages{};
        for (const ConfigIssue &issue : std::as_const(ofFault))
            messages.append(issue.field == QStringLiteral("share") ? issue.message
                                                                   : issue.field + u' ' + issue.message);
        m_moverRows[i].row->setIssue(messages.join(QStringLiteral("; ")));
    }
    m_faultsRow->setIssue(takeMessages(own, QStringLiteral("faults")));
    if (m_phase.rampTo && m_phase.rampTo->latency) {
        const QStringList &fields = latencyShapes()[qsizetype(m_phase.rampTo->latency->index())].fields;
        for (int i = 0; i < fields.size(); ++i)
            m_timeRows[i]->setIssue(takeMessages(own, QStringLiteral("latency.") + fields[i]));
    }
    m_moreRow->setIssue(takeMessages(own, QStringLiteral("latency.perConcurrent")));
    m_latencyRow->setIssue(takeMessages(own, QStringLiteral("latency")));
    m_switchRow->setIssue(takeMessages(issues, QStringLiteral("rampTo")));
    issues.append(own);
}

} // namespace Fuseboard
