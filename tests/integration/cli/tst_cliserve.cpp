// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "clirun.h"

#include <QDeadlineTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QNetworkProxy>
#include <QProcess>
#include <QSet>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <csignal>
#include <memory>
#include <sys/resource.h>
#include <vector>

using namespace Qt::StringLiterals;

namespace {

constexpr int Patience = 30'000; // ms

/// `fuseboard-cli serve` while it runs.
class Serving
{
public:
    explicit Serving(const QStringList &arguments, const QProcessEnvironment &environment = {}, rlim_t descriptors = 0)
    {
        if (!environment.isEmpty())
            process.setProcessEnvironment(environment);
        if (descriptors > 0) {
            process.setChildProcessModifier([descriptors] {
                const rlimit limit{descriptors, descriptors};
                ::setrlimit(RLIMIT_NOFILE, &limit);
            });
        }
        process.start(QStringLiteral(CLI_PROGRAM), QStringList(u"serve"_s) + arguments);
        const QDeadlineTimer deadline(Patience);
        while (!announced.contains("control ") || !announced.endsWith('\n')) {
            if (deadline.hasExpired() || !process.waitForReadyRead(Patience))
                return;
            announced += process.readAllStandardOutput();
        }
        for (const QByteArray &line : announced.trimmed().split('\n')) {
            const QList<QByteArray> words = line.split(' ');
            urls.insert(words.first(), QUrl(QString::fromUtf8(words.last())));
        }
    }

    ~Serving()
    {
        process.kill();
        process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(Serving)

    /// Answers to @p count like requests on one connection, one after the other.
    QByteArray ask(const QByteArray &method, const QUrl &url, const QByteArray &body = {}, int count = 1) const
    {
        QTcpSocket socket;
        socket.setProxy(QNetworkProxy::NoProxy);
        socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
        if (!socket.waitForConnected(Patience))
            return "no connection";
        QByteArray request = method + ' ' + url.path(QUrl::FullyEncoded).toUtf8()
            + " HTTP/1.1\r\nHost: " + url.authority().toUtf8() + "\r\n";
        if (!body.isEmpty()) {
            request += "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
        }
        for (int i = 1; i <= count; ++i)
            socket.write(request + (i == count ? "Connection: close\r\n\r\n" : "\r\n") + body);
        QByteArray answer;
        while (socket.waitForReadyRead(Patience))
            answer += socket.readAll();
        return answer;
    }

    QUrl control(const QString &path) const
    {
        QUrl url = urls.value("control");
        url.setPath(path);
        return url;
    }

    static QJsonObject json(const QByteArray &answer)
    {
        return QJsonDocument::fromJson(answer.sliced(answer.indexOf("\r\n\r\n") + 4)).object();
    }

    int interrupt(int signal)
    {
        ::kill(static_cast<pid_t>(process.processId()), signal);
        if (!process.waitForFinished(Patience) || process.exitStatus() != QProcess::NormalExit)
            return -1;
        return process.exitCode();
    }

    QProcess process;
    QByteArray announced;
    QMap<QByteArray, QUrl> urls;
};

} // namespace

/// `fuseboard-cli serve` as a process, and what other programs see of it.
class CliServeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void servesAndSaysWhere()
    {
        Serving serving({u"hard-outage"_s});
        const QUrl orders = serving.urls.value("orders");
        QCOMPARE(serving.announced,
                 "orders GET " + orders.toEncoded() + "\ncontrol " + serving.urls.value("control").toEncoded() + '\n');
        QCOMPARE(orders.host(), u"127.0.0.1"_s);
        QCOMPARE(serving.ask("GET", orders), "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n");
        QCOMPARE(serving.interrupt(SIGTERM), 130);
        QCOMPARE(serving.process.readAllStandardOutput(), QByteArray());
        const QByteArray errors = serving.process.readAllStandardError(); // no terminal, no phases
        QVERIFY2(errors.startsWith("fuseboard-cli: interrupted after ") && errors.endsWith("; served 1 requests\n"),
                 errors.constData());
    }

