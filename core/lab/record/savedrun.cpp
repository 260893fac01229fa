// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/savedrun.h"

#include "lab/json/jsontext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QStringList>

#include <algorithm>
#include <array>
#include <cmath>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

const QString Format = u"fuseboard-run/1"_s;

// In the order of the enums.
const QStringList causes{u"failureCount"_s, u"consecutiveFailures"_s, u"failureRate"_s,
                         u"slowCallRate"_s, u"recoveryTimeOver"_s,    u"trialsSucceeded"_s,
                         u"trialFailed"_s,  u"halfOpenTimeout"_s,     u"operator"_s};

/// The counts of a summary; with its times they are all of it.
struct SummaryCount
{
    QString name;
    quint64 RunSummary::*member;
};
const std::array<SummaryCount, 11> summaryCounts{{{u"succeeded"_s, &RunSummary::succeeded},
                                                  {u"failed"_s, &RunSummary::failed},
                                                  {u"rejected"_s, &RunSummary::rejected},
                                                  {u"cancelled"_s, &RunSummary::cancelled},
                                                  {u"attempts"_s, &RunSummary::attempts},
                                                  {u"wastedAttempts"_s, &RunSummary::wastedAttempts},
                                                  {u"falseRejections"_s, &RunSummary::falseRejections},
                                                  {u"opens"_s, &RunSummary::opens},
                                                  {u"flaps"_s, &RunSummary::flaps},
                                                  {u"late"_s, &RunSummary::late},
                                                  {u"queued"_s, &RunSummary::queued}}};
/// Those that came with a later version: 0 where a file does not have them.
const std::array<SummaryCount, 2> laterCounts{
    {{u"cutOff"_s, &RunSummary::cutOff}, {u"cutOffAttempts"_s, &RunSummary::cutOffAttempts}}};
/// Times that may be absent.
struct SummaryTime
{
    QString name;
    std::optional<Duration> RunSummary::*member;
};
const std::array<SummaryTime, 6> summaryTimes{{{u"latencyP50"_s, &RunSummary::latencyP50},
                                               {u"latencyP95"_s, &RunSummary::latencyP95},
                                               {u"latencyP99"_s, &RunSummary::latencyP99},
                                               {u"latencyMax"_s, &RunSummary::latencyMax},
                                               {u"detectTime"_s, &RunSummary::detectTime},
                                               {u"recoverTime"_s, &RunSummary::recoverTime}}};

QJsonValue ns(Duration duration)
{
    return static_cast<qint64>(duration.count());
}

QJsonObject toJson(const RunSummary &summary)
{
    QJsonObject json{{u"calls"_s, static_cast<qint64>(summary.calls)},
                     {u"offered"_s, static_cast<qint64>(summary.offered)},
                     {u"duration"_s, ns(summary.duration)}};
    for (const SummaryCount &count : summaryCounts)
        json.insert(count.name, static_cast<qint64>(summary.*count.member));
    for (const SummaryCount &count : laterCounts)
        json.insert(count.name, static_cast<qint64>(summary.*count.member));
    for (const SummaryTime &time : summaryTimes) {
        if (summary.*time.member)
            json.insert(time.name, ns(*(summary.*time.member)));
    }
    return json;
}

template<typename List, typename ToRow>
QJsonArray rows(const List &list, ToRow toRow)
{
    QJsonArray json;
    for (const auto &element : list)
        json.append(toRow(element));
    return json;
}

QJsonArray seriesRows(const QList<SecondFigures> &series)
{
    return rows(series, [](const SecondFigures &s) {
        return QJsonArray{s.second,    s.length,   s.calls,   s.succeeded, s.failed, s.rejected,
                          s.cancelled, s.attempts, ns(s.p50), ns(s.p95),   ns(s.p99)};
    });
}

