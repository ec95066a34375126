# Batches: several sources of one component compiled as one. Two thirds of a short source's compile are reading headers and
# instantiating what stands in them (CONTRIBUTING.md, "What a build costs"); a batch does that once.
# Off in the `dev` preset, where one file is edited again and again, and for the tools that read each source by itself.
#
# The files of a batch share their unnamed namespaces: two that give one name to different things do not compile together. Rename one; two
# that mean the same have a twin to merge. Where a name must stand in both, name one file after ALONE in its CMakeLists.txt.
option(LEAKPROOF_BATCHES "compile several sources of a component as one" ON)
set(batch_size 5)

# Sets `result` to what is compiled of `sources` (absolute paths) for the target `name`; those named in `alone` stay by themselves.
function(in_batches result name sources alone)
  set(compiled)
  set(together)
  foreach(source IN LISTS sources)
    cmake_path(GET source FILENAME file)
    if(LEAKPROOF_BATCHES AND NOT file IN_LIST alone)
      list(APPEND together ${source})
    else()
      list(APPEND compiled ${source})
    endif()
  endforeach()
  list(LENGTH together count)
  math(EXPR batches "(${count} + ${batch_size} - 1) / ${batch_size}")
  set(number 0)
  while(number LESS batches)
    math(EXPR first "${count} * ${number} / ${batches}")
    math(EXPR size "${count} * (${number} + 1) / ${batches} - ${first}")
    list(SUBLIST together ${first} ${size} members)
    # Not by absolute paths: another folder's ccache would not know them.
    list(TRANSFORM members REPLACE "^(${PROJECT_SOURCE_DIR}/(libs|services|tools)|${PROJECT_BINARY_DIR}/proto)/(.+)$" "#include \"\\3\"")
    list(JOIN members "\n" text)
    set(batch ${CMAKE_CURRENT_BINARY_DIR}/${name}_batch_${number}.cc)
    file(CONFIGURE OUTPUT ${batch} CONTENT "${text}\n" @ONLY)
    # A type of an unnamed namespace is as private to a batch as to its source.
    set_property(SOURCE ${batch} APPEND PROPERTY COMPILE_OPTIONS -Wno-subobject-linkage)
    list(APPEND compiled ${batch})
    math(EXPR number "${number} + 1")
  endwhile()
  set(${result} ${compiled} PARENT_SCOPE)
endfunction()
