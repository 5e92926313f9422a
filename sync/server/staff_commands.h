// `central staff add|list|role|reset-pin|block|unblock --store S`; without a verb: list.
#pragma once
#include "sync/server/command_adder.h"

namespace kopilka::sync {

void add_staff_commands(CLI::App& app, const CommandAdder& add);

}  // namespace kopilka::sync