QJsonArray latencyRows(const QList<LatencyBin> &bins)
{
    return rows(bins, [](const LatencyBin &bin) {
        return QJsonArray{ns(bin.from), ns(bin.to), static_cast<qint64>(bin.count)};
    });
}

QJsonObject toJson(const EndpointSnapshot &endpoint)
{
    const auto sample = [](const RuleSample &s) {
        return QJsonArray{ns(s.at),      s.window.results,  s.window.failures,
                          s.window.slow, s.window.capacity, s.window.resultsNeeded};
    };
    const auto health = [](const HealthSpan &s) {
        return QJsonArray{ns(s.begin), ns(s.end), healthName(s.health), s.phase};
    };
    const auto state = [](const StateSpan &s) { return QJsonArray{ns(s.begin), ns(s.end), breakerStateName(s.state)}; };
    const auto change = [](const RecordedChange &r) {
        const StateChange &c = r.change;
        return QJsonArray{ns(r.at),
                          breakerStateName(c.from),
                          breakerStateName(c.to),
                          causes.value(static_cast<int>(c.cause)),
                          c.hasError,
                          errorKindName(c.lastError),
                          c.lastStatus,
                          c.count,
                          c.outOf,
                          c.threshold,
                          ns(c.period),
                          ns(c.at.time_since_epoch()),
                          static_cast<qint64>(c.episode),
                          c.reason()};
    };
    return {{u"name"_s, endpoint.name},
            {u"summary"_s, toJson(endpoint.summary)},
            {u"series"_s, seriesRows(endpoint.seconds)},
            {u"latencies"_s, latencyRows(endpoint.latencies)},
            {u"samples"_s, rows(endpoint.samples, sample)},
            {u"health"_s, rows(endpoint.health, health)},
            {u"states"_s, rows(endpoint.states, state)},
            {u"changes"_s, rows(endpoint.changes, change)},
            {u"changesDropped"_s, static_cast<qint64>(endpoint.changesDropped)}};
}

/// Takes a file apart; remembers the first thing that is wrong.
class Reader
{
public:
    QString error;

    bool fail(const QString &place, const QString &message)
    {
        if (error.isEmpty())
            error = (place.isEmpty() ? u"/"_s : place) + u": "_s + message;
        return false;
    }

    qint64 integer(const QJsonValue &value, const QString &place, qint64 most = SavedRun::LargestCount)
    {
        // Of two readings only one gives back a number that is not whole or does not fit.
        const qint64 number = value.toInteger(0);
        if (!value.isDouble() || number != value.toInteger(1) || number < 0)
            fail(place, u"must be a whole number of at least 0"_s);
        else if (number > most)
            fail(place, u"must be at most %1"_s.arg(most));
        return std::clamp<qint64>(number, 0, most);
    }
    double number(const QJsonValue &value, const QString &place)
    {
        if (!value.isDouble())
            fail(place, u"must be a number"_s);
        return value.toDouble();
    }
    int small(const QJsonValue &value, const QString &place)
    {
        const qint64 number = integer(value, place);
        if (number > std::numeric_limits<int>::max())
            fail(place, u"must be at most %1"_s.arg(std::numeric_limits<int>::max()));
        return static_cast<int>(number);
    }
    Duration time(const QJsonValue &value, const QString &place)
    {
        return Duration(integer(value, place, SavedRun::LongestTime.count()));
    }
    QString text(const QJsonValue &value, const QString &place)
    {
        if (!value.isString())
            fail(place, u"must be a text"_s);
        return value.toString();
    }
    template<typename T>
    T named(const std::optional<T> &value, const QString &place, const QString &what)
    {
        if (!value)
            fail(place, u"must be the name of %1"_s.arg(what));
        return value.value_or(T());
    }

