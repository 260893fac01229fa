// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "document/backgroundtask.h"

#include <QMetaObject>

#include <utility>

#ifdef Q_OS_LINUX
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace Fuseboard {

namespace {

void giveWay()
{
#ifdef Q_OS_LINUX
    // Linux counts niceness by thread, and threads have that of the one that made them. Where it fails nothing is lost.
    constexpr int Niceness = 10;
    setpriority(PRIO_PROCESS, id_t(gettid()), Niceness);
#endif
}

} // namespace

BackgroundTask::BackgroundTask(QObject *parent)
    : QObject(parent)
{
}

BackgroundTask::~BackgroundTask() = default;

void BackgroundTask::start(Work work)
{
    m_isRunning = true;
    m_thread = std::jthread([this, work = std::move(work), serial = ++m_serial](const std::stop_token &stop) {
        giveWay();
        const std::function<void()> then = work(stop);
        QMetaObject::invokeMethod(
            this, [this, serial, then] { finish(serial, then); }, Qt::QueuedConnection);
    });
}

void BackgroundTask::stop()
{
    m_thread.request_stop();
}

void BackgroundTask::forget()
{
    ++m_serial;
    m_isRunning = false;
    m_thread = {};
}

void BackgroundTask::finish(quint64 serial, const std::function<void()> &then)
{
    if (serial != m_serial)
        return;
    m_isRunning = false;
    then();
}

} // namespace Fuseboard
