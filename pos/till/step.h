// The whole till as one function: no clock, no file, no device, no allocation that outlives it.
// The caller performs the effects in order and hands their answers back as events.
#pragma once
#include "pos/till/effect.h"
#include "pos/till/event.h"
#include "pos/till/stage.h"
#include "pos/till/world.h"

#include <vector>

namespace kopilka {

struct Next {
    Stage stage;
    std::vector<Effect> effects;
};

// Where a till begins: signed out, waiting for event::Recovered.
Stage first_stage(const World& world, LocalTime now);

Next step(const World& world, Stage stage, const Event& event);

// Scans kept while the till is busy; beyond it they are refused audibly.
constexpr std::size_t kMostWaitingScans = 20;

}  // namespace kopilka
