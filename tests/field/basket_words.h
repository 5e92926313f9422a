// Basket lines in a few words: "cup 3 x 12.50 category=mugs tax=20".
#pragma once
#include <nlohmann/json.hpp>

namespace kopilka::field {

// Lines as `till price` reads them, numbered from "1". Each is a text as above, or a table that is
// taken as it stands. Words after the price: category= brand= tag= tax= min= (minimum price)
// cost= manual= (discount by hand) id=, and "reduced", "weighed". Throws std::runtime_error on
// another word.
nlohmann::json lines_of(const nlohmann::json& written);

}  // namespace kopilka::field
