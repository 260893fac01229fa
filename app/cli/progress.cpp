// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "progress.h"

#include "lab/file/plainline.h"

#include <cstdio>
#include <utility>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

/// The line with the sequence that clears it, which writeStandardError() would escape.
void writeRaw(const QString &text)
{
    std::fputs(text.toLocal8Bit().constData(), stderr);
    std::fflush(stderr);
}

constexpr auto ClearLine = "\r\x1b[K"_L1;

} // namespace

Progress::Progress(std::function<QString()> line)
    : m_line(std::move(line))
{
    connect(&m_timer, &QTimer::timeout, this, &Progress::draw);
    m_timer.start(std::chrono::milliseconds(250));
}

Progress::~Progress()
{
    if (m_isDrawn)
        writeRaw(QString(ClearLine));
}

void Progress::draw()
{
    writeRaw(ClearLine + plainLine(m_line()));
    m_isDrawn = true;
}

} // namespace Fuseboard::Cli
