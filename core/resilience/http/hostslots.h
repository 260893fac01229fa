// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>
#include <QUrl>

#include <array>
#include <chrono>
#include <compare>
#include <list>
#include <map>
#include <utility>

namespace Fuseboard {

/// Scheme, host and port: what a connection is made to, and what credentials are meant for.
struct Origin
{
    QString scheme;
    QString host;
    int port = 0;

    static Origin of(const QUrl &url);

    friend bool operator==(const Origin &, const Origin &) = default;
    friend std::strong_ordering operator<=>(const Origin &a, const Origin &b);
};

/// Lets a few requests at a time go to each origin, the others in the order in which they came.
///
/// QNetworkAccessManager holds back what is above six by itself, but its timeout runs meanwhile, and nobody can see
/// it. So no more than it takes at once is given to it. A place is an object (Slot), which gives itself back when
/// dropped. One thread. Everything that waits or holds a place must be gone before this is.
class HostSlots
{
    struct Host;

public:
    class Slot;

    /// Stands in a queue. Leaves it when destroyed.
    class Waiter
    {
    public:
        Waiter() = default;
        virtual ~Waiter() { leaveQueue(); }
        Q_DISABLE_COPY_MOVE(Waiter)

        void leaveQueue() noexcept;
        bool isInQueue() const noexcept { return m_host != nullptr; }

    private:
        friend class HostSlots;

        /// A place became free and is this one's now. Called from whoever gave it back: to be noted, not acted upon.
        virtual void slotGranted(Slot slot) = 0;

        Host *m_host = nullptr;
        std::list<Waiter *>::iterator m_place;
        bool m_isFirst = false;
    };

    class [[nodiscard]] Slot
    {
    public:
        Slot() noexcept = default;
        Slot(Slot &&other) noexcept
            : m_host(std::exchange(other.m_host, nullptr))
        {
        }
        Slot &operator=(Slot &&other) noexcept
        {
            if (this != &other) {
                release();
                m_host = std::exchange(other.m_host, nullptr);
            }
            return *this;
        }
        Slot(const Slot &) = delete;
        Slot &operator=(const Slot &) = delete;
        ~Slot() { release(); }

        bool isValid() const noexcept { return m_host != nullptr; }
        void release() noexcept;

        /// What a request that takes this place may find.
        enum class Connections : quint8 {
            InUse, ///< one that was in use just now, or a new one
            Idle,  ///< the only one that is not in use, and it has been idle for a while
            Old,   ///< one of several that are not in use, and some have been idle for long
        };

        /// To be asked when a request goes out; then the connection counts as used. @p generation is that of the present
        /// connections.
        Connections connections(quint32 generation) const noexcept;

    private:
        friend class HostSlots;
        explicit Slot(Host *host) noexcept
            : m_host(host)
        {
        }

        Host *m_host = nullptr;
    };

    explicit HostSlots(int perHost)
        : m_perHost(perHost)
    {
    }
    ~HostSlots();
    Q_DISABLE_COPY_MOVE(HostSlots)

    /// A place at @p origin; none if all are taken: then @p waiter stands in the queue and is told. @p isFirst: behind
    /// the others of which that was said, and before all the rest.
    Slot acquire(const Origin &origin, Waiter &waiter, bool isFirst = false);

    /// From now on @p perHost places; those who wait get new ones at once, and fewer take effect as they come free.
    void setPerHost(int perHost);

    /// How many stand in all queues.
    int waiting() const noexcept { return m_waiting; }

private:
    using RealTime = std::chrono::steady_clock::time_point; ///< of sockets, whatever clock the client has

    struct Host
    {
        HostSlots *slots = nullptr;
        int running = 0;
        std::list<Waiter *> queue;
        quint32 generation = 0; ///< of the connections that lastUsed is about
        /// When n + 1 requests were last under way at once; QNetworkAccessManager uses the first connection that is
        /// free, so that is when the connection number n was last in use, or one before it.
        std::array<RealTime, 6> lastUsed{};
    };

    static void giveBack(Host &host) noexcept;
    static void handOn(Host &host) noexcept;
    void forgetIdleHosts();

    int m_perHost;
    int m_waiting = 0;
    std::map<Origin, Host> m_hosts;
};

} // namespace Fuseboard
