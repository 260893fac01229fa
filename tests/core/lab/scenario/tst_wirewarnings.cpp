// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/wirewarnings.h"

#include <QRegularExpression>
#include <QTest>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What a simulation cannot know of a scenario is said.
class WireWarningsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void warnings_data()
    {
        QTest::addColumn<FaultConfig>("fault");
        QTest::addColumn<QString>("field"); // empty: none
        const auto row = [](const char *name, int status, FaultConfig::Headers headers, const QString &field) {
            FaultConfig fault;
            fault.status = status;
            fault.headers = std::move(headers);
            QTest::newRow(name) << fault << field;
        };
        const QString location = u"headers.Location"_s;
        const QString retryAfter = u"headers.Retry-After"_s;
        const QByteArray date = "Sun, 01 Nov 2026 00:00:02 GMT";
        row("a redirect within the server", 302, {{"Location", "/orders?page=2"}}, {});
        row("a redirect to another server", 302, {{"Location", "http://other.example/"}}, location);
        row("the same, spelled otherwise", 307, {{"location", "//other.example/"}}, location);
        row("no redirect", 503, {{"Location", "http://other.example/"}}, {});
        row("an answer that is not followed", 304, {{"Location", "http://other.example/"}}, {});
        row("a date beside a date", 429, {{"Date", date}, {"Retry-After", date}}, {});
        row("a date alone", 429, {{"Retry-After", date}}, retryAfter);
        row("seconds", 429, {{"Retry-After", "5"}}, {});
        row("of a success", 200, {{"Retry-After", date}}, {});
        row("no final answer", 103, {}, u"status"_s);
        row("100", 100, {}, u"status"_s);

        FaultConfig sequence;
        sequence.pattern = FaultPattern{FaultPattern::Kind::Sequence, 0, {0, 503, 302}};
        sequence.headers = {{"Location", "https://other.example/"}};
        QTest::newRow("a redirect in a sequence") << sequence << location;
        sequence.headers = {};
        sequence.pattern->sequence = {0, 102};
        QTest::newRow("no final answer in a sequence") << sequence << u"pattern"_s;
        FaultConfig hang;
        hang.kind = FaultConfig::Kind::Hang;
        hang.status = 103; // without meaning
        QTest::newRow("another kind") << hang << QString();
    }

    void warnings()
    {
        QFETCH(FaultConfig, fault);
        QFETCH(QString, field);
        EndpointConfig endpoint;
        endpoint.name = u"orders"_s;
        endpoint.path = u"/orders"_s;
        PhaseConfig phase;
        phase.length = 1s;
        endpoint.phases = {phase, phase};
        endpoint.phases[1].faults = {fault};
        EndpointConfig ramp = endpoint;
        ramp.phases[1].faults.clear();
        ramp.phases[1].rampTo.emplace().faults = QList{fault};

        const ConfigIssues issues = wireWarnings({endpoint, ramp});
        QCOMPARE(issues.size(), field.isEmpty() ? 0 : 2);
        if (field.isEmpty())
            return;
        QCOMPARE(issues[0].field, u"endpoints.0.phases.1.faults.0."_s + field);
        QCOMPARE(issues[1].field, u"endpoints.1.phases.1.rampTo.faults.0."_s + field);
    }
};

QTEST_APPLESS_MAIN(WireWarningsTest)
#include "tst_wirewarnings.moc"
