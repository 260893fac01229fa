// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// A policy that follows all seven pieces of the guide's advice, and the test that comes with it: 50 s of a service's
// life, with an outage of 20 s, in a few milliseconds.

#include <resilience/base/exception.h>
#include <resilience/base/virtualscheduler.h>
#include <resilience/pipeline/pipeline.h>

#include <QTextStream>

using namespace Fuseboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

PolicyConfig ordersPolicy()
{
    PolicyConfig policy;

    // 1. Thresholds that fit the service: some of its calls always fail, so a share is watched and not a number.
    CircuitBreakerConfig &breaker = policy.breaker.emplace();
    breaker.name = u"orders"_s;
    breaker.rule = TripRule::FailureRate;
    breaker.window = TimeWindowConfig{.length = 10s, .bucket = 1s};
    breaker.minimumCalls = 5;
    breaker.failureRateThreshold = 0.5;
    breaker.recoveryTime = 5s;

    // 2. Jitter, so that clients that failed together do not come back together. For the open period too.
    RetryConfig &retry = policy.retry.emplace();
    retry.maxRetries = 2;
    retry.baseDelay = 100ms;
    retry.jitter = Jitter::Full;
    breaker.recoveryJitter = 0.1;

    // 3. Limits: for the attempt, and for the call with its retries.
    policy.timeout.perAttempt = 500ms;
    policy.timeout.overall = 2s;

    // 5. Layers: breaker outside, retry inside.
    policy.order = {PolicyLayer::Breaker, PolicyLayer::Retry, PolicyLayer::Timeout};

    // 6. What no retry can mend is left out of both.
    const ErrorKindSet hopeless{ErrorKind::Authentication, ErrorKind::NotFound, ErrorKind::Client};
    breaker.excludedErrors = hopeless;
    retry.excludedErrors = hopeless;

    return policy;
}

// 4. Monitoring: every change of state is logged, with its reason.
void logTo(QTextStream &log, const CircuitBreaker &breaker, const Clock &clock)
{
    QObject::connect(&breaker, &CircuitBreaker::stateChanged, [&](const StateChange &change) {
        log << std::chrono::round<std::chrono::seconds>(clock.now().time_since_epoch()).count()
            << " s: " << breaker.name() << ' ' << breakerStateName(change.to) << ", " << change.reason() << '\n';
    });
}

} // namespace

// 7. The test of a failure: a call every 500 ms; the service is down from second 10 to second 30.
int main()
{
    QTextStream out(stdout);
    VirtualScheduler time;
    PolicyConfig policy = ordersPolicy();
    policy.breaker->recoveryJitter = 0; // so that the log is the same in every run
    Pipeline pipeline(policy, &time);
    pipeline.setRandom(CounterRandom(1));
    logTo(out, *pipeline.breaker(), time.clock());

    int requestsInOutage = 0;
    const auto service = [&] {
        const Duration now = time.clock().now().time_since_epoch();
        if (now >= 10s && now < 30s) {
            ++requestsInOutage;
            throw ServerError();
        }
    };

    int callsInOutage = 0;
    TimePoint recovered;
    for (int i = 0; i < 100; ++i) {
        const TimePoint now = time.clock().now();
        callsInOutage += now.time_since_epoch() >= 10s && now.time_since_epoch() < 30s;
        pipeline.execute(service).then([&recovered, now] {
            if (recovered == TimePoint() && now.time_since_epoch() >= 30s)
                recovered = now;
        });
        time.advance(500ms);
    }

    const bool isSheltered = requestsInOutage <= callsInOutage;
    const bool isBackInTime = recovered != TimePoint() && recovered.time_since_epoch() <= 36s;
    out << callsInOutage << " calls and " << requestsInOutage << " requests in the outage\n"
        << "no more requests than calls: " << (isSheltered ? "yes" : "no") << '\n'
        << "back within 6 s of its end: " << (isBackInTime ? "yes" : "no") << '\n';
    return isSheltered && isBackInTime ? 0 : 1;
}