    /// Its ports are those of this machine, whatever proxies the environment names.
    void noProxyListensInItsPlace_data()
    {
        QTest::addColumn<QString>("proxy");
        // Nothing listens at port 9.
        for (const char *proxy : {"http://127.0.0.1:9", "socks5://127.0.0.1:9"}) {
            for (const char *variable : {"http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"})
                QTest::addRow("%s=%s", variable, proxy)
                    << u"%1=%2"_s.arg(QLatin1String(variable), QLatin1String(proxy));
        }
    }

    void noProxyListensInItsPlace()
    {
        QFETCH(QString, proxy);

        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(proxy.section(u'=', 0, 0), proxy.section(u'=', 1));
        Serving serving({u"hard-outage"_s}, environment);
        QVERIFY(serving.ask("GET", serving.urls.value("orders")).startsWith("HTTP/1.1 200 "));
        QVERIFY(serving.ask("GET", serving.control(u"/endpoints"_s)).startsWith("HTTP/1.1 200 "));
        QCOMPARE(serving.interrupt(SIGTERM), 130);
    }

    /// With more clients than the process may have connections, the others are turned away, and the control port answers.
    void descriptorsAreLeftForTheControlPort()
    {
        Serving serving({u"hard-outage"_s, u"--quiet"_s}, {}, 64);
        const QUrl orders = serving.urls.value("orders");
        std::vector<std::unique_ptr<QTcpSocket>> clients;
        for (int i = 0; i < 100; ++i) {
            clients.push_back(std::make_unique<QTcpSocket>());
            clients.back()->setProxy(QNetworkProxy::NoProxy);
            clients.back()->connectToHost(orders.host(), static_cast<quint16>(orders.port()));
            QVERIFY(clients.back()->waitForConnected(Patience));
        }
        const QByteArray metrics = serving.ask("GET", serving.control(u"/metrics"_s));
        const auto valueOf = [&](const QByteArray &name) {
            const qsizetype at = metrics.indexOf('\n' + name + ' ') + name.size() + 2;
            return metrics.sliced(at, metrics.indexOf('\n', at) - at).toInt();
        };
        const int open = valueOf("fuseboard_connections");
        QCOMPARE_GT(open, 20);
        QCOMPARE_LT(open, 64);
        clients.clear();
        QTRY_VERIFY(serving.ask("GET", orders).startsWith("HTTP/1.1 200 "));
        QCOMPARE(serving.interrupt(SIGTERM), 130);
        const QByteArray warning = "fuseboard-cli: warning: at most " + QByteArray::number(open)
            + " connections at once instead of 10000, because this process may have 64 files open (ulimit -n)\n";
        const QByteArray errors = serving.process.readAllStandardError();
        QVERIFY2(errors.startsWith(warning + "fuseboard-cli: interrupted after "), errors.constData());
    }

    void isDrivenWhileItServes()
    {
        Serving serving({u"hard-outage"_s, u"--quiet"_s});
        const QUrl orders = serving.urls.value("orders");
        const QByteArray slow = R"({"latency": {"fixed": "0s"}, "capacity": {"workers": 2}, "faults": []})";
        const QJsonObject patched = Serving::json(serving.ask("PATCH", serving.control(u"/endpoints/orders"_s), slow));
        QCOMPARE(patched[u"latency"][u"fixed"], u"0s"_s);
        QCOMPARE(patched[u"capacity"][u"workers"], 2);
        QVERIFY(serving.ask("GET", orders).startsWith("HTTP/1.1 200 "));

        serving.ask("POST", serving.control(u"/endpoints/orders/break"_s));
        QVERIFY(serving.ask("GET", orders).startsWith("HTTP/1.1 503 "));
        const QByteArray refusing = R"({"kind": "reset", "at": "connect"})";
        const QJsonObject refused = Serving::json(
            serving.ask("POST", serving.control(u"/endpoints/orders/break"_s), refusing));
        QCOMPARE(refused[u"refusesConnections"], true);
        QCOMPARE(serving.ask("GET", orders), "no connection");
        serving.ask("POST", serving.control(u"/endpoints/orders/heal"_s));
        QVERIFY(serving.ask("GET", orders).startsWith("HTTP/1.1 200 "));

        const QByteArray metrics = serving.ask("GET", serving.control(u"/metrics"_s));
        QVERIFY(metrics.contains("\nfuseboard_requests_total{endpoint=\"orders\",outcome=\"ok\"} 2\n"));
        QVERIFY(metrics.contains("\nfuseboard_requests_total{endpoint=\"orders\",outcome=\"status\"} 1\n"));
        QCOMPARE(serving.interrupt(SIGINT), 130);
    }