    /// The rows of a table, each of @p columns values, as fromRow(array, place) reads them.
    template<typename List, typename FromRow>
    void table(const QJsonValue &value, const QString &place, qsizetype columns, List &list, FromRow fromRow)
    {
        if (!value.isArray())
            fail(place, u"must be a list of rows"_s);
        const QJsonArray rows = value.toArray();
        list.reserve(rows.size());
        for (qsizetype i = 0; i < rows.size() && error.isEmpty(); ++i) {
            const QString here = place + u'/' + QString::number(i);
            const QJsonArray row = rows[i].toArray();
            if (row.size() != columns)
                fail(here, u"must be a list of %1 values"_s.arg(columns));
            else
                list.push_back(fromRow(row, here));
        }
    }

    RunSummary summary(const QJsonValue &value, const QString &place)
    {
        RunSummary summary;
        summary.calls = static_cast<quint64>(integer(value[u"calls"_s], place + u"/calls"_s));
        summary.offered = static_cast<quint64>(integer(value[u"offered"_s], place + u"/offered"_s));
        for (const SummaryCount &count : summaryCounts)
            summary.*count.member = static_cast<quint64>(integer(value[count.name], place + u'/' + count.name));
        summary.duration = time(value[u"duration"_s], place + u"/duration"_s);
        for (const SummaryCount &count : laterCounts) {
            if (const QJsonValue later = value[count.name]; !later.isUndefined())
                summary.*count.member = static_cast<quint64>(integer(later, place + u'/' + count.name));
        }
        for (const SummaryTime &t : summaryTimes) {
            if (const QJsonValue there = value[t.name]; !there.isUndefined())
                summary.*t.member = time(there, place + u'/' + t.name);
        }
        summary.dropLatenciesOfNoCall();
        return summary;
    }

    QList<SecondFigures> series(const QJsonValue &value, const QString &place)
    {
        QList<SecondFigures> series;
        table(value, place, 11, series, [this](const QJsonArray &row, const QString &here) {
            SecondFigures step;
            int i = 0;
            for (int SecondFigures::*member : {&SecondFigures::second, &SecondFigures::length})
                step.*member = small(row[i++], here);
            for (qint64 SecondFigures::*member :
                 {&SecondFigures::calls, &SecondFigures::succeeded, &SecondFigures::failed, &SecondFigures::rejected,
                  &SecondFigures::cancelled, &SecondFigures::attempts})
                step.*member = integer(row[i++], here);
            for (Duration SecondFigures::*member : {&SecondFigures::p50, &SecondFigures::p95, &SecondFigures::p99})
                step.*member = time(row[i++], here);
            if (step.length < 1)
                fail(here, u"the second value, the length, must be at least 1"_s);
            if (step.length > std::numeric_limits<int>::max() - step.second)
                fail(here, u"must not end after second %1"_s.arg(std::numeric_limits<int>::max()));
            return step;
        });
        return series;
    }

    /// Absent in files of version 0.1: no distribution is known.
    QList<LatencyBin> latencies(const QJsonValue &value, const QString &place)
    {
        QList<LatencyBin> bins;
        if (value.isUndefined())
            return bins;
        table(value, place, 3, bins, [&](const QJsonArray &row, const QString &here) {
            const LatencyBin bin{time(row[0], here), time(row[1], here), static_cast<quint64>(integer(row[2], here))};
            if (bin.to <= bin.from)
                fail(here, u"the second value, where the range ends, must be greater than the first"_s);
            else if (!bins.isEmpty() && bin.from < bins.last().to)
                fail(here, u"must begin where the range before it ends, or later"_s);
            return bin;
        });
        return bins;
    }

