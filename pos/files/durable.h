// Names that outlive a power cut. A file's bytes are sure once it is synced, its name only once its
// folder is: LMDB and the standard library leave that to whoever uses them.
#pragma once
#include "pos/core/result.h"

#include <filesystem>

namespace kopilka {

// What was made, renamed or removed in the folder stays so. Where the file system has no such
// thing, there is nothing to do.
Result<void> sync_folder(const std::filesystem::path& folder);
// Makes the folder (mode 0700) and those above it where missing, each sure when it returns.
Result<void> make_folder(const std::filesystem::path& folder);
// The file's bytes, written by whomever, are on the disk when it returns.
Result<void> sync_file(const std::filesystem::path& file);
// Gives `from` the name `to`, in place of what had it; both stand in one folder.
Result<void> rename_surely(const std::filesystem::path& from, const std::filesystem::path& to);

// For a closed file of which a write failed, so that nobody knows what reached the disk. What was
// written in its place is made sure: else a power cut could bring the failed write back, in the
// middle of a later one. Then what the operating system's memory has of it is dropped, so that what
// is read next was really written. Errc::Io: the disk still fails.
Result<void> settle(const std::filesystem::path& file);

}  // namespace kopilka
