# SPDX-FileCopyrightText: 2026 The Fuseboard authors
# SPDX-License-Identifier: MIT

# One step of the test that a stranger can build a program from the installed library: the installation itself, a
# program that finds it by find_package, and one that finds it by pkg-config.
cmake_minimum_required(VERSION 3.25)

set(configured_prefix "${WORK_DIR}/configured")
set(prefix "${WORK_DIR}/prefix")

function(run)
    execute_process(COMMAND ${ARGV} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

if(STEP STREQUAL "install")
    file(REMOVE_RECURSE "${WORK_DIR}")
    run("${CMAKE_COMMAND}" --install "${BUILD_DIR}" --config "${CONFIG}" --component Resilience --prefix "${configured_prefix}")
    # An installed tree may be moved; what holds an absolute path shows here.
    file(RENAME "${configured_prefix}" "${prefix}")

    # Each public header by name: one that includes a header which was not installed does not compile.
    file(GLOB_RECURSE headers RELATIVE "${prefix}/${INCLUDEDIR}/fuseboard" "${prefix}/${INCLUDEDIR}/fuseboard/*.h")
    list(SORT headers)
    if(NOT headers)
        message(FATAL_ERROR "No header was installed")
    endif()
    list(TRANSFORM headers PREPEND "#include <")
    list(TRANSFORM headers APPEND ">")
    list(JOIN headers "\n" includes)
    file(WRITE "${WORK_DIR}/everyheader.cpp" "${includes}\n")

elseif(STEP STREQUAL "cmake")
    run("${CMAKE_COMMAND}" -S "${CONSUMER_DIR}" -B "${WORK_DIR}/cmake" -G "${GENERATOR}"
        "-DCMAKE_PREFIX_PATH=${prefix}" "-DCMAKE_CXX_COMPILER=${CXX}" "-DCMAKE_CXX_FLAGS=${CXX_FLAGS}"
        "-DEVERY_HEADER=${WORK_DIR}/everyheader.cpp")
    run("${CMAKE_COMMAND}" --build "${WORK_DIR}/cmake")
    run("${WORK_DIR}/cmake/consumer")

elseif(STEP STREQUAL "pkgconfig")
    find_program(PKG_CONFIG NAMES pkgconf pkg-config REQUIRED)
    set(ENV{PKG_CONFIG_PATH} "${prefix}/${LIBDIR}/pkgconfig")
    execute_process(
        COMMAND "${PKG_CONFIG}" --cflags --libs fuseboard-resilience
        OUTPUT_VARIABLE flags
        OUTPUT_STRIP_TRAILING_WHITESPACE
        COMMAND_ERROR_IS_FATAL ANY
    )
    separate_arguments(flags UNIX_COMMAND "${flags}")
    file(MAKE_DIRECTORY "${WORK_DIR}/pkgconfig")
    run("${CXX}" -std=c++20 -fPIC ${CXX_FLAGS} "${CONSUMER_DIR}/main.cpp" -o "${WORK_DIR}/pkgconfig/consumer" ${flags}
        "-Wl,-rpath,${prefix}/${LIBDIR}")
    run("${WORK_DIR}/pkgconfig/consumer")

else()
    message(FATAL_ERROR "Unknown step: ${STEP}")
endif()
