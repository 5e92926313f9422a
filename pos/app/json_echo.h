// A JSON tree that was read, written again.
#pragma once
#include "pos/app/json_tree.h"

#include <nlohmann/json_fwd.hpp>

namespace kopilka::app {

// Keys keep their order. A number with a fraction becomes a text of its own spelling, which our
// readers take as well: no sum ever passes through a float.
nlohmann::ordered_json echo(const JsonValue& value);

}  // namespace kopilka::app
