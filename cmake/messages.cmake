# embed_messages(target FOLDER path NAMESPACE name)
#
# Compiles the texts for people in a folder (one file a language: en.txt) into `target`, which gets the function
# `std::vector<messages::MessageFile> message_files()` in that namespace. libs/messages/messages.h says what a file holds.
function(embed_messages target)
  cmake_parse_arguments(M "" "FOLDER;NAMESPACE" "" ${ARGN})
  file(GLOB files CONFIGURE_DEPENDS ${M_FOLDER}/*.txt)
  list(FILTER files EXCLUDE REGEX "/CMakeLists.txt$")
  set(message_files)
  foreach(file IN LISTS files)
    get_filename_component(language ${file} NAME_WE)
    file(READ ${file} text)
    string(APPEND message_files "      {\"${language}\", R\"messages(${text})messages\"},\n")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  endforeach()
  set(message_namespace ${M_NAMESPACE})
  configure_file(${PROJECT_SOURCE_DIR}/cmake/message_files.cc.in ${CMAKE_CURRENT_BINARY_DIR}/message_files.cc @ONLY)
  target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/message_files.cc)
endfunction()
