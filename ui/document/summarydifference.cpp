// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/summarydifference.h"

#include "theme/figures.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("SummaryDifference", text);
}

struct Wording
{
    QLatin1StringView name;
    int good; ///< 1: more is better, -1: less is, 0: neither
    const char *label;
    const char *meaning;
};

constexpr Wording Wordings[] = {
    {"calls"_L1, 0, QT_TR_NOOP("Calls"), QT_TR_NOOP("Calls that have ended, however they did")},
    {"succeeded"_L1, 1, QT_TR_NOOP("Succeeded"), QT_TR_NOOP("Calls that succeeded, retries included")},
    {"failed"_L1, -1, QT_TR_NOOP("Failed"), QT_TR_NOOP("Calls that were sent, and failed for good")},
    {"rejected"_L1, 0, QT_TR_NOOP("Rejected"),
     QT_TR_NOOP("Calls that the breaker did not let through; nothing was sent for them")},
    {"cancelled"_L1, 0, QT_TR_NOOP("Cancelled"),
     QT_TR_NOOP("Calls without a time limit that got no answer until the end of the run, and calls that their caller "
                "gave up")},
    {"attempts"_L1, -1, QT_TR_NOOP("Attempts"), QT_TR_NOOP("Requests that were sent, retries included")},
    {"amplification"_L1, -1, QT_TR_NOOP("Amplification"),
     QT_TR_NOOP("Attempts for each call that was let through: what retries add to the load")},
    {"successRate"_L1, 1, QT_TR_NOOP("Success rate"), QT_TR_NOOP("Calls that succeeded among all calls")},
    {"wastedAttempts"_L1, -1, QT_TR_NOOP("Wasted attempts"),
     QT_TR_NOOP("Attempts that began while the endpoint was down")},
    {"falseRejections"_L1, -1, QT_TR_NOOP("False rejections"),
     QT_TR_NOOP("Calls that were rejected while the endpoint was healthy")},
    {"detectTime"_L1, -1, QT_TR_NOOP("Detect time"),
     QT_TR_NOOP("From the first moment of an outage to the breaker's first opening, on average")},
    {"recoverTime"_L1, -1, QT_TR_NOOP("Recover time"),
     QT_TR_NOOP("From the end of an outage to the breaker closed again, on average")},
    {"opens"_L1, 0, QT_TR_NOOP("Opens"), QT_TR_NOOP("How often a breaker opened")},
    {"flaps"_L1, -1, QT_TR_NOOP("Flaps"), QT_TR_NOOP("How often one opened again within 10 s of closing")},
    {"latencyP50"_L1, -1, QT_TR_NOOP("Latency p50"),
     QT_TR_NOOP("Half of the calls were done in this time, from when each was due; rejected ones left out")},
    {"latencyP95"_L1, -1, QT_TR_NOOP("Latency p95"), QT_TR_NOOP("95 of 100 calls were done in this time")},
    {"latencyP99"_L1, -1, QT_TR_NOOP("Latency p99"), QT_TR_NOOP("99 of 100 calls were done in this time")},
    {"latencyMax"_L1, -1, QT_TR_NOOP("Latency max"), QT_TR_NOOP("The slowest call")},
    {"offeredRate"_L1, 0, QT_TR_NOOP("Offered rate"), QT_TR_NOOP("Calls a second that were due")},
    {"achievedRate"_L1, 1, QT_TR_NOOP("Achieved rate"),
     QT_TR_NOOP("Calls a second that ended with a success or a failure")},
    {"late"_L1, -1, QT_TR_NOOP("Late starts"),
     QT_TR_NOOP("Calls that this program made more than 10 ms after they were due: a sign of a busy machine")},
    {"queued"_L1, -1, QT_TR_NOOP("Waited for a connection"),
     QT_TR_NOOP("Attempts that waited more than 10 ms in the client for a connection")},
    {"cutOff"_L1, 0, QT_TR_NOOP("Cut off"),
     QT_TR_NOOP(
         "Calls that this program ended with the run, before they could end by themselves; they are in no rate")},
};

const Wording *wordingOf(const QString &name)
{
    const auto *found = std::ranges::find_if(Wordings, [&](const Wording &wording) { return wording.name == name; });
    return found == std::end(Wordings) ? nullptr : found;
}

