// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/backgroundrun.h"

#include "lab/run/replay.h"
#include "lab/run/simulatedrun.h"

#include <QElapsedTimer>
#include <QMetaObject>

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

namespace Fuseboard {

namespace {

constexpr qint64 PatienceMs = 100;     // with a computation that nobody waits for any more
constexpr qint64 ShowIntervalMs = 250; // between two glimpses of a long computation
constexpr qint64 ShortestChunkMs = 4;  // of computing, between two looks at what is wanted
constexpr qint64 LongestChunkMs = 16;

void apply(SimulatedRun &run, const Intervention &intervention)
{
    const int endpoint = intervention.endpoint;
    std::visit(
        [&](const auto &what) {
            using What = std::decay_t<decltype(what)>;
            if constexpr (std::is_same_v<What, EndpointOverride>)
                run.setOverride(endpoint, what);
            else if constexpr (std::is_same_v<What, BreakerState>)
                run.setBreakerState(endpoint, what);
            else
                run.setPolicy(endpoint, what);
        },
        intervention.what);
}

} // namespace

class BackgroundRun::Worker
{
public:
    struct Wish
    {
        quint64 serial = 0;  ///< of the wish
        quint64 run = 0;     ///< which run it is for
        bool isEmpty = true; ///< none
        Scenario scenario;
        QList<Intervention> interventions;
        std::shared_ptr<const CallLog> log; ///< a replay, if there is one
        CircuitBreakerConfig breaker;
        Duration until{-1}; ///< nothing yet
    };
    using Deliver = std::function<void(const Result &, quint64 run, quint64 serial)>;

    explicit Worker(Deliver deliver)
        : m_deliver(std::move(deliver))
        , m_thread([this](const std::stop_token &stop) { work(stop); })
    {
    }

    /// Changes the wish; the worker sees it soon.
    template<typename Change>
    void want(Change change)
    {
        const std::scoped_lock lock(m_mutex);
        change(m_wish);
        ++m_wish.serial;
        m_changed.notify_one();
    }

    Wish wish() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_wish;
    }

private:
    void work(const std::stop_token &stop);
    void begin(const Wish &wish);
    bool advance(const Wish &wish, const std::stop_token &stop);
    bool advanceTo(Duration moment, const Wish &wish, const std::stop_token &stop);
    Result present() const;
    bool isGivenUp(const Wish &wish) const;

    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    Wish m_wish;
    Deliver m_deliver;

    // The thread's own.
    quint64 m_serial = 0;
    quint64 m_runNumber = 0;
    std::unique_ptr<SimulatedRun> m_run;
    std::shared_ptr<Recording> m_recording;
    std::vector<BreakerMetrics> m_replayed; ///< by endpoint, of a replay
    qsizetype m_endpoints = 0;
    qsizetype m_intervened = 0;
    Duration m_chunk = std::chrono::seconds(1);
    QElapsedTimer m_sinceBegin;
    QElapsedTimer m_sinceShown;

    std::jthread m_thread; // the last: it uses all of them
};

void BackgroundRun::Worker::work(const std::stop_token &stop)
{
    for (;;) {
        Wish wish;
        {
            std::unique_lock lock(m_mutex);
            if (!m_changed.wait(lock, stop, [this] { return m_wish.serial != m_serial; }))
                return;
            wish = m_wish;
        }
        m_serial = wish.serial;
        const bool isAnother = wish.run != m_runNumber;
        if (isAnother)
            begin(wish);
        if (wish.log && isAnother)
            m_replayed = Fuseboard::replay(wish.breaker, *wish.log, *m_recording).metrics;
        if (m_run != nullptr && (wish.until < Duration::zero() || !advance(wish, stop)))
            continue;
        if (m_recording != nullptr)
            m_deliver(present(), wish.run, wish.serial);
    }
}

void BackgroundRun::Worker::begin(const Wish &wish)
{
    m_runNumber = wish.run;
    m_intervened = 0;
    m_run.reset();
    m_recording.reset();
    m_sinceBegin.start();
    m_sinceShown.start();
    if (wish.isEmpty)
        return;
    if (wish.log) {
        m_recording = std::make_shared<Recording>(wish.log->endpoints);
        m_endpoints = 0;
        return;
    }
    m_endpoints = wish.scenario.endpoints.size();
    m_recording = std::make_shared<Recording>(wish.scenario.endpointNames());
    m_recording->endLoad(wish.scenario.duration);
    m_run = std::make_unique<SimulatedRun>(
        wish.scenario, [recording = m_recording.get()](std::span<const RunEvent> events) { recording->apply(events); });
}

