// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>

#include <chrono>

/// A client as bare as it gets: a POSIX socket, so that a test sees on the wire what QTcpSocket would smooth over.
/// While it waits, the event loop of the thread runs, for the server may live there.
class WireClient
{
public:
    enum class End {
        None,  ///< still open
        Fin,   ///< the peer has closed it in order
        Reset, ///< ECONNRESET
        Other,
    };

    /// Connects to a port on loopback.
    explicit WireClient(quint16 port);
    ~WireClient();
    Q_DISABLE_COPY_MOVE(WireClient)

    bool isConnected() const { return m_socket >= 0; }

    /// Why it could not connect, as errno says it; 0 if it could.
    int connectError() const { return m_connectError; }

    /// Takes so little at once that the server has to wait for it; from now on.
    void readSlowly() { m_isSlow = true; }

    /// Sends all of it; false if the peer has gone.
    bool send(const QByteArray &bytes);

    /// Sends a FIN.
    void shutdownSending();

    /// Closes it, in order.
    void close();

    /// Waits until at least @p size bytes have come, or the end. All that came since the beginning.
    QByteArray receive(qsizetype size);

    /// Waits until @p count whole answers have come (with Content-Length or without body), or the end.
    QByteArray receiveAnswers(int count);

    /// Waits for the end.
    End waitForEnd();

    /// Looks for @p time whether anything comes; what came and what end.
    End quiet(std::chrono::milliseconds time);

    const QByteArray &received() const { return m_received; }
    End end() const { return m_end; }

private:
    bool step();

    int m_socket = -1;
    int m_connectError = 0;
    bool m_isSlow = false;
    QByteArray m_received;
    End m_end = End::None;
};
