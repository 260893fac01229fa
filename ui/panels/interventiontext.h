// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "document/intervention.h"

#include <QString>

namespace Fuseboard {

/// What was done, in one line: "broken: answer 503, 100 %", "forced open". Without the endpoint.
QString interventionText(const Intervention &intervention);

} // namespace Fuseboard
