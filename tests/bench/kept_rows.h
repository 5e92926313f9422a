// All rows that central keeps of uploads, put into a database like its own with COPY and one UPDATE
// for each table that is changed: what PostgreSQL needs for them when nothing is asked or checked.
#pragma once
#include "sync/server/database.h"
#include "tests/bench/limits.h"

namespace kopilka::bench {

// One commit's rows.
struct KeptRows {
    std::string records, receipts, ledger;  // as COPY … FROM STDIN (FORMAT binary) takes them
    std::vector<sync::Line> sums, members;
};

// What the database `url` keeps of tills' sequences 1 to `last`, so many of each till in a commit.
std::vector<KeptRows> kept_rows(const std::string& url, std::uint64_t last,
                                std::uint64_t of_each_till);
// Into one that holds the same members, and none of these records.
Speed copy_kept_rows(const std::string& url, const std::vector<KeptRows>& commits,
                     std::size_t records);

}  // namespace kopilka::bench
