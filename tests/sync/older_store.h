// A store as programs before this one left it: only the first texts of schema/ are applied, and the
// rows are those of a store that the program of today filled, as they were written then.
#pragma once
#include "sync/server/place.h"
#include "tests/support/temporary_folder.h"

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace kopilka::sync {

// How many texts there are up to, and without, the one of that name: "005_people".
std::size_t texts_before(std::string_view name);

using Columns = std::vector<std::string>;
using Tables = std::map<std::string, Columns>;
// Of a store with so many texts, without the one that counts them.
Tables tables_of(std::size_t texts);

// A shop with a day behind it: each table has rows, more than a thousand members among them.
class FilledStore {
public:
    FilledStore();
    Database& database() { return *database_; }
    const std::string& folder() const { return place_.data; }

private:
    TemporaryFolder folder_;
    Place place_{folder_.path().string()};
    std::unique_ptr<Database> database_;
};

// Makes an empty place one of `texts` texts with the rows of `from`. From 005_people on, as if the
// program had been stopped while it encrypted: most of the members still stand in the clear.
void make_older(const Place& place, std::size_t texts, FilledStore& from);
// One text more, rows or not, as bring_up_to_date() does it.
void apply_text(const Place& place, std::size_t text);

// What one has and the other has not, of all that a store of `texts` texts could hold; in words.
std::vector<std::string> differences(Database& now, FilledStore& from, std::size_t texts);

}  // namespace kopilka::sync
