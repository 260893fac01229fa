// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/latencyeditor.h"

#include "panels/editorrow.h"
#include "panels/fieldspin.h"
#include "panels/latencyshape.h"
#include "panels/takenissues.h"

#include <QComboBox>
#include <QVBoxLayout>

#include <cmath>

namespace Fuseboard {

LatencyEditor::LatencyEditor(QWidget *parent)
    : QWidget(parent)
    , m_kind(new QComboBox)
    , m_more(new FieldSpin(PolicyField::Kind::Length, {}))
{
    setObjectName(QStringLiteral("latency"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);

    makeNarrow(m_kind);
    for (const LatencyShape &shape : latencyShapes())
        m_kind->addItem(shape.name);
    m_kindRow = new EditorRow(QStringLiteral("latency.kind"), tr("Answers take"), m_kind,
                              tr("How the times that answers take are spread"));
    layout->addWidget(m_kindRow);
    connect(m_kind, &QComboBox::activated, this, &LatencyEditor::editKind);

    for (int i = 0; i < 2; ++i) {
        auto *time = new FieldSpin(PolicyField::Kind::Length, {});
        auto *row = new EditorRow(QStringLiteral("latency.time%1").arg(i), {}, time, {});
        connect(time, &FieldSpin::edited, this, [this, i](double value) { editTime(i, value); });
        connect(time, &FieldSpin::unreadable, row, &EditorRow::setUnreadable);
        connect(time, &FieldSpin::editingFinished, this, &LatencyEditor::gestureEnded);
        m_times.append(time);
        m_timeRows.append(row);
        layout->addWidget(row);
    }

    m_moreRow = new EditorRow(QStringLiteral("latency.perConcurrent"), tr("Per request more"), m_more,
                              tr("Each other request in progress makes an answer take so much longer"));
    layout->addWidget(m_moreRow);
    connect(m_more, &FieldSpin::edited, this, [this](double value) {
        m_perConcurrent = Duration(std::llround(value));
        m_moreRow->setUnreadable({});
        Q_EMIT edited(tr("Latency per request more"), QStringLiteral("latency.perConcurrent"));
    });
    connect(m_more, &FieldSpin::unreadable, m_moreRow, &EditorRow::setUnreadable);
    connect(m_more, &FieldSpin::editingFinished, this, &LatencyEditor::gestureEnded);
    showAgain();
}

void LatencyEditor::setValue(const LatencyConfig &latency, Duration perConcurrent)
{
    const bool isOther = latency != m_latency;
    m_latency = latency;
    if (isOther)
        showAgain();
    if (perConcurrent != m_perConcurrent) {
        m_perConcurrent = perConcurrent;
        m_more->setValue(double(perConcurrent.count()));
        m_moreRow->setUnreadable({});
    }
}

void LatencyEditor::showAgain()
{
    m_kind->setCurrentIndex(int(m_latency.index()));
    const LatencyShape &shape = latencyShapes()[qsizetype(m_latency.index())];
    const QList<Duration> times = latencyTimes(m_latency);
    for (int i = 0; i < m_times.size(); ++i) {
        const bool isUsed = i < times.size();
        m_timeRows[i]->setVisible(isUsed);
        if (!isUsed)
            continue;
        m_timeRows[i]->setLabel(shape.labels[i], shape.toolTips[i]);
        m_timeRows[i]->setUnreadable({});
        m_times[i]->setValue(double(times[i].count()));
    }
    m_more->setValue(double(m_perConcurrent.count()));
    m_moreRow->setUnreadable({});
}

void LatencyEditor::editKind(int kind)
{
    if (kind == int(m_latency.index()))
        return;
    m_latency = latencyOfKind(m_latency, std::size_t(kind));
    showAgain();
    Q_EMIT edited(tr("Kind of latency"), {});
}

void LatencyEditor::editTime(int index, double value)
{
    QList<Duration> times = latencyTimes(m_latency);
    times[index] = Duration(std::llround(value));
    m_latency = latencyOf(m_latency.index(), times);
    m_timeRows[index]->setUnreadable({});
    const LatencyShape &shape = latencyShapes()[qsizetype(m_latency.index())];
    Q_EMIT edited(tr("Latency: %1").arg(shape.labels[index].toLower()),
                  QStringLiteral("latency.") + shape.fields[index]);
}

void LatencyEditor::takeIssues(ConfigIssues &issues)
{
    const QStringList &fields = latencyShapes()[qsizetype(m_latency.index())].fields;
    for (int i = 0; i < fields.size(); ++i)
        m_timeRows[i]->setIssue(takeMessages(issues, fields[i]));
    m_moreRow->setIssue(takeMessages(issues, QStringLiteral("perConcurrent")));
    m_kindRow->setIssue(takeMessages(issues, {}));
}

} // namespace Fuseboard
