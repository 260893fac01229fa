// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/endpointoverride.h"
#include "lab/fault/phasemodel.h"
#include "lab/fault/serviceplaces.h"
#include "lab/record/runevent.h"
#include "lab/run/simulatedrequests.h"

#include <array>
#include <optional>
#include <vector>

namespace Fuseboard {

/// A flaky endpoint in virtual time: what its clients hear of it, and what its workers do meanwhile.
///
/// It knows the moment from whoever asks, and keeps no list of what is to come. One thread.
class SimulatedService
{
public:
    static constexpr quint32 NoRequest = ~quint32(0);

    /// What an ApiClient makes of a request's fate, in few bytes.
    struct Answer
    {
        Ending ending = Ending::success(200);
        std::optional<Duration> retryAfter;
        Duration drip{};          ///< from the headers to the last byte
        quint32 next = NoRequest; ///< the request that a redirect asks for; then the answer is not the last one
        bool isHeard = true;      ///< false: it hangs
        bool wasDelivered = true; ///< false: the request certainly did not reach the service
        bool takesWorker = true;  ///< and so the latency
    };

    /// How long the work on a request takes if nobody else is in progress.
    struct Latency
    {
        Duration alone{};
        quint32 version = 0; ///< of what it was drawn from
    };

    /// @p config is valid (Scenario::validate()); @p requests are those of the simulation, and outlive this.
    SimulatedService(const EndpointConfig &config, FaultLuck luck, SimulatedRequests &requests);

    /// It is in @p phase from @p now on.
    void enterPhase(qsizetype phase, TimePoint now);
    qsizetype phase() const { return m_phase; }
    const QList<PhaseConfig> &phases() const { return m_config.phases; }

    /// @p byHand takes the place of what its phases say; empty: nothing does.
    void setOverride(const EndpointOverride &byHand);
    bool hasOverride() const { return !m_byHand.isEmpty(); }

    /// Whether connecting to it is refused at @p now. When it shuts, connections that are open are reset.
    bool isShut(TimePoint now) const { return m_model.refusesConnections(now - m_phaseBegan); }

    TimePoint phaseEnd() const;

    /// The present phase, with what was set by hand; for EndpointHealth.
    const PhaseModel &model() const { return m_model; }
    TimePoint phaseBegan() const { return m_phaseBegan; }

    /// Whether it matters how many requests are in progress. If not, only decide() is used.
    bool countsWork() const { return m_countsWork; }

    /// A request: which call's, and which of SimulatedRequests.
    struct Asked
    {
        quint64 call = 0;
        quint64 attempt = 1;
        quint32 request = 0;
        int redirectsBefore = 0; ///< in the same attempt
    };

    /// What a client makes of the answer to a request that comes at @p now, put into @p answer.
    Latency decide(const Asked &asked, TimePoint now, Answer &answer);

    /// Who works and who waits, where that counts.
    ServicePlaces &places() { return m_places; }

    /// How long the work on a request takes that begins at @p now, itself being among those that are worked on. @p decided is
    /// what decide() said of it.
    Duration workTime(quint64 call, quint64 attempt, const Latency &decided, TimePoint now) const;

    /// A request that finds no place.
    static Answer refusal();

private:
    FaultDraw drawOf(quint64 call, quint64 attempt, TimePoint now);
    void drawAhead(quint64 call);
    const Answer &answerTo(const FaultDraw &draw, const Asked &asked);
    Answer judged(const FaultDraw &draw, quint32 request, int redirectsBefore) const;
    void settle();

    const EndpointConfig m_config;
    const FaultLuck m_luck;
    SimulatedRequests &m_requests;
    bool m_countsWork = false;
    qsizetype m_phase = 0;
    TimePoint m_phaseBegan{};
    EndpointOverride m_byHand;
    PhaseModel m_model;    ///< the present phase, with what was set by hand
    quint32 m_version = 0; ///< counts the models
    ServicePlaces m_places;

    /// What a client makes of a fault of the present model. Made when it is first met: to judge an answer takes long.
    struct Verdict
    {
        const FaultConfig *fault;
        int status;
        quint32 request;
        bool isLast; ///< no redirect is followed any more
        Answer answer;
    };
    std::vector<Verdict> m_verdicts;

    /// The first attempts of calls to come, while nothing but their numbers decides. Drawn together, as the steps of one
    /// draw wait for each other and not for those of the next.
    std::array<FaultDraw, 16> m_ahead;
    quint64 m_aheadOf = 0; ///< the first of those calls; 0 for none
    quint64 m_latestCall = 0;
};

} // namespace Fuseboard
