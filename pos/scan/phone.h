// A phone number as people write it and QR codes carry it, made into E.164.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace kopilka {

// "tel:+7 (916) 123-45-67", "+79161234567", "8 916 123-45-67", "79161234567", "9161234567" are all
// "+79161234567". Of other countries only with '+', 8 to 15 digits. Without '+' a number is taken
// for a Russian one if its area code can be one (3, 4, 8 or 9 first). nullopt for anything else.
std::optional<std::string> parse_phone(std::string_view text);

}  // namespace kopilka
