// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/endpointconfig.h"
#include "lab/fault/phasemodel.h"
#include "lab/fault/serviceplaces.h"
#include "lab/record/runevent.h"

#include <optional>
#include <utility>

namespace Fuseboard {

/// A flaky endpoint in virtual time: what its clients hear of it, and what its workers do meanwhile.
///
/// It knows the moment from whoever asks, and keeps no list of what is to come. One thread.
class SimulatedService
{
public:
    /// What an ApiClient makes of a request's fate, in few bytes.
    struct Answer
    {
        Ending ending;
        std::optional<Duration> retryAfter;
        Duration drip{};          ///< from the headers to the last byte
        int deliveries = 1;       ///< requests one after the other, each as long, until the client has had enough
        bool isHeard = true;      ///< false: it hangs
        bool wasDelivered = true; ///< false: the request certainly did not reach the service
        bool takesWorker = true;  ///< and so the latency
    };

    /// @p config is valid (Scenario::validate()).
    SimulatedService(const EndpointConfig &config, FaultLuck luck, bool isIdempotent);

    /// It is in @p phase from @p now on.
    void enterPhase(qsizetype phase, TimePoint now);
    qsizetype phase() const { return m_phase; }
    const QList<PhaseConfig> &phases() const { return m_config.phases; }

    /// Whatever its phase says, @p fault takes the place of its faults until heal().
    void breakWith(const FaultConfig &fault);
    void heal();
    bool isBroken() const { return m_breakage.has_value(); }

    /// Whether connecting to it is refused. When it shuts, connections that are open are reset.
    bool isShut() const { return m_isShut; }

    TimePoint phaseEnd() const;

    /// What it is really like at @p now, by its phase or by hand.
    RunEvent::PhaseChanged health(TimePoint now) const;

    /// Until when it stays so if nobody intervenes; the end of its phase at the latest.
    TimePoint healthUntil(TimePoint now) const;

    /// Whether it matters how many requests are in progress. If not, only decide() is used.
    bool countsWork() const { return m_countsWork; }

    /// What a client hears of a request that comes at @p now, and the latency if nobody waits for a worker.
    std::pair<Answer, Duration> decide(quint64 call, quint64 attempt, TimePoint now) const;

    /// Who works and who waits, where that counts.
    ServicePlaces &places() { return m_places; }

    /// How long the work on a request takes that begins at @p now, itself being among those that are worked on.
    Duration workTime(quint64 call, quint64 attempt, TimePoint now) const;

    /// A request that finds no place.
    static Answer refusal();

private:
    Answer answerOf(const FaultDraw &draw) const;
    void settle();

    const EndpointConfig m_config;
    const FaultLuck m_luck;
    const bool m_isIdempotent;
    bool m_countsWork = false;
    bool m_isShut = false;
    qsizetype m_phase = 0;
    TimePoint m_phaseBegan{};
    std::optional<FaultConfig> m_breakage;
    PhaseModel m_model; ///< the present phase, with the breakage in it
    ServicePlaces m_places;
};

} // namespace Fuseboard
