// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "exitcode.h"

#include <QLockFile>
#include <QString>

#include <optional>

namespace Fuseboard::Cli {

/// A lock by which one process at a time works on a part. What a process that was killed leaves behind is taken away, if it
/// was on this machine; of another machine it cannot be known.
class PartLock
{
public:
    explicit PartLock(const QString &path);

    /// Takes it until this ends, without waiting. The failure says who has it.
    std::optional<Failure> take();

    /// Who has it, as "process 4711 on node1"; empty if nobody does. Does not take it.
    QString holder() const;

private:
    void dropOwnAncestors();

    QString m_path;
    QLockFile m_lock;
};

} // namespace Fuseboard::Cli
