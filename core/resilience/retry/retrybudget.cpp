// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/retry/retrybudget.h"

#include <QMutex>

#include <algorithm>
#include <array>

namespace Fuseboard {

namespace {

constexpr qint64 WindowSeconds = 10;

struct Bucket
{
    qint64 calls = 0;
    qint64 retries = 0;
};

} // namespace

class RetryBudget::Private
{
public:
    /// Lets go of what @p now has left behind; the bucket of @p now, or of the newest moment there was.
    Bucket &advance(TimePoint now);

    /// How many retries the window has room for, with those that were made.
    double limit() const
    {
        return config.ratio * static_cast<double>(sum.calls)
            + config.minimumPerSecond * static_cast<double>(WindowSeconds);
    }

    QMutex mutex;
    RetryBudgetConfig config;
    std::array<Bucket, WindowSeconds> buckets;
    Bucket sum;
    qint64 newestSecond = 0;
};

Bucket &RetryBudget::Private::advance(TimePoint now)
{
    const qint64 second = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    const auto bucketOf = [this](qint64 s) -> Bucket & {
        return buckets[static_cast<std::size_t>((s % WindowSeconds + WindowSeconds) % WindowSeconds)];
    };

    // Threads read the clock before they come here, so a later comer may bring an earlier moment: newestSecond never falls.
    if (second > newestSecond) {
        const qint64 steps = std::min(second - newestSecond, WindowSeconds);
        for (qint64 s = second - steps + 1; s <= second; ++s) {
            Bucket &old = bucketOf(s);
            sum.calls -= old.calls;
            sum.retries -= old.retries;
            old = {};
        }
        newestSecond = second;
    }
    return bucketOf(newestSecond);
}

RetryBudget::RetryBudget(const RetryBudgetConfig &config)
    : d(std::make_unique<Private>())
{
    d->config = config;
    Q_ASSERT(config.ratio >= 0 && config.minimumPerSecond >= 0);
}

RetryBudget::~RetryBudget() = default;

void RetryBudget::callStarted(TimePoint now)
{
    const QMutexLocker locker(&d->mutex);
    ++d->advance(now).calls;
    ++d->sum.calls;
}

bool RetryBudget::tryRetry(TimePoint now)
{
    const QMutexLocker locker(&d->mutex);
    Bucket &bucket = d->advance(now);
    // 0.29 * 100 is 28.999999999999996 in binary, and 29 retries are its 29 %.
    constexpr double tolerance = 1e-9;
    if (static_cast<double>(d->sum.retries + 1) > d->limit() + tolerance)
        return false;
    ++bucket.retries;
    ++d->sum.retries;
    return true;
}

double RetryBudget::available(TimePoint now) const
{
    const QMutexLocker locker(&d->mutex);
    d->advance(now);
    return std::max(0.0, d->limit() - static_cast<double>(d->sum.retries));
}

RetryBudgetConfig RetryBudget::config() const
{
    const QMutexLocker locker(&d->mutex);
    return d->config;
}

void RetryBudget::setConfig(const RetryBudgetConfig &config)
{
    Q_ASSERT(config.ratio >= 0 && config.minimumPerSecond >= 0);
    const QMutexLocker locker(&d->mutex);
    d->config = config;
}

} // namespace Fuseboard
