// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QList>
#include <QString>

namespace Fuseboard {

/// One thing that is wrong with a config: which field, and what would be right. A plain value.
struct ConfigIssue
{
    QString field{};   ///< as files spell it, dots between levels: "window.size" (fieldpath.h); empty: the whole
    QString message{}; ///< a sentence for people: "must be at least 1, not 0"

    friend bool operator==(const ConfigIssue &, const ConfigIssue &) = default;
};

/// Everything that is wrong; empty if nothing is.
using ConfigIssues = QList<ConfigIssue>;

/// One line per issue, "field: message", without a line break at the end.
QString describe(const ConfigIssues &issues);

} // namespace Fuseboard
