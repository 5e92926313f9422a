// What the server knows of itself: who the chain is, how far its change feed has come, what time it
// is. The functions without a Result belong inside a transaction of the database.
#pragma once
#include "pos/core/time.h"
#include "sync/protocol/message.h"
#include "sync/server/database.h"

namespace kopilka::sync {

struct Chain {
    std::uint64_t generation = 0;
    Secret lookup_key{};
};
// Drawn at the first call, the same ever after.
Result<Chain> open_chain(Database& database);

std::uint64_t feed_head(Database& database);
std::uint64_t next_feed_position(Database& database);  // takes one

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kDayMs = 24 * kHourMs;
Instant now();
Secret draw_secret();

}  // namespace kopilka::sync
