#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Fuseboard authors
# SPDX-License-Identifier: MIT

# Builds everything and runs every test. Arguments go to ctest, as in: scripts/test.sh -R breaker
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# shellcheck source=scripts/packages.sh
source "$root/scripts/packages.sh"
fuseboard_install_for test

cd "$root"
cmake --preset dev
cmake --build --preset dev --parallel "$(nproc)"
exec ctest --preset dev "$@"
