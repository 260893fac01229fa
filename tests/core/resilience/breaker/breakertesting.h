// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "resilience/base/virtualscheduler.h"
#include "resilience/breaker/breakermachine.h"
#include "resilience/breaker/circuitbreaker.h"

#include <QStringList>
#include <QtTest>

#include <memory>
#include <vector>

namespace Fuseboard::Testing {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// A moment by its distance from the clock's zero.
inline TimePoint at(Duration since)
{
    return TimePoint{} + since;
}

inline std::shared_ptr<const CircuitBreakerConfig> shared(const CircuitBreakerConfig &config)
{
    return std::make_shared<const CircuitBreakerConfig>(config);
}

/// A machine driven by a line of text, so that a test reads like the log of a call:
///
///     "+"  a call that succeeds at once     "-"  one that fails (server 503)      "~"  one that succeeds slowly
///     "x"  one that ends in an excluded or cancelled error                        "?"  a permit that is kept out
///     digits and a unit ("5s") move the clock
///
/// Each step is answered by a letter: the state after it, C, O or H (F, D, M for the manual ones), small where the call was
/// refused. A step of time is answered by nothing.
class Script
{
public:
    explicit Script(const CircuitBreakerConfig &config)
        : machine(shared(config))
    {
    }

    QString run(const QString &steps);

    /// The result of the oldest kept permit.
    void settle(bool isSuccess);

    BreakerMachine machine;
    TimePoint now{};
    std::vector<quint64> kept;
};

/// The signals of a breaker, in the order in which they came, a line each.
class SignalLog : public QObject
{
    Q_OBJECT

public:
    explicit SignalLog(CircuitBreaker &breaker);

    QStringList lines;

    /// All lines so far as one text; begins anew.
    QString take();
};

} // namespace Fuseboard::Testing
