// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/phasemodel.h"
#include "lab/run/liverun.h"
#include "lab/workload/arrivals.h"
#include "livescenario.h"

#include <QNetworkProxy>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <deque>
#include <numeric>

using namespace LiveScenario;

namespace {

quint64 ended(const RunSummary &summary)
{
    return summary.succeeded + summary.failed + summary.rejected + summary.cancelled;
}

/// How many calls of the only load come at most within @p length.
int mostWithin(Duration length, const Scenario &scenario)
{
    Arrivals arrivals(scenario.workload.first().arrivals, scenario.duration, scenario.arrivalLuck().first());
    std::deque<Duration> latest;
    std::size_t most = 0;
    for (Duration due = arrivals.next(); due < scenario.duration; due = arrivals.next()) {
        latest.push_back(due);
        while (latest.front() <= due - length)
            latest.pop_front();
        most = std::max(most, latest.size());
    }
    return static_cast<int>(most);
}

} // namespace

class LiveRunTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    /// A random load has more calls under way than its mean says: they must not wait for connections of the client's.
    void crowdWaitsForNoConnection()
    {
        constexpr auto limit = 2s;
        Scenario hanging = scenario({phase(u"hanging"_s, 4s, {fault(FaultConfig::Kind::Hang)})});
        hanging.workload.first().arrivals = PoissonArrivals{20};
        hanging.policies[QStringLiteral("*")].timeout.perAttempt = limit;
        // Forty of them on average.
        while (mostWithin(limit, hanging) < 54)
            ++hanging.seed;

        LiveRun run(hanging);
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(!run.isRunning(), Patience);
        const RunSummary summary = run.snapshot().summary;
        QCOMPARE_GE(summary.failed, 54u);
        // Twenty, with a connection for each of the average. A busy machine may hold up a few for the 10 ms that count.
        QCOMPARE_LE(summary.queued, 5u);
    }

    /// All of it stays on this machine, whatever proxy the application has. Nothing listens at port 9.
    void noProxyTakesPart()
    {
        const QNetworkProxy before = QNetworkProxy::applicationProxy();
        QNetworkProxy::setApplicationProxy(QNetworkProxy(QNetworkProxy::Socks5Proxy, u"127.0.0.1"_s, 9));
        const auto restore = qScopeGuard([&] { QNetworkProxy::setApplicationProxy(before); });
        LiveRun run(scenario({phase(u"healthy"_s, 300ms)}));
        const QSignalSpy failed(&run, &LiveRun::failed);
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(!run.isRunning(), Patience);
        QCOMPARE(failed, {});
        const RunSummary summary = run.snapshot().summary;
        QCOMPARE(summary.calls, 30u);
        QCOMPARE(summary.succeeded, 30u);
    }

    void goesThroughAnOutage()
    {
        Scenario outage = scenario({phase(u"healthy"_s, 500ms),
                                    phase(u"outage"_s, 1s, {fault(FaultConfig::Kind::Status)}),
                                    phase(u"recovered"_s, 1s)});
        outage.policies[QStringLiteral("*")].breaker = breaker();
        outage.policies[QStringLiteral("*")].retry = retry();
        LiveRun run(outage);
        QStringList order;
        connect(&run, &LiveRun::started, this, [&] {
            order.append(u"started"_s);
            QVERIFY(run.serverUrl().startsWith(u"http://127.0.0.1:"_s));
        });
        connect(&run, &LiveRun::finished, this, [&] { order.append(u"finished"_s); });
        connect(&run, &LiveRun::failed, this, [&](const QString &message) { order.append(message); });

        QVERIFY(!run.isRunning());
        run.start();
        QVERIFY(run.isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(!run.isRunning(), Patience);
        QCOMPARE(order, QStringList({u"started"_s, u"finished"_s}));

        const RunSnapshot snapshot = run.snapshot();
        QVERIFY(snapshot.isFinished);
        const RunSummary &summary = snapshot.summary;
        QCOMPARE(summary.calls, 250u); // every call that was due, and no other
        QCOMPARE(ended(summary), summary.calls);
        QCOMPARE(summary.cancelled, 0u);
        QCOMPARE_GE(summary.succeeded, 50u);
        QCOMPARE_GE(summary.failed, 5u);
        QCOMPARE_GE(summary.rejected, 1u);
        QCOMPARE_GE(summary.attempts, summary.succeeded + 2 * 5);
        QCOMPARE_GE(summary.wastedAttempts, 10u);
        QCOMPARE_GE(summary.opens, 1u);
        QVERIFY(summary.detectTime);
        QCOMPARE_GE(*summary.detectTime, Duration(0));
        QVERIFY(summary.recoverTime);
        QCOMPARE_GE(summary.latencyP50, Duration(5ms) * 99 / 100);

        const EndpointSnapshot &endpoint = snapshot.endpoints.first();
        QCOMPARE(endpoint.summary.calls, summary.calls);
        QCOMPARE(endpoint.health.size(), 3);
        QCOMPARE(endpoint.health[1].phase, u"outage"_s);
        QCOMPARE(endpoint.health[1].health, Health::Down);
        QCOMPARE_GE(endpoint.health[1].begin, Duration(500ms));
        const StateChange &first = endpoint.changes.first().change;
        QCOMPARE(first.to, BreakerState::Open);
        QCOMPARE(first.lastStatus, 503);
        QVERIFY2(first.reason().contains(u"5 failures in a row"_s), qPrintable(first.reason()));
        QCOMPARE(endpoint.changes.last().change.to, BreakerState::Closed);
        QVERIFY(!endpoint.samples.isEmpty());

        const auto sum = [&](qint64 SecondFigures::*figure) {
            return std::accumulate(
                snapshot.seconds.begin(), snapshot.seconds.end(), quint64(0),
                [figure](quint64 total, const SecondFigures &second) { return total + quint64(second.*figure); });
        };
        QCOMPARE(sum(&SecondFigures::calls), summary.calls);
        QCOMPARE(sum(&SecondFigures::succeeded), summary.succeeded);
        QCOMPARE(sum(&SecondFigures::failed), summary.failed);
        QCOMPARE(sum(&SecondFigures::rejected), summary.rejected);
        QCOMPARE(sum(&SecondFigures::attempts), summary.attempts);

        // The breaker is gone, its last figures are not.
        const BreakerMetrics metrics = run.breakerMetrics(0);
        QCOMPARE(metrics.permitsOut, 0u);
        QCOMPARE(metrics.totals.rejected, summary.rejected);
        QCOMPARE(metrics.totals.granted, summary.succeeded + summary.failed);
    }

    void drawsWhatTheSeedSays()
    {
        const PhaseConfig half = phase(u"half"_s, 1s, {fault(FaultConfig::Kind::Status, 0.5)});
        Scenario halved = scenario({half});
        halved.seed = 7;
        quint64 failures = 0;
        const FaultLuck luck(7, 0);
        for (quint64 call = 1; call <= 100; ++call)
            failures += PhaseModel(half).draw(luck, call, 1, {}).fault != nullptr;

        LiveRun run(halved);
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(!run.isRunning(), Patience);
        QCOMPARE(run.snapshot().summary.calls, 100u);
        QCOMPARE(run.snapshot().summary.failed, failures);
        QCOMPARE(run.breakerMetrics(0).totals, BreakerTotals()); // there is none
    }

    void aLoadThatHangsIsNotHeldBack()
    {
        // 100 calls under way at once; through six connections they would take 17 s, and most would be cancelled.
        Scenario hanging = scenario({phase(u"hang"_s, 1s, {fault(FaultConfig::Kind::Hang)})});
        hanging.workload[0].arrivals = ConstantArrivals{200};
        hanging.policies[QStringLiteral("*")].timeout.perAttempt = 500ms;
        LiveRun run(hanging);
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(!run.isRunning(), Patience);
        const RunSummary summary = run.snapshot().summary;
        QCOMPARE(summary.calls, 200u);
        QCOMPARE(summary.attempts, 200u);
        QCOMPARE(summary.failed, 200u);
    }

    void resetsAreConnectionErrors()
    {
        LiveRun run(scenario({phase(u"resets"_s, 300ms, {fault(FaultConfig::Kind::Reset)})}));
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(!run.isRunning(), Patience);
        const RunSummary summary = run.snapshot().summary;
        QCOMPARE(summary.calls, 30u);
        QCOMPARE(summary.failed, 30u);
    }

    void isBrokenAndHealedByHand()
    {
        Scenario healthy = scenario({phase(u"healthy"_s, 100ms), phase(u"still healthy"_s, 100ms)});
        healthy.policies[QStringLiteral("*")].breaker = breaker();
        LiveRun run(healthy, true); // which is far longer than its phases
        run.start();
        const auto endpoint = [&run] { return run.snapshot().endpoints.first(); };
        QTRY_VERIFY_WITH_TIMEOUT(endpoint().summary.succeeded > 30, Patience);
        QCOMPARE(endpoint().summary.failed, 0u);
        QVERIFY(endpoint().health.size() > 2); // the phases begin anew

        run.breakEndpoint(0);
        QTRY_COMPARE_WITH_TIMEOUT(run.breakerMetrics(0).state, BreakerState::Open, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(endpoint().states.last().state, BreakerState::Open, Patience);
        QCOMPARE(endpoint().health.last().health, Health::Down);
        QCOMPARE(endpoint().health.last().phase, u"broken by hand"_s);
        QCOMPARE(endpoint().changes.last().change.lastStatus, 503);

        // Other breakage, at once.
        FaultConfig limited = fault(FaultConfig::Kind::Status, 0.3);
        limited.status = 429;
        run.breakEndpoint(0, limited);
        QTRY_COMPARE_WITH_TIMEOUT(endpoint().health.last().health, Health::Degraded, Patience);

        run.heal(0);
        QTRY_COMPARE_WITH_TIMEOUT(endpoint().health.last().health, Health::Healthy, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(run.breakerMetrics(0).state, BreakerState::Closed, Patience);
        QVERIFY(run.isRunning());
        run.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!run.isRunning(), Patience);
        QCOMPARE(ended(run.snapshot().summary), run.snapshot().summary.calls);
    }

    void anotherPolicyActsAtOnce()
    {
        Scenario down = scenario({phase(u"down"_s, 1h, {fault(FaultConfig::Kind::Status)})});
        down.policies[QStringLiteral("*")].breaker = breaker(1'000'000);
        LiveRun run(down);
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(run.snapshot().summary.failed > 20, Patience);
        QCOMPARE(run.breakerMetrics(0).state, BreakerState::Closed);

        PolicyConfig policy = run.policy();
        policy.breaker->failureThreshold = 0;
        const ConfigIssues issues = run.setPolicy(policy);
        QCOMPARE(issues.size(), 1);
        QCOMPARE(issues.first().field, u"breaker.failureThreshold"_s);
        QCOMPARE(run.policy().breaker->failureThreshold, 1'000'000);

        policy.breaker->failureThreshold = 3;
        policy.breaker->recoveryTime = 1h;
        QVERIFY(run.setPolicy(policy).isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(run.breakerMetrics(0).state, BreakerState::Open, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(run.snapshot().summary.rejected > 10, Patience);

        // Without a breaker everything goes through again, and the lane says so.
        policy.breaker.reset();
        policy.retry = retry();
        QVERIFY(run.setPolicy(policy).isEmpty());
        const quint64 attempts = run.snapshot().summary.attempts;
        QTRY_VERIFY_WITH_TIMEOUT(run.snapshot().summary.attempts > attempts + 20, Patience);
        QCOMPARE(run.snapshot().endpoints.first().states.last().state, BreakerState::Closed);

        // And a new one begins anew.
        policy.breaker = breaker(2);
        QVERIFY(run.setPolicy(policy).isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(run.breakerMetrics(0).state, BreakerState::Open, Patience);
        run.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!run.isRunning(), Patience);
        QCOMPARE(ended(run.snapshot().summary), run.snapshot().summary.calls);
    }

    void theBreakerIsSetByHand()
    {
        Scenario healthy = scenario({phase(u"healthy"_s, 1h)});
        healthy.policies[QStringLiteral("*")].breaker = breaker();
        LiveRun run(healthy);
        QSignalSpy started(&run, &LiveRun::started);
        run.start();
        QVERIFY(started.wait(Patience));
        const auto rejected = [&run] { return run.snapshot().summary.rejected; };
        run.setBreakerState(0, BreakerState::ForcedOpen);
        QTRY_VERIFY_WITH_TIMEOUT(rejected() > 5, Patience);
        QCOMPARE(run.breakerMetrics(0).state, BreakerState::ForcedOpen);
        run.setBreakerState(0, BreakerState::Disabled);
        QTRY_COMPARE_WITH_TIMEOUT(run.breakerMetrics(0).state, BreakerState::Disabled, Patience);
        run.setBreakerState(0, BreakerState::MetricsOnly);
        QTRY_COMPARE_WITH_TIMEOUT(run.breakerMetrics(0).state, BreakerState::MetricsOnly, Patience);
        run.setBreakerState(0, BreakerState::Closed);
        QTRY_COMPARE_WITH_TIMEOUT(run.breakerMetrics(0).state, BreakerState::Closed, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(run.snapshot().endpoints.first().changes.size(), 4, Patience);
        QCOMPARE(run.snapshot().summary.opens, 0u); // by hand is no opening
    }

    void stopsInFlight()
    {
        Scenario hanging = scenario({phase(u"hang"_s, 1h, {fault(FaultConfig::Kind::Hang)})});
        hanging.policies[QStringLiteral("*")].breaker = breaker();
        hanging.policies[QStringLiteral("*")].retry = retry();
        LiveRun run(hanging);
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(run.snapshot().summary.attempts > 30, Patience);
        run.stop();
        run.stop(); // twice does no harm
        QTRY_VERIFY_WITH_TIMEOUT(!run.isRunning(), Patience);
        const RunSummary summary = run.snapshot().summary;
        QCOMPARE_GT(summary.cutOff, 30u);
        QCOMPARE(summary.cutOff, summary.offered);
        QCOMPARE(summary.calls, 0u); // nothing is known of how they would have ended
        QVERIFY(summary.latencyMax);
        QCOMPARE(run.breakerMetrics(0).permitsOut, 0u);
        QCOMPARE(run.breakerMetrics(0).totals.givenBack, summary.cutOff);
        QVERIFY(run.snapshot().isFinished);
    }

    /// 5 s after the end, what would have ended later is cut off; what would never have ended has waited for so long.
    void callsUnderWayAtTheEnd()
    {
        Scenario hanging = scenario({phase(u"hang"_s, 200ms, {fault(FaultConfig::Kind::Hang)})});
        EndpointConfig limited = hanging.endpoints.first();
        limited.name = u"limited"_s;
        limited.path = u"/limited"_s;
        hanging.endpoints.append(limited);
        hanging.workload.append({limited.name, ConstantArrivals{100}, {}, {}});
        hanging.policies[u"orders"_s] = PolicyConfig();
        hanging.policies[u"limited"_s].timeout.perAttempt = 1min;
        LiveRun run(hanging);
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(!run.isRunning(), Patience);
        const RunSnapshot snapshot = run.snapshot();
        const RunSummary &free = snapshot.endpoints[0].summary;
        QCOMPARE(free.cancelled, 20u);
        QCOMPARE(free.cutOff, 0u);
        QCOMPARE(free.successRate(), 0.0);
        QVERIFY(free.latencyP50);
        QCOMPARE_GE(*free.latencyP50, Duration(5s));
        const RunSummary &cut = snapshot.endpoints[1].summary;
        QCOMPARE(cut.calls, 0u);
        QCOMPARE(cut.cutOff, 20u);
        QVERIFY(cut.toJson()[u"successRate"].isNull());
        QVERIFY(cut.latencyP50);
        QCOMPARE_GE(*cut.latencyP50, Duration(5s));
        QCOMPARE(snapshot.summary.offeredRate(), 200.0); // over the scenario's duration
    }

    void stopsBeforeItHasStarted()
    {
        LiveRun run(scenario({phase(u"healthy"_s, 1h)}));
        QSignalSpy started(&run, &LiveRun::started);
        QSignalSpy finished(&run, &LiveRun::finished);
        run.start();
        run.start(); // once is enough
        run.stop();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, Patience);
        QCOMPARE(started.size(), 1);
    }

    void isBrokenBeforeItHasStarted()
    {
        LiveRun run(scenario({phase(u"healthy"_s, 1h)}));
        run.breakEndpoint(0);
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(run.snapshot().summary.failed > 3, Patience);
    }

    void isDestroyedAtAnyMoment_data()
    {
        QTest::addColumn<FaultConfig::Kind>("kind");
        QTest::newRow("failing") << FaultConfig::Kind::Status;
        QTest::newRow("hanging") << FaultConfig::Kind::Hang;
        QTest::newRow("resetting") << FaultConfig::Kind::Reset;
    }

    void isDestroyedAtAnyMoment()
    {
        QFETCH(FaultConfig::Kind, kind);

        Scenario down = scenario({phase(u"down"_s, 1h, {fault(kind)})});
        down.policies[QStringLiteral("*")].breaker = breaker(1'000'000);
        down.policies[QStringLiteral("*")].retry = retry();
        {
            const LiveRun neverStarted(down);
        }
        {
            LiveRun justStarted(down);
            justStarted.start();
        }
        {
            LiveRun withoutCalls(down);
            QSignalSpy started(&withoutCalls, &LiveRun::started);
            withoutCalls.start();
            QVERIFY(started.wait(Patience));
        }
        {
            LiveRun underWay(down);
            underWay.start();
            QTRY_VERIFY_WITH_TIMEOUT(underWay.snapshot().summary.attempts > 20, Patience);
        }
        {
            LiveRun stopping(down);
            stopping.start();
            QTRY_VERIFY_WITH_TIMEOUT(stopping.snapshot().summary.attempts > 20, Patience);
            stopping.stop();
        }
    }
};

QTEST_GUILESS_MAIN(LiveRunTest)
#include "tst_liverun.moc"
