// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/run/liverun.h"

#include "lab/fault/faultserver.h"
#include "lab/fault/openfiles.h"
#include "lab/run/breakerboard.h"
#include "lab/run/loaddriver.h"

#include <QEventLoop>
#include <QThread>

#include <algorithm>
#include <cmath>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

/// How many calls of endpoint @p name are under way at most, if all goes as badly as the policy lets it.
///
/// Little's law: calls under way = rate * time of a call, which is longest when every attempt runs into its limit. That is their
/// mean; of a random load they are spread by its root.
double mostUnderWay(const Scenario &scenario, const QString &name)
{
    double rate = 0;
    double users = 0;
    for (const WorkloadConfig &workload : scenario.workload) {
        if (workload.endpoint != name)
            continue;
        rate += peakRate(workload.arrivals);
        if (const auto *closed = std::get_if<ClosedArrivals>(&workload.arrivals))
            users += closed->users;
    }
    const PolicyConfig policy = scenario.policyOf(name);
    Duration longest = std::chrono::hours(1);
    if (policy.timeout.perAttempt)
        longest = *policy.timeout.perAttempt * (1 + (policy.retry ? std::min(policy.retry->maxRetries, 100) : 0));
    if (policy.timeout.overall)
        longest = std::min(longest, *policy.timeout.overall);
    const double mean = users + rate * std::chrono::duration<double>(longest).count();
    constexpr double deviations = 4;
    const double most = mean + deviations * std::sqrt(mean);
    return policy.connections.max ? std::min<double>(most, *policy.connections.max) : most;
}

/// How many ports, six requests at once each, keep the clients from being what the load waits for.
///
/// A port costs little until it is used, then a client with a thread; 64 of them are enough for 50 calls a second that take
/// 7 s.
int wantedPorts(const QList<double> &underWay)
{
    constexpr double least = 8;
    constexpr double most = 64;
    // Of the busiest endpoint: each has clients of its own.
    return static_cast<int>(std::clamp(std::ceil(std::ranges::max(underWay) / 6), least, most));
}

/// How many files are open at most when each endpoint has @p ports ports.
qint64 openFilesWith(int ports, const QList<double> &underWay)
{
    constexpr qint64 ofPort = 2;           // listens, keeps its number
    constexpr qint64 ofClient = 6 * 2 + 4; // both ends of its connections, and a thread's wake-ups
    qint64 files = 0;
    for (const double calls : underWay)
        files += ports * ofPort + std::min<qint64>(ports, static_cast<qint64>(std::ceil(calls / 6)) + 1) * ofClient;
    return files;
}

/// As many ports as are wanted and fit into the files that may still be open; with fewer, calls wait for connections. 0 if not even
/// one fits: the system's libraries end a program that has no descriptor left for an event loop.
int portsWithin(int openFiles, const QList<double> &underWay)
{
    int ports = wantedPorts(underWay);
    while (ports > 0 && openFilesWith(ports, underWay) > openFiles)
        --ports;
    return ports;
}

} // namespace

class LiveRun::Private
{
public:
    Private(LiveRun *run, const Scenario &s, bool endless)
        : q(run)
        , scenario(s)
        , isEndless(endless)
        , byHand(static_cast<std::size_t>(s.endpoints.size()))
        , recording(std::make_shared<Recording>(s.endpointNames()))
        , board(std::make_shared<BreakerBoard>(s.endpoints.size()))
    {
    }

    void runServer(const Scenario &served);
    void serverListens(FaultServer *listening, const QList<QList<quint16>> &ports);
    void runLoad(const LoadDriver::Setup &setup);
    void loadIsReady(LoadDriver *ready);
    void joinThreads();
    void takePolicies();
    void fail(const QString &message);

    /// Has @p what done by the load, on its thread, if it is there.
    template<typename What>
    void tellDriver(What what)
    {
        if (driver) {
            LoadDriver *const target = driver;
            QMetaObject::invokeMethod(
                target, [target, what] { what(*target); }, Qt::QueuedConnection);
        }
    }

