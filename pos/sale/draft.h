// An open or suspended receipt as it survives a crash: enough to come back to the same basket, and
// never to forget a card that was already charged. Prices and offers are not in it: a recalled
// receipt is priced again.
#pragma once
#include "pos/core/ids.h"
#include "pos/core/payload.h"
#include "pos/core/time.h"
#include "pos/sale/basket.h"
#include "pos/sale/tender.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kopilka {

enum class DraftState : std::uint8_t { Open, Suspended };

struct Draft {
    std::uint64_t id = 0;  // unique at its till
    TillId till;           // where it was begun
    DraftState state = DraftState::Open;
    Basket basket;  // with the codes entered
    std::optional<MemberId> member;
    TierId tier;  // fixed when the member was attached
    IdentityStrength strength = IdentityStrength::Told;
    std::vector<Tender> tenders;          // already taken
    std::vector<std::string> operations;  // CardAsked without an answer yet
    std::optional<LocalTime> at;          // frozen by the first press of Pay
    CashierId cashier;
    LocalTime started;
    std::vector<std::string> tender_operations;  // one a tender that is not points; empty for cash
    bool operator==(const Draft&) const = default;
};

}  // namespace kopilka
