# Precompiled headers. Much of a compile was reading the same foreign headers again; here they are read once and shared by every target.
# Only foreign and generated headers stand here: one of ours would rebuild everything at each edit. A source still includes what it uses;
# `tools/tidy --headers` compiles each header without them. What each costs: CONTRIBUTING.md, "What a build costs".
#
# A precompiled header fits only targets with the same flags, so no target has code generation flags of its own but those of its kind:
# tests are compiled with -O1 where the product is with -O2, which spares a sixth of what they cost and tests the same libraries.
# Off with -DLEAKPROOF_PRECOMPILE=OFF, to see that each source includes what it uses.
option(LEAKPROOF_PRECOMPILE "share precompiled foreign headers" ON)

# Not <iomanip>: its quoted() would meet functions of ours.
set(precompiled_std
  algorithm any array atomic charconv chrono cmath compare condition_variable cstddef cstdint cstdio cstdlib cstring deque exception filesystem
  fstream functional future iterator limits list map memory mutex numeric optional ostream queue random ranges set span sstream
  stdexcept string string_view thread tuple type_traits unordered_map unordered_set utility variant vector)
set(precompiled_test gtest/gtest.h gmock/gmock.h)
set(precompiled_wire google/protobuf/message.h google/protobuf/text_format.h google/protobuf/util/json_util.h grpcpp/grpcpp.h)

# Appends to `result` every target that `target` links, itself included.
function(linked target result)
  set(seen ${${result}})
  if(NOT TARGET ${target} OR target IN_LIST seen)
    return()
  endif()
  list(APPEND seen ${target})
  get_target_property(kind ${target} TYPE)
  set(used)
  foreach(property IN ITEMS LINK_LIBRARIES INTERFACE_LINK_LIBRARIES)
    if(NOT (kind STREQUAL INTERFACE_LIBRARY AND property STREQUAL LINK_LIBRARIES))
      get_target_property(more ${target} ${property})
      list(APPEND used ${more})
    endif()
  endforeach()
  foreach(next IN LISTS used)
    linked(${next} seen)
  endforeach()
  set(${result} ${seen} PARENT_SCOPE)
endfunction()

# With -O1 g++ 12 takes the operator delete with which a test counts allocations for a mistake.
function(optimize_less target kind)
  if(kind MATCHES "_test$")
    target_compile_options(${target} PRIVATE $<$<CONFIG:RelWithDebInfo>:-O1> -Wno-mismatched-new-delete)
  endif()
endfunction()

# The target that precompiles the headers of one kind: std, std_test, wire or wire_test. Made when first asked for.
function(precompiled kind)
  if(TARGET precompiled_${kind})
    return()
  endif()
  set(headers ${precompiled_std})
  set(source ${PROJECT_BINARY_DIR}/precompiled_${kind}.cc)
  file(CONFIGURE OUTPUT ${source} CONTENT "// Only its precompiled header is used.\n")
  add_library(precompiled_${kind} OBJECT EXCLUDE_FROM_ALL ${source})
  target_link_libraries(precompiled_${kind} PRIVATE leakproof_options)
  if(kind MATCHES "_test$")
    list(APPEND headers ${precompiled_test})
    target_link_libraries(precompiled_${kind} PRIVATE GTest::gmock)
  endif()
  if(kind MATCHES "^wire")
    list(APPEND headers ${precompiled_wire} ${precompiled_generated})
    target_link_libraries(precompiled_${kind} PRIVATE protobuf::libprotobuf gRPC::grpc++)
    target_include_directories(precompiled_${kind} SYSTEM PRIVATE ${PROJECT_BINARY_DIR}/proto)
    add_dependencies(precompiled_${kind} proto_generated)
  endif()
  list(TRANSFORM headers PREPEND "<")
  list(TRANSFORM headers APPEND ">")
  target_precompile_headers(precompiled_${kind} PRIVATE ${headers})
  optimize_less(precompiled_${kind} ${kind})
  what_is_precompiled(${kind})
endfunction()

# Sets what_<kind>: the files by which ccache knows what stands in a precompiled header. Not the compiled one, whose bytes
# differ in each folder, so that no other folder would find anything: its list, the generated headers, and the versions
# of the foreign ones.
function(what_is_precompiled kind)
  set(versions ${PROJECT_BINARY_DIR}/precompiled_versions.txt)
  file(CONFIGURE OUTPUT ${versions} CONTENT "${CMAKE_CXX_COMPILER_VERSION} ${Protobuf_VERSION} ${gRPC_VERSION} ${GTest_VERSION}\n")
  set(what ${PROJECT_BINARY_DIR}/CMakeFiles/precompiled_${kind}.dir/cmake_pch.hxx ${versions})
  if(kind MATCHES "^wire")
    foreach(header IN LISTS precompiled_generated)
      list(APPEND what ${PROJECT_BINARY_DIR}/proto/${header})
    endforeach()
  endif()
  list(JOIN what ":" what)
  set(what_${kind} ${what} CACHE INTERNAL "")
endfunction()

# Compiles `target` with the headers of one kind. Not by REUSE_FROM: that writes the path of the precompiled header, which clang-tidy then
# tries to read; here g++ finds it by its search path, and clang the text beside it. Neither lists it in its dependencies, so ninja and
# ccache are told of it. A precompiled header forgets the `#pragma GCC diagnostic` that stand in it: the three warnings are those that
# the standard library's char_traits.h turns off for itself, and that g++ 12 would now raise falsely where a string is moved.
function(use_precompiled target kind)
  precompiled(${kind})
  optimize_less(${target} ${kind})
  set(folder ${PROJECT_BINARY_DIR}/CMakeFiles/precompiled_${kind}.dir)
  target_include_directories(${target} SYSTEM PRIVATE ${folder})
  target_compile_options(${target} PRIVATE "SHELL:-include cmake_pch.hxx" -Winvalid-pch
    -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
  get_target_property(sources ${target} SOURCES)
  get_target_property(base ${target} SOURCE_DIR)
  foreach(source IN LISTS sources)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${base})
    set_property(SOURCE ${source} TARGET_DIRECTORY ${target} APPEND PROPERTY OBJECT_DEPENDS ${folder}/cmake_pch.hxx.gch)
  endforeach()
  if(CCACHE)
    set_property(TARGET ${target} PROPERTY RULE_LAUNCH_COMPILE "env CCACHE_EXTRAFILES=${what_${kind}} ${launcher}")
  endif()
endfunction()

# Gives every target of `folder` and below the headers that what it links can use.
function(precompile folder)
  get_property(folders DIRECTORY ${folder} PROPERTY SUBDIRECTORIES)
  foreach(below IN LISTS folders)
    precompile(${below})
  endforeach()
  get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    if(NOT type MATCHES "^(STATIC_LIBRARY|EXECUTABLE)$")
      continue()
    endif()
    set(all)
    linked(${target} all)
    set(kind std)
    if("proto" IN_LIST all)
      set(kind wire)
    endif()
    if("GTest::gmock" IN_LIST all OR "GTest::gtest_main" IN_LIST all)
      string(APPEND kind _test)
    endif()
    use_precompiled(${target} ${kind})
  endforeach()
endfunction()
