# SPDX-FileCopyrightText: 2026 The Fuseboard authors
# SPDX-License-Identifier: MIT

# What every test runs in. A person's own settings and locale must not decide whether it passes; the locale is
# UTF-8 because Qt warns about any other, and a test fails on a warning.
set(FUSEBOARD_TEST_ENVIRONMENT
    LC_ALL=C.UTF-8
    TZ=UTC
    QT_QPA_PLATFORM=offscreen
    XDG_CONFIG_HOME=${PROJECT_BINARY_DIR}/test-home/config
    XDG_DATA_HOME=${PROJECT_BINARY_DIR}/test-home/data
    XDG_RUNTIME_DIR=${PROJECT_BINARY_DIR}/test-home/runtime
)
# Qt warns about a runtime directory that others may enter.
file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/test-home/runtime")
file(CHMOD "${PROJECT_BINARY_DIR}/test-home/runtime" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)

# Sets <result> to whether a test with these labels is wanted in this build.
function(fuseboard_test_is_wanted result)
    set(wanted TRUE)
    if(FUSEBOARD_ONLY_TESTS_LABELLED AND NOT FUSEBOARD_ONLY_TESTS_LABELLED IN_LIST ARGN)
        set(wanted FALSE)
    endif()
    set(${result} ${wanted} PARENT_SCOPE)
endfunction()

# Builds and registers a QtTest program:
#
#     fuseboard_add_test(
#         NAME    tst_circuitbreaker
#         SOURCES tst_circuitbreaker.cpp
#         LIBS    Fuseboard::Resilience
#         [LABELS tsan]       tsan: also run under ThreadSanitizer
#         [TIMEOUT 120]       seconds; generous, for a loaded machine under a sanitizer
#         [ENVIRONMENT NAME=value...]
#         [RUN_SERIAL]        needs the machine for itself
#     )
function(fuseboard_add_test)
    cmake_parse_arguments(PARSE_ARGV 0 arg "RUN_SERIAL" "NAME;TIMEOUT" "SOURCES;LIBS;LABELS;ENVIRONMENT")
    if(NOT arg_NAME OR NOT arg_SOURCES OR arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "fuseboard_add_test(${arg_NAME}): needs NAME and SOURCES; unexpected: ${arg_UNPARSED_ARGUMENTS}")
    endif()
    fuseboard_test_is_wanted(wanted ${arg_LABELS})
    if(NOT wanted)
        return()
    endif()
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()

    add_executable(${arg_NAME} ${arg_SOURCES})
    target_link_libraries(${arg_NAME} PRIVATE ${arg_LIBS} Qt6::Test fuseboard_options)
    fuseboard_precompile(${arg_NAME} tests)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_link_options(${arg_NAME} PRIVATE -fno-lto)
    endif()

    add_test(NAME ${arg_NAME} COMMAND ${arg_NAME})
    set_tests_properties(${arg_NAME} PROPERTIES
        ENVIRONMENT "${FUSEBOARD_TEST_ENVIRONMENT};${arg_ENVIRONMENT}"
        LABELS "${arg_LABELS}"
        TIMEOUT ${arg_TIMEOUT}
        RUN_SERIAL ${arg_RUN_SERIAL}
    )
endfunction()