bool BackgroundRun::Worker::isGivenUp(const Wish &wish) const
{
    const std::scoped_lock lock(m_mutex);
    if (m_wish.run == wish.run)
        return m_wish.until < wish.until;
    return m_wish.isEmpty || m_sinceBegin.hasExpired(PatienceMs);
}

/// False if it was given up.
bool BackgroundRun::Worker::advance(const Wish &wish, const std::stop_token &stop)
{
    for (; m_intervened < wish.interventions.size(); ++m_intervened) {
        const Intervention &next = wish.interventions.at(m_intervened);
        if (next.at > wish.until)
            break;
        if (!advanceTo(next.at, wish, stop))
            return false;
        apply(*m_run, next);
    }
    if (!advanceTo(wish.until, wish, stop))
        return false;
    if (m_run->isFinished())
        m_recording->finish(m_run->now());
    return true;
}

bool BackgroundRun::Worker::advanceTo(Duration moment, const Wish &wish, const std::stop_token &stop)
{
    QElapsedTimer chunkTime;
    while (!m_run->isFinished() && m_run->now() < moment) {
        chunkTime.start();
        const Duration now = m_run->now();
        m_run->advanceTo(moment - now > m_chunk ? now + m_chunk : moment);
        m_recording->apply({}, m_run->now());
        if (chunkTime.elapsed() < ShortestChunkMs)
            m_chunk = std::min<Duration>(m_chunk * 2, std::chrono::hours(1));
        else if (chunkTime.elapsed() > LongestChunkMs)
            m_chunk = std::max<Duration>(m_chunk / 2, std::chrono::milliseconds(10));
        if (stop.stop_requested() || isGivenUp(wish))
            return false;
        if (m_sinceShown.hasExpired(ShowIntervalMs) && m_run->now() < moment) {
            m_deliver(present(), wish.run, 0);
            m_sinceShown.start();
        }
    }
    m_sinceShown.start();
    return true;
}

BackgroundRun::Result BackgroundRun::Worker::present() const
{
    Result result;
    result.snapshot = m_recording->snapshot();
    result.recording = m_recording;
    result.isFinished = m_run == nullptr || m_run->isFinished();
    for (int i = 0; m_run != nullptr && i < m_endpoints; ++i)
        result.metrics.append(m_run->breakerMetrics(i));
    if (m_run == nullptr)
        result.metrics = QList<BreakerMetrics>(m_replayed.begin(), m_replayed.end());
    return result;
}

BackgroundRun::BackgroundRun(QObject *parent)
    : QObject(parent)
    , m_worker(std::make_unique<Worker>([this](const Result &result, quint64 run, quint64 serial) {
        QMetaObject::invokeMethod(
            this,
            [this, result, run, serial] {
                if (run < m_oldestRun)
                    return; // was cleared meanwhile
                m_result = result;
                m_resultSerial = std::max(m_resultSerial, serial);
                Q_EMIT resultChanged();
            },
            Qt::QueuedConnection);
    }))
{
}

BackgroundRun::~BackgroundRun() = default;

void BackgroundRun::start(const Scenario &scenario, const QList<Intervention> &interventions)
{
    m_worker->want([&](Worker::Wish &wish) {
        wish = {wish.serial, wish.run + 1, false, scenario, interventions, {}, {}, Duration(-1)};
    });
}

void BackgroundRun::replay(const std::shared_ptr<const CallLog> &log, const CircuitBreakerConfig &breaker)
{
    m_worker->want(
        [&](Worker::Wish &wish) { wish = {wish.serial, wish.run + 1, false, {}, {}, log, breaker, Duration::max()}; });
}

void BackgroundRun::clear()
{
    m_worker->want([this](Worker::Wish &wish) {
        wish = {wish.serial, wish.run + 1, true, {}, {}, {}, {}, Duration(-1)};
        m_oldestRun = wish.run + 1;
    });
    m_result = {};
}

void BackgroundRun::advanceTo(Duration moment)
{
    if (m_worker->wish().until < moment)
        m_worker->want([moment](Worker::Wish &wish) { wish.until = moment; });
}

void BackgroundRun::halt()
{
    const Duration reached = m_result.snapshot.now;
    m_worker->want([reached](Worker::Wish &wish) { wish.until = std::min(wish.until, reached); });
}

void BackgroundRun::intervene(const Intervention &intervention)
{
    m_worker->want([&](Worker::Wish &wish) {
        wish.interventions.append(intervention);
        wish.until = std::max(wish.until, intervention.at);
    });
}

bool BackgroundRun::isBusy() const
{
    const Worker::Wish wish = m_worker->wish();
    return wish.until >= Duration::zero() && wish.serial != m_resultSerial;
}

} // namespace Fuseboard
