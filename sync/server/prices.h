// What goods cost and will cost. A planned price begins at a moment of each shop's own clock; tills
// know it ahead and change by themselves. Tills of an older program know only the price of now:
// when the moment has come in every shop, take_effect() makes the planned price that one.
#pragma once
#include "sync/protocol/message.h"
#include "sync/server/database.h"

#include <optional>
#include <string_view>
#include <vector>

namespace kopilka::sync {

// "2026-12-01", "2026-12-01T08:30", as shops' clocks show it (on_the_clock). nullopt: not written
// so.
std::optional<std::int64_t> parse_clock(std::string_view text);
std::string clock_text(std::int64_t on_the_clock);

// From `from` on, or at once. Errc::NotFound: no such article; Errc::Invalid: below its minimum
// price, a moment that is over everywhere, or too many planned ones.
Result<void> set_price(Database& database, const Sku& sku, Money price,
                       std::optional<std::int64_t> from, Instant now);
// Errc::NotFound: nothing is planned for that moment.
Result<void> cancel_price(Database& database, const Sku& sku, std::int64_t from);
// Errc::NotFound: no such article.
Result<Article> find_prices(Database& database, const Sku& sku);

// Inside a transaction.
bool put_article(Database& database, const Article& article);
std::vector<PlannedPrice> planned_for(Database& database, const Sku& sku);

// Planned prices that have begun in every shop become the price of now. In a transaction of its
// own, where there is one to take; how many.
Result<std::size_t> take_effect(Database& database, Instant now);

}  // namespace kopilka::sync
