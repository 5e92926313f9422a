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

// After the database was put back from a backup: a new generation, a feed that goes on far behind
// every position that may have been given meanwhile, and epochs likewise. In a transaction of its
// own.
Result<void> begin_generation(Database& database, Instant at);

// A till may have been given so many epochs between a backup and the server put back from it: the
// numbers after these are free.
constexpr std::uint32_t kEpochsForgotten = 100;
struct Restorings {
    std::uint32_t count = 0;
    Instant last{};  // by the clock of the server
};
Restorings restorings(Database& database);

std::uint64_t feed_head(Database& database);
// False: beyond the head, or lost with what a backup did not have.
bool is_given(Database& database, std::uint64_t position);
std::uint64_t next_feed_position(Database& database);  // takes one
// Takes so many, and says the last of them.
std::uint64_t take_feed_positions(Database& database, std::uint64_t count);

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kDayMs = 24 * kHourMs;
Instant now();
Secret draw_secret();

}  // namespace kopilka::sync
