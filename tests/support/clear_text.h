// Looks for personal texts in files: as UTF-8 and as UTF-16 of both byte orders, phones in the
// notations people and programs use. Folders are searched with all that is in them.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace kopilka {

// A line for each hit, "file: text (UTF-8)", at most one for a text, encoding and file.
std::vector<std::string> clear_text(const std::vector<std::string>& texts,
                                    const std::vector<std::string>& phones,
                                    const std::vector<std::filesystem::path>& places);

}  // namespace kopilka
