#include "pos/app/vocabulary.h"

#include <algorithm>
#include <span>

namespace kopilka::app {
namespace {

bool is_number(std::string_view text) {
    return !text.empty() && text.size() < 19 &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool fits(std::string_view slot, const std::string& word) {
    if (slot == "{money}") return parse_money(word).has_value();
    if (slot == "{points}") return parse_points(word).has_value();
    if (slot == "{quantity}") return parse_quantity(word).has_value();
    if (slot == "{number}") return is_number(word);
    return slot == "{word}" || slot == "{text}";
}

bool is_slot(std::string_view word) { return word.starts_with('{'); }

std::string join(std::span<const std::string> words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

// What stands in the slots, if the line fits the pattern.
std::optional<std::vector<std::string>> match(const std::vector<std::string>& pattern,
                                              const std::vector<std::string>& words) {
    std::vector<std::string> found;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == "{rest}") {
            found.push_back(join(std::span(words).subspan(std::min(i, words.size()))));
            return found;
        }
        if (i >= words.size()) return std::nullopt;
        if (is_slot(pattern[i])) {
            if (!fits(pattern[i], words[i])) return std::nullopt;
            found.push_back(words[i]);
        } else if (pattern[i] != words[i]) {
            return std::nullopt;
        }
    }
    return words.size() == pattern.size() ? std::optional(found) : std::nullopt;
}

std::size_t common_start(const std::vector<std::string>& pattern,
                         const std::vector<std::string>& words) {
    std::size_t n = 0;
    while (n < pattern.size() && n < words.size() && pattern[n] == words[n]) ++n;
    return n;
}

}  // namespace

Result<std::vector<std::string>> split_words(std::string_view line) {
    std::vector<std::string> words;
    std::string word;
    bool inside = false;
    bool quoted = false;
    for (const char c : line) {
        if (quoted) {
            if (c == '"')
                quoted = false;
            else
                word += c;
        } else if (c == '"') {
            quoted = inside = true;
        } else if (c == '#' && !inside) {
            break;
        } else if (c == ' ' || c == '\t' || c == '\r') {
            if (inside) words.push_back(std::exchange(word, {}));
            inside = false;
        } else {
            word += c;
            inside = true;
        }
    }
    if (quoted) return fail(Errc::Invalid, "a quotation mark \" is missing at the end of the text");
    if (inside) words.push_back(word);
    return words;
}

void Vocabulary::add(std::string_view pattern, Act act) {
    entries_.push_back({*split_words(pattern), std::move(act)});
}

Complaint Vocabulary::run(std::string_view line) const {
    const auto words = split_words(line);
    if (!words) return words.error().detail;
    if (words->empty()) return std::nullopt;
    std::size_t nearest = 0;
    for (const Entry& entry : entries_) {
        if (auto found = match(entry.words, *words)) return entry.act(Arguments(std::move(*found)));
        nearest = std::max(nearest, common_start(entry.words, *words));
    }
    std::string advice = "nobody knows this line; ";
    if (nearest == 0) return advice + "it begins with none of the known words";
    advice += "did you mean:";
    for (const Entry& entry : entries_)
        if (common_start(entry.words, *words) == nearest) advice += "\n    " + join(entry.words);
    return advice;
}

std::vector<std::string> Vocabulary::patterns() const {
    std::vector<std::string> all;
    for (const Entry& entry : entries_) all.push_back(join(entry.words));
    return all;
}

}  // namespace kopilka::app
