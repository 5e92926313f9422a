// The person behind a member, for greeting and for finding: shown, never priced, never journaled.
#pragma once
#include "pos/core/hash.h"
#include "pos/loyalty/member.h"

#include <cstdint>
#include <string>
#include <vector>

namespace kopilka {

struct Person {
    std::string first_name;
    std::string surname;
    std::string phone;  // E.164
    bool operator==(const Person&) const = default;
};

struct StoreVisits {
    std::int64_t count = 0;
    Date last;
    bool operator==(const StoreVisits&) const = default;
};

// Everything a till holds of one member.
struct Member {
    MemberView view;
    Person person;
    std::vector<std::string> cards;  // numbers and app tokens, blocked ones left out
    std::uint8_t importance = 0;     // 0..3, shown to the cashier the moment the card is read
    bool blocked = false;            // sells as to anybody; no points, no member prices
    std::uint64_t feed_position =
        0;  // of the server's change feed at which this snapshot was taken
    // Encrypts what the member tells at a till; central makes it, no journal holds it. Zeros: none.
    Hash256 personal_key;
    // Known to central alone: for whom rights to spend are lent ahead (lend_ahead.h).
    std::map<StoreId, StoreVisits> visits{};
    std::map<ProgrammeId, Points> usual_spend{};  // at once, the most of the last few times
    bool operator==(const Member&) const = default;
};

}  // namespace kopilka
