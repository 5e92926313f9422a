#include "sync/server/chain.h"

#include "pos/core/check.h"

#include <algorithm>
#include <chrono>

#include <sodium.h>

namespace kopilka::sync {

Result<Chain> open_chain(Database& database) {
    check(sodium_init() >= 0, "libsodium starts");
    std::uint64_t generation = 0;
    randombytes_buf(&generation, sizeof generation);
    Chain chain;
    auto done = database.write([&] {
        database.run(
            "INSERT INTO chain (one, generation, lookup_key, feed_position)"
            " VALUES (1, $1, $2, 0) ON CONFLICT (one) DO NOTHING",
            {value(generation >> 1), value(draw_secret())});
        for (const Row& row :
             database.run("SELECT generation, lookup_key FROM chain WHERE one = 1")) {
            chain.generation = row.natural(0);
            if (row.bytes(1).size() == chain.lookup_key.size()) {
                std::ranges::copy(row.bytes(1), chain.lookup_key.begin());
            }
        }
    });
    if (!done) return tl::unexpected(done.error());
    return chain;
}

Result<void> begin_generation(Database& database, Instant at) {
    constexpr std::uint64_t kStep = std::uint64_t{1} << 32;  // more than any server gives
    std::uint64_t generation = 0;
    randombytes_buf(&generation, sizeof generation);
    return database.write([&] {
        const std::uint64_t before = feed_head(database);
        const std::uint64_t next = (before / kStep + 1) * kStep;
        database.run(
            "INSERT INTO feed_gap (after_position, next_position, restored_at) VALUES ($1, $2, $3)",
            {value(before), value(next), at.ms});
        database.run("UPDATE chain SET generation = $1, feed_position = $2",
                     {value(generation >> 1), value(next)});
        database.run("UPDATE till SET epoch = epoch + $1",
                     {value(std::uint64_t{kEpochsForgotten})});
    });
}

Restorings restorings(Database& database) {
    const Rows rows = database.run("SELECT count(*), coalesce(max(restored_at), 0) FROM feed_gap");
    if (rows.empty()) return {};
    return {static_cast<std::uint32_t>(rows.front().natural(0)), {rows.front().integer(1)}};
}

bool is_given(Database& database, std::uint64_t position) {
    return position <= feed_head(database) &&
           database
               .run(
                   "SELECT after_position FROM feed_gap WHERE after_position <= $1"
                   " AND next_position > $1",
                   {value(position)})
               .empty();
}

std::uint64_t feed_head(Database& database) {
    const Rows rows = database.run("SELECT feed_position FROM chain WHERE one = 1");
    return rows.empty() ? 0 : rows.front().natural(0);
}

std::uint64_t next_feed_position(Database& database) { return take_feed_positions(database, 1); }

std::uint64_t take_feed_positions(Database& database, std::uint64_t count) {
    const Rows rows = database.run(
        "UPDATE chain SET feed_position = feed_position + $1 WHERE one = 1 RETURNING feed_position",
        {value(count)});
    return rows.empty() ? count : rows.front().natural(0);
}

Instant now() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

Secret draw_secret() {
    Secret secret;
    randombytes_buf(secret.data(), secret.size());
    return secret;
}

}  // namespace kopilka::sync
