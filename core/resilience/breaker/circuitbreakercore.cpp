// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/breaker/circuitbreakercore.h"

#include <QRandomGenerator>
#include <QThread>

namespace Fuseboard {

/// Stands while signals are sent, so that the breaker is not destroyed under them by another thread, and so that a slot
/// that destroys it is noticed.
class CircuitBreaker::Core::Sending
{
public:
    /// @p core must be locked.
    explicit Sending(Core &core)
        : m_core(core)
        , m_outer(t_innermost)
    {
        ++core.m_sending;
        t_innermost = this;
    }
    ~Sending()
    {
        std::shared_ptr<Core> self;
        const std::scoped_lock lock(m_core.m_lock);
        --m_core.m_sending;
        t_innermost = m_outer;
        self = m_core.selfIfIdle();
    }
    Q_DISABLE_COPY_MOVE(Sending)

    /// The breaker, or null if a slot has destroyed it.
    CircuitBreaker *breaker() const { return m_core.m_breaker.load(); }

    /// How many of @p core's senders stand on this thread's stack.
    static quint32 countOnThisThread(const Core &core)
    {
        quint32 count = 0;
        for (const Sending *sending = t_innermost; sending; sending = sending->m_outer)
            count += &sending->m_core == &core;
        return count;
    }

private:
    static thread_local Sending *t_innermost;

