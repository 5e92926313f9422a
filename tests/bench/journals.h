// What benchmarks of the server work on: members with balances, and tills' journals for them.
#pragma once
#include "sync/server/ingest.h"
#include "sync/server/place.h"

#include <memory>
#include <string>
#include <vector>

namespace kopilka::bench {

constexpr std::size_t kMembers = 100'000;
constexpr std::size_t kBatch = 500;  // records of an upload

// One till's journal in signed uploads: sales of so many lines to members, each with points earned.
struct Journal {
    sync::EnrolledTill till;
    std::vector<sync::Upload> uploads;
};
KeySeed seed_of(const TillId& till);
Journal journal_of(const TillId& till, std::size_t uploads, std::size_t records = kBatch,
                   std::uint32_t lines = 3);

// A new store with the members in it. Throws std::runtime_error.
std::unique_ptr<sync::Database> shop_in(const sync::Place& place);

}  // namespace kopilka::bench
