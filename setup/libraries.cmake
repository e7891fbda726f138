# The chosen parts, as Debian 12 has them. Always the CMake targets, never a bare -l: spdlog and toml++ are compiled
# libraries here, and a file built without their definitions mixes header-only with compiled code.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Boost 1.81 REQUIRED CONFIG COMPONENTS json url)
find_package(OpenSSL 3 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(fmt REQUIRED CONFIG)
find_package(spdlog REQUIRED CONFIG)
find_package(tomlplusplus REQUIRED CONFIG)
find_package(CLI11 REQUIRED CONFIG)
find_package(prometheus-cpp REQUIRED CONFIG)
foreach(module sofia-sip-ua libsrtp2 speexdsp libpq libsodium)
  string(MAKE_C_IDENTIFIER ${module} name)
  pkg_check_modules(${name} REQUIRED IMPORTED_TARGET ${module})
endforeach()

set(RUFWERK_LIBRARIES
    Threads::Threads Boost::headers Boost::json Boost::url OpenSSL::SSL OpenSSL::Crypto SQLite::SQLite3 ICU::uc
    ICU::i18n fmt::fmt spdlog::spdlog tomlplusplus::tomlplusplus CLI11::CLI11 prometheus-cpp::core
    PkgConfig::sofia_sip_ua PkgConfig::libsrtp2 PkgConfig::speexdsp PkgConfig::libpq
    PkgConfig::libsodium)
