// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/runsummary.h"

#include "resilience/base/durationtext.h"

#include <algorithm>
#include <cmath>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

// The next larger power of ten, and what is rounded up from here, does not fit into 64 bits.
constexpr double LargestWhole = 9e18;

} // namespace

qint64 wholeNumber(double value)
{
    return std::isnan(value) ? 0 : std::llround(std::clamp(value, -LargestWhole, LargestWhole));
}

Duration wholeDuration(double nanoseconds)
{
    return Duration(wholeNumber(nanoseconds));
}

QString measuredText(Duration duration)
{
    duration = std::min(duration, wholeDuration(LargestWhole));
    qint64 unit = 1;
    while (duration.count() / unit >= 10'000)
        unit *= 10;
    return formatDuration(Duration((duration.count() + unit / 2) / unit * unit));
}

QString exactText(Duration duration)
{
    // Millions of nanoseconds are shorter, and no text for people.
    constexpr qsizetype readable = 7;
    QString text = formatDuration(duration);
    const qint64 unit = duration >= std::chrono::seconds(1) ? 1'000'000'000
        : duration >= std::chrono::milliseconds(1)          ? 1'000'000
                                                            : 1000;
    if (text.size() <= readable || duration < Duration(unit))
        return text;
    QString decimals = QString::number(duration.count() % unit + unit).sliced(1);
    while (decimals.endsWith(u'0'))
        decimals.chop(1);
    text = QString::number(duration.count() / unit) + (decimals.isEmpty() ? QString() : u'.' + decimals);
    return text + (unit == 1000 ? u"us"_s : unit == 1'000'000 ? u"ms"_s : u"s"_s);
}

QJsonValue SummaryFigure::toJson() const
{
    if (!value)
        return QJsonValue::Null;
    switch (unit) {
    case Unit::Count:
        return wholeNumber(*value);
    case Unit::Ratio:
        return *value;
    case Unit::Time:
        break;
    }
    return exactText(wholeDuration(*value));
}

QString SummaryFigure::text() const
{
    if (!value)
        return u"none"_s;
    return unit == Unit::Time ? measuredText(wholeDuration(*value)) : toJson().toVariant().toString();
}

QList<SummaryFigure> RunSummary::figures() const
{
    using Unit = SummaryFigure::Unit;
    const auto count = [](const QString &name, quint64 value) {
        return SummaryFigure{name, Unit::Count, double(value)};
    };
    const auto time = [](const QString &name, std::optional<Duration> value) {
        return SummaryFigure{name, Unit::Time, value ? std::optional(double(value->count())) : std::nullopt};
    };
    return {
        count(u"calls"_s, calls),
        count(u"succeeded"_s, succeeded),
        count(u"failed"_s, failed),
        count(u"rejected"_s, rejected),
        count(u"cancelled"_s, cancelled),
        count(u"attempts"_s, attempts),
        {u"amplification"_s, Unit::Ratio, amplification()},
        {u"successRate"_s, Unit::Ratio, calls > 0 ? std::optional(successRate()) : std::nullopt},
        count(u"wastedAttempts"_s, wastedAttempts),
        count(u"falseRejections"_s, falseRejections),
        time(u"detectTime"_s, detectTime),
        time(u"recoverTime"_s, recoverTime),
        count(u"opens"_s, opens),
        count(u"flaps"_s, flaps),
        time(u"latencyP50"_s, latencyP50),
        time(u"latencyP95"_s, latencyP95),
        time(u"latencyP99"_s, latencyP99),
        time(u"latencyMax"_s, latencyMax),
        {u"offeredRate"_s, Unit::Ratio, offeredRate()},
        {u"achievedRate"_s, Unit::Ratio, achievedRate()},
        count(u"late"_s, late),
        count(u"queued"_s, queued),
        count(u"cutOff"_s, cutOff),
    };
}

void RunSummary::dropLatenciesOfNoCall()
{
    if (succeeded + failed == 0 && latencyMax == Duration::zero())
        latencyP50 = latencyP95 = latencyP99 = latencyMax = {};
}

QJsonObject RunSummary::toJson() const
{
    QJsonObject json;
    const QList<SummaryFigure> all = figures();
    for (const SummaryFigure &figure : all)
        json.insert(figure.name, figure.toJson());
    return json;
}

} // namespace Fuseboard
