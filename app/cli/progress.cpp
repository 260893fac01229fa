// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "progress.h"

#include "files.h"

#include <utility>

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

namespace {

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
        writeStandardError(ClearLine);
}

void Progress::draw()
{
    writeStandardError(ClearLine + m_line());
    m_isDrawn = true;
}

} // namespace Fuseboard::Cli
