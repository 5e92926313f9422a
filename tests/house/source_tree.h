// The repository as text: what the tests of this folder read. It knows nothing of C++ beyond
// comments, string literals and #include lines.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace kopilka::house {

struct SourceFile {
    std::string path;  // from the repository root: "pos/core/money.h"
    std::string text;
    std::string folder() const { return path.substr(0, path.rfind('/')); }
    bool is_header() const { return path.ends_with(".h"); }
};

std::filesystem::path root();
std::string read(const std::filesystem::path& file);

// Every .h and .cpp below the folders, sorted by path.
std::vector<SourceFile> sources(const std::vector<std::string>& folders = {"pos", "drivers",
                                                                           "sync"});

// An #include line: `name` as written, `system` with <>, `line` from 1.
struct Include {
    std::string name;
    bool system = false;
    int line = 0;
};
std::vector<Include> includes(std::string_view text);

// A file taken apart: `code` without comments and with empty literals (line breaks kept), and the
// contents of the string literals, escapes as written.
struct Anatomy {
    std::string code;
    std::vector<std::string> literals;
};
Anatomy dissect(std::string_view text);

}  // namespace kopilka::house