    LiveRun *const q;
    Scenario scenario; // its policy is the present one
    const bool isEndless;
    std::vector<EndpointOverride> byHand; // by endpoint
    const std::shared_ptr<Recording> recording;
    const std::shared_ptr<BreakerBoard> board;
    std::unique_ptr<QThread> serverThread;
    std::unique_ptr<QThread> loadThread;
    LoadDriver *driver = nullptr; // lives on loadThread, as long as that runs
    QString url;
    bool isRunning = false;
    bool isStopWanted = false;
    bool isPauseWanted = false; // before the load was there
    bool hasNewPolicies = false;
    bool isPaused = false;
};

LiveRun::LiveRun(const Scenario &scenario, bool endless, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, scenario, endless))
{
    Q_ASSERT_X(scenario.validate().isEmpty(), "LiveRun", "the scenario is not valid");
}

LiveRun::~LiveRun()
{
    d->joinThreads();
}

const Scenario &LiveRun::scenario() const
{
    return d->scenario;
}

void LiveRun::start()
{
    if (d->serverThread)
        return;
    d->isRunning = true;
    d->serverThread.reset(QThread::create([this, served = d->scenario] { d->runServer(served); }));
    d->serverThread->setObjectName(QStringLiteral("FaultServer"));
    d->serverThread->start();
}

/// The server's thread: it lives as long as its event loop.
void LiveRun::Private::runServer(const Scenario &served)
{
    FaultServer server(served.endpoints, served.seed);
    QList<double> underWay;
    for (const EndpointConfig &endpoint : served.endpoints)
        underWay.append(mostUnderWay(served, endpoint.name));
    constexpr int reserved = 16; // for what else the program opens meanwhile
    const int ports = portsWithin(freeOpenFiles() - reserved, underWay);
    if (ports == 0) {
        const QString error =
            u"cannot run live: %1 endpoints need %2 open files at least, and this process may have %3 (ulimit -n)"_s
                .arg(underWay.size())
                .arg(openFilesWith(1, underWay) + reserved)
                .arg(mostOpenFiles());
        QMetaObject::invokeMethod(
            q, [this, error] { fail(error); }, Qt::QueuedConnection);
        return;
    }
    FaultServer::Limits limits;
    limits.connections = std::max(limits.connections, 2 * 6 * ports * static_cast<int>(served.endpoints.size()));
    server.setLimits(limits);
    const auto listening = server.listen(ports);
    if (!listening) {
        QMetaObject::invokeMethod(
            q, [this, error = listening.error()] { fail(error); }, Qt::QueuedConnection);
        return;
    }
    QMetaObject::invokeMethod(
        q, [this, target = &server, taken = *listening] { serverListens(target, taken); }, Qt::QueuedConnection);
    QEventLoop().exec();
}

void LiveRun::Private::serverListens(FaultServer *listening, const QList<QList<quint16>> &ports)
{
    url = QStringLiteral("http://127.0.0.1:%1").arg(ports.first().first());
    const LoadDriver::Setup setup{scenario, isEndless, ports, recording, board, listening};
    loadThread.reset(QThread::create([this, setup] { runLoad(setup); }));
    loadThread->setObjectName(QStringLiteral("LiveRun"));
    loadThread->start();
}

/// The load's thread, likewise.
void LiveRun::Private::runLoad(const LoadDriver::Setup &setup)
{
    LoadDriver load(setup);
    QObject::connect(
        &load, &LoadDriver::finished, q,
        [this] {
            joinThreads();
            isRunning = false;
            Q_EMIT q->finished();
        },
        Qt::QueuedConnection);
    QObject::connect(
        &load, &LoadDriver::pausedChanged, q,
        [this](bool paused) {
            isPaused = paused;
            Q_EMIT q->pausedChanged();
        },
        Qt::QueuedConnection);
    QMetaObject::invokeMethod(
        q, [this, target = &load] { loadIsReady(target); }, Qt::QueuedConnection);
    QEventLoop().exec();
}