    EndpointSnapshot endpoint(const QJsonValue &value, const QString &place)
    {
        EndpointSnapshot endpoint;
        endpoint.name = text(value[u"name"_s], place + u"/name"_s);
        endpoint.summary = summary(value[u"summary"_s], place + u"/summary"_s);
        endpoint.seconds = series(value[u"series"_s], place + u"/series"_s);
        endpoint.latencies = latencies(value[u"latencies"_s], place + u"/latencies"_s);
        endpoint.changesDropped = static_cast<quint64>(
            integer(value[u"changesDropped"_s], place + u"/changesDropped"_s));
        table(value[u"samples"_s], place + u"/samples"_s, 6, endpoint.samples,
              [this](const QJsonArray &row, const QString &here) {
                  return RuleSample{time(row[0], here),
                                    {small(row[1], here), small(row[2], here), small(row[3], here), small(row[4], here),
                                     small(row[5], here)}};
              });
        table(value[u"health"_s], place + u"/health"_s, 4, endpoint.health,
              [this](const QJsonArray &row, const QString &here) {
                  return HealthSpan{time(row[0], here), time(row[1], here),
                                    named(healthFromName(row[2].toString()), here, u"a health"_s), text(row[3], here)};
              });
        table(value[u"states"_s], place + u"/states"_s, 3, endpoint.states,
              [this](const QJsonArray &row, const QString &here) {
                  return StateSpan{time(row[0], here), time(row[1], here), state(row[2], here)};
              });
        table(value[u"changes"_s], place + u"/changes"_s, 14, endpoint.changes,
              [this](const QJsonArray &row, const QString &here) { return change(row, here); });
        return endpoint;
    }

    RecordedCall call(const QJsonArray &row, const QString &here, qsizetype endpoints)
    {
        RecordedCall call;
        call.endpoint = small(row[0], here);
        if (call.endpoint >= endpoints)
            fail(here, u"the first value must be the number of an endpoint, from 0"_s);
        call.number = static_cast<quint64>(integer(row[1], here));
        call.due = time(row[2], here);
        call.latency = time(row[3], here);
        call.ending = named(Ending::fromText(row[4].toString()), here, u"an outcome"_s);
        table(row[5], here + u"/5"_s, 3, call.attempts, [this](const QJsonArray &attempt, const QString &place) {
            RecordedAttempt read{time(attempt[0], place), time(attempt[1], place), {}};
            if (!attempt[2].isNull())
                read.ending = named(Ending::fromText(attempt[2].toString()), place, u"an outcome"_s);
            return read;
        });
        return call;
    }

private:
    BreakerState state(const QJsonValue &value, const QString &place)
    {
        return named(breakerStateFromName(value.toString()), place, u"a breaker's state"_s);
    }

    RecordedChange change(const QJsonArray &row, const QString &here)
    {
        RecordedChange recorded;
        StateChange &change = recorded.change;
        recorded.at = time(row[0], here);
        change.from = state(row[1], here);
        change.to = state(row[2], here);
        const qsizetype cause = causes.indexOf(row[3].toString());
        if (cause < 0)
            fail(here, u"must name a cause: one of %1"_s.arg(causes.join(u", "_s)));
        change.cause = static_cast<StateChange::Cause>(std::max<qsizetype>(cause, 0));
        change.hasError = row[4].toBool();
        change.lastError = named(errorKindFromName(row[5].toString()), here, u"an error kind"_s);
        change.lastStatus = small(row[6], here);
        change.count = small(row[7], here);
        change.outOf = small(row[8], here);
        change.threshold = number(row[9], here);
        change.period = time(row[10], here);
        change.at = TimePoint(time(row[11], here));
        change.episode = static_cast<quint64>(integer(row[12], here));
        return recorded;
    }
};

QByteArray textOf(const RecordedCall &call)
{
    QByteArray text = '[' + QByteArray::number(call.endpoint) + ',' + QByteArray::number(call.number) + ','
        + QByteArray::number(qint64(call.due.count())) + ',' + QByteArray::number(qint64(call.latency.count())) + ",\""
        + call.ending.text().toLatin1() + "\",[";
    for (const RecordedAttempt &attempt : call.attempts) {
        if (!text.endsWith('['))
            text += ',';
        text += '[' + QByteArray::number(qint64(attempt.start.count())) + ','
            + QByteArray::number(qint64(attempt.took.count())) + ','
            + (attempt.ending ? '"' + attempt.ending->text().toLatin1() + '"' : QByteArray("null")) + ']';
    }
    return text + "]]";
}

} // namespace

