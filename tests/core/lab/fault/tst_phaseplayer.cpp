// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/faultserver.h"
#include "lab/fault/phaseplayer.h"
#include "resilience/base/virtualscheduler.h"

#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class PhasePlayerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void eachEndpointHasItsOwnTimes()
    {
        Played played;
        played.player.play();
        QCOMPARE(played.log, (QStringList{u"0s orders healthy"_s, u"0s items slow"_s}));
        played.scheduler.advance(10s);
        QCOMPARE(played.log.mid(2), (QStringList{u"3s items fast"_s, u"5s orders down"_s, u"8s orders back"_s}));
        QCOMPARE(played.server.state(0).phase, u"back"_s);
        played.scheduler.advance(1h);
        QCOMPARE(played.log.size(), 5); // it stays at the last
        QCOMPARE(played.scheduler.pending(), 0u);
    }

    void aCycleBeginsAnew()
    {
        Played played;
        played.player.play(6s); // shorter than the phases of one of them
        played.scheduler.advance(14s);
        QCOMPARE(played.log,
                 (QStringList{u"0s orders healthy"_s, u"0s items slow"_s, u"3s items fast"_s, u"5s orders down"_s,
                              u"6s orders healthy"_s, u"6s items slow"_s, u"9s items fast"_s, u"11s orders down"_s,
                              u"12s orders healthy"_s, u"12s items slow"_s}));
    }

    void rampsBeginWithTheirPhase()
    {
        Played played;
        played.player.play();
        played.scheduler.advance(5s + 1500ms);
        const QList<FaultConfig> faults = played.server.state(0).faults;
        QCOMPARE(faults.size(), 1);
        QCOMPARE(faults.first().share, 0.5); // half of the three seconds
    }

    void playingAgainForgetsTheFirstTime()
    {
        Played played;
        played.player.play(6s);
        played.scheduler.advance(2s);
        played.player.play();
        played.log.clear();
        played.scheduler.advance(1h);
        QCOMPARE(played.log, (QStringList{u"5s items fast"_s, u"7s orders down"_s, u"10s orders back"_s}));
    }

    void itsEndLeavesNoTimer()
    {
        VirtualScheduler scheduler;
        FaultServer server(Played::endpoints(), 1, scheduler);
        {
            PhasePlayer player(server);
            player.play(10s);
            QVERIFY(scheduler.pending() > 0);
        }
        QCOMPARE(scheduler.pending(), 0u);
    }

private:
    struct Played
    {
        Played()
            : server(endpoints(), 1, scheduler)
            , player(server)
            , start(scheduler.clock().now())
        {
            connect(&player, &PhasePlayer::phaseEntered, &player, [this](int endpoint, qsizetype phase) {
                const EndpointConfig &config = server.endpoints()[endpoint];
                QCOMPARE(server.state(endpoint).phase, config.phases[phase].name);
                const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(scheduler.clock().now() - start);
                log.append(u"%1s %2 %3"_s.arg(seconds.count()).arg(config.name, config.phases[phase].name));
            });
        }

        static QList<EndpointConfig> endpoints()
        {
            const auto phase = [](const QString &name, Duration length) {
                PhaseConfig config;
                config.name = name;
                config.length = length;
                return config;
            };
            EndpointConfig orders;
            orders.name = u"orders"_s;
            orders.path = u"/orders"_s;
            orders.phases = {phase(u"healthy"_s, 5s), phase(u"down"_s, 3s), phase(u"back"_s, 1s)};
            orders.phases[1].rampTo = RampTarget{{}, {}, QList{FaultConfig()}};
            EndpointConfig items;
            items.name = u"items"_s;
            items.path = u"/items"_s;
            items.phases = {phase(u"slow"_s, 3s), phase(u"fast"_s, 1s)};
            return {orders, items};
        }

        VirtualScheduler scheduler;
        FaultServer server;
        PhasePlayer player;
        TimePoint start;
        QStringList log;
    };
};

QTEST_GUILESS_MAIN(PhasePlayerTest)
#include "tst_phaseplayer.moc"
