// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/fault/phaseconfig.h"
#include "resilience/base/configissue.h"

#include <QList>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QVBoxLayout;
QT_END_NAMESPACE

namespace Fuseboard {

class EditorRow;
class FieldSpin;
class SliderNumber;

/// What a phase moves to until its end: its latency, what each other request adds, and its faults' shares.
class RampEditor : public QWidget
{
    Q_OBJECT

public:
    explicit RampEditor(QWidget *parent = nullptr);

    /// Shows the ramp of @p phase, and what it begins with; sends nothing.
    void setPhase(const PhaseConfig &phase);

    /// Shows it anew, whatever was typed and could not be read.
    void showAgain();

    const std::optional<RampTarget> &target() const { return m_phase.rampTo; }

    /// Takes those at and below "rampTo" of a phase.
    void takeIssues(ConfigIssues &issues);

Q_SIGNALS:
    /// By hand; the new value is readable. As PhaseForm::edited() has it.
    void edited(const QString &text, const QString &gesture);
    void gestureEnded();

private:
    /// A fault whose share may move: of the phase, of the ramp's end, or of both.
    struct Mover
    {
        FaultConfig fault{};  ///< with the share that it begins with
        qsizetype atEnd = -1; ///< in the ramp's faults; -1: not there, so that it ends with none
        bool isOnlyAtEnd = false;

        bool isSameRow(const Mover &other) const;
    };

    struct MoverRow
    {
        QWidget *whole = nullptr;
        QLabel *text = nullptr;
        EditorRow *row = nullptr;
        SliderNumber *share = nullptr;
    };

    QList<Mover> movers() const;
    void addLatency(QVBoxLayout *layout);
    void addFaults(QVBoxLayout *layout);
    MoverRow makeRow(int index, const Mover &mover);
    void showMovers();
    void edit(const QString &text, const QString &gesture);
    void switchRamp(bool isOn);
    void editTime(int index, double value);
    void editShare(int index, double share);

    PhaseConfig m_phase;
    QList<Mover> m_movers; ///< those that rows were made for
    QList<MoverRow> m_moverRows;
    EditorRow *m_switchRow;
    EditorRow *m_latencyRow = nullptr;
    QList<FieldSpin *> m_times;
    QList<EditorRow *> m_timeRows;
    FieldSpin *m_more = nullptr;
    EditorRow *m_moreRow = nullptr;
    EditorRow *m_faultsRow = nullptr;
    QVBoxLayout *m_moverLayout = nullptr;
};

} // namespace Fuseboard
