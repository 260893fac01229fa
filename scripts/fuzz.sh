#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Fuseboard authors
# SPDX-License-Identifier: MIT

# Feeds the readers with garbage, both at once, for so many seconds (60 where not given), and stops at the first that does not
# stand it; what did it lies in build/fuzz/found then.
set -euo pipefail

seconds=${1:-60}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build/fuzz

# shellcheck source=scripts/packages.sh
source "$root/scripts/packages.sh"
fuseboard_install_for ci

cd "$root"
cmake --preset fuzz
cmake --build --preset fuzz --parallel "$(nproc)" --target fuzz_scenario fuzz_requestparser

# fuzz NAME DICTIONARY SEEDS... becomes the fuzzer, so it is for the background.
fuzz() {
    local name=$1 dictionary=$2
    shift 2
    local corpus=$build/corpus/$name
    mkdir -p "$corpus" "$build/found"
    printf '%s: %s s\n' "$name" "$seconds"
    # A reader that takes ten seconds for 64 KiB hangs, as far as a person can tell.
    exec "$build/tests/fuzz/$name" -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=2048 \
        -print_final_stats=1 -verbosity=0 -print_funcs=0 -artifact_prefix="$build/found/$name-" \
        -dict="tests/fuzz/$dictionary" "$corpus" "$@"
}

trap 'jobs -p | xargs -r kill' EXIT
fuzz fuzz_scenario scenario.dict tests/corpus/scenarios/good tests/corpus/scenarios/bad resources/scenarios &
fuzz fuzz_requestparser request.dict &
wait -n
wait -n
