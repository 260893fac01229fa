// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/base/virtualscheduler.h"
#include "serverfixture.h"
#include "wireclient.h"

#include <QTest>

using namespace ServerFixture;

namespace {

using Kind = FaultConfig::Kind;

const QByteArray Full = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 19\r\n\r\nThe queue is full.\n";

} // namespace

/// Load and time at an endpoint: workers, queue, work for nobody, ramps. Time is moved by hand; the clients are real.
class FaultCapacityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void beyondTheWorkersOneWaitsBeyondTheQueueIsRefused()
    {
        Service service(phase({}, FixedLatency{1s}), CapacityConfig{2, 1});
        WireClient &a = service.ask();
        WireClient &b = service.ask();
        service.scheduler.advance(500ms);
        WireClient &waiting = service.ask();
        QCOMPARE(service.state().working, 2);
        QCOMPARE(service.state().waiting, 1);
        WireClient &refused = service.ask();
        QCOMPARE(refused.receiveAnswers(1), Full);
        QCOMPARE(refused.end(), WireClient::End::None);

        service.scheduler.advance(500ms);
        QCOMPARE(a.receiveAnswers(1), Ok);
        QCOMPARE(b.receiveAnswers(1), Ok);
        QCOMPARE(service.state().working, 1);
        QCOMPARE(service.state().waiting, 0);
        service.scheduler.advance(1s - 1ns);
        waiting.quiet(10ms);
        QCOMPARE(waiting.received(), QByteArray());
        service.scheduler.advance(1ns);
        QCOMPARE(waiting.receiveAnswers(1), Ok);

        const RequestCounts counts = service.state().counts;
        QCOMPARE(counts.requests, 4u);
        QCOMPARE(counts.of(RequestOutcome::Ok), 3u);
        QCOMPARE(counts.of(RequestOutcome::Refused), 1u);
        QVERIFY(counts.latencySum == 1s + 1s + 1500ms);
        QCOMPARE(counts.latencies[9], 2u); // at most 1 s
        QCOMPARE(counts.latencies[10], 1u);
        QCOMPARE(counts.latencies[0], 1u); // the refusal
    }

    void refusalsAreAnOutage()
    {
        Service service(phase({}, FixedLatency{1s}), CapacityConfig{1, 0});
        WireClient &first = service.ask();
        QCOMPARE(service.state().working, 1);
        QCOMPARE(service.state().health, Health::Healthy);
        QCOMPARE(service.ask().receiveAnswers(1), Full);
        QCOMPARE(service.state().health, Health::Degraded);
        QCOMPARE(service.ask().receiveAnswers(1), Full);
        QCOMPARE(service.state().health, Health::Down);
        service.scheduler.advance(1s);
        QCOMPARE(first.receiveAnswers(1), Ok);
        QCOMPARE(service.state().health, Health::Down);
        service.scheduler.advance(1s + 1ns); // nothing comes any more
        QCOMPARE(service.state().health, Health::Healthy);
    }

    void aClientThatGivesUpFreesNeitherWorkerNorPlace()
    {
        Service service(phase({}, FixedLatency{1s}), CapacityConfig{1, 1});
        service.ask().close();
        service.ask().close();
        QTRY_COMPARE(service.server.openConnections(), 0);
        QCOMPARE(service.state().working, 1);
        QCOMPARE(service.state().waiting, 1);
        QCOMPARE(service.ask().receiveAnswers(1), Full);

        service.scheduler.advance(1s);
        WireClient &patient = service.ask(); // behind the second, for whom nobody waits any more
        service.scheduler.advance(1s);
        patient.quiet(10ms);
        QCOMPARE(patient.received(), QByteArray());
        service.scheduler.advance(1s);
        QCOMPARE(patient.receiveAnswers(1), Ok);
        QCOMPARE(service.state().counts.of(RequestOutcome::Abandoned), 2u);
        QCOMPARE(service.state().working, 0);
    }

    void whatHangsOrIsResetAtConnectTakesNoWorker()
    {
        FaultConfig hang = fault(Kind::Hang);
        hang.pattern = FaultPattern{FaultPattern::Kind::First, 1, {}};
        FaultConfig reset = fault(Kind::Reset);
        reset.resetAt = FaultConfig::ResetAt::Connect;
        reset.pattern = FaultPattern{FaultPattern::Kind::First, 2, {}};
        Service service(phase({hang, reset}, FixedLatency{1s}), CapacityConfig{1, 0});
        WireClient &hanging = service.ask();
        QCOMPARE(service.ask().waitForEnd(), WireClient::End::Reset);
        QCOMPARE(service.state().working, 0);
        WireClient &good = service.ask();
        QCOMPARE(service.state().working, 1);
        service.scheduler.advance(1s);
        QCOMPARE(good.receiveAnswers(1), Ok);
        hanging.quiet(10ms);
        QCOMPARE(hanging.received(), QByteArray());
        QCOMPARE(hanging.end(), WireClient::End::None);
    }

    void aDripTakesItsWorkerForItsLatencyOnly()
    {
        FaultConfig slow = fault(Kind::Slow);
        slow.bytesPerSecond = 1;
        slow.bytes = 2;
        Service service(phase({slow}, FixedLatency{1s}), CapacityConfig{1, 0});
        WireClient &client = service.ask();
        QCOMPARE(service.state().working, 1);
        service.scheduler.advance(1s);
        QCOMPARE(service.state().working, 0);
        service.scheduler.advance(2s);
        QVERIFY(client.receiveAnswers(1).endsWith("\r\n\r\nxx"));
    }

    void faultsTakeAWorkerToo()
    {
        Service service(phase({fault(Kind::Status)}, FixedLatency{1s}), CapacityConfig{1, 1});
        WireClient &first = service.ask();
        WireClient &second = service.ask();
        service.scheduler.advance(1s);
        QVERIFY(first.receiveAnswers(1).startsWith("HTTP/1.1 503 "));
        second.quiet(10ms);
        QCOMPARE(second.received(), QByteArray());
        service.scheduler.advance(1s);
        QVERIFY(second.receiveAnswers(1).startsWith("HTTP/1.1 503 "));
    }

    void latencyGrowsWithTheOthersAtWork()
    {
        PhaseConfig loaded = phase({}, FixedLatency{1s});
        loaded.perConcurrent = 10ms;
        Service service(loaded);
        WireClient &first = service.ask();
        WireClient &second = service.ask();
        WireClient &third = service.ask();
        const TimePoint began = service.scheduler.clock().now();
        for (WireClient *const client : {&first, &second, &third}) {
            service.scheduler.runNext();
            QCOMPARE(client->receiveAnswers(1), Ok);
            const int others = client == &first ? 0 : client == &second ? 1 : 2;
            QVERIFY(service.scheduler.clock().now() - began == 1s + others * 10ms);
        }
    }

    void thoseThatWaitAreNotAtWork()
    {
        PhaseConfig loaded = phase({}, FixedLatency{1s});
        loaded.perConcurrent = 100ms;
        Service service(loaded, CapacityConfig{1, 5});
        QList<WireClient *> clients;
        for (int i = 0; i < 3; ++i)
            clients.append(&service.ask());
        for (int i = 0; i < 3; ++i) {
            service.scheduler.advance(1s);
            QCOMPARE(clients[i]->receiveAnswers(1), Ok);
        }
    }

    void faultIsDecidedOnComingLatencyOnBeginning()
    {
        Service service(phase({fault(Kind::Status)}, FixedLatency{1s}), CapacityConfig{1, 1});
        WireClient &first = service.ask();
        WireClient &second = service.ask();
        service.server.setPhase(0, phase({}, FixedLatency{3s}));
        service.scheduler.advance(1s);
        QVERIFY(first.receiveAnswers(1).startsWith("HTTP/1.1 503 "));
        service.scheduler.advance(3s - 1ns);
        second.quiet(10ms);
        QCOMPARE(second.received(), QByteArray());
        service.scheduler.advance(1ns);
        QVERIFY(second.receiveAnswers(1).startsWith("HTTP/1.1 503 "));
    }

    void capacityChangesWhileItServes()
    {
        Service service(phase({}, FixedLatency{1s}), CapacityConfig{1, 10});
        QList<WireClient *> clients;
        for (int i = 0; i < 5; ++i)
            clients.append(&service.ask());
        QCOMPARE(service.state().waiting, 4);
        EndpointOverride wider;
        wider.capacity = CapacityConfig{3, 0};
        service.server.setOverride(0, wider);
        QCOMPARE(service.state().working, 3);
        QCOMPARE(service.state().waiting, 2); // those that wait stay, though the queue has become shorter
        QCOMPARE(service.ask().receiveAnswers(1), Full);
        service.scheduler.advance(1s);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(clients[i]->receiveAnswers(1), Ok);
        service.server.heal(0);
        QCOMPARE(service.state().working, 2); // who has begun ends
        QCOMPARE(service.state().capacity->workers, 1);
        service.scheduler.advance(1s);
        for (int i = 3; i < 5; ++i)
            QCOMPARE(clients[i]->receiveAnswers(1), Ok);
    }

    void aRampMovesLatencyAndShares()
    {
        PhaseConfig ramp = phase({}, FixedLatency{1s});
        ramp.length = 100s;
        ramp.rampTo = RampTarget{FixedLatency{3s}, std::nullopt, QList{fault(Kind::Status)}};
        Service service(ramp);
        const TimePoint start = service.scheduler.clock().now();
        service.server.setPhase(0, ramp, start - 50s);
        WireClient &half = service.ask();
        service.scheduler.advance(2s - 1ns);
        half.quiet(10ms);
        QCOMPARE(half.received(), QByteArray());
        service.scheduler.advance(1ns);
        QVERIFY(half.receiveAnswers(1).startsWith("HTTP/1.1 "));
        QVERIFY(service.state().latency == LatencyConfig(FixedLatency{2040ms}));
        QCOMPARE(service.state().faults.first().share, 0.52);
        QVERIFY(service.state().health == Health::Down);

        service.scheduler.advance(100s); // after its end it is as at its end
        WireClient &last = service.ask();
        service.scheduler.advance(3s);
        QVERIFY(last.receiveAnswers(1).startsWith("HTTP/1.1 503 "));
    }

    void whatIsSetByHandStaysUntilHealed()
    {
        Service service(phase({fault(Kind::Status)}, FixedLatency{1s}));
        EndpointOverride byHand;
        byHand.latency = FixedLatency{0ms};
        service.server.setOverride(0, byHand);
        QVERIFY(service.ask().receiveAnswers(1).startsWith("HTTP/1.1 503 "));
        byHand.faults = QList<FaultConfig>();
        service.server.setOverride(0, byHand);
        QCOMPARE(service.ask().receiveAnswers(1), Ok);
        QVERIFY(service.state().health == Health::Healthy);
        QVERIFY(service.state().byHand == byHand);
        service.server.setPhase(0, phase({fault(Kind::Close)}, FixedLatency{2s}));
        QCOMPARE(service.ask().receiveAnswers(1), Ok);

        service.server.breakEndpoint(0);
        QVERIFY(service.ask().receiveAnswers(1).endsWith("Broken by hand.\n")); // the latency stays as it was set
        service.server.heal(0);
        QVERIFY(service.state().byHand.isEmpty());
        WireClient &healed = service.ask();
        service.scheduler.advance(2s);
        QCOMPARE(healed.waitForEnd(), WireClient::End::Fin);
        QCOMPARE(healed.received(), QByteArray());
    }

