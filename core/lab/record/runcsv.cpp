// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/runcsv.h"

#include "lab/record/csvtext.h"

#include <QLocale>

#include <algorithm>

namespace Fuseboard {

namespace {

QByteArray number(double value)
{
    return QByteArray::number(value, 'g', QLocale::FloatingPointShortest);
}

QByteArray valueOf(const SummaryFigure &figure)
{
    if (!figure.value)
        return {};
    switch (figure.unit) {
    case SummaryFigure::Unit::Count:
        return QByteArray::number(wholeNumber(*figure.value));
    case SummaryFigure::Unit::Ratio:
        return number(*figure.value);
    case SummaryFigure::Unit::Time:
        break;
    }
    return csvMilliseconds(wholeDuration(*figure.value));
}

QByteArray summaryLine(const QString &endpoint, const RunSummary &summary)
{
    QByteArray line = csvField(endpoint);
    const QList<SummaryFigure> figures = summary.figures();
    for (const SummaryFigure &figure : figures)
        line += ',' + valueOf(figure);
    return line + '\n';
}

QByteArray name(const RunSnapshot &snapshot, int endpoint)
{
    return csvField(snapshot.endpoints.at(endpoint).name);
}

} // namespace

std::vector<ChangeOfEndpoint> changesInOrder(const RunSnapshot &snapshot)
{
    std::vector<ChangeOfEndpoint> changes;
    for (const EndpointSnapshot &endpoint : snapshot.endpoints) {
        for (const RecordedChange &recorded : endpoint.changes)
            changes.push_back({&endpoint, &recorded});
    }
    std::ranges::stable_sort(changes, {}, [](const ChangeOfEndpoint &change) { return change.recorded->at; });
    return changes;
}

QByteArray summaryToCsv(const RunSnapshot &snapshot)
{
    QByteArray csv = "endpoint";
    const QList<SummaryFigure> figures = snapshot.summary.figures();
    for (const SummaryFigure &figure : figures) {
        csv += ',' + figure.name.toLatin1();
        if (figure.unit == SummaryFigure::Unit::Time)
            csv += "_ms";
    }
    csv += '\n' + summaryLine(QStringLiteral("*"), snapshot.summary);
    for (const EndpointSnapshot &endpoint : snapshot.endpoints)
        csv += summaryLine(endpoint.name, endpoint.summary);
    return csv;
}

QByteArray seriesToCsv(const RunSnapshot &snapshot)
{
    QByteArray csv = "endpoint,second,length,calls,succeeded,failed,rejected,cancelled,attempts,p50_ms,p95_ms,p99_ms\n";
    for (const EndpointSnapshot &endpoint : snapshot.endpoints) {
        const QByteArray begin = csvField(endpoint.name);
        for (const SecondFigures &step : endpoint.seconds) {
            csv += begin;
            for (const qint64 count : {qint64(step.second), qint64(step.length), step.calls, step.succeeded,
                                       step.failed, step.rejected, step.cancelled, step.attempts})
                csv += ',' + QByteArray::number(count);
            for (const Duration latency : {step.p50, step.p95, step.p99})
                csv += ',' + (step.hasLatency() ? csvMilliseconds(latency) : QByteArray());
            csv += '\n';
        }
    }
    return csv;
}

QByteArray transitionsToCsv(const RunSnapshot &snapshot)
{
    QByteArray csv = "time_ms,from,to,reason,endpoint\n";
    for (const auto &[endpoint, recorded] : changesInOrder(snapshot)) {
        csv += csvMilliseconds(recorded->at) + ',' + breakerStateName(recorded->change.from).toLatin1() + ','
            + breakerStateName(recorded->change.to).toLatin1() + ',' + csvField(recorded->change.reason()) + ','
            + csvField(endpoint->name) + '\n';
    }
    return csv;
}

QByteArray callsToCsv(const RunSnapshot &snapshot, const std::vector<RecordedCall> &calls)
{
    QByteArray csv = "start_ms,duration_ms,outcome,endpoint\n";
    for (const RecordedCall &call : calls) {
        csv += csvMilliseconds(call.due) + ',' + csvMilliseconds(call.latency) + ',' + call.ending.outcome().toLatin1()
            + ',' + name(snapshot, call.endpoint) + '\n';
    }
    return csv;
}

QByteArray attemptsToCsv(const RunSnapshot &snapshot, const std::vector<RecordedCall> &calls)
{
    QByteArray csv = "endpoint,call,attempt,start_ms,duration_ms,outcome\n";
    for (const RecordedCall &call : calls) {
        const QByteArray begin = name(snapshot, call.endpoint) + ',' + QByteArray::number(call.number) + ',';
        int number = 0;
        for (const RecordedAttempt &attempt : call.attempts) {
            csv += begin + QByteArray::number(++number) + ',' + csvMilliseconds(attempt.start) + ','
                + csvMilliseconds(attempt.took) + ','
                + (attempt.ending ? attempt.ending->outcome().toLatin1() : QByteArray("cancelled")) + '\n';
        }
    }
    return csv;
}

QList<CsvTable> csvTables(const RunSnapshot &snapshot, const std::vector<RecordedCall> &calls)
{
    return {{QStringLiteral("summary.csv"), summaryToCsv(snapshot)},
            {QStringLiteral("series.csv"), seriesToCsv(snapshot)},
            {QStringLiteral("transitions.csv"), transitionsToCsv(snapshot)},
            {QStringLiteral("calls.csv"), callsToCsv(snapshot, calls)},
            {QStringLiteral("attempts.csv"), attemptsToCsv(snapshot, calls)}};
}

} // namespace Fuseboard
