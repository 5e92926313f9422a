// `central shop FILE`, `central shop set|show`, `central price set|cancel|show`.
#pragma once
#include "sync/server/command_adder.h"

namespace kopilka::sync {

void add_shop_commands(CLI::App& app, const CommandAdder& add);
void add_price_commands(CLI::App& app, const CommandAdder& add);

}  // namespace kopilka::sync
