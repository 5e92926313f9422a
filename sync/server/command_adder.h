// How a file of commands adds its own to the command line of `central`.
#pragma once
#include "sync/server/database.h"

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace kopilka::sync {

// On the opened store, with the data folder; what the program exits with.
using StoreWork = std::function<int(Database&, const std::string& folder)>;
// When `command` was typed, and none of its own verbs, `work` is done.
using CommandAdder = std::function<void(CLI::App& command, StoreWork work)>;

inline constexpr const char* kOpensStore =
    " (opens the store itself: works beside a running server and without one)";

}  // namespace kopilka::sync
