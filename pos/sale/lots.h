// A member's points in lots: what can be spent now, when a new lot begins and ends. This is where
// the rule for "points expire" stands; which lots a spending takes stands in pos/loyalty/lot.h.
#pragma once
#include "pos/loyalty/ledger.h"
#include "pos/loyalty/member.h"
#include "pos/loyalty/points_rules.h"

#include <span>
#include <vector>

namespace kopilka {

Points sum_of(std::span<const LedgerEntry> ledger);

// All lots, whenever they can be spent, less what is owed: what the ledger adds up to.
Points in_lots(const Account& account);

// What can be spent at that moment, less what is owed: below zero where a deficit is carried.
Points active_balance(const Account& account, Instant at);

// The lot that `points` earned at this moment of the shop's clock make. Days begin at the shop's
// midnight; a lot's last day is whole.
Lot new_lot(Points points, const LotRules& rules, LocalTime at);
// To when a purchase at this moment prolongs every lot alive; nullopt: lots have ends of their own.
std::optional<Instant> prolonged_to(const LotRules& rules, LocalTime at);
void prolong(Account& account, Instant at, Instant to);

// An account at one moment: lots whose end has come are gone, each as an entry of the ledger, dated
// at that end. Nothing is lost twice: what is computed from the result has no such lots.
struct AccountAt {
    Account account;
    Points active;                     // less the deficit
    Points pending;                    // not yet active
    std::vector<LedgerEntry> expired;  // by the moment of their end, then as they stood
    bool operator==(const AccountAt&) const = default;
};
AccountAt account_at(Account account, const ProgrammeId& programme, Instant at);

}  // namespace kopilka
