// Web addresses as they stand in QR codes: only the path matters to a till. Nothing is fetched.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

namespace kopilka {

bool is_link(std::string_view text);  // http:// or https://, in either case

// "https://shop.example/a/b?x#y" → {"a", "b"}. Views into `link`. Empty if there is no path.
std::vector<std::string_view> path_of(std::string_view link);

// What follows "/c/" in the path: the number of a card. nullopt if there is no such part.
std::optional<std::string_view> card_part(std::string_view link);

}  // namespace kopilka
