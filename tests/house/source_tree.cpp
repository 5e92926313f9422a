#include "tests/house/source_tree.h"

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>

namespace kopilka::house {
namespace {

// Where the literal that opens at `at` (its quote) ends: one past the closing quote.
std::size_t end_of_literal(std::string_view text, std::size_t at) {
    const char quote = text[at];
    for (std::size_t i = at + 1; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == quote) {
            return i + 1;
        }
    }
    return text.size();
}

bool opens_raw_string(std::string_view text, std::size_t at) {
    return text[at] == '"' && at > 0 && text[at - 1] == 'R';
}

// The apostrophe of 1'000'000 opens nothing.
bool is_digit_separator(std::string_view text, std::size_t at) {
    return text[at] == '\'' && at > 0 && std::isxdigit(static_cast<unsigned char>(text[at - 1]));
}

}  // namespace

std::filesystem::path root() { return SOURCE_DIR; }

std::string read(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::vector<SourceFile> sources(const std::vector<std::string>& folders) {
    std::vector<SourceFile> files;
    for (const std::string& folder : folders) {
        if (!std::filesystem::exists(root() / folder)) continue;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root() / folder)) {
            const auto extension = entry.path().extension();
            if (extension != ".h" && extension != ".cpp") continue;
            files.push_back({std::filesystem::relative(entry.path(), root()).generic_string(),
                             read(entry.path())});
        }
    }
    std::ranges::sort(files, {}, &SourceFile::path);
    return files;
}

std::vector<Include> includes(std::string_view text) {
    static const std::regex pattern(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
    std::vector<Include> found;
    std::istringstream lines{std::string(text)};
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        std::smatch match;
        if (std::regex_search(line, match, pattern))
            found.push_back({match[2].str(), match[1].str() == "<", number});
    }
    return found;
}

Anatomy dissect(std::string_view text) {
    Anatomy anatomy;
    std::size_t at = 0;
    const auto skip_to = [&](std::size_t end) {  // keeps the line breaks
        for (; at < std::min(end, text.size()); ++at)
            if (text[at] == '\n') anatomy.code += '\n';
    };
    while (at < text.size()) {
        const std::string_view rest = text.substr(at);
        if (rest.starts_with("//")) {
            skip_to(std::min(text.find('\n', at), text.size()));
        } else if (rest.starts_with("/*")) {
            skip_to(std::min(text.find("*/", at), text.size() - 2) + 2);
        } else if (opens_raw_string(text, at)) {
            const std::size_t open = text.find('(', at);
            const std::string close = ")" + std::string(text.substr(at + 1, open - at - 1)) + "\"";
            const std::size_t end = text.find(close, open);
            anatomy.literals.emplace_back(text.substr(open + 1, end - open - 1));
            anatomy.code += "\"\"";
            skip_to(end + close.size());
        } else if (text[at] == '"' || (text[at] == '\'' && !is_digit_separator(text, at))) {
            const std::size_t end = end_of_literal(text, at);
            if (text[at] == '"') anatomy.literals.emplace_back(text.substr(at + 1, end - at - 2));
            anatomy.code += text[at] == '"' ? "\"\"" : "''";
            skip_to(end);
        } else {
            anatomy.code += text[at++];
        }
    }
    return anatomy;
}

}  // namespace kopilka::house
