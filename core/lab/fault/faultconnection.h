// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/requestparser.h"
#include "resilience/base/scheduler.h"

#include <QByteArray>
#include <QObject>

#include <functional>

QT_BEGIN_NAMESPACE
class QTcpSocket;
QT_END_NAMESPACE

namespace Fuseboard {

/// What is done with one request.
struct FaultAnswer
{
    enum class Kind : quint8 { Bytes, Hang, Reset };

    Kind kind = Kind::Bytes;
    Duration delay{}; ///< before any of it
    QByteArray bytes; ///< the whole answer, as it goes out
    bool closes = false;
};

/// One client's connection to a FaultServer: takes its requests in order and does to each what the server says.
///
/// Reads the next request only when the last one is answered and the client has taken most of it, so that a connection's
/// memory is bounded whatever it sends. Emits closed() once; the owner deletes it.
class FaultConnection : public QObject
{
    Q_OBJECT

public:
    using Handler = std::function<FaultAnswer(const FaultRequest &)>;

    /// Takes @p socket over. @p handler is asked once for each request.
    FaultConnection(QTcpSocket *socket, RequestParser::Limits limits, Handler handler, Scheduler &scheduler,
                    QObject *parent);
    ~FaultConnection() override;

    /// Serves what came before anybody listened. Call it once.
    void start();

    /// Answers with @p status and ends the connection, whatever was under way.
    void refuse(int status);

    /// Closes a connection that has been without a request for @p idle, and refuses one that takes longer than
    /// @p requestTime to send one.
    void sweep(TimePoint now, Duration idle, Duration requestTime);

Q_SIGNALS:
    void closed();

private:
    enum class State : quint8 {
        Reading,   ///< waits for a request, or for the rest of one
        Answering, ///< has one
        Draining,  ///< has refused; throws away what still comes
        Closed,
    };

    void readOn();
    void process();
    void answer(const FaultRequest &request);
    void carryOut(const FaultAnswer &answer);
    void finishDraining();
    void cutOff();
    void close();

    QTcpSocket *m_socket;
    RequestParser m_parser;
    Handler m_handler;
    Scheduler &m_scheduler;
    Scheduler::TimerId m_timer = 0;
    QByteArray m_input;
    FaultAnswer m_answer;
    State m_state = State::Reading;
    TimePoint m_lastActive;
    TimePoint m_requestBegan;
    bool m_isInRequest = false;
};

} // namespace Fuseboard
