// A small file that only its owner may read, written whole or not at all.
#pragma once
#include "pos/core/bytes.h"
#include "pos/core/result.h"

#include <filesystem>

namespace kopilka {

// Makes the folder (mode 0700) where missing; durable when it returns.
Result<void> write_private_file(const std::filesystem::path& file, ByteView bytes);
// Errc::NotFound: no such file; Errc::Invalid: others may read it, with the chmod to give.
Result<Bytes> read_private_file(const std::filesystem::path& file);

}  // namespace kopilka
