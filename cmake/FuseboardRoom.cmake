# SPDX-FileCopyrightText: 2026 The Fuseboard authors
# SPDX-License-Identifier: MIT

# Adds the files of the calling directory, a room, to the library it belongs to:
#
#     fuseboard_room(<target>
#         HEADERS         <public header>...
#         PRIVATE_HEADERS <header that only the library includes>...
#         SOURCES         <source>...
#     )
#
# A library that has the property FUSEBOARD_HEADER_ROOT installs its public headers at their path below that
# directory. A header that a public header includes is public.
function(fuseboard_room target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS;PRIVATE_HEADERS;SOURCES")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "fuseboard_room(${target}): unexpected ${arg_UNPARSED_ARGUMENTS}")
    endif()

    # Headers are listed as sources because a QObject in a header without a source of its own would have no moc run.
    target_sources(${target} PRIVATE ${arg_SOURCES} ${arg_HEADERS} ${arg_PRIVATE_HEADERS})

    get_target_property(header_root ${target} FUSEBOARD_HEADER_ROOT)
    if(header_root)
        file(RELATIVE_PATH room "${header_root}" "${CMAKE_CURRENT_SOURCE_DIR}")
        install(FILES ${arg_HEADERS}
            DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/fuseboard/${room}"
            COMPONENT Resilience
        )
    endif()
endfunction()
