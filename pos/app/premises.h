// Everything a till has on disk, opened for writing by this one process: lock, keys, journal,
// cache.
#pragma once
#include "pos/app/clock.h"
#include "pos/app/enrolment.h"
#include "pos/store/cache.h"
#include "pos/store/journal.h"
#include "pos/till/world.h"

#include <filesystem>
#include <memory>

namespace kopilka::app {

struct Places {
    std::filesystem::path data;
    std::filesystem::path keys;  // empty: beside the data folder
    std::filesystem::path key_folder() const;
};

struct Premises {
    DataFolder folder;
    std::filesystem::path key_folder;
    Keys keys;
    Enrolment enrolment;
    Journal journal;
    std::unique_ptr<Cache> cache;
};

// Opens an enrolled till's folder; begins the journal where there is none. A child process looks
// first whether what is there can be read (pos/store/health.h): a damaged cache is erased, since
// the server sends it again; a damaged journal is Errc::Corrupt, with what to type.
Result<Premises> open_premises(const Places& places, const Clock& clock);

// What the cache holds of shop and programmes. Errc::NotFound with words while the server has not
// yet sent them.
Result<World> read_world(const Cache& cache, const Enrolment& enrolment);

}  // namespace kopilka::app