    void phasesChangeWithTime()
    {
        const QByteArray scenario = R"({
            "format": "fuseboard-scenario/1", "name": "Phases", "duration": "900ms",
            "endpoints": [{"name": "orders", "path": "/orders", "phases": [
                {"name": "well", "for": "300ms", "latency": {"fixed": "0s"}},
                {"name": "ill", "for": "300ms", "latency": {"fixed": "0s"}, "faults": [{"kind": "status", "status": 503}]},
                {"name": "busy", "for": "300ms", "latency": {"fixed": "0s"}, "faults": [{"kind": "status", "status": 429}]}
            ]}],
            "workload": [{"endpoint": "orders", "arrivals": {"kind": "constant", "rate": 1}}]
        })";
        QTemporaryDir directory;
        QFile file(directory.filePath(u"phases.fuse.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(scenario) == scenario.size());
        file.close();

        // They begin anew again and again, so a machine that is too busy to see one sees it later.
        Serving serving({file.fileName(), u"--loop"_s, u"--quiet"_s});
        QSet<QByteArray> seen;
        const QDeadlineTimer deadline(Patience);
        while (seen.size() < 3 && !deadline.hasExpired())
            seen.insert(serving.ask("GET", serving.urls.value("orders")).mid(9, 3));
        QCOMPARE(seen, (QSet<QByteArray>{"200", "503", "429"}));
        QCOMPARE(serving.interrupt(SIGTERM), 130);
    }

    void oneSeedIsOneLuck()
    {
        const auto outcomes = [](const QString &seed) {
            Serving serving({u"hard-outage"_s, u"--quiet"_s, u"--seed"_s, seed});
            const QByteArray half = R"({"latency": {"fixed": "0s"}, "faults": [{"kind": "status", "share": 0.5}]})";
            serving.ask("PATCH", serving.control(u"/endpoints/orders"_s), half);
            return serving.ask("GET", serving.urls.value("orders"), {}, 40);
        };
        const QByteArray seven = outcomes(u"7"_s);
        QCOMPARE_GT(seven.count("HTTP/1.1 503 "), 5);
        QCOMPARE_GT(seven.count("HTTP/1.1 200 "), 5);
        QCOMPARE(outcomes(u"7"_s), seven);
        QVERIFY(outcomes(u"8"_s) != seven);
    }

    void aPortThatIsTakenIsNamed_data()
    {
        QTest::addColumn<QString>("option");
        QTest::newRow("listen") << u"--listen"_s;
        QTest::newRow("control") << u"--control"_s;
    }

    void aPortThatIsTakenIsNamed()
    {
        QFETCH(QString, option);

        QTcpServer other;
        other.setProxy(QNetworkProxy::NoProxy);
        QVERIFY(other.listen(QHostAddress::LocalHost));
        const QString address = u"127.0.0.1:%1"_s.arg(other.serverPort());
        const CliRun run = runCli({u"serve"_s, u"hard-outage"_s, option, address});
        QCOMPARE(run.exitCode, 1);
        QCOMPARE(run.output, QByteArray());
        QVERIFY2(run.errors.startsWith("fuseboard-cli: cannot listen on 127.0.0.1 port "), run.errors.constData());
        QVERIFY(run.errors.endsWith("; choose another port with " + option.toUtf8() + ", or 0 for a free one\n"));
    }

    void othersAreLetInWithAWarning()
    {
        Serving serving({u"hard-outage"_s, u"--listen"_s, u"0.0.0.0:0"_s});
        QCOMPARE(serving.urls.value("orders").host(), u"127.0.0.1"_s);
        QVERIFY(serving.ask("GET", serving.urls.value("orders")).startsWith("HTTP/1.1 200 "));
        QCOMPARE(serving.interrupt(SIGTERM), 130);
        QVERIFY(serving.process.readAllStandardError().startsWith(
            "fuseboard-cli: warning: --listen 0.0.0.0 lets other machines in; nothing asks them who they are\n"));
    }

    void listensWhereItIsTold()
    {
        Serving serving({u"hard-outage"_s, u"--listen"_s, u"[::1]:0"_s, u"--control"_s, u"localhost:0"_s});
        QCOMPARE(serving.urls.value("orders").host(), u"::1"_s);
        QVERIFY(serving.ask("GET", serving.urls.value("orders")).startsWith("HTTP/1.1 200 "));
        QVERIFY(serving.ask("GET", serving.control(u"/endpoints"_s)).startsWith("HTTP/1.1 200 "));
        QCOMPARE(serving.interrupt(SIGTERM), 130);
        QVERIFY(!serving.process.readAllStandardError().contains("warning"));
    }

    void portsThatAreTooHighAreNamed()
    {
        const QByteArray scenario = R"({
            "format": "fuseboard-scenario/1", "name": "Ports", "duration": "1s",
            "endpoints": [{"name": "a", "path": "/a", "phases": [{"for": "1s"}]},
                          {"name": "b", "path": "/b", "phases": [
                              {"for": "1s", "faults": [{"kind": "reset", "at": "connect"}]}]}]
        })";
        const CliRun run = runCli({u"serve"_s, u"-"_s, u"--listen"_s, u"127.0.0.1:65535"_s}, scenario);
        QCOMPARE(run.exitCode, 1);
        QCOMPARE(run.output, QByteArray());
        QCOMPARE(
            run.errors,
            "fuseboard-cli: cannot listen on 127.0.0.1 from port 65535 on: the endpoints take 2 ports one after the "
            "other, and 65535 is the highest; choose another port with --listen, or 0 for a free one\n");
    }

    void badUsageIsNamed_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char *name, const QStringList &arguments, int code, const char *message) {
            QTest::newRow(name) << arguments << code << QByteArray(message);
        };
        row("no scenario", {}, 2, "SCENARIO is required");
        row("unknown scenario", {u"hard-outag"_s}, 3, "did you mean \"hard-outage\"?");
        for (const char *address : {"1.2.3:80", "127.0.0.1:", "127.0.0.1:65536", "::1:80", "[127.0.0.1]:80",
                                    "example.org:80", "127.0.0.1:+80"}) {
            row(address, {u"hard-outage"_s, u"--listen"_s, QString::fromLatin1(address)}, 2,
                "is no address to listen on: it must be an IP address and a port from 0 to 65535");
        }
        row("seed", {u"hard-outage"_s, u"--seed"_s, u"-1"_s}, 2, "--seed must be a whole number");
        row("setting", {u"hard-outage"_s, u"--set"_s, u"policies"_s}, 2, "--set ");
    }

    void badUsageIsNamed()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        QFETCH(QByteArray, message);

        const CliRun run = runCli(QStringList(u"serve"_s) + arguments);
        QCOMPARE(run.exitCode, code);
        QCOMPARE(run.output, QByteArray());
        QVERIFY2(run.errors.contains(message), run.errors.constData());
    }
};

QTEST_GUILESS_MAIN(CliServeTest)
#include "tst_cliserve.moc"
