#include "tests/support/clear_text.h"

#include "pos/core/utf8.h"

#include <fstream>
#include <iterator>
#include <set>
#include <string_view>
#include <unordered_map>

namespace kopilka {
namespace {

namespace fs = std::filesystem;

struct Needle {
    std::string bytes;
    std::string says;
};

// "+79261234567" as it is, without the plus, as 8…, as it is written with gaps.
std::vector<std::string> notations(const std::string& e164) {
    const std::string digits = e164.substr(1);
    if (digits.size() != 11) return {e164, digits};
    const auto part = [&](std::size_t from, std::size_t length) {
        return digits.substr(from, length);
    };
    const std::string own = part(1, 10);
    const std::string dashes = part(4, 3) + "-" + part(7, 2) + "-" + part(9, 2);
    const std::string gaps = part(4, 3) + " " + part(7, 2) + " " + part(9, 2);
    return {own,  // as part of +7…, 7… and 8… as well
            part(1, 3) + " " + dashes,
            part(1, 3) + ") " + dashes,
            part(1, 3) + ")" + dashes,
            part(1, 3) + " " + gaps,
            part(1, 3) + "-" + dashes};
}

std::string utf16(const std::string& text, bool big) {
    std::string bytes;
    for (const char32_t c : to_code_points(text)) {
        const auto low = static_cast<char>(c & 0xff);
        const auto high = static_cast<char>(c >> 8 & 0xff);
        bytes += big ? std::string{high, low} : std::string{low, high};
    }
    return bytes;
}

// A text that is no UTF-8, a key, is looked for as it is.
void add(std::vector<Needle>& needles, const std::string& text) {
    needles.push_back({text, text + " (UTF-8)"});
    for (const char32_t c : to_code_points(text))
        if (c == kReplacement) return;
    needles.push_back({utf16(text, false), text + " (UTF-16LE)"});
    needles.push_back({utf16(text, true), text + " (UTF-16BE)"});
}

// All needles at once: by their first four bytes, since a core is large and so is a chain.
class Search {
public:
    explicit Search(const std::vector<Needle>& needles) {
        for (const Needle& needle : needles)
            if (needle.bytes.size() >= kStart) add(needle);
    }
    std::set<const Needle*> in(std::string_view bytes) const {
        std::set<const Needle*> found;
        const auto* const byte = reinterpret_cast<const unsigned char*>(bytes.data());
        const char* const may_start = may_start_.data();
        for (std::size_t at = 0; at + kStart <= bytes.size(); ++at) {
            if (may_start[byte[at] << 8 | byte[at + 1]] == 0) continue;
            const auto known = by_start_.find(start(bytes.substr(at, kStart)));
            if (known == by_start_.end()) continue;
            for (const Needle* needle : known->second)
                if (bytes.substr(at).starts_with(needle->bytes)) found.insert(needle);
        }
        return found;
    }

private:
    static constexpr std::size_t kStart = 4;
    void add(const Needle& needle) {
        by_start_[start(std::string_view(needle.bytes).substr(0, kStart))].push_back(&needle);
        may_start_[start(std::string_view(needle.bytes).substr(0, 2))] = 1;
    }
    static std::uint32_t start(std::string_view bytes) {
        std::uint32_t number = 0;
        for (const char byte : bytes) number = number << 8 | static_cast<std::uint8_t>(byte);
        return number;
    }
    std::vector<char> may_start_ =
        std::vector<char>(1 << 16);  // most bytes of a core begin nothing
    std::unordered_map<std::uint32_t, std::vector<const Needle*>> by_start_;
};

std::vector<fs::path> files_in(const fs::path& place) {
    if (!fs::is_directory(place)) return {place};
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(place))
        if (entry.is_regular_file()) files.push_back(entry.path());
    return files;
}

}  // namespace

std::vector<std::string> clear_text(const std::vector<std::string>& texts,
                                    const std::vector<std::string>& phones,
                                    const std::vector<fs::path>& places) {
    std::vector<Needle> needles;
    for (const std::string& text : texts) add(needles, text);
    for (const std::string& phone : phones)
        for (const std::string& written : notations(phone)) add(needles, written);
    const Search search(needles);
    std::vector<std::string> hits;
    for (const fs::path& place : places) {
        for (const fs::path& file : files_in(place)) {
            std::ifstream in(file, std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(in), {}};
            for (const Needle* needle : search.in(bytes))
                hits.push_back(file.string() + ": " + needle->says);
        }
    }
    return hits;
}

}  // namespace kopilka
