// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/whytext.h"

#include "panels/callmarks.h"
#include "theme/figures.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <deque>

namespace Fuseboard {

namespace {

using Cause = StateChange::Cause;

QString tr(const char *text)
{
    return QCoreApplication::translate("WhyText", text);
}

/// Four figures, so that what is just below a threshold does not look like it; its sign stays on the same line.
QString percent(double share)
{
    return QString::number(share * 100, 'g', 4) + QChar(QChar::Nbsp) + u'%';
}

QString percent(int part, int of)
{
    return percent(of > 0 ? double(part) / of : 0.0);
}

QString number(int count)
{
    return countText(quint64(std::max(0, count)));
}

QString failures(int count)
{
    return count == 1 ? tr("1 failure") : tr("%1 failures").arg(number(count));
}

QString results(int count)
{
    return count == 1 ? tr("1 result") : tr("%1 results").arg(number(count));
}

QString trials(int count)
{
    return count == 1 ? tr("1 trial call") : tr("%1 trial calls").arg(number(count));
}

QString lengthText(Duration length)
{
    return durationFieldText(length);
}

const TimeWindowConfig *timeOf(const CircuitBreakerConfig &breaker)
{
    return breaker.timeWindow();
}

/// "26 of the last 50 results", "26 of 50 results within 10 s".
QString partOfWindow(int part, int of, const CircuitBreakerConfig &breaker)
{
    if (const TimeWindowConfig *const time = timeOf(breaker))
        return tr("%1 of %2 within %3").arg(number(part), results(of), lengthText(time->length));
    return of == 1 ? tr("the last result") : tr("%1 of the last %2").arg(number(part), results(of));
}

QString lastError(const StateChange &change)
{
    if (!change.hasError)
        return tr("What tipped it was a success.");
    return tr("What tipped it: %1.").arg(endingWords(Ending::failure(change.lastError, change.lastStatus)));
}

/// "It opens at 50 % of at least 20 results."
QString rateRule(double threshold, const QString &what, const WindowFigures &figures)
{
    return figures.resultsNeeded > 1
        ? tr("It opens at %1 %2, of at least %3.").arg(percent(threshold), what, results(figures.resultsNeeded))
        : tr("It opens at %1 %2.").arg(percent(threshold), what);
}

QString passedOver(const RuleWindow &window, const CircuitBreakerConfig &breaker)
{
    if (window.passedOver == 0 || breaker.rule != TripRule::FailureCount)
        return {};
    return window.passedOver == 1
        ? tr("1 success since it closed takes nothing away.")
        : tr("%1 successes since it closed take nothing away.").arg(number(window.passedOver));
}

QString excluded(const RuleWindow &window)
{
    if (window.excluded == 0)
        return {};
    return window.excluded == 1
        ? tr("1 more result counts for nothing: an error that the policy leaves out.")
        : tr("%1 more results count for nothing: errors that the policy leaves out.").arg(number(window.excluded));
}

QString missing(const RuleWindow &window)
{
    return window.isWhole ? QString() : tr("Older results are not recorded any more; it may have seen more than this.");
}

QString sentences(QStringList list)
{
    list.removeAll(QString());
    return list.join(u' ');
}

QString opened(const StateChange &change)
{
    if (change.from == BreakerState::MetricsOnly)
        return tr("Would have opened");
    return change.from == BreakerState::HalfOpen ? tr("Open again") : tr("Opened");
}

/// A rate's verdict, by failures or by slow calls.
WhyText rateVerdict(const StateChange &change, const RuleWindow &window, const CircuitBreakerConfig &breaker)
{
    const bool isSlow = change.cause == Cause::SlowCallRate;
    const bool isTrial = change.from == BreakerState::HalfOpen;
    const QString part = isTrial ? tr("%1 of %2").arg(number(change.count), trials(change.outOf))
                                 : partOfWindow(change.count, change.outOf, breaker);
    const bool isOne = change.outOf == 1 && !isTrial && timeOf(breaker) == nullptr;
    const QString verb = !isSlow ? tr("failed") : change.count == 1 || isOne ? tr("was slow") : tr("were slow");
    const QString slow = isSlow && breaker.slowCallDuration
        ? tr("Slow is what takes longer than %1.").arg(lengthText(*breaker.slowCallDuration))
        : QString();
    return {QStringLiteral("%1: %2 %3").arg(opened(change), part, verb),
            sentences({tr("That is %1.").arg(percent(change.count, change.outOf)),
                       rateRule(change.threshold, isSlow ? tr("slow") : tr("failed"), window.figures), slow,
                       lastError(change), isTrial ? QString() : excluded(window)})};
}

WhyText stillClosed(const RuleWindow &window, const CircuitBreakerConfig &breaker)
{
    const WindowFigures &f = window.figures;
    const TimeWindowConfig *const time = timeOf(breaker);
    const QString no = window.state == BreakerState::MetricsOnly ? tr("Would not have opened") : tr("Did not open");

    if (breaker.rule != TripRule::FailureRate) {
        const bool isInARow = breaker.rule == TripRule::ConsecutiveFailures;
        const QString where = isInARow ? tr("in a row")
            : time                     ? tr("within %1").arg(lengthText(time->length))
                                       : tr("since it closed");
        const QString found = f.failures == 0 ? tr("no failure") : failures(f.failures);
        const int left = std::max(1, breaker.failureThreshold - f.failures);
        QString more = left == 1 ? tr("1 more opens it") : tr("%1 more open it").arg(number(left));
        if (isInARow)
            more += left == 1 ? QString() : tr(", if no success comes between them");
        else if (time)
            more += tr(", if they come before the old ones leave the window");
        return {tr("%1: %2 %3, it opens at %4").arg(no, found, where, number(breaker.failureThreshold)),
                sentences({more + u'.', passedOver(window, breaker), excluded(window), missing(window)})};
    }

    QString slow;
    if (breaker.slowCallDuration && f.results > 0) {
        slow = tr("%1 of %2 took longer than %3: %4, it opens at %5.")
                   .arg(number(f.slow), number(f.results), lengthText(*breaker.slowCallDuration),
                        percent(f.slow, f.results), percent(breaker.slowCallRateThreshold));
    }
    if (f.results < f.resultsNeeded) {
        const int left = f.resultsNeeded - f.results;
        const QString found = f.results == 0 ? tr("no result") : tr("only %1").arg(results(f.results));
        const QString failed = f.results == 0 ? QString() : tr("%1 of them failed.").arg(number(f.failures));
        const QString more = left == 1 ? tr("With 1 more it decides, and opens at %1 failed.")
                                       : tr("With %2 more it decides, and opens at %1 failed.");
        return {tr("%1: %2%3, no verdict below %4")
                    .arg(no, found, time ? tr(" within %1").arg(lengthText(time->length)) : QString(),
                         number(f.resultsNeeded)),
                sentences({failed,
                           left == 1 ? more.arg(percent(breaker.failureRateThreshold))
                                     : more.arg(percent(breaker.failureRateThreshold), number(left)),
                           slow, excluded(window), missing(window)})};
    }
    const auto left = failuresToOpen(window, breaker);
    QString more = tr("No failure opens it as long as a success is in the window.");
    if (left)
        more = *left == 1 ? tr("1 more failure opens it.")
                          : tr("%1 failures in a row would open it.").arg(number(*left));
    return {tr("%1: %2 of %3 failed%4: %5, it opens at %6")
                .arg(no, number(f.failures), results(f.results),
                     time ? tr(" within %1").arg(lengthText(time->length)) : QString(), percent(f.failures, f.results),
                     percent(breaker.failureRateThreshold)),
            sentences({more, slow, excluded(window), missing(window)})};
}

} // namespace

WhyText whyChanged(const StateChange &change, const RuleWindow &window, const CircuitBreakerConfig &breaker)
{
    switch (change.cause) {
    case Cause::FailureCount: {
        const TimeWindowConfig *const time = timeOf(breaker);
        return {
            QStringLiteral("%1: %2 %3")
                .arg(opened(change), failures(change.count),
                     time && change.outOf > 0 ? tr("within %1").arg(lengthText(time->length)) : tr("since it closed")),
            sentences({tr("It opens at %1.").arg(number(int(change.threshold))), lastError(change),
                       passedOver(window, breaker), excluded(window)})};
    }
    case Cause::ConsecutiveFailures:
        return {
            tr("%1: %2 in a row").arg(opened(change), failures(change.count)),
            sentences(
                {tr("It opens at %1; a success would have set the count to zero.").arg(number(int(change.threshold))),
                 lastError(change), excluded(window)})};
    case Cause::FailureRate:
    case Cause::SlowCallRate:
        return rateVerdict(change, window, breaker);
    case Cause::RecoveryTimeOver:
        return {tr("Half-open: the open period of %1 was over").arg(durationFigure(change.period).text()),
                sentences(
                    {breaker.automaticHalfOpen ? tr("Its timer said so.") : tr("A call came, and is the first trial."),
                     breaker.halfOpenMaxCalls == 1 ? tr("One call may try.")
                                                   : tr("%1 calls may try.").arg(number(breaker.halfOpenMaxCalls))})};
    case Cause::TrialsSucceeded:
        if (change.outOf > 0) {
            return {tr("Closed: %1 of %2 failed").arg(number(change.count), trials(change.outOf)),
                    tr("That is %1, and less than %2.")
                        .arg(percent(change.count, change.outOf), percent(change.threshold))};
        }
        return {tr("Closed: %1 succeeded").arg(trials(change.count)),
                tr("It closes at %1.").arg(number(int(change.threshold)))};
    case Cause::TrialFailed:
        return {
            tr("Open again: a trial call failed"),
            sentences({tr("It ended with: %1.").arg(endingWords(Ending::failure(change.lastError, change.lastStatus))),
                       change.period > Duration::zero()
                           ? tr("It stays open for %1.").arg(durationFigure(change.period).text())
                           : QString()})};
    case Cause::HalfOpenTimeout:
        return {tr("Open again: half-open for longer than %1")
                    .arg(durationFigure(std::chrono::round<Duration>(std::chrono::duration<double>(change.threshold)))
                             .text()),
                window.figures.results == 0
                    ? tr("No trial call had ended.")
                    : tr("%1 had ended, which was not enough to decide.").arg(trials(window.figures.results))};
    case Cause::Operator:
        return {tr("Set by hand: %1").arg(markOf(change.to).name), {}};
    }
    Q_UNREACHABLE();
}

WhyText whyStill(const RuleWindow &window, const CircuitBreakerConfig &breaker)
{
    const WindowFigures &f = window.figures;
    switch (window.state) {
    case BreakerState::Closed:
    case BreakerState::MetricsOnly:
        return stillClosed(window, breaker);
    case BreakerState::HalfOpen: {
        QString rule;
        if (breaker.rule == TripRule::FailureRate) {
            rule = tr("With %1 it decides: open again at %2 failed, else closed.")
                       .arg(results(f.resultsNeeded), percent(breaker.failureRateThreshold));
        } else {
            rule = breaker.successThreshold == 1
                ? tr("A success closes it, a failure opens it again.")
                : tr("%1 successes close it, a failure opens it again.").arg(number(breaker.successThreshold));
        }
        return {tr("Half-open: %1 of %2 ended, %3 failed")
                    .arg(number(f.results), trials(breaker.halfOpenMaxCalls), number(f.failures)),
                rule};
    }
    case BreakerState::Open:
        return {tr("Open: it rejects calls, and looks at no results"),
                tr("It opened at %1; when its open period is over a call may try.").arg(momentText(window.since))};
    case BreakerState::ForcedOpen:
        return {tr("Forced open by hand: it rejects every call"), tr("Reset closes it.")};
    case BreakerState::Disabled:
        return {tr("Disabled by hand: it admits every call, and looks at no results"), tr("Reset closes it.")};
    }
    Q_UNREACHABLE();
}

std::optional<int> failuresToOpen(const RuleWindow &window, const CircuitBreakerConfig &breaker)
{
    const WindowFigures &f = window.figures;
    if (breaker.rule != TripRule::FailureRate)
        return std::max(1, breaker.failureThreshold - f.failures);
    const double threshold = breaker.failureRateThreshold;
    const auto isOver = [&](int failed, int of) { return of >= f.resultsNeeded && double(failed) / of >= threshold; };
    if (f.capacity == 0) {
        if (threshold >= 1 && f.results > f.failures)
            return std::nullopt;
        // (f + n) / (r + n) >= t, and enough results.
        int n = threshold < 1 ? int(std::ceil((threshold * f.results - f.failures) / (1 - threshold) - 1e-9)) : 1;
        n = std::max({1, n, f.resultsNeeded - f.results});
        return isOver(f.failures + n, f.results + n) ? n : n + 1;
    }
    // In a full window each new result pushes the oldest one out.
    std::deque<bool> failed;
    for (const RuleResult &result : window.results) {
        if (result.counted != RuleResult::Counted::Excluded)
            failed.push_back(result.counted == RuleResult::Counted::Failure);
    }
    if (int(failed.size()) != f.results) {
        // Their order is not known: say that the failures leave last.
        failed.assign(std::size_t(f.results), true);
        std::fill_n(failed.begin(), f.results - f.failures, false);
    }
    int count = f.failures;
    for (int n = 1; n <= f.capacity; ++n) {
        if (int(failed.size()) == f.capacity) {
            count -= failed.front();
            failed.pop_front();
        }
        failed.push_back(true);
        ++count;
        if (isOver(count, int(failed.size())))
            return n;
    }
    return f.capacity;
}

double nearnessToOpen(const WindowFigures &figures, const CircuitBreakerConfig &breaker)
{
    if (breaker.rule != TripRule::FailureRate)
        return std::clamp(double(figures.failures) / std::max(1, breaker.failureThreshold), 0.0, 1.0);
    double share = figures.failureRate() / std::max(1e-9, breaker.failureRateThreshold);
    if (breaker.slowCallDuration)
        share = std::max(share, figures.slowCallRate() / std::max(1e-9, breaker.slowCallRateThreshold));
    return std::clamp(share, 0.0, 1.0);
}

QString resultWords(const RuleResult &result)
{
    using Counted = RuleResult::Counted;
    QString counts = result.counted == Counted::Failure ? tr("counts as failure")
        : result.counted == Counted::Success            ? tr("counts as success")
                                                        : tr("counts for nothing");
    if (result.isSlow)
        counts += tr(", slow");
    return tr("Call %1, attempt %2: %3 at %4; %5")
        .arg(QString::number(result.call), QString::number(std::max(1, result.attempt)), endingWords(result.ending),
             momentText(result.at), counts);
}

} // namespace Fuseboard