bool isPerSecond(const SummaryFigure &figure)
{
    return figure.name == "offeredRate"_L1 || figure.name == "achievedRate"_L1;
}

bool isShare(const SummaryFigure &figure)
{
    return figure.name == "successRate"_L1;
}

QString signedText(double difference, const QString &size)
{
    return (difference < 0 ? QStringLiteral("−") : QStringLiteral("+")) + size;
}

/// "340 more" or "12 fewer".
QString moreOrFewer(qint64 difference)
{
    return (difference > 0 ? tr("%1 more") : tr("%1 fewer")).arg(countText(quint64(std::abs(difference))));
}

qint64 difference(quint64 before, quint64 now)
{
    return qint64(now) - qint64(before);
}

QString calls(qint64 difference, const char *one, const char *many)
{
    return std::abs(difference) == 1 ? tr(one) : tr(many);
}

constexpr double LeastShareOfTime = 0.05;
constexpr double StandardErrors = 2;
constexpr double LeastPoints = 0.0005; // of a rate: less reads as 0.0 points

bool isTelling(Duration before, Duration now)
{
    const Duration by = before > now ? before - now : now - before;
    return by >= std::chrono::milliseconds(1)
        && double(by.count()) >= LeastShareOfTime * double(std::max(before, now).count());
}

/// Of two counts that came about by chance, as calls do.
bool isTelling(quint64 before, quint64 now)
{
    return std::abs(double(now) - double(before)) > StandardErrors * std::sqrt(double(before) + double(now));
}

bool isTellingRate(const RunSummary &before, const RunSummary &now)
{
    const auto variance = [](const RunSummary &summary) {
        const double rate = summary.successRate();
        return summary.calls > 0 ? rate * (1 - rate) / double(summary.calls) : 0.0;
    };
    const double by = std::abs(now.successRate() - before.successRate());
    return by >= LeastPoints && by > StandardErrors * std::sqrt(variance(before) + variance(now));
}

void addTime(QStringList &texts, std::optional<Duration> before, std::optional<Duration> now, const QString &sooner,
             const QString &later, const QString &gained, const QString &lost)
{
    if (before && now) {
        if (isTelling(*before, *now))
            texts.append((*now < *before ? sooner : later)
                             .arg(durationFigure(*now < *before ? *before - *now : *now - *before).text()));
    } else if (now) {
        texts.append(gained);
    } else if (before) {
        texts.append(lost);
    }
}

} // namespace

Trend trendOf(const SummaryFigure &before, const SummaryFigure &now)
{
    // What reads the same is the same.
    if (figureValueText(before) == figureValueText(now))
        return Trend::Same;
    if (before.value.has_value() != now.value.has_value())
        return now.value ? Trend::Better : Trend::Worse;
    const Wording *wording = wordingOf(now.name);
    if (wording == nullptr || wording->good == 0)
        return Trend::Other;
    return (*now.value > *before.value) == (wording->good > 0) ? Trend::Better : Trend::Worse;
}

QString trendText(Trend trend)
{
    switch (trend) {
    case Trend::Same:
        return tr("same");
    case Trend::Better:
        return tr("better");
    case Trend::Worse:
        return tr("worse");
    case Trend::Other:
        break;
    }
    return tr("changed");
}

QString figureLabel(const QString &name)
{
    const Wording *wording = wordingOf(name);
    return wording != nullptr ? tr(wording->label) : name;
}

QString figureMeaning(const QString &name)
{
    const Wording *wording = wordingOf(name);
    return wording != nullptr ? tr(wording->meaning) : QString();
}

QString figureValueText(const SummaryFigure &figure)
{
    if (!figure.value)
        return QStringLiteral("–");
    switch (figure.unit) {
    case SummaryFigure::Unit::Count:
        return countText(quint64(*figure.value));
    case SummaryFigure::Unit::Time:
        return durationFigure(Duration(std::llround(*figure.value))).text();
    case SummaryFigure::Unit::Ratio:
        break;
    }
    if (isPerSecond(figure))
        return tr("%1 /s").arg(ratioText(*figure.value));
    return isShare(figure) ? percentFigure(*figure.value).text() : ratioText(*figure.value);
}

