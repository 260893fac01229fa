// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "lab/fault/endpointoverride.h"
#include "resilience/base/configissue.h"

#include <QList>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QBoxLayout;
class QCheckBox;
class QGroupBox;
class QLabel;
QT_END_NAMESPACE

namespace Fuseboard {

class EditorRow;
class FieldSpin;
class SliderNumber;

/// What an endpoint is like now, to be changed by hand while it runs: faults by their shares, latency, and what each
/// other request adds. Each part is as the phase says until it is touched, and again when its check mark is set.
class FaultsForm : public QWidget
{
    Q_OBJECT

public:
    explicit FaultsForm(QWidget *parent = nullptr);

    /// Shows what is in force; sends nothing. @p present is what its phase says now, without the override, a ramp as it
    /// is at this moment. May come at every frame: what is being typed, or is not valid yet, stays until @p override
    /// is another one than that which was shown or sent last.
    void show(const EndpointOverride &override, const PhaseConfig &present);

Q_SIGNALS:
    /// By hand, while a slider is dragged. Always valid; what is not is said beside its field, and is not sent.
    void edited(const Fuseboard::EndpointOverride &override);

    /// The hand has let go: what comes next is another edit.
    void gestureEnded();

protected:
    void changeEvent(QEvent *event) override;

private:
    QGroupBox *makeFaults();
    QGroupBox *makeLatency();
    QCheckBox *makeCheck(const QString &name, const QString &part, QBoxLayout *layout);
    QLabel *makeNote(const QString &name, QBoxLayout *layout);

    PhaseConfig inForce() const { return m_draft.applied(m_present); }
    void editShare(int index, double share);
    void editStatus(double status);
    void editTime(int index, double value);

    /// Checks the draft, and sends it if nothing is wrong with it.
    void send();
    void sayIssues(ConfigIssues issues);
    void showAll();
    void clearUnreadable();
    void applyColours();

    EndpointOverride m_known; ///< that was given or sent last
    EndpointOverride m_draft;
    PhaseConfig m_present;
    QList<FaultConfig> m_templates; ///< what each of handKinds() was like when it last had a share

    QCheckBox *m_faultsCheck = nullptr;
    QList<SliderNumber *> m_shares;
    QList<EditorRow *> m_shareRows;
    FieldSpin *m_status = nullptr;
    EditorRow *m_statusRow = nullptr;
    QLabel *m_others = nullptr;
    QLabel *m_faultsIssue = nullptr;
    QCheckBox *m_latencyCheck = nullptr;
    QList<SliderNumber *> m_times;
    QList<EditorRow *> m_timeRows;
    QLabel *m_shape = nullptr;
    QCheckBox *m_moreCheck = nullptr;
    FieldSpin *m_more = nullptr;
    EditorRow *m_moreRow = nullptr;
};

} // namespace Fuseboard
