// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/faultanswer.h"
#include "lab/fault/requestparser.h"
#include "resilience/base/scheduler.h"

#include <QByteArray>
#include <QObject>

#include <functional>

QT_BEGIN_NAMESPACE
class QTcpSocket;
QT_END_NAMESPACE

namespace Fuseboard {

/// One client's connection to a server: takes its requests in order and carries out what is said to each.
///
/// Reads the next request only when the last one is answered and the client has taken most of it, so that a
/// connection's memory is bounded whatever it sends. Emits closed() once; the owner deletes it.
class FaultConnection : public QObject
{
    Q_OBJECT

public:
    /// Is asked once for each request and leads to one carryOut(), before it returns or later.
    using Handler = std::function<void(const FaultRequest &, FaultConnection &)>;

    /// Takes @p socket over.
    FaultConnection(QTcpSocket *socket, const RequestParser::Limits &limits, Handler handler, Scheduler &scheduler,
                    QObject *parent);
    ~FaultConnection() override;

    /// Serves what came before anybody listened. Call it once.
    void start();

    /// Answers the request that the handler was last asked about. False if its client has gone.
    bool carryOut(const FaultAnswer &answer);

    /// Ends it with a RST, whatever was under way.
    void reset();

    /// Closes a connection that has been without a request for @p idle, and refuses one that takes longer than
    /// @p requestTime to send one.
    void sweep(TimePoint now, Duration idle, Duration requestTime);

Q_SIGNALS:
    void closed();

private:
    enum class State : quint8 {
        Reading,   ///< waits for a request, or for the rest of one
        Answering, ///< has one
        Draining,  ///< has sent its last; throws away what still comes
        Closed,
    };

    void readOn();
    void process();
    void refuse(int status);
    void dripOn();
    void finish();
    void resetWhenSent();
    void finishDraining();
    void cutOff();
    void close();
    void wakeAt(TimePoint moment, void (FaultConnection::*function)());

    QTcpSocket *m_socket;
    RequestParser m_parser;
    Handler m_handler;
    Scheduler &m_scheduler;
    Scheduler::TimerId m_timer = 0;
    QByteArray m_input;
    FaultAnswer m_answer; ///< while it is going out
    TimePoint m_answerBegan;
    int m_dripped = 0; ///< bytes
    State m_state = State::Reading;
    bool m_isProcessing = false;
    TimePoint m_lastActive;
    TimePoint m_requestBegan;
    bool m_isInRequest = false;
};

} // namespace Fuseboard
