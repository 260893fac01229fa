// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "document/backgroundrun.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>

namespace Fuseboard {

/// The run that stands pale behind the present one: a recording that does not change, or another simulation that goes along
/// with it. GUI thread.
class ComparedRun : public QObject
{
    Q_OBJECT

public:
    enum class Kind {
        None,
        BeforeEdit, ///< what the run was before the latest change of a field
        Baseline,   ///< pinned, or opened from a file, by a person
        Simulation, ///< of the live run
    };

    explicit ComparedRun(QObject *parent = nullptr);

    Kind kind() const { return m_kind; }

    /// What people call it: "the run before", "the baseline".
    const QString &name() const { return m_name; }

    /// What it was made with; none where nobody knows.
    const std::optional<Scenario> &scenario() const { return m_scenario; }
    const RunSnapshot &snapshot() const;

    /// There is one, and something of it is known already.
    bool canBeShown() const { return m_kind != Kind::None && !snapshot().endpoints.isEmpty(); }

    /// Another one with every change.
    quint64 revision() const { return m_revision; }

    /// Another one with every run that is put here; 1 or more.
    quint64 identity() const { return m_identity; }

    /// It goes along with the present run; false for a recording.
    bool isSimulated() const { return m_kind != Kind::None && !m_frozen; }

    /// It is still being computed.
    bool isBusy() const;

    void clear();

    /// A recording, as it is.
    void show(Kind kind, const QString &name, const RunSnapshot &snapshot, const std::optional<Scenario> &scenario);

    /// A simulation, which goes along.
    void simulate(Kind kind, const QString &name, const Scenario &scenario, const QList<Intervention> &interventions);

    /// What @p run has computed, and whatever else it would; @p run gets another one, with nothing in it.
    void takeOver(std::unique_ptr<BackgroundRun> &run, const QString &name, const Scenario &scenario);

    /// What was before an edit becomes the baseline.
    void keep(const QString &name);

    /// The same as happens to the present run; a recording is not moved by it.
    void advanceTo(Duration moment);
    void intervene(const Intervention &intervention);

Q_SIGNALS:
    void changed();

private:
    void begin(Kind kind, const QString &name, const std::optional<Scenario> &scenario);
    void sendChanged();

    std::unique_ptr<BackgroundRun> m_run;
    std::optional<RunSnapshot> m_frozen;
    std::optional<Scenario> m_scenario;
    QString m_name;
    Kind m_kind = Kind::None;
    quint64 m_revision = 0;
    quint64 m_identity = 1;
};

} // namespace Fuseboard
