// Sync state as numbers.
#pragma once
#include "pos/core/ids.h"
#include "sync/protocol/clock.h"

#include <cstdint>
#include <optional>
#include <string>

namespace kopilka::sync {

// `online` means that the last exchange was answered, by central or by a store server that reaches
// it; "sent" is only what the numbers say.
struct SyncNews {
    std::uint64_t unsent = 0;  // central does not hold it
    std::uint64_t kept = 0;    // of that: the store server keeps it, and hands it on
    std::uint64_t quarantined = 0;
    std::optional<RecordId> last_acknowledged;  // the watermark, since the program started
    bool online = false;
    std::uint64_t feed_position = 0;
    bool caught_up = false;  // the last page of changes was the newest there was
    std::string cause;       // why not online, or what the server refused: English, for the log
    std::optional<ClockReading> clock{};  // of the till's own; nullopt: not compared yet
    bool operator==(const SyncNews&) const = default;
};

}  // namespace kopilka::sync
