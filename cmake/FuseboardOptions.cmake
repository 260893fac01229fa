# SPDX-FileCopyrightText: 2026 The Fuseboard authors
# SPDX-License-Identifier: MIT

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_AUTOMOC ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    find_program(FUSEBOARD_CCACHE ccache)
    mark_as_advanced(FUSEBOARD_CCACHE)
    if(FUSEBOARD_CCACHE)
        set(CMAKE_CXX_COMPILER_LAUNCHER "${FUSEBOARD_CCACHE}")
    endif()
endif()

if(FUSEBOARD_SANITIZE)
    add_compile_options(-fsanitize=${FUSEBOARD_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${FUSEBOARD_SANITIZE})
endif()

# Where it optimises or sanitizes, g++ 12 takes what a std::optional does not hold for something uninitialised that is used.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND (FUSEBOARD_SANITIZE OR CMAKE_BUILD_TYPE STREQUAL "Release"))
    add_compile_options(-Wno-maybe-uninitialized)
endif()

# A hundred and more tests are linked: where it is there, with what does so in a fifth of the time.
find_program(FUSEBOARD_LLD ld.lld)
mark_as_advanced(FUSEBOARD_LLD)
if(FUSEBOARD_LLD AND CMAKE_BUILD_TYPE STREQUAL "Debug")
    add_link_options(-fuse-ld=lld)
endif()

# clang-tidy takes the nearest configuration above a file: for what moc and rcc write, this one, which asks for nearly
# nothing (nothing at all is an error).
if(CMAKE_CXX_CLANG_TIDY)
    file(WRITE "${PROJECT_BINARY_DIR}/.clang-tidy" "Checks: '-*,misc-static-assert'\n")
endif()

# Our own rules, for our own targets: linked PRIVATE within BUILD_INTERFACE, they never reach a program that uses the
# installed library.
add_library(fuseboard_options INTERFACE)
target_compile_definitions(fuseboard_options INTERFACE
    FUSEBOARD_VERSION="${PROJECT_VERSION}"
    QT_NO_KEYWORDS
    QT_NO_CAST_FROM_ASCII
    QT_NO_CAST_TO_ASCII
    QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_URL_CAST_FROM_STRING
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_STRICT_ITERATORS
)
# Nobody puts functions of their own in the place of ours, so the compiler may inline within a file what others can see.
# -Wconversion is left out: Qt's own size types make it noise.
target_compile_options(fuseboard_options INTERFACE
    -Wall
    -Wextra
    -Wpedantic
    -Wshadow
    -Wnon-virtual-dtor
    -Woverloaded-virtual
    -Wimplicit-fallthrough
    -fno-semantic-interposition
    $<$<BOOL:${FUSEBOARD_WARNINGS_AS_ERRORS}>:-Werror>
)

# Optimises <target>, a program or a library that is not installed, across its files when built for release: a simulation
# takes an eighth less time. Libraries keep plain machine code besides, which the tests are linked from: that takes no time. With g++
# only, whose object files can hold both.
function(fuseboard_optimise_across_files target)
    if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU" OR FUSEBOARD_SANITIZE)
        return()
    endif()
    set_target_properties(${target} PROPERTIES INTERPROCEDURAL_OPTIMIZATION_RELEASE TRUE)
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-ffat-lto-objects>)
    # Across files g++ 12 takes QHash's sizes for negative.
    target_link_options(${target} PRIVATE $<$<CONFIG:Release>:-Wno-alloc-size-larger-than>)
endfunction()

# Headers that nearly every file reads, translated once for all; <kind> is code or tests, which read Qt Test besides. A file that
# forgets to include one of them is not noticed then, so only builds that come after a plain one have it. With g++ only: clang asks for
# the very same macros everywhere.
function(fuseboard_precompile target kind)
    if(NOT FUSEBOARD_PRECOMPILE OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        return()
    endif()
    set(precompiled fuseboard_precompiled_${kind})
    set(library Qt6::Core)
    set(options "")
    set(headers
        <QByteArray> <QDebug> <QHash> <QJsonArray> <QJsonObject> <QList> <QMap> <QObject> <QString> <QStringList> <QVariant>
        <algorithm> <array> <chrono> <cmath> <deque> <functional> <memory> <optional> <ranges> <span> <utility>
        <variant> <vector>
    )
    if(kind STREQUAL "tests")
        set(library Qt6::Test)
        # Another directory for each test, seen by Qt Test's headers; for QFINDTESTDATA(), which no test of ours uses.
        set(options -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR)
        # Not <QTest>, which differs with the libraries that a test is linked to.
        list(APPEND headers <QtTest/qtestcase.h> <QSignalSpy> <QJsonDocument>)
    endif()
    if(NOT TARGET ${precompiled})
        file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/${precompiled}.cpp" CONTENT "")
        add_library(${precompiled} OBJECT "${PROJECT_BINARY_DIR}/${precompiled}.cpp")
        set_target_properties(${precompiled} PROPERTIES AUTOMOC OFF)
        target_link_libraries(${precompiled} PRIVATE ${library} fuseboard_options)
        target_compile_options(${precompiled} PRIVATE ${options})
        target_precompile_headers(${precompiled} PRIVATE ${headers})
    endif()
    target_compile_options(${target} PRIVATE ${options})
    target_precompile_headers(${target} REUSE_FROM ${precompiled})
endfunction()
