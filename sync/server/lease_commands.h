// `central lease list|lost`: what may be spent where, and a till that is gone for good.
#pragma once
#include "sync/server/command_adder.h"

namespace kopilka::sync {

void add_lease_commands(CLI::App& app, const CommandAdder& add);

}  // namespace kopilka::sync
