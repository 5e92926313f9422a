// What a disk and a database can do at all with the rows of an upload, without anything that a
// server must know: the limits that ingest is held against.
#pragma once
#include "pos/core/bytes.h"

#include <functional>
#include <string>
#include <vector>

namespace kopilka::bench {

// A record as the limits store it.
struct RawRecord {
    Bytes member;  // 16
    Bytes id;      // 16, its own
    Bytes body;
    std::int64_t points = 0;
};
enum class Balance { Left, Updated };

// How fast, and what it cost in processor time, which a busy machine disturbs less.
struct Speed {
    double rate = 0;       // records a second
    double own_us = 0;     // processor time a record, of this process
    double server_us = 0;  // and of the database's server that works for it
    double us() const { return own_us + server_us; }
};
// `server`: the process of the database's server; 0: none.
Speed speed_of(std::size_t records, int server, const std::function<void()>& work);

// `at_once` records in a commit. PostgreSQL: COPY into a table with a primary key, and
// where asked one UPDATE of the balances by the batch's sums ("L2").
Speed copy_into_postgres(const std::string& url, const std::vector<RawRecord>& records,
                         std::size_t at_once, Balance balance);
// Appended to one SQLite table, write-ahead log, synchronous=FULL.
Speed append_to_sqlite(const std::string& file, const std::vector<RawRecord>& records,
                       std::size_t at_once);

}  // namespace kopilka::bench
