// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

#include <functional>
#include <stop_token>
#include <thread>

namespace Fuseboard {

/// Long work on a thread of its own, one at a time, that can be ended early. GUI thread.
///
/// The thread, and those that it starts, give way to the rest of the program where the system knows how (Linux): work on all
/// cores must not make the window wait.
class BackgroundTask : public QObject
{
    Q_OBJECT

public:
    /// Is to return soon after it is asked to stop. What it returns is called on the GUI thread then, unless another work was
    /// started or the task cancelled meanwhile.
    using Work = std::function<std::function<void()>(const std::stop_token &stop)>;

    explicit BackgroundTask(QObject *parent = nullptr);

    /// Asks the work to stop, and waits for that.
    ~BackgroundTask() override;

    /// Ends what is under way, and waits for that.
    void start(Work work);

    /// Asks the work to stop: it ends soon, with what it has.
    void stop();

    /// Ends the work without what would follow, and waits for that.
    void forget();

    /// From start() until what the work returned has been called.
    bool isRunning() const { return m_isRunning; }

private:
    void finish(quint64 serial, const std::function<void()> &then);

    quint64 m_serial = 0;
    bool m_isRunning = false;
    std::jthread m_thread;
};

} // namespace Fuseboard
