#include "pos/store/words.h"

#include <cstdint>

namespace kopilka {
namespace {

std::size_t length_of(unsigned char first) {
    if (first >= 0xf0) return 4;
    if (first >= 0xe0) return 3;
    return first >= 0xc0 ? 2 : 1;
}

// The letter at the front, taken off `rest`; what is not UTF-8 comes as U+FFFD.
char32_t take_letter(std::string_view& rest) {
    const auto first = static_cast<unsigned char>(rest[0]);
    const std::size_t length = length_of(first);
    if (length > rest.size() || (first >= 0x80 && first < 0xc0)) {
        rest.remove_prefix(1);
        return U'\ufffd';
    }
    char32_t letter = length == 1 ? first : first & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        letter = letter << 6 | (static_cast<unsigned char>(rest[i]) & 0x3fU);
    }
    rest.remove_prefix(length);
    return letter;
}

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
    return letter >= 0xc0 && !symbol && letter != U'\ufffd';
}

void put_letter(std::string& text, char32_t letter) {
    if (letter < 0x80) return text.push_back(static_cast<char>(letter));
    if (letter < 0x800) {
        text.push_back(static_cast<char>(0xc0 | letter >> 6));
    } else {
        text.push_back(static_cast<char>(0xe0 | letter >> 12));
        text.push_back(static_cast<char>(0x80 | (letter >> 6 & 0x3f)));
    }
    text.push_back(static_cast<char>(0x80 | (letter & 0x3f)));
}

}  // namespace

std::vector<std::string> search_words(std::string_view text) {
    std::vector<std::string> words;
    bool inside = false;
    while (!text.empty()) {
        const char32_t letter = lower(take_letter(text));
        const bool belongs = in_word(letter) && letter < 0x10000;
        if (belongs && !inside) words.emplace_back();
        if (belongs) put_letter(words.back(), letter);
        inside = belongs;
    }
    return words;
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
    std::string_view rest = normal;
    while (count > 0 && !rest.empty()) {
        take_letter(rest);
        --count;
    }
    return std::string(normal.substr(0, normal.size() - rest.size()));
}

}  // namespace kopilka
