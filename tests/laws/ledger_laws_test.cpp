// What a receipt does to an account's lots, on random sales.
#include "tests/laws/law.h"

#include <algorithm>

namespace kopilka::laws {
namespace {

bool ends_before(const std::optional<Instant>& a, const std::optional<Instant>& b) {
    return a && (!b || *a < *b);
}

// Of each lot, by its end and beginning, what is left; lots that cannot be spent are not there.
TEST(LedgerLaws, PointsComeFromTheLotThatEndsFirstAndFromNoneThatIsPendingOrOver) {
    int spent = 0;
    hold({}, [&](Dice& dice) {
        const RandomShop shop = random_shop(dice);
        const Telling telling(shop);
        if (!shop.member || !shop.member->accounts.contains({"test"})) return;
        const Instant now = shop.context.at.instant;
        std::map<std::pair<std::optional<Instant>, Instant>, Points> lots;
        for (const Lot& lot : shop.member->accounts.at({"test"}).lots)
            if (lot.active <= now && (!lot.expires || now < *lot.expires))
                lots[{lot.expires, lot.active}] += lot.amount;
        std::optional<Instant> last;
        bool any = false;
        for (const LedgerEntry& entry : shop.price().ledger) {
            if (entry.kind != LedgerKind::Redemption) continue;
            const auto lot = lots.find({entry.expires, entry.active});
            RC_ASSERT(lot != lots.end());
            lot->second += entry.amount;
            RC_ASSERT(lot->second >= kNoPoints);
            if (!any || ends_before(last, entry.expires)) last = entry.expires;
            any = true;
        }
        if (!any) return;
        ++spent;
        for (const auto& [lot, left] : lots)
            RC_ASSERT(left == kNoPoints || !ends_before(lot.first, last));
    });
    EXPECT_GT(spent, 0);
}

}  // namespace
}  // namespace kopilka::laws
