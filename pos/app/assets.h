// Finds and reads the files that ship with the program.
#pragma once
#include "pos/core/result.h"
#include "pos/core/text.h"

#include <filesystem>
#include <string>

namespace kopilka::app {

// $KOPILKA_ASSETS, else `assets` beside or above the running program.
Result<std::filesystem::path> assets_folder();

Result<std::string> read_file(const std::filesystem::path& path);
// Writes beside the target, then renames: a reader sees the old file or the new one.
Result<void> write_file(const std::filesystem::path& path, std::string_view bytes);

struct TwoLanguages {
    Texts russian;
    Texts english;
    const Texts& in(Language language) const {
        return language == Language::Russian ? russian : english;
    }
};
// assets/text/{ru,en}/*.toml.
Result<TwoLanguages> load_texts(const std::filesystem::path& assets);

}  // namespace kopilka::app
