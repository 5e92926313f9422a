// `central member add|show|block|unblock|merge`, beside find and erase.
#pragma once
#include "sync/server/command_adder.h"

namespace kopilka::sync {

// `app` has the command "member" already.
void add_membership_commands(CLI::App& app, const CommandAdder& add);

}  // namespace kopilka::sync
