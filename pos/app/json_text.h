// JSON of flat answers: objects of names and simple values, and arrays of them. Text that is not
// UTF-8 is replaced, never refused.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace kopilka::app {

struct FlatObject;
using FlatValue =
    std::variant<std::nullptr_t, bool, std::uint64_t, std::string, std::vector<FlatObject>>;
struct FlatObject {
    std::vector<std::pair<std::string, FlatValue>> members;  // in the order to write
};

std::string to_text(const FlatObject& object);
std::string to_text(const std::vector<FlatObject>& array);  // one object a line

}  // namespace kopilka::app
