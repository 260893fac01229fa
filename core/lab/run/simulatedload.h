// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/run/simulationqueue.h"
#include "lab/scenario/scenario.h"
#include "lab/workload/arrivals.h"
#include "lab/workload/callnumbers.h"

#include <vector>

namespace Fuseboard {

/// Who makes the calls of a simulation, and when. One thread.
class SimulatedLoad
{
public:
    static constexpr quint32 NoUser = ~quint32(0);

    /// A call that is to be made.
    struct Due
    {
        int endpoint = 0;
        quint64 number = 0;
        quint32 user = NoUser; ///< of a closed load
    };

    explicit SimulatedLoad(const Scenario &scenario);

    /// Puts the users' first calls into @p queue.
    void begin(SimulationQueue &queue) const;

    /// When the next call of the open loads is due; TimePoint::max() if there is none any more.
    TimePoint nextArrival() const { return m_nextArrival; }
    Due takeArrival();

    Due callOf(quint32 user);

    /// The user's call that was due at @p due ended at @p now; the next one, if it is due in time, goes to @p queue.
    void callEnded(quint32 user, TimePoint due, TimePoint now, SimulationQueue &queue) const;

private:
    struct Open
    {
        int endpoint;
        Arrivals arrivals;
        CallNumbers numbers;
        TimePoint start;
        TimePoint end;
        TimePoint due{};
    };
    struct Closed
    {
        int endpoint;
        ClosedArrivals config;
        TimePoint start;
        TimePoint end;
    };
    struct User
    {
        std::size_t load;
        int index; ///< among those of the load
        CallNumbers numbers;
    };

    static void moveOn(Open &load);
    bool isBefore(std::size_t a, std::size_t b) const;
    void sink(std::size_t place);

    std::vector<Open> m_open;
    std::vector<std::size_t> m_order; ///< of the open ones: a heap, the soonest and then the first of them on top
    std::vector<Closed> m_closed;
    std::vector<User> m_users;
    TimePoint m_nextArrival = TimePoint::max();
};

} // namespace Fuseboard
