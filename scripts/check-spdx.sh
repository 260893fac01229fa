#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Fuseboard authors
# SPDX-License-Identifier: MIT

# Every file in the repository says whose it is and under which licence: in its first lines, or, where its format has
# no comments, through a pattern in .reuse/dep5.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

read -r -a patterns <<<"$(sed -n 's/^Files: *//p' .reuse/dep5 | tr '\n' ' ')"

in_dep5() {
    local pattern
    for pattern in "${patterns[@]}"; do
        # As in dep5, "*" stands for "/" too.
        # shellcheck disable=SC2053
        if [[ $1 == $pattern ]]; then
            return 0
        fi
    done
    return 1
}

has_lines() {
    local top
    top=$(head -n 12 -- "$1" | tr -d '\0')
    [[ $top == *"SPDX-FileCopyrightText: "* && $top =~ SPDX-License-Identifier:\ (MIT|GPL-3\.0-or-later)([^A-Za-z0-9.-]|$) ]]
}

status=0
while IFS= read -r -d '' file; do
    [[ $file == LICENSES/* || ! -e $file ]] && continue
    if ! in_dep5 "$file" && ! has_lines "$file"; then
        printf '%s: no SPDX-FileCopyrightText and SPDX-License-Identifier\n' "$file" >&2
        status=1
    fi
done < <(git ls-files -z --cached --others --exclude-standard)
exit "$status"
