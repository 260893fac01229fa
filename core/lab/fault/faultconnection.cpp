// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/fault/faultconnection.h"

#include "lab/fault/httpanswer.h"
#include "lab/fault/wire.h"

#include <QTcpSocket>

#include <algorithm>
#include <utility>

namespace Fuseboard {

namespace {

// What a connection may hold of what its client sent, and of what it does not fetch.
constexpr qint64 ReadBufferSize = 32 * 1024;
constexpr qint64 MostUnsent = 64 * 1024;

// How long a client may still talk, or take to fetch the rest, before it is cut off.
constexpr auto DrainTime = std::chrono::seconds(1);

// How soon to look again whether a slow client has taken more.
constexpr auto PollTime = std::chrono::milliseconds(5);

} // namespace

FaultConnection::FaultConnection(QTcpSocket *socket, const RequestParser::Limits &limits, Handler handler,
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
    QByteArray came = m_socket->readAll();
    if (!came.isEmpty()) {
        if (m_input.isEmpty())
            m_input = std::move(came);
        else
            m_input += came;
    }
    process();
}

void FaultConnection::process()
{
    // A loop and not a recursion: a thousand pipelined requests may be in the input.
    m_isProcessing = true;
    while (m_state == State::Reading && !m_input.isEmpty() && m_socket->bytesToWrite() <= MostUnsent) {
        qsizetype consumed = 0;
        const RequestParser::Status status = m_parser.parse(m_input, consumed);
        if (consumed == m_input.size())
            m_input.clear();
        else
            m_input.remove(0, consumed);
        if (status == RequestParser::Status::NeedsMore) {
            if (m_parser.isInRequest() && !std::exchange(m_isInRequest, true))
                m_requestBegan = m_scheduler.clock().now();
            break;
        }
        switch (status) {
        case RequestParser::Status::NeedsMore:
            break;
        case RequestParser::Status::WantsContinue:
            sendNow(*m_socket, "HTTP/1.1 100 Continue\r\n\r\n");
            break;
        case RequestParser::Status::Complete:
            m_isInRequest = false;
            m_lastActive = m_scheduler.clock().now();
            m_state = State::Answering;
            m_handler(m_parser.takeRequest(), *this);
            break;
        case RequestParser::Status::Malformed:
            refuse(400);
            break;
        case RequestParser::Status::HeaderTooLarge:
            refuse(431);
            break;
        case RequestParser::Status::BodyTooLarge:
            refuse(413);
            break;
        }
    }
    m_isProcessing = false;
}

bool FaultConnection::carryOut(const FaultAnswer &answer)
{
    if (m_state != State::Answering)
        return false;
    m_lastActive = m_scheduler.clock().now();
    sendNow(*m_socket, answer.bytes);
    m_answer = answer;
    if (answer.drip == 0) {
        finish();
    } else {
        m_answerBegan = m_lastActive;
        m_dripped = 0;
        dripOn();
    }
    return true;
}

/// Byte k of the body goes out k / bytesPerSecond after the headers, or when the client has taken what went before.
void FaultConnection::dripOn()
{
    const TimePoint now = m_scheduler.clock().now();
    if (m_socket->bytesToWrite() > MostUnsent)
        return wakeAt(now + PollTime, &FaultConnection::dripOn);
    const double rate = m_answer.bytesPerSecond;
    // A moment is a whole number of nanoseconds; at the moment of byte k it is due, whatever was rounded.
    const double due = std::chrono::duration<double>(now - m_answerBegan).count() * rate + 1e-6;
    const int until = due < m_answer.drip ? static_cast<int>(due) : m_answer.drip;
    if (until > m_dripped)
        sendNow(*m_socket, QByteArray(until - m_dripped, 'x'));
    m_dripped = std::max(m_dripped, until);
    if (m_dripped == m_answer.drip)
        return finish();
    const double seconds = (m_dripped + 1) / rate;
    constexpr double longest = 1e9;
    const auto wait = std::chrono::ceil<Duration>(std::chrono::duration<double>(std::min(seconds, longest)));
    wakeAt(m_answerBegan + wait, &FaultConnection::dripOn);
}

/// All of the answer is written.
void FaultConnection::finish()
{
    switch (m_answer.end) {
    case FaultAnswer::End::Kept:
        m_state = State::Reading;
        if (!m_isProcessing)
            readOn();
        break;
    case FaultAnswer::End::Closed:
        m_input.clear();
        m_state = State::Draining;
        finishDraining();
        break;
    case FaultAnswer::End::Reset:
        m_answerBegan = m_scheduler.clock().now();
        resetWhenSent();
        break;
    case FaultAnswer::End::Silent:
        break;
    }
}

/// A RST takes what is still in our queues with it.
void FaultConnection::resetWhenSent()
{
    m_socket->flush();
    const TimePoint now = m_scheduler.clock().now();
    if (hasSentAll(*m_socket) || now - m_answerBegan > DrainTime)
        reset();
    else
        wakeAt(now + PollTime, &FaultConnection::resetWhenSent);
}

void FaultConnection::reset()
{
    if (m_state == State::Closed)
        return;
    resetConnection(*m_socket);
    close();
}

/// Answers with @p status and ends the connection.
void FaultConnection::refuse(int status)
{
    m_state = State::Answering;
    carryOut({.bytes = httpAnswer({.status = status, .closes = true}), .end = FaultAnswer::End::Closed});
}

/// Once all is sent: says so to the client, and gives it a moment to close from its side.
void FaultConnection::finishDraining()
{
    m_socket->skip(m_socket->bytesAvailable());
    if (m_socket->bytesToWrite() > 0 || m_timer != 0)
        return;
    endSending(*m_socket);
    wakeAt(m_scheduler.clock().now() + DrainTime, &FaultConnection::cutOff);
}

void FaultConnection::wakeAt(TimePoint moment, void (FaultConnection::*function)())
{
    m_timer = m_scheduler.at(moment, [this, function] {
        m_timer = 0;
        (this->*function)();
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
