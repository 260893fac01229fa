#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Fuseboard authors
# SPDX-License-Identifier: GPL-3.0-or-later

# Takes pictures of the window as a person sees it, under Xvfb with a window manager: light and dark, 1x and 2x, small and
# large; empty, running, compared with the run before a change, live, and with an error; the page Tune with all cells tried, and
# with a recommendation.
#
#     scripts/screenshots.sh [FUSEBOARD [DIRECTORY]]
#
# FUSEBOARD is the program (build/run/app/fuseboard where not given), DIRECTORY is where the pictures go
# (build/screenshots). SECONDS_SHOWN=34 says how long each window runs before its picture is taken.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=${1:-$root/build/run/app/fuseboard}
target=${2:-$root/build/screenshots}
shown=${SECONDS_SHOWN:-34}

for tool in Xvfb openbox xdotool import; do
    if ! command -v "$tool" >/dev/null; then
        printf 'screenshots.sh needs %s (packages xvfb, openbox, xdotool, imagemagick)\n' "$tool" >&2
        exit 1
    fi
done
if [[ ! -x $program ]]; then
    printf '%s is not there; build it first, or name the program as first argument\n' "$program" >&2
    exit 1
fi
mkdir -p "$target"
work=$(mktemp -d)
mkdir -m 700 "$work/runtime"
children=()

finish() {
    for child in "${children[@]}"; do
        kill "$child" 2>/dev/null || true
    done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

# What is done before a picture, in the window $id on $DISPLAY at $scale. Places are those of the first layout.
nothing() { :; }

# The failure threshold, typed: the run is computed again, and the one before is pale behind it.
change_threshold() {
    xdotool mousemove --window "$id" "$((290 * scale))" "$((600 * scale))" click --repeat 3 1
    xdotool type --delay 60 3
    xdotool key Return
    sleep 2
}

# A change of state is chosen: why did it open?
ask_why() {
    change_threshold
    xdotool mousemove --window "$id" "$((640 * scale))" "$((745 * scale))" click 1
    sleep 2
}

# All cells of the proposed fields, and the best one beside the present setting.
tune() {
    xdotool key ctrl+t
    sleep 2
    xdotool key ctrl+Return
    sleep 8
    xdotool key ctrl+shift+p
    sleep 3
}

# What is recommended.
recommend() {
    xdotool key ctrl+t
    sleep 2
    xdotool key ctrl+shift+r
    sleep 20
}

# A file that is none.
open_nonsense() {
    printf '{"format": "fuseboard/1", "name": "torn off", ' >"$work/torn.fuse.json"
    xdotool key ctrl+o
    sleep 2
    xdotool type --delay 20 "$work/torn.fuse.json"
    xdotool key Return
    sleep 2
}

# shot NAME WIDTH HEIGHT SCALE BEFORE ARGUMENTS...
shot() {
    local name=$1 width=$2 height=$3 scale=$4 before=$5
    shift 5
    # The server takes the first number that is free, and says which.
    # Larger than the window, whose frame stands around it. Without -noreset the server starts anew, and takes all windows with
    # it, when xdotool happens to be its only client and leaves.
    Xvfb -displayfd 3 -screen 0 "$((width * scale + 60))x$((height * scale + 100))x24" -nolisten tcp -noreset \
        3>"$work/display" 2>"$work/xvfb.log" &
    local server=$!
    children+=("$server")
    for _ in {1..100}; do
        [[ -s $work/display ]] && break
        sleep 0.1
    done
    local display
    display=:$(<"$work/display")
    : >"$work/display"
    # A window that comes while the manager is starting may never be shown.
    rm -f "$work/managed"
    DISPLAY=$display openbox --startup "touch $work/managed" >/dev/null 2>&1 &
    local manager=$!
    children+=("$manager")
    for _ in {1..100}; do
        [[ -e $work/managed ]] && break
        sleep 0.1
    done

    # Neither its layout nor the work that it was stopped with is for the next one.
    rm -rf "$work/config" "$work/data"
    DISPLAY=$display QT_QPA_PLATFORM=xcb QT_SCALE_FACTOR=$scale XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data XDG_RUNTIME_DIR=$work/runtime \
        "$program" "$@" --quit-after "$((shown + 30))s" &
    local window=$!
    children+=("$window")
    local id
    for _ in {1..300}; do
        id=$(DISPLAY=$display xdotool search --onlyvisible --pid "$window" --name Fuseboard 2>/dev/null | head -n 1 || true)
        [[ -n $id ]] && break
        sleep 0.2
    done
    if [[ -z $id ]]; then
        printf 'screenshots.sh: no window came within a minute\n' >&2
        exit 1
    fi
    DISPLAY=$display xdotool windowsize --sync "$id" "$((width * scale))" "$((height * scale))" || true
    DISPLAY=$display xdotool windowmove "$id" 10 30
    sleep "$shown"
    export DISPLAY=$display id scale
    DISPLAY=$display "$before"
    xdotool mousemove 2 2
    sleep 1
    DISPLAY=$display import -window "$id" "$target/$name.png"
    kill "$window" "$manager" "$server" 2>/dev/null || true
    wait "$window" "$manager" "$server" 2>/dev/null || true
    printf '%s\n' "$target/$name.png"
}

shot light-1440x900 1440 900 1 nothing --theme light
shot dark-1440x900 1440 900 1 nothing --theme dark
shot light-1024x700 1024 700 1 nothing --theme light
shot dark-1024x700 1024 700 1 nothing --theme dark
shot light-1920x1200 1920 1200 1 nothing --theme light
shot light-1440x900-2x 1440 900 2 nothing --theme light
shot dark-1440x900-2x 1440 900 2 nothing --theme dark
shot live-1440x900 1440 900 1 nothing hard-outage --live --theme light
shot compared-1440x900 1440 900 1 change_threshold --theme light
shot compared-dark-1440x900 1440 900 1 ask_why --theme dark
shown=3
shot stopped-1440x900 1440 900 1 nothing hard-outage --theme light
shot tune-1440x900 1440 900 1 tune hard-outage --theme light
shot tune-dark-1024x700 1024 700 1 tune hard-outage --theme dark
shot tune-1920x1200 1920 1200 1 tune hanging-service --theme light
shot tune-dark-1440x900-2x 1440 900 2 tune hard-outage --theme dark
shot recommend-1440x900 1440 900 1 recommend retry-storm --theme light
shot error-1440x900 1440 900 1 open_nonsense hard-outage --theme light
