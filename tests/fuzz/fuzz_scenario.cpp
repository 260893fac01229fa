// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "lab/scenario/scenariofile.h"

#include <cstdint>
#include <cstdlib>

namespace {

/// Ends the run, so that the fuzzer keeps the input.
void require(bool holds)
{
    if (!holds)
        std::abort();
}

} // namespace

/// Any bytes are a scenario, which is written and read as an equal one, or have faults in their places.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    using namespace Fuseboard;
    const QByteArray text(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const auto scenario = readScenario(text);
    if (!scenario) {
        require(!scenario.error().isEmpty());
        for (const JsonIssue &issue : scenario.error()) {
            require(issue.line >= 1 && issue.line <= text.count('\n') + 1);
            require(issue.column >= 1 && issue.column <= text.size() + 1);
            require(!issue.message.isEmpty());
            require(!issue.describe(QStringLiteral("file")).contains(u'\n'));
        }
        return 0;
    }
    require(scenario->validate().isEmpty());
    const QByteArray written = writeScenario(*scenario);
    const auto again = readScenario(written);
    require(again.hasValue());
    require(*again == *scenario);
    require(writeScenario(*again) == written);
    return 0;
}
