// What the till's own disk and paper say after a kill.
#pragma once
#include "pos/core/bytes.h"
#include "pos/core/ids.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace kopilka {

struct Books {
    std::vector<std::uint64_t> numbers;  // of the sales, in the journal's order
    std::set<RecordId> without_paper;    // sales that nobody began to print
    std::set<Bytes> hashes;              // of all records
    std::int64_t points = 0;         // what all sales give and take, in the points' smallest part
    std::uint64_t acknowledged = 0;  // the watermark
    std::uint64_t records = 0;
    std::string wrong;  // in the chain; empty: intact
};

// Reads the journal as another process would, also while the till has it open.
Books read_books(const std::filesystem::path& data);

// By the number of each receipt that came out of the printer whole enough to be read: the points
// that it promises, in their smallest part.
std::map<std::uint64_t, std::int64_t> points_on_paper(const std::filesystem::path& prints);

}  // namespace kopilka