QString figureChangeText(const SummaryFigure &before, const SummaryFigure &now)
{
    if (!before.value || !now.value || figureValueText(before) == figureValueText(now))
        return {};
    const double by = *now.value - *before.value;
    switch (now.unit) {
    case SummaryFigure::Unit::Count:
        return signedText(by, countText(quint64(std::abs(by))));
    case SummaryFigure::Unit::Time:
        return signedText(by, durationFigure(Duration(std::llround(std::abs(by)))).text());
    case SummaryFigure::Unit::Ratio:
        break;
    }
    if (isShare(now))
        return signedText(by, tr("%1 points").arg(QString::number(std::abs(by) * 100, 'f', 1)));
    // Of the values as they are shown: "1.18" and "1.19" are 0.01 apart, whatever was rounded away.
    const double shown = std::round(*now.value * 100) - std::round(*before.value * 100);
    const QString size = ratioText(std::abs(shown) / 100);
    return signedText(by, isPerSecond(now) ? tr("%1 /s").arg(size) : size);
}

QStringList differenceTexts(const RunSummary &before, const RunSummary &now)
{
    QStringList texts;
    if (isTellingRate(before, now)) {
        const double points = (now.successRate() - before.successRate()) * 100;
        texts.append((points > 0 ? tr("%1 points more calls succeed") : tr("%1 points fewer calls succeed"))
                         .arg(QString::number(std::abs(points), 'f', 1)));
    }
    const qint64 healthy = difference(before.falseRejections, now.falseRejections);
    const bool isHealthyTelling = isTelling(before.falseRejections, now.falseRejections);
    if (isTelling(before.rejected, now.rejected)) {
        const qint64 by = difference(before.rejected, now.rejected);
        QString text = tr("rejects %1 %2").arg(moreOrFewer(by), calls(by, QT_TR_NOOP("call"), QT_TR_NOOP("calls")));
        if (isHealthyTelling)
            text += tr(" (%1 while healthy)").arg(moreOrFewer(healthy));
        texts.append(text);
    } else if (isHealthyTelling) {
        texts.append(tr("rejects %1 %2 while healthy")
                         .arg(moreOrFewer(healthy), calls(healthy, QT_TR_NOOP("call"), QT_TR_NOOP("calls"))));
    }
    addTime(texts, before.detectTime, now.detectTime, tr("detects %1 sooner"), tr("detects %1 later"),
            tr("detects the outage now"), tr("no longer detects the outage"));
    addTime(texts, before.recoverTime, now.recoverTime, tr("recovers %1 sooner"), tr("recovers %1 later"),
            tr("recovers now"), tr("no longer recovers"));
    if (isTelling(before.attempts, now.attempts)) {
        const qint64 by = difference(before.attempts, now.attempts);
        QString text = tr("sends %1 %2").arg(moreOrFewer(by), calls(by, QT_TR_NOOP("attempt"), QT_TR_NOOP("attempts")));
        if (isTelling(before.wastedAttempts, now.wastedAttempts))
            text += tr(" (%1 during outages)").arg(moreOrFewer(difference(before.wastedAttempts, now.wastedAttempts)));
        texts.append(text);
    } else if (isTelling(before.wastedAttempts, now.wastedAttempts)) {
        const qint64 by = difference(before.wastedAttempts, now.wastedAttempts);
        texts.append(tr("sends %1 %2 during outages")
                         .arg(moreOrFewer(by), calls(by, QT_TR_NOOP("attempt"), QT_TR_NOOP("attempts"))));
    }
    if (before.latencyP99 && now.latencyP99 && isTelling(*before.latencyP99, *now.latencyP99))
        texts.append((*now.latencyP99 < *before.latencyP99 ? tr("p99 %1 shorter") : tr("p99 %1 longer"))
                         .arg(durationFigure(std::chrono::abs(*now.latencyP99 - *before.latencyP99)).text()));
    if (isTelling(before.flaps, now.flaps)) {
        const qint64 by = difference(before.flaps, now.flaps);
        texts.append(tr("flaps %1 %2").arg(moreOrFewer(by), calls(by, QT_TR_NOOP("time"), QT_TR_NOOP("times"))));
    }
    return texts;
}

bool differAtAll(const RunSummary &before, const RunSummary &now)
{
    const auto figures = [](const RunSummary &s) {
        return std::tuple(s.succeeded, s.failed, s.rejected, s.falseRejections, s.detectTime, s.recoverTime, s.attempts,
                          s.wastedAttempts, s.latencyP99, s.flaps);
    };
    return figures(before) != figures(now);
}

} // namespace Fuseboard
