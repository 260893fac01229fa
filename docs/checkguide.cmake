# SPDX-FileCopyrightText: 2026 The Fuseboard authors
# SPDX-License-Identifier: MIT

# Holds docs/guide.md against what it speaks of, so that it cannot rot:
#
#     cmake -D GUIDE=docs/guide.md -D EXAMPLES=examples -D TESTS=tests -P docs/checkguide.cmake
#
# - every ```cpp block stands under <!-- example: NAME --> and occurs in NAME.cpp as it is, but for its indentation;
# - every block under <!-- output: NAME --> occurs in NAME.expected in the same way;
# - every example is quoted;
# - between <!-- fields: PART --> and <!-- end --> there is a row for each field that PART has in policyjson.expected,
#   with the default it has there;
# - each test named in the last column of the section "Traps" is one.

cmake_minimum_required(VERSION 3.25)

set(faults "")
file(READ "${GUIDE}" guide)

# Whether <text> occurs in <file>, at any of the usual depths of indentation.
function(occurs_in file text result)
    set(${result} FALSE PARENT_SCOPE)
    if(NOT EXISTS "${file}")
        return()
    endif()
    file(READ "${file}" content)
    # Whole lines only.
    set(content "\n${content}")
    foreach(indentation IN ITEMS "" "    " "        " "            ")
        string(REGEX REPLACE "\n([^\n])" "\n${indentation}\\1" indented "\n${text}")
        string(FIND "${content}" "${indented}" place)
        if(NOT place EQUAL -1)
            set(${result} TRUE PARENT_SCOPE)
            return()
        endif()
    endforeach()
endfunction()

# Takes what comes after <mark> out of <rest>: its name, and the fenced block on the next line. Empty where there is none.
macro(next_block mark language name block)
    set(${name} "")
    set(${block} "")
    string(FIND "${rest}" "<!-- ${mark}: " place)
    if(NOT place EQUAL -1)
        string(SUBSTRING "${rest}" ${place} -1 rest)
        string(REGEX MATCH "^<!-- ${mark}: ([a-z0-9]+) -->\n```${language}\n" head "${rest}")
        set(${name} "${CMAKE_MATCH_1}")
        if("${head}" STREQUAL "")
            string(SUBSTRING "${rest}" 0 60 ${name})
            message(FATAL_ERROR "${GUIDE}: not followed by a block of ${language}: ${${name}}")
        endif()
        string(LENGTH "${head}" length)
        string(SUBSTRING "${rest}" ${length} -1 rest)
        string(FIND "${rest}" "\n```\n" place)
        string(SUBSTRING "${rest}" 0 ${place} ${block})
        string(APPEND ${block} "\n")
    endif()
endmacro()

# The number of times that <needle> occurs in the guide.
function(count needle result)
    string(REPLACE "${needle}" "" without "${guide}")
    string(LENGTH "${guide}" with_length)
    string(LENGTH "${without}" without_length)
    string(LENGTH "${needle}" length)
    math(EXPR number "(${with_length} - ${without_length}) / ${length}")
    set(${result} ${number} PARENT_SCOPE)
endfunction()

# Excerpts.
set(quoted "")
set(blocks 0)
set(rest "${guide}")
while(TRUE)
    next_block(example cpp name block)
    if(name STREQUAL "")
        break()
    endif()
    math(EXPR blocks "${blocks} + 1")
    list(APPEND quoted ${name})
    occurs_in("${EXAMPLES}/${name}.cpp" "${block}" found)
    if(NOT found)
        string(APPEND faults "\nThis does not occur in ${EXAMPLES}/${name}.cpp:\n\n${block}")
    endif()
endwhile()

count("```cpp\n" fences)
if(NOT fences EQUAL blocks)
    string(APPEND faults "\n${fences} blocks of cpp, of which ${blocks} say from which example they come.\n")
endif()

# Outputs.
set(rest "${guide}")
while(TRUE)
    next_block(output text name block)
    if(name STREQUAL "")
        break()
    endif()
    occurs_in("${EXAMPLES}/${name}.expected" "${block}" found)
    if(NOT found)
        string(APPEND faults "\nThis does not occur in ${EXAMPLES}/${name}.expected:\n\n${block}")
    endif()
