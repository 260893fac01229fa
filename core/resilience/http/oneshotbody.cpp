// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/oneshotbody.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace Fuseboard {

OneShotBody::OneShotBody(QByteArray data)
    : m_data(std::move(data))
    , m_length(m_data.size())
{
    // Unbuffered: QIODevice's buffer would be a second copy.
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

OneShotBody::OneShotBody(std::unique_ptr<QIODevice> source, qint64 length)
    : m_source(std::move(source))
    , m_length(length)
{
    connect(m_source.get(), &QIODevice::readyRead, this, &QIODevice::readyRead);
    connect(m_source.get(), &QIODevice::readChannelFinished, this, &QIODevice::readChannelFinished);
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

OneShotBody::~OneShotBody() = default;

bool OneShotBody::atEnd() const
{
    return m_taken >= m_length || (m_source && m_source->atEnd() && !m_source->isSequential());
}

qint64 OneShotBody::bytesAvailable() const
{
    const qint64 left = m_length - m_taken;
    return (m_source ? std::min(left, m_source->bytesAvailable()) : left) + QIODevice::bytesAvailable();
}

qint64 OneShotBody::readData(char *data, qint64 maxSize)
{
    const qint64 wanted = std::min(maxSize, m_length - m_taken);
    if (wanted <= 0)
        return maxSize > 0 ? -1 : 0; // a sequential device says its end with -1
    qint64 got = wanted;
    if (m_source) {
        got = m_source->read(data, wanted);
        // A file that is shorter than it said would otherwise be read from for ever.
        if (got == 0 && !m_source->isSequential())
            got = -1;
    } else {
        std::memcpy(data, m_data.constData() + m_taken, static_cast<std::size_t>(wanted));
    }
    if (got > 0)
        m_taken += got;
    m_isShort = m_isShort || got < 0;
    return got;
}

} // namespace Fuseboard
