// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "interrupt.h"

#include <QSocketNotifier>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <fcntl.h>
#include <unistd.h>

namespace Fuseboard::Cli {

namespace {

// Tools such as GNU timeout send a signal to their child and to its process group: for so long, two are one.
constexpr time_t OneSignalSeconds = 1;

// All that a signal handler may touch.
volatile std::sig_atomic_t writeEnd = -1;
volatile std::sig_atomic_t hasSignal = 0;
timespec firstSignal = {}; // written once, by the handler

bool isLater()
{
    timespec now = {};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    const time_t seconds = now.tv_sec - firstSignal.tv_sec;
    return seconds > OneSignalSeconds || (seconds == OneSignalSeconds && now.tv_nsec >= firstSignal.tv_nsec);
}

void handle(int signal)
{
    const int savedErrno = errno;
    if (hasSignal == 0) {
        ::clock_gettime(CLOCK_MONOTONIC, &firstSignal);
        hasSignal = 1;
        const char byte = 0;
        if (writeEnd >= 0) [[maybe_unused]]
            const auto written = ::write(writeEnd, &byte, 1);
    } else if (isLater()) {
        // It is deliberate. The signal is blocked until the handler returns, and ends the program then.
        std::signal(signal, SIG_DFL);
        std::raise(signal);
    }
    errno = savedErrno;
}

} // namespace

Interrupt::Interrupt()
{
    if (::pipe2(m_pipe, O_CLOEXEC | O_NONBLOCK) != 0) {
        std::perror("fuseboard-cli: pipe2"); // then a signal ends the program without a summary
        return;
    }
    writeEnd = m_pipe[1];
    m_notifier = new QSocketNotifier(m_pipe[0], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] {
        m_notifier->setEnabled(false);
        m_hasCome = true;
        Q_EMIT came();
    });

    struct sigaction action = {};
    action.sa_handler = handle;
    action.sa_flags = SA_RESTART;
    // One handler at a time, for both signals.
    sigaddset(&action.sa_mask, SIGINT);
    sigaddset(&action.sa_mask, SIGTERM);
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

Interrupt::~Interrupt()
{
    if (!m_notifier)
        return;
    writeEnd = -1;
    // After a signal the program is about to end by itself, with its own exit status: the signal's second half must not change that.
    if (hasSignal == 0) {
        std::signal(SIGINT, SIG_DFL);
        std::signal(SIGTERM, SIG_DFL);
    }
    ::close(m_pipe[0]);
    ::close(m_pipe[1]);
}

} // namespace Fuseboard::Cli
