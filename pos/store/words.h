// Words as people type them when they search: case, ё and punctuation do not matter. Latin and
// Cyrillic letters; not a full Unicode collation.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace kopilka {

// "Молоко «Ёлочка» 3,2 %" → {"молоко", "елочка", "3", "2"}.
std::vector<std::string> search_words(std::string_view text);
// A surname as it is hashed: "  Семёнова–Тян " → "семенова тян".
std::string normal_name(std::string_view name);
// Its first letters, whole ones: ("семенова", 3) → "сем"; all of a shorter one.
std::string first_letters(std::string_view normal, std::size_t count);

}  // namespace kopilka
