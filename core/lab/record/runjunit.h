// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/record/runexport.h"

#include <QByteArray>

namespace Fuseboard {

/// The objectives of a run as a JUnit report, for a build server to show: a test case for each, a failure for each that is not
/// met. XML; the time is the run's.
QByteArray runToJUnit(const RunDescription &run, const RunSnapshot &snapshot);

} // namespace Fuseboard
