// One step in the making: what the step functions read, change and ask for. Internal to pos/till.
#pragma once
#include "pos/till/effect.h"
#include "pos/till/event.h"
#include "pos/till/stage.h"
#include "pos/till/world.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace kopilka {

struct Turn {
    const World& world;
    Desk& desk;
    const stage::SignedIn* cashier = nullptr;  // null: nobody is signed in
    std::vector<Effect> effects;

    template <typename E>
    void ask(E effect) {
        effects.emplace_back(std::move(effect));
    }
};

// What one commit writes and what becomes of drafts.
struct Commit {
    std::vector<JournalEntry> entries;
    std::optional<Draft> save;
    std::vector<DraftRef> remove;
};
std::uint64_t journal(Turn& turn, Commit commit);  // its ticket
std::uint64_t next_ticket(Turn& turn);

void beep(Turn& turn);
void refuse(Turn& turn, Refusal why);
void refuse(Turn& turn, Refusal why, Phrase words);  // in words of its own
void say(Turn& turn, Phrase words);
// Said now, and once more to whoever signs in where nobody is.
void say_to_cashier(Turn& turn, Phrase words);
// Keeps a scan until the till is ready, or refuses it audibly when too many wait.
void queue(Turn& turn, const Payload& payload);

CashierId cashier_id(const Turn& turn);
Localized cashier_name(const Turn& turn);
const RoleLimits& my_limits(const Turn& turn);  // nothing is allowed to nobody

template <typename S>
SaleStage refused(Turn& turn, S stage, Refusal why) {
    refuse(turn, why);
    return stage;
}

}  // namespace kopilka