private:
    /// A server in virtual time, and its clients.
    struct Service
    {
        explicit Service(const PhaseConfig &phase, std::optional<CapacityConfig> capacity = std::nullopt)
            : server({configOf(phase, capacity)}, 42, scheduler)
        {
            const auto ports = server.listen();
            port = ports ? ports->first().first() : quint16(0);
        }

        static EndpointConfig configOf(const PhaseConfig &phase, std::optional<CapacityConfig> capacity)
        {
            EndpointConfig config = endpoint("GET", u"/orders"_s, phase);
            config.capacity = capacity;
            return config;
        }

        EndpointState state() const { return server.state(0); }

        /// A client whose request has come.
        WireClient &ask()
        {
            const quint64 before = state().counts.requests;
            clients.push_back(std::make_unique<WireClient>(port));
            clients.back()->send(Get);
            if (!QTest::qWaitFor([&] { return state().counts.requests == before + 1; }, 20'000))
                QTest::qFail("the request did not come", __FILE__, __LINE__);
            return *clients.back();
        }

        VirtualScheduler scheduler;
        FaultServer server;
        quint16 port = 0;
        std::vector<std::unique_ptr<WireClient>> clients;
    };
};

QTEST_GUILESS_MAIN(FaultCapacityTest)
#include "tst_faultcapacity.moc"
