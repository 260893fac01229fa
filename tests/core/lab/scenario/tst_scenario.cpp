// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/builtinscenarios.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QTest>

#include <functional>

using namespace Fuseboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

using Spoil = std::function<void(Scenario &)>;
Q_DECLARE_METATYPE(Spoil)

namespace {

/// A valid scenario but for its sameLuckAs: by name whose luck an endpoint shares.
Scenario named(const QList<std::pair<QByteArray, QByteArray>> &links)
{
    Scenario scenario;
    scenario.name = u"Luck"_s;
    scenario.duration = 1s;
    for (const auto &[name, other] : links) {
        EndpointConfig endpoint;
        endpoint.name = QString::fromLatin1(name);
        endpoint.path = u"/"_s + endpoint.name;
        endpoint.sameLuckAs = QString::fromLatin1(other);
        endpoint.phases = {PhaseConfig{}};
        endpoint.phases.first().length = 1s;
        scenario.endpoints.append(endpoint);
    }
    return scenario;
}

} // namespace

class ScenarioTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void builtinOnesAreValidAndNamed()
    {
        QSet<QString> ids;
        QVERIFY(!builtinScenarios().isEmpty());
        for (const Scenario &scenario : builtinScenarios()) {
            QCOMPARE(describe(scenario.validate()), QString());
            const auto text = QJsonDocument::fromJson(builtinScenarioText(scenario.id)).object();
            QCOMPARE(describe(scenario.warnings(fieldsOf(text))), QString());
            QVERIFY(!scenario.description.isEmpty());
            QVERIFY(!scenario.workload.isEmpty());
            QVERIFY(!ids.contains(scenario.id));
            ids.insert(scenario.id);
            const QString lesson = lessonOf(scenario);
            QVERIFY2(lesson.size() > 40 && lesson.size() < 250 && lesson.endsWith(u'.'), qPrintable(lesson));
            QVERIFY(scenario.duration >= 30s && scenario.duration <= 3min);
            for (const WorkloadConfig &load : scenario.workload)
                QVERIFY(peakRate(load.arrivals) <= 100); // they also run live
            QVERIFY(!scenario.objectives.isEmpty());
        }
        QVERIFY(ids.size() >= 14);
        // None of the files has been forgotten.
        const QStringList files = QDir(u":/fuseboard/scenarios"_s).entryList();
        QCOMPARE(QSet<QString>(files.begin(), files.end()), [&] {
            QSet<QString> expected;
            for (const QString &id : std::as_const(ids))
                expected.insert(id + u".fuse.json"_s);
            return expected;
        }());
    }

    void tellsWhatHasNoEffect()
    {
        const QByteArray text = R"({"format": "fuseboard-scenario/1", "name": "x", "duration": "10s",
            "endpoints": [{"name": "a", "path": "/a", "phases": [{"for": "10s"}, {"for": "1s"}]},
                          {"name": "b", "path": "/b", "phases": [{"for": "10s"}]}],
            "workload": [{"endpoint": "a", "arrivals": {"kind": "constant"}},
                         {"endpoint": "a", "start": "10s", "arrivals": {"kind": "constant"}}],
            "policies": {"*": {}, "a": {"retry": {"retryNonIdempotent": true, "jitter": "none", "jitterFactor": 0.2}},
                         "b": {}}})";
        const QJsonObject json = QJsonDocument::fromJson(text).object();
        const auto scenario = Scenario::fromJson(json);
        QVERIFY2(scenario, scenario ? "" : qPrintable(describe(scenario.error())));
        QStringList fields;
        const ConfigIssues warnings = scenario->warnings(fieldsOf(json));
        for (const ConfigIssue &warning : warnings)
            fields.append(warning.field);
        QCOMPARE(fields.join(u' '),
                 u"endpoints.0.phases.1 endpoints.1 workload.1.start policies.* policies.a.retry.jitterFactor "
                 "policies.a.retry.retryNonIdempotent"_s);
    }

    void tellsWhatASimulationCannotKnow()
    {
        const QByteArray text = R"({"format": "fuseboard-scenario/1", "name": "x", "duration": "10s",
            "endpoints": [{"name": "a", "path": "/a", "phases": [{"for": "10s", "faults": [
                {"kind": "status", "status": 302, "headers": {"Location": "http:\/\/other.example\/"}}]}]}],
            "workload": [{"endpoint": "a", "arrivals": {"kind": "constant"}}]})";
        const auto scenario = Scenario::fromJson(QJsonDocument::fromJson(text).object());
        QVERIFY2(scenario, scenario ? "" : qPrintable(describe(scenario.error())));
        QCOMPARE(
            describe(scenario->warnings()),
            u"endpoints.0.phases.0.faults.0.headers.Location: leads to another server, of which a simulation knows "
            "nothing: it takes it for one that refuses connections"_s);
    }

    void theTextOfABuiltinOneIsItsFile()
    {
        QFile file(QStringLiteral(SCENARIOS_DIR "/hard-outage.fuse.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(builtinScenarioText(u"hard-outage"_s), file.readAll());
        QCOMPARE(builtinScenarioText(u"soft-outage"_s), QByteArray());
    }

    void isFoundByIdAndByName()
    {
        for (const QString &name : {u"hard-outage"_s, u"Hard outage"_s, u"HARD-OUTAGE"_s}) {
            const auto found = findBuiltinScenario(name);
            QVERIFY2(found, qPrintable(name));
            QCOMPARE(found->id, u"hard-outage"_s);
        }
    }

    void aMissNamesTheNearest()
    {
        const auto missed = findBuiltinScenario(u"hard-outtage");
        QVERIFY(!missed);
        QCOMPARE(missed.error(), u"the scenario must not be \"hard-outtage\"; did you mean \"hard-outage\"?"_s);
        QVERIFY(findBuiltinScenario(u"something else").error().contains(u"hard-outage"_s));
    }

    void hardOutageTellsItsStory()
    {
        const Scenario scenario = *findBuiltinScenario(u"hard-outage");
        const QList<PhaseConfig> &phases = scenario.endpoints.first().phases;
        QCOMPARE(phases.size(), 3);
        QCOMPARE(phases[0].length, Duration(10s));
        QCOMPARE(phases[0].effectiveHealth(), Health::Healthy);
        QCOMPARE(phases[1].length, Duration(20s));
        QCOMPARE(phases[1].effectiveHealth(), Health::Down);
        QCOMPARE(phases[2].length, Duration(30s));
        QCOMPARE(phases[2].effectiveHealth(), Health::Healthy);
        QCOMPARE(scenario.duration, Duration(60s));
        QVERIFY(scenario.policies[QStringLiteral("*")].breaker);
        QVERIFY(scenario.policies[QStringLiteral("*")].retry);
    }

    void saysEverythingThatIsWrong_data()
    {
        QTest::addColumn<Spoil>("spoil");
        QTest::addColumn<QString>("issue");

        const auto row = [](const char *name, const char *issue, Spoil spoil) {
            QTest::newRow(name) << spoil << QString::fromLatin1(issue);
        };
        row("no name", "name: must not be empty", [](Scenario &s) { s.name.clear(); });
        row("no time", "duration: must be longer than 0", [](Scenario &s) { s.duration = 0s; });
        row("too much time", "duration: must be at most 8784h", [](Scenario &s) { s.duration = 9000h; });
        row("unnamed endpoint",
            "endpoints.0.name: must not be empty\n"
            "workload.0.endpoint: must be the name of an endpoint, not \"orders\"",
            [](Scenario &s) { s.endpoints[0].name.clear(); });
        row("no method", "endpoints.0.method: must be an HTTP method such as GET, not \"G T\"",
            [](Scenario &s) { s.endpoints[0].method = "G T"; });
        row("relative path", "endpoints.0.path: must begin with '/', not be \"orders\"",
            [](Scenario &s) { s.endpoints[0].path = u"orders"_s; });
        row("query", "endpoints.0.path: must be a path only, without '?' or '#'",
            [](Scenario &s) { s.endpoints[0].path = u"/orders?a"_s; });
        row("no phase", "endpoints.0.phases: must name at least one phase",
            [](Scenario &s) { s.endpoints[0].phases.clear(); });
        row("empty phase", "endpoints.0.phases.1.for: must be longer than 0",
            [](Scenario &s) { s.endpoints[0].phases[1].length = -1s; });
        row("negative latency", "endpoints.0.phases.0.latency.fixed: must not be negative",
            [](Scenario &s) { s.endpoints[0].phases[0].latency = FixedLatency{-1ms}; });
        row("uniform upside down", "endpoints.0.phases.0.latency.max: must be at least min", [](Scenario &s) {
            s.endpoints[0].phases[0].latency = UniformLatency{2ms, 1ms};
        });
        row("log-normal upside down", "endpoints.0.phases.0.latency.p99: must be at least the median", [](Scenario &s) {
            s.endpoints[0].phases[0].latency = LogNormalLatency{2ms, 1ms};
        });
        row("no mean", "endpoints.0.phases.0.latency.mean: must be longer than 0",
            [](Scenario &s) { s.endpoints[0].phases[0].latency = ExponentialLatency{}; });
        row("share", "endpoints.0.phases.1.faults.0.share: must be from 0 to 1, not -0.5",
            [](Scenario &s) { s.endpoints[0].phases[1].faults[0].share = -0.5; });
        row("not a share", "endpoints.0.phases.1.faults.0.share: must be from 0 to 1, not nan",
            [](Scenario &s) { s.endpoints[0].phases[1].faults[0].share = qQNaN(); });
        row("shares", "endpoints.0.phases.1.faults: their shares must add up to at most 1, not 1.5", [](Scenario &s) {
            FaultConfig hang;
            hang.kind = FaultConfig::Kind::Hang;
            hang.share = 0.5;
            s.endpoints[0].phases[1].faults.append(hang);
        });
        row("status", "endpoints.0.phases.1.faults.0.status: must be an HTTP status from 100 to 599, not 42",
            [](Scenario &s) { s.endpoints[0].phases[1].faults[0].status = 42; });
        row("retryAfter", "endpoints.0.phases.1.faults.0.retryAfter: must not be negative",
            [](Scenario &s) { s.endpoints[0].phases[1].faults[0].retryAfter = -1s; });
        row("twins",
            "endpoints.1.name: must be another one: \"orders\" is taken\n"
            "endpoints.1.path: must be another one: an endpoint above has the same method and path",
            [](Scenario &s) { s.endpoints.append(s.endpoints[0]); });
        row("no endpoint",
            "endpoints: must name at least one endpoint\n"
            "workload.0.endpoint: must be the name of an endpoint, not \"orders\"",
            [](Scenario &s) { s.endpoints.clear(); });
        row("no rate", "workload.0.arrivals.rate: must be more than 0 and at most 1000000 calls a second, not 0",
            [](Scenario &s) { s.workload[0].arrivals = PoissonArrivals{0}; });
        row("policy", "policies.*.breaker.failureThreshold: must be at least 1, not 0",
            [](Scenario &s) { s.policies[QStringLiteral("*")].breaker->failureThreshold = 0; });
    }

    void saysEverythingThatIsWrong()
    {
        QFETCH(Spoil, spoil);
        QFETCH(QString, issue);

        Scenario scenario = *findBuiltinScenario(u"hard-outage");
        spoil(scenario);
        QCOMPARE(describe(scenario.validate()).trimmed(), issue);
    }

    void luckIsSharedAlongAChain()
    {
        // By name whose luck an endpoint shares, and the stream that is right.
        Scenario scenario = named({{"a", "b"}, {"b", "c"}, {"c", ""}, {"d", "a"}, {"e", ""}, {"f", "e"}});
        QCOMPARE(describe(scenario.validate()), QString());
        QCOMPARE(scenario.luckStreams(), (QList<quint64>{2, 2, 2, 2, 4, 4}));
        scenario.workload = {{u"d"_s, PoissonArrivals{1}, {}, {}},
                             {u"f"_s, PoissonArrivals{1}, {}, {}},
                             {u"c"_s, PoissonArrivals{1}, {}, {}},
                             {u"d"_s, PoissonArrivals{1}, {}, {}}};
        const QList<CounterRandom> luck = scenario.arrivalLuck();
        QCOMPARE(luck.size(), 4);
        QCOMPARE(luck[0].bits(1), luck[2].bits(1));
        QVERIFY(luck[0].bits(1) != luck[1].bits(1));
        QVERIFY(luck[0].bits(1) != luck[3].bits(1));
    }

    /// In linear time: this would take minutes otherwise.
    void aChainOfLuckMayBeLong()
    {
        constexpr int size = 20'000;
        QList<std::pair<QByteArray, QByteArray>> links;
        for (int i = 0; i < size; ++i)
            links.append({QByteArray::number(i), i + 1 < size ? QByteArray::number(i + 1) : QByteArray()});
        Scenario scenario = named(links);
        QCOMPARE(describe(scenario.validate()), QString());
        QCOMPARE(scenario.luckStreams(), QList<quint64>(size, size - 1));
        scenario.endpoints.last().sameLuckAs = u"0"_s;
        const QString ring = describe(scenario.validate());
        QVERIFY2(ring.startsWith("endpoints.0.sameLuckAs: must not lead back to this endpoint: the ring is \"0\", then "
                                 "\"1\", then "_L1)
                     && ring.endsWith("then \"7\", then 19992 more, then \"0\"; leave it out at one of them"_L1),
                 qPrintable(ring));
    }

    void ringsOfLuckAreNamed_data()
    {
        QTest::addColumn<QList<std::pair<QByteArray, QByteArray>>>("links");
        QTest::addColumn<QString>("issues");
        using Links = QList<std::pair<QByteArray, QByteArray>>;
        QTest::newRow("two") << Links{{"a", "b"}, {"b", "a"}}
                             << u"endpoints.0.sameLuckAs: must not lead back to this endpoint: the ring is \"a\", then "
                                "\"b\", then \"a\"; leave it out at one of them"_s;
        QTest::newRow("one that leads into it")
            << Links{{"a", "c"}, {"b", "c"}, {"c", "b"}}
            << u"endpoints.2.sameLuckAs: must not lead back to this endpoint: the ring is \"c\", then \"b\", then "
               "\"c\"; leave it out at one of them"_s;
        QTest::newRow("two rings")
            << Links{{"a", "b"}, {"b", "a"}, {"x", ""}, {"c", "e"}, {"d", "c"}, {"e", "d"}}
            << u"endpoints.0.sameLuckAs: must not lead back to this endpoint: the ring is \"a\", then \"b\", then "
               "\"a\"; leave it out at one of them\n"
               "endpoints.3.sameLuckAs: must not lead back to this endpoint: the ring is \"c\", then \"e\", then "
               "\"d\", then \"c\"; leave it out at one of them"_s;
        QTest::newRow("itself") << Links{{"a", "a"}}
                                << u"endpoints.0.sameLuckAs: must be the name of another endpoint, not \"a\""_s;
    }

    void ringsOfLuckAreNamed()
    {
        using Links = QList<std::pair<QByteArray, QByteArray>>;
        QFETCH(Links, links);
        QFETCH(QString, issues);

        QCOMPARE(describe(named(links).validate()), issues);
    }

    void isWrittenAsFilesHaveIt()
    {
        Scenario scenario = *findBuiltinScenario(u"hard-outage");
        scenario.endpoints[0].phases[1].faults[0].retryAfter = 1500ms;
        scenario.endpoints[0].phases[2].latency = UniformLatency{1ms, 2ms};
        scenario.endpoints[0].phases[2].health = Health::Degraded;
        FaultConfig reset;
        reset.kind = FaultConfig::Kind::Reset;
        reset.share = 0.25;
        scenario.endpoints[0].phases[2].faults = {reset};

        const QJsonObject json = scenario.toJson();
        QCOMPARE(json[u"format"].toString(), u"fuseboard-scenario/1"_s);
        QCOMPARE(json[u"name"].toString(), u"Hard outage"_s);
        QCOMPARE(json[u"seed"].toInt(), 64);
        QCOMPARE(json[u"duration"].toString(), u"1m"_s);
        const QJsonObject endpoint = json[u"endpoints"][0].toObject();
        QCOMPARE(endpoint[u"method"].toString(), u"GET"_s);
        const QJsonArray phases = endpoint[u"phases"].toArray();
        QCOMPARE(phases[0],
                 QJsonObject({{u"name"_s, u"healthy"_s},
                              {u"for"_s, u"10s"_s},
                              {u"latency"_s, QJsonObject{{u"median"_s, u"40ms"_s}, {u"p99"_s, u"200ms"_s}}}}));
        QCOMPARE(phases[1][u"faults"][0],
                 QJsonObject({{u"kind"_s, u"status"_s},
                              {u"status"_s, 503},
                              {u"body"_s, u"The service is down.\n"_s},
                              {u"retryAfter"_s, u"1.5s"_s},
                              {u"share"_s, 1.0}}));
        QCOMPARE(phases[2][u"faults"][0],
                 QJsonObject({{u"kind"_s, u"reset"_s}, {u"at"_s, u"headers"_s}, {u"share"_s, 0.25}}));
        QCOMPARE(phases[2][u"health"].toString(), u"degraded"_s);
        QCOMPARE(json[u"workload"][0][u"arrivals"], QJsonObject({{u"kind"_s, u"poisson"_s}, {u"rate"_s, 50.0}}));

        const auto policy = PolicyConfig::fromJson(json[u"policies"][u"*"].toObject());
        QVERIFY(policy);
        QCOMPARE(*policy, scenario.policies[QStringLiteral("*")]);
    }
};

QTEST_APPLESS_MAIN(ScenarioTest)
#include "tst_scenario.moc"
