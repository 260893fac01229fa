// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QIODevice>

#include <memory>

namespace Fuseboard {

/// A body that can be read once and never rewound.
///
/// QNetworkAccessManager sends a request again by itself when the connection breaks, POST included. It has to
/// rewind the body for that, and gives up with ContentReSendError where it can not: so what must go out at most
/// once goes out through this. A device that merely says it is sequential is not enough (a QBuffer is rewound all
/// the same), and the request must carry DoNotBufferUploadDataAttribute and a Content-Length, or it is copied into
/// a buffer that can be rewound. One thread.
class OneShotBody final : public QIODevice
{
    Q_OBJECT

public:
    explicit OneShotBody(QByteArray data);

    /// Reads @p source, which must be open and is owned from here on, from where it stands, up to @p length bytes.
    OneShotBody(std::unique_ptr<QIODevice> source, qint64 length);
    ~OneShotBody() override;

    bool isSequential() const override { return true; }
    bool atEnd() const override;
    qint64 bytesAvailable() const override;

    // These two would rewind it. QIODevice's own would warn as well.
    bool seek(qint64) override { return false; }
    bool reset() override { return false; }

    /// True once a byte was taken out.
    bool wasRead() const { return m_taken > 0; }

    /// True once the source has ended before its length.
    bool isShort() const { return m_isShort; }

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    const QByteArray m_data;
    const std::unique_ptr<QIODevice> m_source;
    const qint64 m_length;
    qint64 m_taken = 0;
    bool m_isShort = false;
};

} // namespace Fuseboard
