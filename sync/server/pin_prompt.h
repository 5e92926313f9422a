// Asks for a PIN: at a terminal without showing it and twice, else a line of the input. Never from
// the command line, which every program on the machine can read.
#pragma once
#include "pos/core/result.h"

#include <string>

namespace kopilka::sync {

// Errc::Invalid: nothing was typed, or the second time something else.
Result<std::string> ask_for_pin(const std::string& whose);

}  // namespace kopilka::sync
