// UTF-8 to code points and back. What is not UTF-8 (overlong forms, surrogates, lone bytes) reads
// as U+FFFD, one for each byte that does not fit, so that nothing is lost silently. Not here: how
// wide a code point is drawn, or upper and lower case.
#pragma once
#include <string>
#include <string_view>

namespace kopilka {

constexpr char32_t kReplacement = U'\ufffd';

std::u32string to_code_points(std::string_view utf8);
std::string to_utf8(std::u32string_view code_points);  // what is no code point becomes U+FFFD

}  // namespace kopilka
