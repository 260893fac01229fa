// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/hostslots.h"

#include <algorithm>

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

// Above this, hosts that nobody uses are forgotten: a service that redirects to ever new hosts must not fill the
// memory.
constexpr std::size_t ManyHosts = 32;

// A connection that rested this long may hold what belongs to no request.
constexpr auto Idle = std::chrono::milliseconds(10);

// The same where several rest. They are given up then, which is not worth it for a shorter time.
constexpr auto LongIdle = std::chrono::milliseconds(250);

} // namespace

Origin Origin::of(const QUrl &url)
{
    const QString scheme = url.scheme(); // QUrl has made it lower case, the host too
    return {scheme, url.host(), url.port(scheme == "https"_L1 ? 443 : 80)};
}

std::strong_ordering operator<=>(const Origin &a, const Origin &b)
{
    // The port tells most origins apart and costs least.
    if (a.port != b.port)
        return a.port <=> b.port;
    if (const int order = a.host.compare(b.host); order != 0)
        return order <=> 0;
    return a.scheme.compare(b.scheme) <=> 0;
}

HostSlots::~HostSlots()
{
    Q_ASSERT(m_waiting == 0);
}

HostSlots::Slot HostSlots::acquire(const Origin &origin, Waiter &waiter, bool isFirst)
{
    Q_ASSERT(!waiter.m_host);
    if (m_hosts.size() > ManyHosts)
        forgetIdleHosts();
    Host &host = m_hosts[origin];
    host.slots = this;
    if (host.running < m_perHost) {
        ++host.running;
        return Slot(&host);
    }
    waiter.m_host = &host;
    waiter.m_isFirst = isFirst;
    auto place = host.queue.end();
    if (isFirst)
        place = std::ranges::find_if(host.queue, [](const Waiter *other) { return !other->m_isFirst; });
    waiter.m_place = host.queue.insert(place, &waiter);
    ++m_waiting;
    return {};
}

void HostSlots::Waiter::leaveQueue() noexcept
{
    if (!m_host)
        return;
    --m_host->slots->m_waiting;
    m_host->queue.erase(m_place);
    m_host = nullptr;
}

void HostSlots::Slot::release() noexcept
{
    if (m_host)
        giveBack(*std::exchange(m_host, nullptr));
}

HostSlots::Slot::Connections HostSlots::Slot::connections(quint32 generation) const noexcept
{
    const auto now = std::chrono::steady_clock::now();
    Host &host = *m_host;
    if (host.generation != generation) {
        host.generation = generation;
        host.lastUsed = {};
    }
    const auto level = static_cast<std::size_t>(host.running - 1);
    int unused = 0;
    auto longest = std::chrono::steady_clock::duration::zero();
    for (std::size_t i = level; i < host.lastUsed.size(); ++i) {
        if (host.lastUsed[i] == RealTime())
            continue;
        ++unused;
        longest = std::max(longest, now - host.lastUsed[i]);
    }
    host.lastUsed[level] = now;
    if (unused > 1)
        return longest > LongIdle ? Connections::Old : Connections::InUse;
    return longest > Idle ? Connections::Idle : Connections::InUse;
}

void HostSlots::giveBack(Host &host) noexcept
{
    const auto now = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < static_cast<std::size_t>(host.running); ++i) {
        if (host.lastUsed[i] != RealTime())
            host.lastUsed[i] = now;
    }
    if (host.queue.empty() || host.running > host.slots->m_perHost) {
        --host.running;
        return;
    }
    handOn(host);
}

/// Handed on, not freed: nobody who comes now can overtake the queue.
void HostSlots::handOn(Host &host) noexcept
{
    Waiter *const next = host.queue.front();
    next->leaveQueue();
    next->slotGranted(Slot(&host));
}

void HostSlots::setPerHost(int perHost)
{
    m_perHost = perHost;
    for (auto &[origin, host] : m_hosts) {
        while (host.running < m_perHost && !host.queue.empty()) {
            ++host.running;
            handOn(host);
        }
    }
}

void HostSlots::forgetIdleHosts()
{
    std::erase_if(m_hosts, [](const auto &entry) { return entry.second.running == 0; });
}

} // namespace Fuseboard
