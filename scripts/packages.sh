#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Fuseboard authors
# SPDX-License-Identifier: MIT

# The one list of the Debian packages that the project needs. Sourced by the other scripts; by hand:
#
#     scripts/packages.sh run|test|bench|ci...    installs what is missing

# libqt6sql6-sqlite is loaded at run time, by merged sweeps.
# libqt6svg6 holds the icon engine, which is loaded at run time.
# libqt6opengl6-dev is asked for by the CMake package of Qt Charts, whose package does not depend on it.
fuseboard_packages_run=(
    cmake
    fonts-inter
    g++
    libboost-dev
    libcli11-dev
    libqt6opengl6-dev
    libqt6sql6-sqlite
    libqt6svg6
    ninja-build
    qt6-base-dev
    qt6-charts-dev
    qt6-svg-dev
    zlib1g-dev
)
if [[ -n ${WAYLAND_DISPLAY:-} && -z ${DISPLAY:-} ]]; then
    fuseboard_packages_run+=(qt6-wayland)
fi

fuseboard_packages_test=(
    "${fuseboard_packages_run[@]}"
    librapidcheck-dev
    parallel
    pkgconf
    python3-jsonschema
    python3-yaml
    sqlite3
)

# shellcheck disable=SC2034 # read by name, in fuseboard_install_for
fuseboard_packages_bench=(
    "${fuseboard_packages_test[@]}"
    libbenchmark-dev
)

# shellcheck disable=SC2034 # read by name, in fuseboard_install_for
fuseboard_packages_ci=(
    "${fuseboard_packages_test[@]}"
    appstream
    clang
    clang-format
    desktop-file-utils
    git
    libclang-rt-dev
    lld
)

# Installs those of the packages named that are missing. Does nothing, and needs no network, when none is.
fuseboard_install() {
    local package missing=() apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq)
    if ! command -v apt-get >/dev/null; then
        printf 'This system has no apt-get. Fuseboard needs what these Debian packages hold:\n  %s\n' "$*" >&2
        return 0
    fi
    for package in "$@"; do
        if [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) != installed ]]; then
            missing+=("$package")
        fi
    done
    if ((${#missing[@]} == 0)); then
        return 0
    fi
    if ((EUID != 0)); then
        if ! command -v sudo >/dev/null; then
            printf 'Please install, as root: apt-get install %s\n' "${missing[*]}" >&2
            return 1
        fi
        apt=(sudo "${apt[@]}")
    fi
    printf 'Installing %s\n' "${missing[*]}" >&2
    "${apt[@]}" update >&2 && "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >&2
}

fuseboard_install_for() {
    local -n packages="fuseboard_packages_$1"
    fuseboard_install "${packages[@]}"
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
    set -euo pipefail
    if (($# == 0)); then
        printf 'usage: %s run|test|bench|ci...\n' "$0" >&2
        exit 2
    fi
    for purpose in "$@"; do
        case $purpose in
        run | test | bench | ci) fuseboard_install_for "$purpose" ;;
        *)
            printf '%s: unknown purpose "%s"\n' "$0" "$purpose" >&2
            exit 2
            ;;
        esac
    done
fi
