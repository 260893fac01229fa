# SPDX-FileCopyrightText: 2026 The Fuseboard authors
# SPDX-License-Identifier: MIT

# What runs without a display must not need the libraries of one, not even through another library.
cmake_minimum_required(VERSION 3.25)

file(GET_RUNTIME_DEPENDENCIES
    EXECUTABLES "${PROGRAM}"
    RESOLVED_DEPENDENCIES_VAR libraries
    UNRESOLVED_DEPENDENCIES_VAR unresolved
)
if(NOT libraries MATCHES "libQt6Core")
    message(FATAL_ERROR "${PROGRAM}: libQt6Core is not among its libraries, so this check sees nothing:\n${libraries}")
endif()
set(found ${libraries} ${unresolved})
list(FILTER found INCLUDE REGEX "libQt6(Gui|Widgets|Charts|Svg|OpenGL)")
if(found)
    message(FATAL_ERROR "${PROGRAM} links ${found}")
endif()
