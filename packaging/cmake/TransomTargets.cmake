# How every target of the project is compiled, and the functions that declare one.

find_program(TRANSOM_MOLD mold)

add_library(transom_options INTERFACE)
target_compile_definitions(transom_options INTERFACE
    QT_NO_KEYWORDS
    QT_NO_FOREACH
    QT_NO_CAST_FROM_ASCII
    QT_NO_CAST_TO_ASCII
    QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_URL_CAST_FROM_STRING
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_STRICT_ITERATORS
    QT_DISABLE_DEPRECATED_BEFORE=0x060400
    TRANSOM_VERSION="${PROJECT_VERSION}")
target_include_directories(transom_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(transom_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
    -Wcast-align -Wimplicit-fallthrough -Wformat=2 -Wextra-semi -Wundef
    $<$<CXX_COMPILER_ID:GNU>:-Wsuggest-override -Wduplicated-cond -Wlogical-op>
    $<$<CXX_COMPILER_ID:Clang>:-Winconsistent-missing-override>
    $<$<BOOL:${TRANSOM_WERROR}>:-Werror>)
if(TRANSOM_SANITIZE)
    target_compile_options(transom_options INTERFACE -fsanitize=${TRANSOM_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(transom_options INTERFACE -fsanitize=${TRANSOM_SANITIZE})
endif()
if(TRANSOM_MOLD)
    target_link_options(transom_options INTERFACE -fuse-ld=mold)
endif()

# transom_module(NAME SOURCES … [LINK …]): one folder of core or ui as a static library `transom_NAME`.
function(transom_module name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
    add_library(transom_${name} STATIC ${ARG_SOURCES})
    string(REPLACE "Transom::" "transom_" ARG_LINK "${ARG_LINK}")
    foreach(library IN LISTS ARG_LINK)
        if(library MATCHES "^transom_" AND NOT TARGET ${library})
            list(REMOVE_ITEM ARG_LINK ${library})
        endif()
    endforeach()
    set_target_properties(transom_${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(transom_${name} PUBLIC transom_options Qt6::Core Qt6::Network tl::expected ${ARG_LINK})
    if(NOT name STREQUAL base)
        target_precompile_headers(transom_${name} REUSE_FROM transom_base)
    endif()
endfunction()

# transom_program(NAME SOURCES … [LINK …]): one of the programs.
function(transom_program name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PRIVATE transom_options ${ARG_LINK})
endfunction()
