// The number that the customer's app shows as a QR code: "KT1-" and 26 characters.
//
// The 26 are Crockford's base 32 (no I, L, O, U): 24 characters of the token, 120 random bits, then
// two of checksum: the 24 read as a number in base 32, modulo 1021, in two characters. 1021 is
// prime, so every single wrong character and every swap of two neighbours is noticed.
// The token is a static name of a member, not a signature: it identifies, it does not prove.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace kopilka {

bool looks_like_token(std::string_view text);  // starts with "KT1-", in either case
// The token as it is looked up: capitals, O read as 0, I and L as 1. nullopt if anything is wrong.
std::optional<std::string> parse_app_token(std::string_view text);
// "KT1-" + the 24 characters (capitals of the alphabet) + checksum.
std::string make_app_token(std::string_view twenty_four);

}  // namespace kopilka
