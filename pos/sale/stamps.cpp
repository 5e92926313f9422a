#include "pos/sale/stamps.h"

#include <algorithm>

namespace kopilka {

FreeByStamps free_by_stamps(const StampCard& card, const MemberView* member, std::int64_t bought) {
    if (member == nullptr) return {};
    const auto found = member->stamps.find(card.card);
    const std::int64_t had =
        found == member->stamps.end() ? 0 : std::max<std::int64_t>(found->second, 0);
    FreeByStamps result;
    // A free unit spends every − 1 stamps; those of this receipt count where the card says so.
    result.units = card.same_receipt ? (had + bought) / card.every : had / (card.every - 1);
    result.units = std::min(result.units, bought);
    result.lacking = card.every - had - (card.same_receipt ? bought : 0);
    result.lacking = std::max<std::int64_t>(result.lacking, 1);
    return result;
}

std::int64_t stamps_after(const StampCard& card, std::int64_t before, std::int64_t paid,
                          std::int64_t free) {
    return std::max<std::int64_t>(before + paid - free * (card.every - 1), 0);
}

}  // namespace kopilka
