#include "pos/store/words.h"

#include "pos/core/utf8.h"

namespace kopilka {
namespace {

char32_t lower(char32_t letter) {
    if (letter == U'Ё' || letter == U'ё') return U'е';
    if (letter >= U'A' && letter <= U'Z') return letter + 32;
    if (letter >= U'А' && letter <= U'Я') return letter + 32;
    if (letter >= U'À' && letter <= U'Þ' && letter != U'×') return letter + 32;
    return letter;
}

bool in_word(char32_t letter) {
    if (letter < 0x80) {
        return (letter >= U'0' && letter <= U'9') || (letter >= U'a' && letter <= U'z');
    }
    const bool symbol = letter == U'×' || letter == U'÷' || (letter >= 0x2000 && letter < 0x2c00);
    return letter >= 0xc0 && !symbol && letter != kReplacement;
}

}  // namespace

std::vector<std::string> search_words(std::string_view text) {
    std::vector<std::u32string> words(1);
    for (const char32_t code_point : to_code_points(text)) {
        const char32_t letter = lower(code_point);
        if (in_word(letter)) {
            words.back().push_back(letter);
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    if (words.back().empty()) words.pop_back();
    std::vector<std::string> written;
    written.reserve(words.size());
    for (const auto& word : words) written.push_back(to_utf8(word));
    return written;
}

std::string normal_name(std::string_view name) {
    std::string normal;
    for (const std::string& word : search_words(name)) {
        if (!normal.empty()) normal.push_back(' ');
        normal += word;
    }
    return normal;
}

std::string first_letters(std::string_view normal, std::size_t count) {
    return to_utf8(to_code_points(normal).substr(0, count));
}

}  // namespace kopilka
