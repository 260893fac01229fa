// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/metricstext.h"
#include "resilience/base/virtualscheduler.h"
#include "serverfixture.h"
#include "wireclient.h"

#include <QMap>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

using namespace ServerFixture;

namespace {

/// A text in Prometheus' format 0.0.4, read as strictly as its documentation allows. What is wrong goes to `problems`.
struct Exposition
{
    explicit Exposition(const QByteArray &text)
    {
        if (!text.endsWith('\n'))
            problems.append(u"the last line does not end"_s);
        for (const QByteArray &line : text.chopped(1).split('\n'))
            read(QString::fromUtf8(line));
        for (auto type = types.begin(); type != types.end(); ++type)
            check(type.key(), type.value());
    }

    void read(const QString &line)
    {
        static const QRegularExpression meta(u"^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$"_s);
        static const QRegularExpression sample(
            u"^([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\""
            "(?:,[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\")*\\})? ([0-9.e+-]+)$"_s);
        if (const auto match = meta.match(line); match.hasMatch()) {
            auto &target = match.captured(1) == u"HELP" ? helps : types;
            if (target.contains(match.captured(2)))
                problems.append(u"twice: "_s + line);
            target.insert(match.captured(2), match.captured(3));
            current = match.captured(2);
        } else if (const auto found = sample.match(line); found.hasMatch()) {
            const QString name = found.captured(1);
            if (!name.startsWith(current))
                problems.append(u"outside its group: "_s + line);
            bool isNumber = false;
            const double value = found.captured(3).toDouble(&isNumber);
            if (!isNumber || samples.contains(name + found.captured(2)))
                problems.append(u"no number, or twice: "_s + line);
            samples.insert(name + found.captured(2), value);
        } else {
            problems.append(u"no line of the format: "_s + line);
        }
    }

    void check(const QString &name, const QString &type)
    {
        if (!helps.contains(name))
            problems.append(u"without help: "_s + name);
        if ((type == u"counter") != name.endsWith(u"_total"))
            problems.append(u"counters, and only they, end in _total: "_s + name);
        if (type != u"counter" && type != u"gauge" && type != u"histogram")
            problems.append(u"unknown type: "_s + type);
    }

    QMap<QString, QString> helps;
    QMap<QString, QString> types;
    QMap<QString, double> samples;
    QStringList problems;
    QString current;
};

} // namespace

class MetricsTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void tellsWhatHappened()
    {
        VirtualScheduler scheduler;
        FaultConfig second = fault(FaultConfig::Kind::Status);
        second.pattern = FaultPattern{FaultPattern::Kind::Every, 2, {}};
        EndpointConfig orders = endpoint("GET", u"/orders"_s, phase({second}, FixedLatency{30ms}));
        orders.capacity = CapacityConfig{1, 1};
        EndpointConfig odd = endpoint("GET", u"/odd"_s, phase());
        odd.name = u"a \"quoted\"\\ näme\n"_s;
        FaultServer server({orders, odd}, 1, scheduler);
        const auto ports = server.listen();
        QVERIFY(ports);
        std::vector<std::unique_ptr<WireClient>> clients;
        for (quint64 i = 1; i <= 3; ++i) {
            clients.push_back(std::make_unique<WireClient>(ports->first().first()));
            clients.back()->send(Get);
            QTRY_COMPARE(server.state(0).counts.requests, i);
        }
        const Exposition busy(metricsText(server));
        QCOMPARE(busy.problems, QStringList());
        QCOMPARE(busy.samples[u"fuseboard_requests_in_progress{endpoint=\"/orders\"}"_s], 1);
        QCOMPARE(busy.samples[u"fuseboard_requests_waiting{endpoint=\"/orders\"}"_s], 1);
        QCOMPARE(busy.samples[u"fuseboard_connections"_s], 3);

        scheduler.advance(30ms);
        scheduler.advance(30ms);
        clients[0]->close();
        QTRY_COMPARE(server.openConnections(), 2);
        const QByteArray text = metricsText(server);
        const Exposition done(text);
        QCOMPARE(done.problems, QStringList());
        const auto sample = [&](const QString &name) { return done.samples.value(name, -1); };
        QCOMPARE(sample(u"fuseboard_requests_total{endpoint=\"/orders\",outcome=\"ok\"}"_s), 1);
        QCOMPARE(sample(u"fuseboard_requests_total{endpoint=\"/orders\",outcome=\"status\"}"_s), 1);
        QCOMPARE(sample(u"fuseboard_requests_total{endpoint=\"/orders\",outcome=\"refused\"}"_s), 1);
        QCOMPARE(sample(u"fuseboard_requests_total{endpoint=\"/orders\",outcome=\"redirectLoop\"}"_s), 0);
        QCOMPARE(sample(u"fuseboard_requests_total{endpoint=\"a \\\"quoted\\\"\\\\ näme\\n\",outcome=\"ok\"}"_s), 0);
        const QString histogram = u"fuseboard_request_duration_seconds"_s;
        QCOMPARE(sample(histogram + u"_bucket{endpoint=\"/orders\",le=\"0.001\"}"_s), 1); // the refusal
        QCOMPARE(sample(histogram + u"_bucket{endpoint=\"/orders\",le=\"0.025\"}"_s), 1);
        QCOMPARE(sample(histogram + u"_bucket{endpoint=\"/orders\",le=\"0.05\"}"_s), 2);
        QCOMPARE(sample(histogram + u"_bucket{endpoint=\"/orders\",le=\"0.1\"}"_s), 3);
        QCOMPARE(sample(histogram + u"_bucket{endpoint=\"/orders\",le=\"+Inf\"}"_s), 3);
        QCOMPARE(sample(histogram + u"_count{endpoint=\"/orders\"}"_s), 3);
        QCOMPARE(sample(histogram + u"_sum{endpoint=\"/orders\"}"_s), 0.09);
        QCOMPARE(sample(u"fuseboard_endpoint_health{endpoint=\"/orders\",health=\"down\"}"_s), 1);
        QCOMPARE(sample(u"fuseboard_endpoint_health{endpoint=\"/orders\",health=\"healthy\"}"_s), 0);
        QCOMPARE(sample(u"fuseboard_connections"_s), 2);
        QCOMPARE(sample(u"fuseboard_connections_total"_s), 3);
        QCOMPARE(sample(u"fuseboard_connections_turned_away_total"_s), 0);
        QCOMPARE(done.types[histogram], u"histogram"_s);
        checkWithPromtool(text);
    }

private:
    /// Prometheus' own judgement, where it is installed.
    static void checkWithPromtool(const QByteArray &text)
    {
        const QString program = QStandardPaths::findExecutable(u"promtool"_s);
        if (program.isEmpty())
            return;
        QProcess promtool;
        promtool.start(program, {u"check"_s, u"metrics"_s});
        promtool.write(text);
        promtool.closeWriteChannel();
        QVERIFY(promtool.waitForFinished());
        QCOMPARE(promtool.readAllStandardError() + promtool.readAllStandardOutput(), QByteArray());
        QCOMPARE(promtool.exitCode(), 0);
    }
};

QTEST_GUILESS_MAIN(MetricsTextTest)
#include "tst_metricstext.moc"