    Core &m_core;
    Sending *m_outer;
};

thread_local CircuitBreaker::Core::Sending *CircuitBreaker::Core::Sending::t_innermost = nullptr;

CircuitBreaker::Core::Core(CircuitBreaker *breaker, const std::shared_ptr<const CircuitBreakerConfig> &config,
                           const QString &name, Scheduler *scheduler)
    : m_breaker(breaker)
    , m_clock(scheduler ? scheduler->clock() : Clock::steady())
    , m_scheduler(scheduler)
    , m_name(name)
    // Each breaker draws its own jitter, or a fleet would open in step.
    , m_machine(config, CounterRandom(QRandomGenerator::global()->generate64()), now())
{
    steerExpress();
}

CircuitBreaker::Core::~Core() = default;

CircuitBreaker::Core::Rare &CircuitBreaker::Core::rare()
{
    if (!m_rare)
        m_rare = std::make_unique<Rare>();
    return *m_rare;
}

Expected<Permit, Rejection> CircuitBreaker::Core::tryAcquire()
{
    if (m_express.load(std::memory_order_relaxed) >> ExpressBits == 0) {
        if (const TimePoint until = m_openUntil.load(std::memory_order_relaxed); until != TimePoint()) {
            if (const TimePoint moment = now(); moment < until) {
                m_expressRefusals.fetch_add(1, std::memory_order_relaxed);
                return Expected<Permit, Rejection>(unexpect, BreakerState::Open, until - moment);
            }
        }
        return acquireLocked();
    }
    const quint64 before = m_express.fetch_add(1, std::memory_order_relaxed);
    if (before >> ExpressBits == 0)
        return acquireLocked(); // closed in between; what was added there is never looked at
    return makePermit((before >> ExpressBits) - 1, TimePoint::min());
}

/// Moves what was given and refused in the express lane to the machine's totals; the lane goes on for @p episode - 1, 0 closes
/// it.
void CircuitBreaker::Core::collectExpress(quint64 episode)
{
    m_machine.addRejected(m_expressRefusals.exchange(0, std::memory_order_relaxed));
    const quint64 before = m_express.exchange(episode << ExpressBits, std::memory_order_relaxed);
    if (before >> ExpressBits == 0)
        return;
    const quint64 given = before & ((quint64(1) << ExpressBits) - 1);
    m_machine.addGranted(given);
    m_permitsOut += static_cast<qint64>(given);
}

/// Opens or closes the express lane, as the breaker is now.
void CircuitBreaker::Core::steerExpress()
{
    m_openUntil.store(isWatched(Rejected) ? TimePoint() : m_machine.openUntil(), std::memory_order_relaxed);
    const bool isOpen = m_machine.state() == BreakerState::Closed && !m_machine.watchesDurations()
        && !isWatched(Admitted | Succeeded | Failed | Excluded) && m_breaker.load()
        && (m_machine.episode() + 1) >> ExpressBits == 0;
    const quint64 episode = isOpen ? m_machine.episode() + 1 : 0;
    if (m_express.load(std::memory_order_relaxed) >> ExpressBits != episode)
        collectExpress(episode);
}

void CircuitBreaker::Core::watch(Watched signal)
{
    const std::scoped_lock lock(m_lock);
    m_watched.fetch_or(signal, std::memory_order_relaxed);
    steerExpress();
}

Expected<Permit, Rejection> CircuitBreaker::Core::acquireLocked()
{
    std::unique_lock lock(m_lock);
    const Instant now(m_clock);
    const BreakerMachine::Admission admission = m_machine.acquire(now);
    if (!admission.isGranted) {
        // Made in place, in one piece: copies of so small a thing would take longer than the decision.
        const BreakerState state = m_machine.state();
        if (state != BreakerState::Open) {
            if (hasToTell(Rejected))
                publish(lock, {Rejected, {}, nullptr, {}});
            return Expected<Permit, Rejection>(unexpect, state, std::nullopt);
        }
        const Duration wait = m_machine.retryAfter(now.now());
        if (hasToTell(Rejected))
            publish(lock, {Rejected, {}, nullptr, wait});
        return Expected<Permit, Rejection>(unexpect, state, wait);
    }
    ++m_permitsOut;
    const bool needsStart = m_machine.watchesDurations() || isWatched(Succeeded | Failed | Excluded);
    Permit permit = makePermit(admission.episode, needsStart ? now.now() : TimePoint::min());
    if (hasToTell(Admitted))
        publish(lock, {Admitted, {}, nullptr, {}});
    return permit;
}

/// One permit less is out. True if there is nothing to tell of it and nobody waits for it.
inline bool CircuitBreaker::Core::isPermitUsedQuietly(int signal)
{
    --m_permitsOut;
    // Long before the count below would reach the episode above.
    if (const quint64 express = m_express.load(std::memory_order_relaxed); express << ExpressBits >> 63) [[unlikely]]
        collectExpress(express >> ExpressBits);
    return !hasToTell(signal) && !(m_rare && m_rare->self);
}

/// The signal that tells of a result; 0 for none.
inline int CircuitBreaker::Core::signalOf(BreakerMachine::Counted counted)
{
    switch (counted) {
    case BreakerMachine::Counted::Success:
        return Succeeded;
    case BreakerMachine::Counted::Failure:
        return Failed;
    case BreakerMachine::Counted::Excluded:
        return Excluded;
    case BreakerMachine::Counted::GivenBack:
        break;
    }
    return 0;
}

PermitStanding CircuitBreaker::Core::standingOf(quint64 episode)
{
    if (m_express.load(std::memory_order_relaxed) >> ExpressBits == episode + 1)
        return PermitStanding::Current;
    return ask([episode](const BreakerMachine &machine, TimePoint) { return machine.standingOf(episode); });
}

TimePoint CircuitBreaker::Core::refusesUntil() const
{
    const std::scoped_lock lock(m_lock);
    return m_machine.openUntil();
}

QString CircuitBreaker::Core::whyOpened() const
{
    std::optional<StateChange> opening;
    {
        const std::scoped_lock lock(m_lock);
        if (m_rare)
            opening = m_rare->lastOpening;
    }
    return opening ? opening->reason() : QString();
}

void CircuitBreaker::Core::settleSuccess(quint64 episode, TimePoint start)
{
    std::unique_lock lock(m_lock);
    const Instant now(m_clock);
    const Duration duration = elapsed(start, now);
    m_machine.success(episode, m_machine.isSlow(duration), now);
    if (!isPermitUsedQuietly(Succeeded)) [[unlikely]]
        publish(lock, {Succeeded, duration, nullptr, {}});
}

void CircuitBreaker::Core::settleFailure(quint64 episode, TimePoint start, ErrorKind kind, const Error *error)
{
    std::unique_lock lock(m_lock);
    const Instant now(m_clock);
    const Duration duration = elapsed(start, now);
    const int status = error ? error->httpStatus.value_or(0) : 0;
    const int signal = signalOf(m_machine.failure(episode, kind, status, m_machine.isSlow(duration), now));
    if (isPermitUsedQuietly(signal)) [[likely]]
        return;
    const Error bare = error || !isWatched(signal) ? Error() : Error{kind, {}, {}, {}, {}, duration};
    publish(lock, {signal, duration, error ? error : &bare, {}});
}

void CircuitBreaker::Core::settleGivenBack(quint64 episode) noexcept
{
    std::unique_lock lock(m_lock);
    m_machine.giveBack(episode);
    if (!isPermitUsedQuietly(0)) [[unlikely]]
        publish(lock, {});
}

/// What keeps this alive without a breaker, if nothing needs it any more. To be dropped after the lock.
std::shared_ptr<CircuitBreaker::Core> CircuitBreaker::Core::selfIfIdle()
{
    if (m_permitsOut > 0 || m_sending > 0 || !m_rare)
        return nullptr;
    return std::exchange(m_rare->self, nullptr);
}

/// Unlocks, and sends what happened and what changed. Nothing of this may be touched afterwards: it may be gone.
void CircuitBreaker::Core::publish(std::unique_lock<SpinLock> &lock, const Happened &happened)
{
    steerExpress();
    std::vector<StateChange> changes = m_machine.takeChanges();
    for (const StateChange &change : changes) {
        if (change.from != change.to)
            rare().history.add(change);
        if (change.to == BreakerState::Open)
            rare().lastOpening = change;
    }
    const bool hasCallToTell = isWatched(happened.signal);
    if (!m_breaker.load() || (changes.empty() && !hasCallToTell)) {
        const std::shared_ptr<Core> self = selfIfIdle();
        lock.unlock();
        return;
    }
    Sending sending(*this);
    lock.unlock();
    send(sending, happened, changes);
}

void CircuitBreaker::Core::send(Sending &sending, const Happened &happened, const std::vector<StateChange> &changes)
{
    // A half-open state that this very question began comes before the answer.
    const bool isAnswer = happened.signal == Admitted || happened.signal == Rejected;
    const auto tellCall = [&] {
        CircuitBreaker *breaker = sending.breaker();
        if (!breaker || !isWatched(happened.signal))
            return;
        switch (happened.signal) {
        case Admitted:
            Q_EMIT breaker->callAdmitted();
            break;
        case Rejected:
            Q_EMIT breaker->callRejected(happened.retryAfter);
            break;
        case Succeeded:
            Q_EMIT breaker->callSucceeded(happened.duration);
            break;
        case Failed:
            Q_EMIT breaker->callFailed(*happened.error, happened.duration);
            break;
        case Excluded:
            Q_EMIT breaker->callExcluded(*happened.error, happened.duration);
            break;
        default:
            break;
        }
    };
    if (!isAnswer)
        tellCall();
    for (const StateChange &change : changes) {
        CircuitBreaker *breaker = sending.breaker();
        if (!breaker)
            return;
        if (change.from == change.to)
            Q_EMIT breaker->wouldHaveOpened(change);
        else
            Q_EMIT breaker->stateChanged(change);
    }
    if (isAnswer)
        tellCall();

    if (!changes.empty() && sending.breaker())
        armFromAnyThread();
}

void CircuitBreaker::Core::armFromAnyThread()
{
    CircuitBreaker *breaker = m_breaker.load();
    if (breaker->thread() == QThread::currentThread())
        arm();
    else
        QMetaObject::invokeMethod(
            breaker, [this] { arm(); }, Qt::QueuedConnection);
}

void CircuitBreaker::Core::arm()
{
    std::unique_lock lock(m_lock);
    const std::optional<TimePoint> deadline = m_machine.nextDeadline();
    CircuitBreaker *breaker = m_breaker.load();
    if (!breaker || (!deadline && !(m_rare && m_rare->timer)))
        return;
    Rare &rare = this->rare();
    if (rare.timer)
        rare.timerScheduler->cancel(std::exchange(rare.timer, 0));
    if (!deadline)
        return;
    rare.timerScheduler = m_scheduler ? m_scheduler : &Scheduler::ofThread();
    // A timer of an episode that is over finds nothing due: the machine looks at its own deadline.
    rare.timer = rare.timerScheduler->at(*deadline, [this] {
        std::unique_lock timerLock(m_lock);
        m_rare->timer = 0;
        m_machine.advance(now());
        publish(timerLock, {});
    });
}

void CircuitBreaker::Core::detach(std::shared_ptr<Core> self)
{
    std::unique_lock lock(m_lock);
    m_breaker.store(nullptr);
    collectExpress(0);
    if (m_rare && m_rare->timer)
        m_rare->timerScheduler->cancel(std::exchange(m_rare->timer, 0));
    if (m_permitsOut > 0 || m_sending > 0)
        rare().self = std::move(self);
    // Slots on this thread's own stack are what destroys the breaker; only other threads must get out of it first.
    const quint32 own = Sending::countOnThisThread(*this);
    while (m_sending > own) {
        lock.unlock();
        QThread::yieldCurrentThread();
        lock.lock();
    }
}

QList<StateChange> CircuitBreaker::Core::history()
{
    const std::scoped_lock lock(m_lock);
    return m_rare ? m_rare->history.changes() : QList<StateChange>();
}

quint64 CircuitBreaker::Core::historyDropped()
{
    const std::scoped_lock lock(m_lock);
    return m_rare ? m_rare->history.dropped() : 0;
}

void CircuitBreaker::Core::setClassifier(std::shared_ptr<const Classifier> classifier)
{
    const std::scoped_lock lock(m_lock);
    rare().classifier = std::move(classifier);
}

std::shared_ptr<const Classifier> CircuitBreaker::Core::classifier()
{
    static const auto standard = std::make_shared<const Classifier>();
    const std::scoped_lock lock(m_lock);
    return m_rare && m_rare->classifier ? m_rare->classifier : standard;
}

} // namespace Fuseboard