endwhile()

# No example is forgotten.
file(GLOB programs RELATIVE "${EXAMPLES}" "${EXAMPLES}/*.cpp")
foreach(program IN LISTS programs)
    string(REGEX REPLACE "\\.cpp$" "" name "${program}")
    if(NOT name IN_LIST quoted)
        string(APPEND faults "\n${program} is not quoted.\n")
    endif()
endforeach()

# Defaults.
file(READ "${EXAMPLES}/policyjson.expected" output)
string(REGEX MATCH "^\n?{.*\n}\n" defaults "${output}")

function(check_row table path json)
    string(JSON type TYPE "${json}" ${ARGN})
    string(JSON value GET "${json}" ${ARGN})
    if(type STREQUAL "NUMBER")
        # string(JSON) would write 0.2 with seventeen digits.
        list(POP_BACK ARGN field)
        string(REGEX MATCH "\"${field}\": ([^,\n]+)" line "${json}")
        set(value "${CMAKE_MATCH_1}")
    elseif(type STREQUAL "STRING")
        set(value "\"${value}\"")
    elseif(type STREQUAL "BOOLEAN")
        string(REPLACE "ON" "true" value "${value}")
        string(REPLACE "OFF" "false" value "${value}")
    elseif(type STREQUAL "ARRAY")
        string(REGEX REPLACE "[ \n\t]+" "" value "${value}")
        string(REPLACE "," ", " value "${value}")
    endif()
    string(FIND "${table}" "\n| `${path}` | `${value}` |" place)
    if(place EQUAL -1)
        set(faults "${faults}\nNo row \"| `${path}` | `${value}` |\" in its table.\n" PARENT_SCOPE)
    endif()
endfunction()

foreach(part IN ITEMS breaker retry)
    string(REGEX MATCH "<!-- fields: ${part} -->.*" table "${guide}")
    string(FIND "${table}" "<!-- end -->" end)
    string(SUBSTRING "${table}" 0 ${end} table)
    string(JSON fields LENGTH "${defaults}" ${part})
    math(EXPR last "${fields} - 1")
    foreach(index RANGE ${last})
        string(JSON field MEMBER "${defaults}" ${part} ${index})
        string(JSON type TYPE "${defaults}" ${part} ${field})
        if(type STREQUAL "OBJECT")
            string(JSON members LENGTH "${defaults}" ${part} ${field})
            math(EXPR last_member "${members} - 1")
            foreach(inner RANGE ${last_member})
                string(JSON member MEMBER "${defaults}" ${part} ${field} ${inner})
                check_row("${table}" "${field}.${member}" "${defaults}" ${part} ${field} ${member})
            endforeach()
        else()
            check_row("${table}" "${field}" "${defaults}" ${part} ${field})
        endif()
    endforeach()
endforeach()

# Tests.
file(GLOB_RECURSE sources "${TESTS}/tst_*.cpp")
set(tests "")
foreach(source IN LISTS sources)
    file(READ "${source}" content)
    string(REGEX MATCHALL "void ([a-zA-Z0-9_]+::)?[a-zA-Z0-9_]+\\(\\)" functions "${content}")
    get_filename_component(program "${source}" NAME_WE)
    list(APPEND tests ${program} ${functions})
endforeach()
list(TRANSFORM tests REPLACE "^void ([a-zA-Z0-9_]+::)?|\\(\\)$" "")

string(REGEX MATCH "\n## Traps\n.*" traps "${guide}")
string(REGEX MATCHALL "\\|[^|\n]+\\|\n" cells "${traps}")
string(REGEX MATCHALL "`[A-Za-z0-9_]+`" names "${cells}")
if(names STREQUAL "")
    string(APPEND faults "\nNo test is named under \"Traps\".\n")
endif()
foreach(name IN LISTS names)
    string(REPLACE "`" "" name "${name}")
    if(NOT name IN_LIST tests)
        string(APPEND faults "\nThere is no test ${name}.\n")
    endif()
endforeach()

if(NOT faults STREQUAL "")
    message("${faults}")
    message(FATAL_ERROR "${GUIDE} is not right")
endif()
message(STATUS "${GUIDE}: ${blocks} excerpts are right")
