// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/fault/latencyconfig.h"
#include "resilience/base/configissue.h"

#include <QList>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
QT_END_NAMESPACE

namespace Fuseboard {

class EditorRow;
class FieldSpin;

/// How long answers take: the shape of the distribution, its one or two times, and what each other request in progress
/// adds.
class LatencyEditor : public QWidget
{
    Q_OBJECT

public:
    explicit LatencyEditor(QWidget *parent = nullptr);

    /// Shows them; sends nothing.
    void setValue(const LatencyConfig &latency, Duration perConcurrent);

    /// Shows it anew, whatever was typed and could not be read.
    void showAgain();

    const LatencyConfig &latency() const { return m_latency; }
    Duration perConcurrent() const { return m_perConcurrent; }

    /// Takes those below "latency" of a phase, their paths from there on, and that of the whole, "".
    void takeIssues(ConfigIssues &issues);

Q_SIGNALS:
    /// By hand; the new value is readable. As PhaseForm::edited() has it.
    void edited(const QString &text, const QString &gesture);
    void gestureEnded();

private:
    void editKind(int kind);
    void editTime(int index, double value);

    LatencyConfig m_latency;
    Duration m_perConcurrent{};
    QComboBox *m_kind;
    EditorRow *m_kindRow;
    QList<FieldSpin *> m_times;
    QList<EditorRow *> m_timeRows;
    FieldSpin *m_more;
    EditorRow *m_moreRow;
};

} // namespace Fuseboard