void LiveRun::Private::loadIsReady(LoadDriver *ready)
{
    driver = ready;
    tellDriver([](LoadDriver &load) { load.begin(); });
    // What was asked for meanwhile.
    if (isPauseWanted)
        tellDriver([](LoadDriver &load) { load.pause(); });
    if (hasNewPolicies)
        tellDriver([policies = scenario.policies](LoadDriver &load) { load.setPolicies(policies); });
    for (int i = 0; i < static_cast<int>(byHand.size()); ++i) {
        const EndpointOverride &changed = byHand[static_cast<std::size_t>(i)];
        if (!changed.isEmpty())
            tellDriver([i, changed](LoadDriver &load) { load.setOverride(i, changed); });
    }
    if (isStopWanted)
        tellDriver([](LoadDriver &load) { load.end(); });
    Q_EMIT q->started();
}

/// The load first: it speaks to the server.
void LiveRun::Private::joinThreads()
{
    driver = nullptr;
    for (QThread *const thread : {loadThread.get(), serverThread.get()}) {
        if (thread) {
            thread->quit();
            thread->wait();
        }
    }
}

void LiveRun::Private::takePolicies()
{
    hasNewPolicies = true;
    tellDriver([policies = scenario.policies](LoadDriver &load) { load.setPolicies(policies); });
}

void LiveRun::Private::fail(const QString &message)
{
    joinThreads();
    isRunning = false;
    recording->finish({});
    Q_EMIT q->failed(message);
}

void LiveRun::stop()
{
    d->isStopWanted = true;
    d->tellDriver([](LoadDriver &load) { load.end(); });
}

bool LiveRun::isRunning() const
{
    return d->isRunning;
}

void LiveRun::setOverride(int endpoint, const EndpointOverride &byHand)
{
    d->byHand.at(static_cast<std::size_t>(endpoint)) = byHand;
    d->tellDriver([endpoint, byHand](LoadDriver &load) { load.setOverride(endpoint, byHand); });
}

void LiveRun::breakEndpoint(int endpoint, const FaultConfig &fault)
{
    EndpointOverride byHand;
    byHand.faults = {fault};
    setOverride(endpoint, byHand);
}

void LiveRun::heal(int endpoint)
{
    setOverride(endpoint, {});
}

ConfigIssues LiveRun::setPolicy(const PolicyConfig &policy)
{
    ConfigIssues issues = policy.validate();
    if (issues.isEmpty()) {
        d->scenario.policies.insert(QStringLiteral("*"), policy);
        d->takePolicies();
    }
    return issues;
}

PolicyConfig LiveRun::policy() const
{
    return d->scenario.policies.value(QStringLiteral("*"));
}

ConfigIssues LiveRun::setPolicies(const QMap<QString, PolicyConfig> &policies)
{
    ConfigIssues issues;
    for (auto policy = policies.begin(); policy != policies.end(); ++policy) {
        const ConfigIssues ofOne = policy->validate();
        for (const ConfigIssue &issue : ofOne)
            issues.append({policy.key() + u'.' + issue.field, issue.message});
    }
    if (issues.isEmpty()) {
        d->scenario.policies = policies;
        d->takePolicies();
    }
    return issues;
}

void LiveRun::pause()
{
    d->isPauseWanted = true;
    d->tellDriver([](LoadDriver &load) { load.pause(); });
}

void LiveRun::resume()
{
    d->isPauseWanted = false;
    d->tellDriver([](LoadDriver &load) { load.resume(); });
}

void LiveRun::step(Duration time)
{
    d->isPauseWanted = true;
    d->tellDriver([time](LoadDriver &load) { load.step(time); });
}

bool LiveRun::isPaused() const
{
    return d->isPaused;
}

void LiveRun::setBreakerState(int endpoint, BreakerState state)
{
    d->tellDriver([endpoint, state](LoadDriver &load) { load.setBreakerState(endpoint, state); });
}

RunSnapshot LiveRun::snapshot() const
{
    return d->recording->snapshot();
}

const Recording &LiveRun::recording() const
{
    return *d->recording;
}

std::shared_ptr<Recording> LiveRun::sharedRecording() const
{
    return d->recording;
}

BreakerMetrics LiveRun::breakerMetrics(int endpoint) const
{
    return d->board->metrics(endpoint);
}

QString LiveRun::serverUrl() const
{
    return d->url;
}

} // namespace Fuseboard
