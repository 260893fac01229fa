// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/fixedlengthbody.h"

#include <algorithm>
#include <utility>

namespace Fuseboard {

FixedLengthBody::FixedLengthBody(std::unique_ptr<QIODevice> source, qint64 length)
    : m_source(std::move(source))
    , m_begin(m_source->pos())
    , m_length(length)
{
    // Unbuffered: the source has a buffer, or needs none.
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

FixedLengthBody::~FixedLengthBody() = default;

bool FixedLengthBody::seek(qint64 position)
{
    return position >= 0 && position <= m_length && QIODevice::seek(position) && m_source->seek(m_begin + position);
}

qint64 FixedLengthBody::readData(char *data, qint64 maxSize)
{
    const qint64 wanted = std::min(maxSize, m_length - pos());
    if (wanted <= 0)
        return 0;
    const qint64 got = m_source->read(data, wanted);
    m_isShort = m_isShort || got <= 0;
    return got > 0 ? got : -1;
}

} // namespace Fuseboard
