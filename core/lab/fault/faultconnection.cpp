// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/faultconnection.h"

#include "lab/fault/httpanswer.h"
#include "lab/fault/wire.h"

#include <QTcpSocket>

#include <utility>

namespace Fuseboard {

namespace {

// What a connection may hold of what its client sent, and of what it does not fetch.
constexpr qint64 ReadBufferSize = 32 * 1024;
constexpr qint64 MostUnsent = 64 * 1024;

// How long a refused client may still talk before it is cut off.
constexpr auto DrainTime = std::chrono::seconds(1);

} // namespace

FaultConnection::FaultConnection(QTcpSocket *socket, RequestParser::Limits limits, Handler handler,
                                 Scheduler &scheduler, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_parser(limits)
    , m_handler(std::move(handler))
    , m_scheduler(scheduler)
    , m_lastActive(scheduler.clock().now())
{
    socket->setParent(this);
    socket->setReadBufferSize(ReadBufferSize);
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(socket, &QTcpSocket::readyRead, this, &FaultConnection::readOn);
    connect(socket, &QTcpSocket::bytesWritten, this, [this] {
        m_lastActive = m_scheduler.clock().now();
        if (m_state == State::Draining)
            finishDraining();
        else
            readOn();
    });
    connect(socket, &QTcpSocket::disconnected, this, &FaultConnection::close);
}

FaultConnection::~FaultConnection()
{
    // One that is closed has no timer, and may be deleted when the scheduler is gone.
    if (m_timer != 0)
        m_scheduler.cancel(m_timer);
    // Its death is no news to anybody.
    m_socket->disconnect(this);
}

void FaultConnection::start()
{
    readOn();
}

void FaultConnection::readOn()
{
    if (m_state == State::Draining) {
        m_socket->skip(m_socket->bytesAvailable());
        return;
    }
    // While a request is being answered the next ones stay in the socket, and soon in the client.
    if (m_state != State::Reading || m_socket->bytesToWrite() > MostUnsent)
        return;
    const QByteArray came = m_socket->readAll();
    if (!came.isEmpty()) {
        m_input += came;
        m_lastActive = m_scheduler.clock().now();
        if (!m_isInRequest)
            m_requestBegan = m_lastActive;
    }
    process();
}

void FaultConnection::process()
{
    // A loop and not a recursion: a thousand pipelined requests may be in the input.
    while (m_state == State::Reading && !m_input.isEmpty() && m_socket->bytesToWrite() <= MostUnsent) {
        qsizetype consumed = 0;
        const RequestParser::Status status = m_parser.parse(m_input, consumed);
        m_input.remove(0, consumed);
        m_isInRequest = m_parser.isInRequest();
        switch (status) {
        case RequestParser::Status::NeedsMore:
            return;
        case RequestParser::Status::WantsContinue:
            m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
            continue;
        case RequestParser::Status::Complete:
            m_isInRequest = false;
            answer(m_parser.takeRequest());
            continue;
        case RequestParser::Status::Malformed:
            return refuse(400);
        case RequestParser::Status::HeaderTooLarge:
            return refuse(431);
        case RequestParser::Status::BodyTooLarge:
            return refuse(413);
        }
    }
}

void FaultConnection::answer(const FaultRequest &request)
{
    m_state = State::Answering;
    m_answer = m_handler(request);
    if (m_answer.kind == FaultAnswer::Kind::Hang)
        return;
    if (m_answer.delay <= Duration::zero())
        return carryOut(std::exchange(m_answer, {}));
    m_timer = m_scheduler.at(m_scheduler.clock().now() + m_answer.delay, [this] {
        m_timer = 0;
        carryOut(std::exchange(m_answer, {}));
        readOn();
    });
}

void FaultConnection::carryOut(const FaultAnswer &answer)
{
    m_lastActive = m_scheduler.clock().now();
    if (answer.kind == FaultAnswer::Kind::Reset) {
        resetConnection(*m_socket);
        close();
        return;
    }
    m_socket->write(answer.bytes);
    if (answer.closes) {
        m_input.clear();
        m_state = State::Draining;
        finishDraining();
    } else {
        m_state = State::Reading;
    }
}

void FaultConnection::refuse(int status)
{
    if (m_state == State::Draining || m_state == State::Closed)
        return;
    m_scheduler.cancel(std::exchange(m_timer, 0));
    carryOut({FaultAnswer::Kind::Bytes, {}, httpAnswer({.status = status, .closes = true}), true});
}

/// Once all is sent: says so to the client, and gives it a moment to close from its side.
void FaultConnection::finishDraining()
{
    m_socket->skip(m_socket->bytesAvailable());
    if (m_socket->bytesToWrite() > 0 || m_timer != 0)
        return;
    endSending(*m_socket);
    m_timer = m_scheduler.at(m_scheduler.clock().now() + DrainTime, [this] {
        m_timer = 0;
        cutOff();
    });
}

void FaultConnection::sweep(TimePoint now, Duration idle, Duration requestTime)
{
    if (m_state == State::Reading && m_isInRequest) {
        if (now - m_requestBegan > requestTime)
            refuse(408);
        return;
    }
    // A request that hangs is not idle. One with as much behind it as we take is: its client's end would not be seen.
    if (m_state == State::Answering && m_socket->bytesAvailable() < ReadBufferSize)
        return;
    if (now - m_lastActive > idle)
        cutOff();
}

void FaultConnection::cutOff()
{
    m_socket->abort();
    close();
}

void FaultConnection::close()
{
    if (std::exchange(m_state, State::Closed) == State::Closed)
        return;
    m_scheduler.cancel(std::exchange(m_timer, 0));
    Q_EMIT closed();
}

} // namespace Fuseboard
