// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

// The two orders of breaker and retry, and what a dead service, its breaker and the callers see of each.

#include <resilience/base/durationtext.h>
#include <resilience/base/exception.h>
#include <resilience/base/virtualscheduler.h>
#include <resilience/pipeline/pipeline.h>

#include <QTextStream>

using namespace Fuseboard;
using namespace std::chrono_literals;

namespace {

void run(const std::vector<PolicyLayer> &order, QTextStream &out)
{
    VirtualScheduler time;

    PolicyConfig config;
    config.breaker.emplace().failureThreshold = 5;
    config.retry.emplace().maxRetries = 3;
    config.retry->jitter = Jitter::None; // only so that the figures are round
    config.order = order;
    Pipeline pipeline(config, &time);

    int requests = 0;
    const auto deadService = [&] {
        ++requests;
        throw ServerError();
    };

    for (int call = 1; call <= 7; ++call) {
        const TimePoint start = time.clock().now();
        const int before = requests;
        const QFuture<void> answer = pipeline.execute(deadService);
        while (!answer.isFinished())
            time.runNext();
        QFuture<void>(answer).onFailed([&](const ErrorException &e) {
            out << "call " << call << ": " << requests - before << " requests in "
                << displayDuration(time.clock().now() - start) << ", " << errorKindName(e.kind()) << '\n';
        });
    }

    const BreakerTotals totals = pipeline.breaker()->metrics().totals;
    out << requests << " requests; the breaker saw " << totals.failures << " failures, opens: " << totals.opens
        << ", rejections: " << totals.rejected << "\n\n";
}

} // namespace

int main()
{
    QTextStream out(stdout);

    out << "breaker outside retry:\n";
    run({PolicyLayer::Breaker, PolicyLayer::Retry, PolicyLayer::Timeout}, out);

    out << "retry outside breaker:\n";
    run({PolicyLayer::Retry, PolicyLayer::Breaker, PolicyLayer::Timeout}, out);
}
