// What members' tiers, programmes and stamp cards are called, from the publication in force.
#pragma once
#include "pos/loyalty/programme.h"
#include "pos/ui/screens.h"

namespace kopilka::app {

ui::Names names_of(const Publication& publication);

}  // namespace kopilka::app
