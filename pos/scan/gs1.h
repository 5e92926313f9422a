// GS1 element strings and digital links taken apart into application identifiers and values.
// GS1 General Specifications 3.2 (identifiers), 7.8.5 (predefined lengths); GS1 Digital Link 1.1.
// Knows the structure, not the meaning: payload.h decides what (01), (21) or (8018) are to a till.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kopilka {

struct Gs1Element {
    std::string identifier;  // "01", "21", "8018", "3103"
    std::string value;
    bool operator==(const Gs1Element&) const = default;
};
using Gs1Elements = std::vector<Gs1Element>;

constexpr char kGroupSeparator = '\x1d';

// "010460…" with FNC1 as 0x1D, a leading one ignored. nullopt when an identifier is unknown, a
// value is missing, longer than its identifier allows (which is how a lost separator shows itself)
// or has letters where digits belong.
std::optional<Gs1Elements> parse_element_string(std::string_view text);

// "https://shop.example/01/04601234567893/21/ABC?17=260101": the pairs of the path that are
// identifiers we know. nullopt if there is none.
std::optional<Gs1Elements> parse_digital_link(std::string_view url);

std::optional<std::string> value_of(const Gs1Elements& elements, std::string_view identifier);

}  // namespace kopilka
