// A copy of all that central keeps, made while it runs, and beginning again from one. The folder of
// a backup holds `central.sqlite` or `central.dump` (pg_dump's custom format) and central's keys:
// keep it as carefully as the server itself.
#pragma once
#include "pos/core/time.h"
#include "sync/server/place.h"

#include <string>

namespace kopilka::sync {

// Durable when it returns. Errc::Invalid: the folder exists already and is not empty.
Result<void> back_up(const Place& place, const std::string& to);

// Into a folder without a store (SQLite), or an empty database. A new generation begins: tills
// notice at their next word with the server, take everything anew and send again what it does not
// hold. Errc::Invalid: there is something already; errors say what to do.
Result<void> restore(const std::string& from, const Place& place, Instant at);

}  // namespace kopilka::sync
