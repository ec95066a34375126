# component(NAME name USES component... [EXTERNAL target...] [TEST_USES component...] [TEST_EXTERNAL target...] [ALONE file...])
#
# Declares the library `name` from every .cc in this folder (not its sub-folders), except main.cc and *_test.cc,
# and the unit-test program `name_test` from the *_test.cc beside them. A folder of headers becomes an interface library.
# ALONE: files that cannot share a batch with their neighbours (cmake/batches.cmake).
# USES is checked against cmake/borders.cmake at configure time: a dependency that the architecture does not allow stops the build here,
# with the line to change. Headers are included from libs/, services/ and tools/: "base/result.h", "router/domain/decide.h".
include(${CMAKE_CURRENT_LIST_DIR}/borders.cmake)

function(component)
  cmake_parse_arguments(C "" "NAME" "USES;EXTERNAL;TEST_USES;TEST_EXTERNAL;ALONE" ${ARGN})
  if(C_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "component(${C_NAME}): unknown words: ${C_UNPARSED_ARGUMENTS}")
  endif()
  foreach(used IN LISTS C_USES)
    check_border(${C_NAME} ${used})
  endforeach()
  file(GLOB sources CONFIGURE_DEPENDS *.cc)
  list(FILTER sources EXCLUDE REGEX "(_test|/main)\\.cc$")
  if(sources)
    in_batches(compiled ${C_NAME} "${sources}" "${C_ALONE}")
    add_library(${C_NAME} STATIC ${compiled})
    target_link_libraries(${C_NAME} PUBLIC ${C_USES} ${C_EXTERNAL} PRIVATE leakproof_options)
  else()
    add_library(${C_NAME} INTERFACE)
    target_link_libraries(${C_NAME} INTERFACE ${C_USES} ${C_EXTERNAL})
  endif()
  file(GLOB tests CONFIGURE_DEPENDS *_test.cc)
  if(tests AND BUILD_TESTING)
    add_executable(${C_NAME}_test ${tests})
    target_link_libraries(${C_NAME}_test PRIVATE
      ${C_NAME} ${C_TEST_USES} ${C_TEST_EXTERNAL} GTest::gtest_main GTest::gmock leakproof_options)
    add_test(NAME unit.${C_NAME} COMMAND ${C_NAME}_test)
    set_tests_properties(unit.${C_NAME} PROPERTIES LABELS unit TIMEOUT 300)
  endif()
endfunction()
