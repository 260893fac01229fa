#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Fuseboard authors
# SPDX-License-Identifier: MIT

# Builds Fuseboard and starts it with a scenario running. Arguments go to the program.
#
# Without a display it runs the same scenario on the command line, prints the summary, and writes a picture of the
# window. Arguments then go to fuseboard-cli if the first is one of its commands, else to fuseboard, off screen.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build/run

# shellcheck source=scripts/packages.sh
source "$root/scripts/packages.sh"
fuseboard_install_for run

cmake -S "$root" -B "$build" -G Ninja --log-level=WARNING \
    -DCMAKE_BUILD_TYPE=Release -DFUSEBOARD_BUILD_TESTS=OFF >&2
cmake --build "$build" --parallel "$(nproc)" >&2

if [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
    exec "$build/app/fuseboard" "$@"
fi

export QT_QPA_PLATFORM=offscreen
# Qt warns where there is none, as in a container.
if [[ -z ${XDG_RUNTIME_DIR:-} ]]; then
    export XDG_RUNTIME_DIR=$build/runtime
    mkdir -p "$XDG_RUNTIME_DIR"
    chmod 700 "$XDG_RUNTIME_DIR"
fi
if (($# > 0)); then
    case $1 in
    completion | replay | run | scenarios | serve | show | sweep | tune | validate) exec "$build/app/fuseboard-cli" "$@" ;;
    *) exec "$build/app/fuseboard" "$@" ;;
    esac
fi

picture=$build/fuseboard.png
printf 'There is no display. Running the scenario "hard-outage" live, on the command line and in a window off screen:\n' >&2
printf 'this takes about a minute.\n' >&2
"$build/app/fuseboard" hard-outage --live --run --screenshot "$picture" --quit-after 40s &
window=$!
# The window must not outlive an interrupted script.
trap 'kill "$window" 2>/dev/null || true' EXIT
"$build/app/fuseboard-cli" run hard-outage --live
wait "$window"
trap - EXIT
printf '\nA picture of the window: %s\n' "$picture"
