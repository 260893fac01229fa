// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QIODevice>

#include <memory>

namespace Fuseboard {

/// A part of a random-access device, from where that stands, with a length that stays. One thread.
///
/// QNetworkAccessManager may rewind it and send it again. Where the device ends before the length, reading fails: of a
/// file that was cut meanwhile Qt alone would send what is left, as if that were all.
class FixedLengthBody final : public QIODevice
{
    Q_OBJECT

public:
    /// @p source must be open and not sequential, and is owned from here on.
    FixedLengthBody(std::unique_ptr<QIODevice> source, qint64 length);
    ~FixedLengthBody() override;

    qint64 size() const override { return m_length; }
    bool seek(qint64 position) override;

    /// True once the source has ended before its length.
    bool isShort() const { return m_isShort; }

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    const std::unique_ptr<QIODevice> m_source;
    const qint64 m_begin;
    const qint64 m_length;
    bool m_isShort = false;
};

} // namespace Fuseboard
