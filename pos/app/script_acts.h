// The words of a script that do something at a till, and those that expect something of it. Whoever
// runs the script says which till is meant (a test has several).
#pragma once
#include "pos/app/scripted_till.h"
#include "pos/app/vocabulary.h"

#include <filesystem>
#include <functional>

namespace kopilka::app {

using WhichTill = std::function<ScriptedTill&()>;

// Acts of cashier, customer and devices. `photos` is where `scan photo NAME` looks.
void add_acts(Vocabulary& words, const WhichTill& till, const std::filesystem::path& photos);
void add_expectations(Vocabulary& words, const WhichTill& till);

}  // namespace kopilka::app
