// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "breakertesting.h"

#include "resilience/base/durationtext.h"

namespace Fuseboard::Testing {

namespace {

QChar letter(BreakerState state)
{
    switch (state) {
    case BreakerState::Closed:
        return u'C';
    case BreakerState::Open:
        return u'O';
    case BreakerState::HalfOpen:
        return u'H';
    case BreakerState::ForcedOpen:
        return u'F';
    case BreakerState::Disabled:
        return u'D';
    case BreakerState::MetricsOnly:
        return u'M';
    }
    Q_UNREACHABLE();
}

} // namespace

QString Script::run(const QString &steps)
{
    QString answers;
    for (const QString &step : steps.split(u' ', Qt::SkipEmptyParts)) {
        if (step[0].isDigit()) {
            const auto duration = parseDuration(step);
            Q_ASSERT(duration);
            now += *duration;
            continue;
        }
        for (const QChar call : step) {
            const BreakerMachine::Admission admission = machine.acquire(now);
            if (!admission.isGranted) {
                answers += letter(machine.state()).toLower();
                continue;
            }
            switch (call.unicode()) {
            case u'+':
                machine.success(admission.episode, false, now);
                break;
            case u'~':
                machine.success(admission.episode, true, now);
                break;
            case u'-':
                machine.failure(admission.episode, ErrorKind::Server, 503, false, now);
                break;
            case u'x':
                machine.failure(admission.episode, ErrorKind::Cancelled, 0, false, now);
                break;
            case u'?':
                kept.push_back(admission.episode);
                break;
            default:
                qFatal("unknown step");
            }
            answers += letter(machine.state());
        }
    }
    return answers;
}

void Script::settle(bool isSuccess)
{
    const quint64 episode = kept.front();
    kept.erase(kept.begin());
    if (isSuccess)
        machine.success(episode, false, now);
    else
        machine.failure(episode, ErrorKind::Server, 503, false, now);
}

SignalLog::SignalLog(CircuitBreaker &breaker)
{
    connect(&breaker, &CircuitBreaker::stateChanged, this, [this](const StateChange &change) {
        lines += breakerStateName(change.from) + u" -> "_s + breakerStateName(change.to) + u": "_s + change.reason();
    });
    connect(&breaker, &CircuitBreaker::wouldHaveOpened, this,
            [this](const StateChange &change) { lines += u"would have opened: "_s + change.reason(); });
    connect(&breaker, &CircuitBreaker::callAdmitted, this, [this] { lines += u"admitted"_s; });
    connect(&breaker, &CircuitBreaker::callRejected, this, [this](std::optional<Duration> retryAfter) {
        lines += retryAfter ? u"rejected for "_s + formatDuration(*retryAfter) : u"rejected"_s;
    });
    connect(&breaker, &CircuitBreaker::callSucceeded, this,
            [this](Duration duration) { lines += u"succeeded in "_s + formatDuration(duration); });
    connect(&breaker, &CircuitBreaker::callFailed, this, [this](const Error &error, Duration duration) {
        lines += u"failed in %1: %2"_s.arg(formatDuration(duration), describe(error));
    });
    connect(&breaker, &CircuitBreaker::callExcluded, this, [this](const Error &error, Duration duration) {
        lines += u"excluded in %1: %2"_s.arg(formatDuration(duration), describe(error));
    });
    connect(&breaker, &CircuitBreaker::configChanged, this, [this] { lines += u"config changed"_s; });
}

QString SignalLog::take()
{
    return std::exchange(lines, {}).join(u'\n');
}

} // namespace Fuseboard::Testing
