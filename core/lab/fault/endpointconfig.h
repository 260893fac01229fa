// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

#include "lab/fault/phaseconfig.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace Fuseboard {

/// A flaky endpoint over time. After its last phase it stays as it was in it.
struct EndpointConfig
{
    QString name;
    QByteArray method = "GET";
    QString path; ///< begins with '/'
    QList<PhaseConfig> phases;
    friend bool operator==(const EndpointConfig &, const EndpointConfig &) = default;
};

} // namespace Fuseboard
