// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/fault/phaseconfig.h"
#include "resilience/base/configissue.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QLineEdit;
QT_END_NAMESPACE

namespace Fuseboard {

class EditorRow;
class FaultList;
class FieldSpin;
class LatencyEditor;
class RampEditor;

/// A phase, every field of it. What stands in it is a draft, which may be invalid; whoever takes it says what is wrong.
class PhaseForm : public QWidget
{
    Q_OBJECT

public:
    explicit PhaseForm(QWidget *parent = nullptr);

    /// Shows @p phase; sends nothing. The draft that is shown already is left as it is, with all that is being typed.
    void show(const PhaseConfig &phase);

    /// The draft.
    const PhaseConfig &phase() const { return m_phase; }

    /// Says each beside its field, those without one on top; their paths from the phase on: "for", "faults.0.status".
    /// None: nothing is wrong.
    void showIssues(const ConfigIssues &issues);

Q_SIGNALS:
    /// By hand: the whole draft. @p text names the edit; those with the same @p gesture are one until gestureEnded().
    /// Empty: it stands alone.
    void edited(const Fuseboard::PhaseConfig &phase, const QString &text, const QString &gesture);

    /// The hand has let go; comes also where nothing was edited.
    void gestureEnded();

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeHead();
    void connectFaults();
    void showHead();
    void showHealth();
    void edit(const PhaseConfig &phase, const QString &text, const QString &gesture);
    void addFault();
    void applyColours();

    PhaseConfig m_phase;
    QLabel *m_issue = nullptr;
    QLineEdit *m_name = nullptr;
    EditorRow *m_nameRow = nullptr;
    FieldSpin *m_length = nullptr;
    EditorRow *m_lengthRow = nullptr;
    QComboBox *m_health = nullptr;
    EditorRow *m_healthRow = nullptr;
    LatencyEditor *m_latency;
    FaultList *m_faults;
    RampEditor *m_ramp;
};

} // namespace Fuseboard
