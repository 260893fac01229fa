// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/record/csvtext.h"

#include "lab/file/plainline.h"

namespace Fuseboard {

QByteArray csvMilliseconds(Duration time)
{
    const qint64 ns = time.count();
    QByteArray text = QByteArray::number(ns / 1'000'000);
    if (qint64 rest = ns % 1'000'000; rest != 0) {
        QByteArray decimals = QByteArray::number(rest).rightJustified(6, '0');
        while (decimals.endsWith('0'))
            decimals.chop(1);
        text += '.' + decimals;
    }
    return text;
}

QByteArray csvField(const QString &text)
{
    QByteArray bytes = plainLine(text).toUtf8();
    if (bytes.contains(',') || bytes.contains('"'))
        bytes = '"' + bytes.replace('"', "\"\"") + '"';
    return bytes;
}

} // namespace Fuseboard
