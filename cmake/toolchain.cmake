# Compiler settings every target shares: the language, warnings as errors, hardening, sanitizers, and ccache and mold when present.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
find_program(CCACHE ccache)
if(CCACHE)
  # It reads the dependencies that g++ writes instead of preprocessing each source first; the sloppiness is what it asks for beside
  # precompiled headers. A rule, not CMAKE_CXX_COMPILER_LAUNCHER: compile_commands.json then has the compiler's own words.
  set(launcher "env CCACHE_DEPEND=1 CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE}")
  set_property(GLOBAL PROPERTY RULE_LAUNCH_COMPILE "${launcher}")
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()
set(LEAKPROOF_SANITIZE "" CACHE STRING "sanitizers for every target: address,undefined or thread")
if(LEAKPROOF_SANITIZE)
  add_compile_options(-fsanitize=${LEAKPROOF_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${LEAKPROOF_SANITIZE})
endif()
# -fPIE for libraries, too: they all end in a program, and only equal flags can share a precompiled header.
add_compile_options(-fPIE -fstack-protector-strong -fstack-clash-protection -fcf-protection -pthread)
add_compile_definitions($<$<CONFIG:RelWithDebInfo>:_FORTIFY_SOURCE=2> _GLIBCXX_ASSERTIONS)
add_link_options(-pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack -pthread)
# Our own code only: generated code is compiled without these.
add_library(leakproof_options INTERFACE)
target_compile_options(leakproof_options INTERFACE
  -Wall -Wextra -Werror -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wformat=2 -Wimplicit-fallthrough
  -Wno-maybe-uninitialized)