QByteArray SavedRun::toText() const
{
    QJsonObject json{{u"format"_s, Format},
                     {u"program"_s, program},
                     {u"mode"_s, mode},
                     {u"duration"_s, ns(snapshot.now)},
                     {u"finished"_s, snapshot.isFinished},
                     {u"scenario"_s, scenario},
                     {u"summary"_s, toJson(snapshot.summary)},
                     {u"series"_s, seriesRows(snapshot.seconds)},
                     {u"latencies"_s, latencyRows(snapshot.latencies)},
                     {u"endpoints"_s, rows(snapshot.endpoints, [](const EndpointSnapshot &e) { return toJson(e); })},
                     {u"callsDropped"_s, static_cast<qint64>(callsDropped)}};
    if (seed)
        json.insert(u"seed"_s, static_cast<qint64>(*seed));
    // The calls, which are many, are written straight into the text.
    QByteArray text = QJsonDocument(json).toJson(QJsonDocument::Compact);
    text.chop(1);
    text += ",\"calls\":[";
    for (const RecordedCall &call : calls)
        text += (text.endsWith('[') ? "\n" : ",\n") + textOf(call);
    return text + "\n]}\n";
}

Expected<SavedRun, QString> SavedRun::fromText(const QByteArray &text)
{
    const auto parsed = JsonText::parse(text);
    if (!parsed)
        return Unexpected{parsed.error().describe()};
    if (!parsed->duplicates().isEmpty())
        return Unexpected{parsed->duplicates().first().describe()};
    const QJsonObject json = parsed->value().toObject();
    if (const QString format = json[u"format"_s].toString(); format != Format) {
        return Unexpected{
            format.startsWith("fuseboard-run/"_L1)
                ? u"/format: %1 was written by a newer version of this program, which reads %2"_s.arg(format, Format)
                : u"/format: must be \"%1\": this is no saved run"_s.arg(Format)};
    }

    Reader reader;
    SavedRun run;
    run.program = reader.text(json[u"program"_s], u"/program"_s);
    run.mode = reader.text(json[u"mode"_s], u"/mode"_s);
    if (const QJsonValue seed = json[u"seed"_s]; !seed.isUndefined())
        run.seed = static_cast<quint64>(reader.integer(seed, u"/seed"_s));
    run.scenario = json[u"scenario"_s].toObject();
    run.callsDropped = static_cast<quint64>(reader.integer(json[u"callsDropped"_s], u"/callsDropped"_s));
    RunSnapshot &snapshot = run.snapshot;
    snapshot.now = reader.time(json[u"duration"_s], u"/duration"_s);
    snapshot.isFinished = json[u"finished"_s].toBool(true);
    snapshot.summary = reader.summary(json[u"summary"_s], u"/summary"_s);
    snapshot.seconds = reader.series(json[u"series"_s], u"/series"_s);
    snapshot.latencies = reader.latencies(json[u"latencies"_s], u"/latencies"_s);
    const QJsonArray endpoints = json[u"endpoints"_s].toArray();
    if (endpoints.isEmpty())
        reader.fail(u"/endpoints"_s, u"must be a list of at least one endpoint"_s);
    for (qsizetype i = 0; i < endpoints.size(); ++i)
        snapshot.endpoints.append(reader.endpoint(endpoints[i], u"/endpoints/%1"_s.arg(i)));
    reader.table(json[u"calls"_s], u"/calls"_s, 6, run.calls,
                 [&](const QJsonArray &row, const QString &here) { return reader.call(row, here, endpoints.size()); });
    if (!reader.error.isEmpty())
        return Unexpected{reader.error};
    return run;
}

} // namespace Fuseboard
