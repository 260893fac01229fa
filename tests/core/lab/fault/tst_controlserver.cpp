// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/controlserver.h"
#include "lab/fault/faultjson.h"
#include "resilience/base/durationtext.h"
#include "resilience/base/random.h"
#include "resilience/base/virtualscheduler.h"
#include "serverfixture.h"
#include "wireclient.h"

#include <QJsonDocument>
#include <QTest>

using namespace ServerFixture;

namespace {

struct Answer
{
    int status = 0;
    QByteArray head;
    QByteArray body;

    QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    QJsonObject error() const { return json()[u"error"].toObject(); }
};

QByteArray compact(const QJsonValue &value)
{
    return value.isArray() ? QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact)
                           : QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
}

QStringList issuesOf(const Answer &answer)
{
    QStringList lines;
    for (const QJsonValue &issue : answer.error()[u"issues"].toArray())
        lines.append(issue[u"where"].toString() + ": "_L1 + issue[u"what"].toString());
    return lines;
}

/// A server of two endpoints and its control port.
class Controlled
{
public:
    Controlled()
        : server(endpoints(), 42, scheduler)
        , control(server)
    {
        const auto taken = server.listen();
        servicePort = taken ? taken->first().first() : quint16(0);
        const auto port = control.listen();
        controlPort = port ? *port : quint16(0);
    }

    static QList<EndpointConfig> endpoints()
    {
        EndpointConfig orders = endpoint("GET", u"/orders"_s, phase({}, FixedLatency{20ms}));
        orders.name = u"orders"_s;
        orders.phases.first().name = u"healthy"_s;
        orders.capacity = CapacityConfig{5, 10};
        EndpointConfig odd = endpoint("POST", u"/a b"_s, phase({fault(FaultConfig::Kind::Hang, 0.2)}));
        odd.name = u"odd/näme"_s;
        return {orders, odd};
    }

    Answer raw(const QByteArray &request)
    {
        WireClient client(controlPort);
        client.send(request);
        const QByteArray all = client.receiveAnswers(1);
        const qsizetype end = all.indexOf("\r\n\r\n");
        return {all.mid(9, 3).toInt(), all.first(end + 2), all.sliced(end + 4)};
    }

    Answer call(const QByteArray &method, const QByteArray &target, const QByteArray &body = {},
                const QByteArray &type = "application/json", const QByteArray &headers = {})
    {
        QByteArray request = method + ' ' + target + " HTTP/1.1\r\nHost: localhost:" + QByteArray::number(controlPort)
            + "\r\n" + headers;
        if (!body.isEmpty())
            request += "Content-Type: " + type + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
        return raw(request + "\r\n" + body);
    }

    VirtualScheduler scheduler;
    FaultServer server;
    ControlServer control;
    quint16 servicePort = 0;
    quint16 controlPort = 0;
};

} // namespace

class ControlServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void tellsWhatIsInForce()
    {
        Controlled controlled;
        const Answer answer = controlled.call("GET", "/endpoints");
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.head.contains("Content-Type: application/json\r\n"));
        const QJsonArray list = answer.json()[u"endpoints"].toArray();
        QCOMPARE(list.size(), 2);
        const QByteArray url = "http://127.0.0.1:" + QByteArray::number(controlled.servicePort);
        QCOMPARE(compact(list[0]).replace(url, "URL"),
                 R"({"byHand":[],"capacity":{"queue":10,"workers":5},"faults":[],"health":"healthy",)"
                 R"("latency":{"fixed":"20ms","perConcurrent":"0s"},"method":"GET","name":"orders",)"
                 R"("outcomes":{"abandoned":0,"close":0,"hang":0,"malformed":0,"ok":0,"redirectLoop":0,"refused":0,)"
                 R"("reset":0,"slow":0,"status":0,"truncate":0},"path":"/orders","phase":"healthy",)"
                 R"("refusesConnections":false,"requests":0,"urls":["URL/orders"],"waiting":0,"working":0})");
        QCOMPARE(list[1][u"health"], u"degraded"_s);
        QCOMPARE(list[1][u"capacity"], QJsonValue(QJsonValue::Null));
        QCOMPARE(list[1][u"urls"][0], QString::fromUtf8(url + "/a%20b"));
        QCOMPARE(compact(list[1][u"faults"]), R"([{"kind":"hang","share":0.2}])");

        // By its name, escaped as an URL has it.
        const Answer odd = controlled.call("GET", "/endpoints/odd%2Fn%C3%A4me?x=/y");
        QCOMPARE(odd.status, 200);
        QCOMPARE(odd.json(), list[1].toObject());

        WireClient head(controlled.controlPort);
        head.send("HEAD /endpoints HTTP/1.0\r\nHost: localhost:" + QByteArray::number(controlled.controlPort)
                  + "\r\n\r\n");
        QCOMPARE(head.waitForEnd(), WireClient::End::Fin);
        QVERIFY(head.received().startsWith("HTTP/1.1 200 OK\r\n"));
        QVERIFY(head.received().endsWith("\r\n\r\n"));
    }

    void patchesChangeWhatTheyName()
    {
        Controlled controlled;
        const Answer faults = controlled.call("PATCH", "/endpoints/orders",
                                              R"({"faults": [{"kind": "status", "status": 500}]})");
        QCOMPARE(faults.status, 200);
        QCOMPARE(faults.json()[u"health"], u"down"_s);
        QCOMPARE(compact(faults.json()[u"byHand"]), R"(["faults"])");
        QCOMPARE(faults.json()[u"latency"][u"fixed"], u"20ms"_s);

        const Answer latency = controlled.call("PATCH", "/endpoints/orders", R"({"latency": {"mean": "1s"}})",
                                               "application/merge-patch+json; charset=utf-8");
        QCOMPARE(compact(latency.json()[u"latency"]), R"({"mean":"1s","perConcurrent":"0s"})");
        const Answer load = controlled.call("PATCH", "/endpoints/orders", R"({"latency": {"perConcurrent": "5ms"}})");
        QCOMPARE(compact(load.json()[u"latency"]), R"({"mean":"1s","perConcurrent":"5ms"})");
        QCOMPARE(compact(load.json()[u"faults"][0]), R"({"kind":"status","share":1,"status":500})");
        const Answer tooLong = controlled.call("PATCH", "/endpoints/orders",
                                               R"({"latency": {"perConcurrent": "61m"}})");
        QCOMPARE(tooLong.status, 422);
        QVERIFY2(tooLong.body.contains("must be at most 1h"), tooLong.body.constData());

        const Answer capacity = controlled.call("PATCH", "/endpoints/orders", R"({"capacity": {"workers": 7}})");
        QCOMPARE(compact(capacity.json()[u"capacity"]), R"({"queue":10,"workers":7})");
        QCOMPARE(compact(capacity.json()[u"byHand"]), R"(["latency","faults","capacity"])");

        // Null gives it back to the scenario.
        const Answer back = controlled.call("PATCH", "/endpoints/orders", R"({"faults": null, "latency": null})");
        QCOMPARE(compact(back.json()[u"byHand"]), R"(["capacity"])");
        QCOMPARE(compact(back.json()[u"latency"]), R"({"fixed":"20ms","perConcurrent":"0s"})");
        QCOMPARE(compact(back.json()[u"faults"]), "[]");
        const Answer none = controlled.call("PATCH", "/endpoints/orders", "{}");
        QCOMPARE(none.status, 200);
        QCOMPARE(none.json(), back.json());
    }

    void changesAreInForceOnTheWire()
    {
        Controlled controlled;
        WireClient client(controlled.servicePort);
        QCOMPARE(controlled.call("PATCH", "/endpoints/orders", R"({"latency": {"fixed": "0s"}})").status, 200);
        client.send(Get);
        QCOMPARE(client.receiveAnswers(1), Ok);

        QCOMPARE(controlled.call("POST", "/endpoints/orders/break").json()[u"health"], u"down"_s);
        client.send(Get);
        const QByteArray broken = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 16\r\n\r\nBroken by hand.\n";
        QCOMPARE(client.receiveAnswers(2), Ok + broken);

        const Answer limited = controlled.call("POST", "/endpoints/orders/break",
                                               R"({"kind": "status", "status": 429, "retryAfter": "2s"})");
        QCOMPARE(limited.status, 200);
        client.send(Get);
        const QByteArray tooMany = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 2\r\nContent-Length: 0\r\n\r\n";
        QCOMPARE(client.receiveAnswers(3), Ok + broken + tooMany);

        const Answer healed = controlled.call("POST", "/endpoints/orders/heal");
        QCOMPARE(compact(healed.json()[u"byHand"]), "[]");
        QCOMPARE(healed.json()[u"requests"], 3);
        client.send(Get);
        QTRY_COMPARE(controlled.server.state(0).working, 1);
        controlled.scheduler.advance(20ms);
        QCOMPARE(client.receiveAnswers(4), Ok + broken + tooMany + Ok);
        const Answer after = controlled.call("GET", "/endpoints/orders");
        QCOMPARE(after.json()[u"outcomes"][u"ok"], 2);
        QCOMPARE(after.json()[u"outcomes"][u"status"], 2);
    }

    void whatIsWrongChangesNothing_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QStringList>("issues");
        const auto row = [](const QByteArray &body, const QStringList &issues) {
            QTest::newRow(body.constData()) << body << issues;
        };
        row("{\"faults\": [{\"kind\": \"hang\", \"share\": 0.2}, {\"kind\": \"status\", \"share\": 1.5}], "
            "\"capacity\": {\"workers\": 0}}",
            {u"/faults/1/share: must be from 0 to 1, not 1.5"_s,
             u"/faults: their shares must add up to at most 1, not 1.7"_s,
             u"/capacity/workers: must be from 1 to 1000000, not 0"_s});
        row(R"({"latency": {"fixed": "1s"}, "fautls": []})",
            {u"/fautls: is not a field here; did you mean \"faults\"?"_s});
        row(R"({"latency": {"fixed": "1"}, "capacity": {"queue": 3}})",
            {u"/latency/fixed: "_s + parseDuration(u"1").error()});
        row(R"({"latency": {"min": "2s", "max": "1s"}})", {u"/latency/max: must be at least min"_s});
        row(R"({"latency": {"fixed": "1s"}, "faults": [], "latency": {"fixed": "2s"}})",
            {u"/latency: stands here a second time; only one of them can hold, so take one away"_s});
        row(R"({"latency": 5})", {u"/latency: must be an object, not a number"_s});
        row(R"({"faults": {"kind": "hang"}})", {u"/faults: must be a list of faults, or null"_s});
    }

    void whatIsWrongChangesNothing()
    {
        QFETCH(QByteArray, body);
        QFETCH(QStringList, issues);

        Controlled controlled;
        const QJsonObject before = controlled.call("GET", "/endpoints/orders").json();
        const Answer answer = controlled.call("PATCH", "/endpoints/orders", body);
        QCOMPARE(answer.status, 422);
        QVERIFY(!answer.error()[u"what"].toString().isEmpty());
        QCOMPARE(answer.error()[u"where"], u"/endpoints/orders"_s);
        QVERIFY(!answer.error()[u"remedy"].toString().isEmpty());
        QCOMPARE(issuesOf(answer), issues);
        QCOMPARE(controlled.call("GET", "/endpoints/orders").json(), before);
    }

    void whatIsNoJsonIsToldWithItsPlace()
    {
        Controlled controlled;
        const Answer answer = controlled.call("PATCH", "/endpoints/orders", "{\"faults\":\n [],}");
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.error()[u"where"], u"line 2, column 5 of the body"_s);
        QCOMPARE(
            answer.error()[u"what"],
            u"the body is not JSON: a name in double quotes must stand here, not '}'; take away the ',' before it"_s);
    }

    void anEndpointWithoutLimitNeedsWorkers()
    {
        Controlled controlled;
        const QByteArray odd = "/endpoints/odd%2Fn%C3%A4me";
        const Answer answer = controlled.call("PATCH", odd, R"({"capacity": {"queue": 3}})");
        QCOMPARE(answer.status, 422);
        QCOMPARE(issuesOf(answer), QStringList{u"/capacity/workers: is missing: the endpoint has had no limit"_s});
        QCOMPARE(controlled.call("PATCH", odd, R"({"capacity": {"workers": 3}})").status, 200);
    }

    /// Whatever is sent, an answer is no longer than a person reads, and the server is soon done with it.
    void answersAreBounded_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("issues");
        QTest::addColumn<QByteArray>("last");

        const auto listOf = [](const QByteArray &element, int count) {
            QByteArray list = "[" + (element + ',').repeated(count);
            list.back() = ']';
            return list;
        };
        QByteArray fields;
        for (int i = 0; i < 150'000; ++i)
            fields += (i == 0 ? "\"k" : ",\"k") + QByteArray::number(i) + "\":1";
        const QByteArray others = "/k: is not a field here, and neither are 149999 others";
        const QByteArray more = ": there are at least 900 more issues, which are not listed";
        const QByteArray name(2'000'000, 'n');
        QTest::newRow("fields") << '{' + fields + '}' << 422 << 51 << others;
        QTest::newRow("fields of a latency")
            << "{\"latency\": {\"fixed\": \"1s\", " + fields + "}}" << 422 << 51 << others;
        QTest::newRow("fields of a fault")
            << "{\"faults\": [{\"kind\": \"hang\", " + fields + "}]}" << 422 << 51 << others;
        QTest::newRow("fields of a capacity") << "{\"capacity\": {" + fields + "}}" << 422 << 51 << others;
        QTest::newRow("no faults") << "{\"faults\": " + listOf("1", 1'000'000) + '}' << 422 << 101 << more;
        QTest::newRow("faults") << "{\"faults\": " + listOf(R"({"kind":"slow","bytes":0})", 70'000) + '}' << 422 << 101
                                << more;
        QTest::newRow("sequence") << R"({"faults":[{"kind":"status","pattern":{"sequence":)" + listOf("\"x\"", 500'000)
                + "}}]}" << 422 << 101
                                  << more;
        QTest::newRow("headers") << R"({"faults":[{"kind":"status","headers":{"X":)" + listOf("\"x\"", 500'000) + "}}]}"
                                 << 422 << 2
                                 << QByteArray("/headers: must have at most 32768 bytes together, not 1000000");
        QTest::newRow("a name") << "{\"" + name + "\": 1}" << 422 << 1 << QByteArray();
        QTest::newRow("a name twice") << "{\"" + name.first(1'000'000) + "\": 1, \"" + name.first(1'000'000) + "\": 1}"
                                      << 422 << 1 << QByteArray();
        QTest::newRow("a word") << "{\"faults\": [{\"kind\": \"" + name + "\"}]}" << 422 << 1 << QByteArray();
        QTest::newRow("no JSON") << "{\"" + name + "\" 1}" << 400 << 0 << QByteArray();
        QTest::newRow("too large") << QByteArray(2 * 1024 * 1024 + 1, ' ') << 413 << 0 << QByteArray();
    }

    void answersAreBounded()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(int, issues);
        QFETCH(QByteArray, last);

        Controlled controlled;
        const Answer answer = controlled.call("PATCH", "/endpoints/orders", body);
        QCOMPARE(answer.status, status);
        QCOMPARE_LT(answer.body.size(), 32 * 1024);
        const QStringList lines = issuesOf(answer);
        QCOMPARE(lines.size(), issues);
        if (!last.isEmpty()) {
            QString end = lines.last();
            end.replace(QRegularExpression(u"/k[0-9]+:"_s), u"/k:"_s);
            QVERIFY2(end.endsWith(QString::fromLatin1(last)), qPrintable(end));
        }
        QVERIFY(controlled.server.state(0).byHand.isEmpty());
    }

    void refusals_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("header");
        const auto row = [](const char *method, const char *target, const char *body, const char *type, int status,
                            const char *header = "") {
            QTest::addRow("%s %s %s %s", method, target, body, type)
                << QByteArray(method) << QByteArray(target) << QByteArray(body) << QByteArray(type) << status
                << QByteArray(header);
        };
        const char *json = "application/json";
        row("GET", "/", "", "", 404);
        row("GET", "/endpoint", "", "", 404);
        row("GET", "/endpoints/", "", "", 404);
        row("GET", "/endpoints/order", "", "", 404);
        row("POST", "/endpoints/orders/brake", "", "", 404);
        row("POST", "/endpoints/orders/break/now", "", "", 404);
        row("OPTIONS", "*", "", "", 404);
        row("POST", "/endpoints", "", "", 405, "Allow: GET, HEAD\r\n");
        row("PUT", "/endpoints/orders", "{}", json, 405, "Allow: GET, HEAD, PATCH\r\n");
        row("GET", "/endpoints/orders/break", "", "", 405, "Allow: POST\r\n");
        row("DELETE", "/endpoints/orders/heal", "", "", 405, "Allow: POST\r\n");
        row("POST", "/metrics", "", "", 405, "Allow: GET, HEAD\r\n");
        row("PATCH", "/endpoints/orders", "{}", "application/x-www-form-urlencoded", 415,
            "Accept-Patch: application/merge-patch+json, application/json\r\n");
        row("PATCH", "/endpoints/orders", "", "", 415);
        row("POST", "/endpoints/orders/break", "{}", "text/plain", 415);
        row("PATCH", "/endpoints/orders", "{", json, 400);
        row("PATCH", "/endpoints/orders", "[]", json, 400);
        row("POST", "/endpoints/orders/break", "{}", json, 422);
        row("POST", "/endpoints/orders/break", "{\"kind\": \"hang\", \"share\": 2}", json, 422);
    }

    void refusals()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, type);
        QFETCH(int, status);
        QFETCH(QByteArray, header);

        Controlled controlled;
        const Answer answer = controlled.call(method, target, body, type);
        QCOMPARE(answer.status, status);
        QVERIFY2(answer.head.contains(header), answer.head.constData());
        for (const char *field : {"what", "where", "remedy"})
            QVERIFY2(!answer.error()[QLatin1String(field)].toString().isEmpty(), answer.body.constData());
        QVERIFY(controlled.server.state(0).byHand.isEmpty());
    }

    void webPagesAreKeptOut_data()
    {
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("status");
        // PORT is that of the control port.
        QTest::newRow("name") << QByteArray("Host: localhost:PORT\r\n") << 200;
        QTest::newRow("any case") << QByteArray("Host: LocalHost:PORT\r\n") << 200;
        QTest::newRow("address") << QByteArray("Host: 127.0.0.1:PORT\r\n") << 200;
        QTest::newRow("IPv6 address") << QByteArray("Host: [::1]:PORT\r\n") << 200;
        QTest::newRow("own origin") << QByteArray("Host: localhost:PORT\r\nOrigin: http://localhost:PORT\r\n") << 200;
        QTest::newRow("empty host") << QByteArray("Host:\r\n") << 403;
        QTest::newRow("no port") << QByteArray("Host: localhost\r\n") << 403;
        QTest::newRow("other port") << QByteArray("Host: localhost:1\r\n") << 403;
        QTest::newRow("odd port") << QByteArray("Host: localhost:PORTx\r\n") << 403;
        QTest::newRow("rebound name") << QByteArray("Host: evil.example:PORT\r\n") << 403;
        QTest::newRow("like a name of ours") << QByteArray("Host: localhost.evil.example:PORT\r\n") << 403;
        QTest::newRow("other address") << QByteArray("Host: 192.0.2.1:PORT\r\n") << 403;
        for (const char *origin : {"http://evil.example", "null", "https://localhost:PORT", "http://localhost:1",
                                   "http://localhost", "http://localhost:PORT.evil.example"}) {
            QTest::newRow(origin) << "Host: localhost:PORT\r\nOrigin: " + QByteArray(origin) + "\r\n" << 403;
        }
    }

    void webPagesAreKeptOut()
    {
        QFETCH(QByteArray, headers);
        QFETCH(int, status);

        Controlled controlled;
        headers.replace("PORT", QByteArray::number(controlled.controlPort));
        const Answer answer = controlled.raw("POST /endpoints/orders/break HTTP/1.1\r\n" + headers + "\r\n");
        QCOMPARE(answer.status, status);
        QCOMPARE(controlled.server.state(0).byHand.isEmpty(), status == 403);
        QCOMPARE(answer.error().isEmpty(), status == 200);
    }

    /// RFC 9112, 3.2.2: then the target says which host it is for.
    void wholeUrlsAreTargetsToo_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        const auto row = [](const char *request, int status) {
            QTest::newRow(request) << QByteArray(request) << status;
        };
        row("GET http://localhost:PORT/endpoints HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", 200);
        row("GET http://127.0.0.1:PORT/endpoints/orders?x HTTP/1.1\r\nHost: x\r\n\r\n", 200);
        row("GET http://localhost:PORT/metrics HTTP/1.0\r\n\r\n", 200);
        row("GET http://localhost:PORT?/endpoints HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", 404);
        row("GET http://evil.example:PORT/endpoints HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", 403);
        row("GET http://localhost:PORT@evil.example/endpoints HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", 403);
        row("GET /endpoints HTTP/1.0\r\n\r\n", 403);
    }

    void wholeUrlsAreTargetsToo()
    {
        QFETCH(QByteArray, request);
        QFETCH(int, status);

        Controlled controlled;
        QCOMPARE(controlled.raw(request.replace("PORT", QByteArray::number(controlled.controlPort))).status, status);
    }

    void whereItListensWiderAddressesAreItsNames()
    {
        FaultServer server(Controlled::endpoints(), 1);
        ControlServer control(server);
        const auto port = control.listen(QHostAddress::AnyIPv4);
        QVERIFY(port);
        const auto statusFor = [&](const QByteArray &host) {
            WireClient client(*port);
            client.send("GET /endpoints HTTP/1.1\r\nHost: " + host + ':' + QByteArray::number(*port) + "\r\n\r\n");
            return client.receiveAnswers(1).mid(9, 3).toInt();
        };
        QCOMPARE(statusFor("192.0.2.1"), 200);
        QCOMPARE(statusFor("localhost"), 200);
        QCOMPARE(statusFor("evil.example"), 403);
    }

    void saysWhyItCannotListen()
    {
        Controlled controlled;
        FaultServer server(Controlled::endpoints(), 1);
        ControlServer second(server);
        const auto port = second.listen(QHostAddress::LocalHost, controlled.controlPort);
        QVERIFY(!port);
        QVERIFY(port.error().startsWith(u"cannot listen on 127.0.0.1 port %1: "_s.arg(controlled.controlPort)));
    }

    void survivesGarbage()
    {
        Controlled controlled;
        const CounterRandom random(3);
        for (quint64 round = 0; round < 300; ++round) {
            QByteArray bytes = round % 2 ? QByteArray("PATCH /endpoints/orders HTTP/1.1\r\n") : QByteArray();
            for (quint64 i = 1; i < 200; ++i)
                bytes += static_cast<char>(random.bits(round, i));
            WireClient client(controlled.controlPort);
            client.send(bytes);
            client.shutdownSending();
            client.waitForEnd();
        }
        QCOMPARE(controlled.call("GET", "/endpoints").status, 200);
        const Answer large = controlled.call("PATCH", "/endpoints/orders", QByteArray(5'000'000, ' '));
        QCOMPARE(large.status, 413);
    }
};

QTEST_GUILESS_MAIN(ControlServerTest)
#include "tst_controlserver.moc"
