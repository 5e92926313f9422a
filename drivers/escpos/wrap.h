// Text made fit for paper (one code point a column) and broken into lines at words. Pure.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kopilka::drivers {

// Code points that each take one column, and '\n'. A tab becomes a space, "…" three dots; control
// characters (an ESC in a product's name must not reach a printer), zero-width characters and
// combining marks vanish, after й Й ё Ё written as two code points became one.
std::u32string printable(std::string_view utf8);

// At least one line, none longer than `width` (≥ 1).
std::vector<std::u32string> wrap(std::u32string_view text, std::size_t width);

}  // namespace kopilka::drivers
