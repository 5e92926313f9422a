#include "pos/till/turn.h"

#include "pos/till/step.h"

namespace kopilka {

std::uint64_t next_ticket(Turn& turn) { return ++turn.desk.last_ticket; }

std::uint64_t journal(Turn& turn, Commit commit) {
    effect::Journal effect;
    effect.ticket = next_ticket(turn);
    effect.at = turn.desk.now;
    effect.business_date =
        turn.desk.shift ? turn.desk.shift->business_date : local_date(turn.desk.now);
    effect.cashier = cashier_id(turn);
    effect.entries = std::move(commit.entries);
    effect.save = std::move(commit.save);
    effect.remove = std::move(commit.remove);
    const std::uint64_t ticket = effect.ticket;
    turn.ask(std::move(effect));
    return ticket;
}

void beep(Turn& turn) { turn.ask(effect::Sound{effect::SoundKind::Beep}); }

void refuse(Turn& turn, Refusal why) { refuse(turn, why, words(why)); }

void refuse(Turn& turn, Refusal why, Phrase words) {
    turn.desk.said = Said{why, words};
    turn.ask(effect::Sound{effect::SoundKind::Refused});
    turn.ask(effect::Refuse{why, std::move(words)});
}

void say(Turn& turn, Phrase words) {
    turn.desk.said = Said{std::nullopt, words};
    turn.ask(effect::Notice{std::move(words)});
}

void say_to_cashier(Turn& turn, Phrase words) {
    if (!turn.cashier) turn.desk.for_next_cashier = words;
    say(turn, std::move(words));
}

void queue(Turn& turn, const Payload& payload) {
    if (turn.desk.waiting.size() >= kMostWaitingScans) return refuse(turn, Refusal::QueueFull);
    turn.desk.waiting.push_back(payload);
    turn.ask(effect::Sound{effect::SoundKind::Attention});
}

CashierId cashier_id(const Turn& turn) {
    return turn.cashier ? turn.cashier->cashier : CashierId{};
}

Localized cashier_name(const Turn& turn) { return turn.cashier ? turn.cashier->name : Localized(); }

const RoleLimits& my_limits(const Turn& turn) {
    static const RoleLimits kNothing;
    return turn.cashier ? limits(*turn.world.shop, turn.cashier->role) : kNothing;
}

}  // namespace kopilka
