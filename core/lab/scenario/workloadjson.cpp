// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/workloadjson.h"

#include "lab/scenario/jsonfields.h"
#include "resilience/base/durationtext.h"

#include <QStringList>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

struct ArrivalsWriter
{
    QJsonObject operator()(const ConstantArrivals &load) const
    {
        return {{u"kind"_s, u"constant"_s}, {u"rate"_s, load.rate}};
    }
    QJsonObject operator()(const PoissonArrivals &load) const
    {
        return {{u"kind"_s, u"poisson"_s}, {u"rate"_s, load.rate}};
    }
    QJsonObject operator()(const RampArrivals &load) const
    {
        return {{u"kind"_s, u"ramp"_s}, {u"from"_s, load.from}, {u"to"_s, load.to}};
    }
    QJsonObject operator()(const BurstArrivals &load) const
    {
        return {{u"kind"_s, u"burst"_s},
                {u"rate"_s, load.rate},
                {u"burstRate"_s, load.burstRate},
                {u"every"_s, formatDuration(load.every)},
                {u"for"_s, formatDuration(load.length)}};
    }
    QJsonObject operator()(const ClosedArrivals &load) const
    {
        return {{u"kind"_s, u"closed"_s}, {u"users"_s, load.users}, {u"thinkTime"_s, formatDuration(load.thinkTime)}};
    }
};

// Reads the fields of one kind.
struct ArrivalsFields
{
    JsonReader &reader;

    void operator()(ConstantArrivals &load) const { reader.read(u"rate"_s, load.rate); }
    void operator()(PoissonArrivals &load) const { reader.read(u"rate"_s, load.rate); }
    void operator()(RampArrivals &load) const
    {
        reader.read(u"from"_s, load.from);
        reader.read(u"to"_s, load.to);
    }
    void operator()(BurstArrivals &load) const
    {
        reader.read(u"rate"_s, load.rate);
        reader.read(u"burstRate"_s, load.burstRate);
        reader.read(u"every"_s, load.every);
        reader.read(u"for"_s, load.length);
    }
    void operator()(ClosedArrivals &load) const
    {
        reader.read(u"users"_s, load.users);
        reader.read(u"thinkTime"_s, load.thinkTime);
    }
};

void readArrivals(const QJsonObject &json, const QString &path, ArrivalsConfig &arrivals, ConfigIssues &issues)
{
    static const QStringList kinds{u"constant"_s, u"poisson"_s, u"ramp"_s, u"burst"_s, u"closed"_s};
    static const QList<ArrivalsConfig> defaults{ConstantArrivals(), PoissonArrivals(), RampArrivals(), BurstArrivals(),
                                                ClosedArrivals()};
    JsonReader reader(json, path, issues);
    int kind = -1;
    requireField(reader, u"kind"_s, u"one of \"%1\""_s.arg(kinds.join(u"\", \""_s)));
    reader.readWord(u"kind"_s, kinds, kind);
    if (kind < 0)
        return; // which other fields they may have is not known
    arrivals = defaults[kind];
    std::visit(ArrivalsFields{reader}, arrivals);
    reader.finish();
}

} // namespace

QJsonObject workloadToJson(const WorkloadConfig &workload)
{
    QJsonObject json{{u"endpoint"_s, workload.endpoint},
                     {u"arrivals"_s, std::visit(ArrivalsWriter(), workload.arrivals)}};
    if (workload.start != Duration::zero())
        json.insert(u"start"_s, formatDuration(workload.start));
    if (workload.length)
        json.insert(u"for"_s, formatDuration(*workload.length));
    return json;
}

WorkloadConfig workloadFromJson(const QJsonObject &json, const QString &path, ConfigIssues &issues)
{
    WorkloadConfig workload;
    JsonReader reader(json, path, issues);
    requireField(reader, u"endpoint"_s, u"the name of an endpoint"_s);
    reader.read(u"endpoint"_s, workload.endpoint);
    requireField(reader, u"arrivals"_s, u"an object such as {\"kind\": \"poisson\", \"rate\": 50}"_s);
    if (reader.value(u"arrivals"_s).isNull())
        reader.addIssue(u"arrivals"_s, u"must be an object, not null"_s);
    if (const auto arrivals = reader.object(u"arrivals"_s))
        readArrivals(*arrivals, reader.fieldPath(u"arrivals"_s), workload.arrivals, issues);
    reader.read(u"start"_s, workload.start);
    reader.read(u"for"_s, workload.length);
    reader.finish();
    return workload;
}

} // namespace Fuseboard
