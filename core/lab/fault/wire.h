// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtGlobal>

QT_BEGIN_NAMESPACE
class QByteArray;
class QTcpSocket;
QT_END_NAMESPACE

namespace Fuseboard {

/// Ends the connection with a TCP RST, at once: what is still to be sent is lost. QTcpSocket alone always ends with a
/// FIN.
void resetConnection(QTcpSocket &socket);

/// Sends a FIN behind what was written and goes on receiving. For a connection whose peer may still be sending: closing
/// it then would be a RST, which can take the answer with it (RFC 9112, 9.6).
void endSending(QTcpSocket &socket);

/// Writes @p bytes: at once as far as the kernel takes them, the rest as QTcpSocket::write() does. That alone waits for
/// the next turn of the event loop, which costs two wake-ups of the dispatcher for each answer. What went at once is
/// not told of by bytesWritten().
void sendNow(QTcpSocket &socket, const QByteArray &bytes);

/// Has the kernel ask the peer now and then whether it is still there, also of the connections that the listening socket
/// @p descriptor accepts. A peer that vanished is noticed after a minute and a half without an answer.
void keepAlive(qintptr descriptor);

/// Whether all that was written has left this machine's queues.
bool hasSentAll(const QTcpSocket &socket);

} // namespace Fuseboard
