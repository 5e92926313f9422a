// Everything a price depends on, gathered once: what price() was called with, and what is read from
// it again and again.
#pragma once
#include "pos/loyalty/programme.h"
#include "pos/sale/price.h"

#include <span>
#include <string>
#include <vector>

namespace kopilka {

struct Given {
    Given(const Publication& in_force, const PriceContext& where, const MemberView* who,
          const Basket& what, std::span<const Tender> how);

    const Publication& publication;
    const PriceContext& context;
    const MemberView* member;  // nullptr: a stranger
    const Basket& basket;
    std::span<const Tender> tenders;
    std::vector<std::string> codes;  // in code_form
    Date today;                      // of the shop
    int minute = 0;                  // of its day
    // Points that this receipt earns, of programmes where they help at once.
    std::map<ProgrammeId, Points> coming;
    Points coming_to(const ProgrammeId& programme) const {
        const auto found = coming.find(programme);
        return found == coming.end() ? kNoPoints : found->second;
    }
};

// Of `due`, how much is paid by these methods: fixed sums first, an open tender (its amount zero)
// takes the rest.
std::int64_t paid_by(std::span<const std::uint8_t> methods, std::int64_t due, const Given& given);
bool paid_only_by(std::span<const std::uint8_t> methods, const Given& given);

}  // namespace kopilka
