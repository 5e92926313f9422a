// What the administrator hands over as files: catalogue and members (JSON, fields in
// assets/demo/README.md), the shop with its staff (TOML), publications (TOML). Everything of one
// file is one transaction; a file with a mistake changes nothing. Nobody's PIN is kept or sent in
// the clear.
#pragma once
#include "pos/core/time.h"
#include "sync/server/database.h"

#include <string>
#include <string_view>

namespace kopilka::sync {

struct Imported {
    std::size_t read = 0;
    std::size_t changed = 0;  // new or different: what tills will hear of
    std::size_t removed = 0;
};

// Errc::Invalid: "file: what is wrong, and where".

// The whole catalogue: goods that the file does not have are removed from sale. What they cost now
// is the file's word, what they will cost stays planned (prices.h).
Result<Imported> import_catalogue(Database& database, std::string_view json,
                                  const std::string& file);
// New members with their opening balances. Of known members the person, cards and marks are
// replaced; what the journal counted (points, purchases, stamps, tier) stays.
// "today±N" counts from the local day of `at`.
Result<Imported> import_members(Database& database, std::string_view json, const std::string& file,
                                LocalTime at);
// The store's text without PINs, and its staff; staff that the file does not have are removed, and
// whoever is blocked (staff.h) stays so.
Result<Imported> import_shop(Database& database, std::string_view toml, const std::string& file);
// `path` is the manifest or a programme file; the files it names lie beside it.
struct Published {
    std::string hash;
    bool is_new = false;
};
Result<Published> publish(Database& database, const std::string& path);

}  // namespace kopilka::sync
