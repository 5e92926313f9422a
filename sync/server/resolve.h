// Deciding a case. Every decision is kept with who and why.
#pragma once
#include "pos/core/time.h"
#include "sync/server/database.h"

#include <string>

#include <tl/expected.hpp>

namespace kopilka::sync {

enum class ResolveRefusal : std::uint8_t {
    NoSuchCase,
    AlreadyDecided,
    NotThisAction,     // only a quarantined record can be booked again
    StillQuarantined,  // its cause is still there
};
std::string_view say(ResolveRefusal refusal);

enum class CaseAction : std::uint8_t {
    Retry,   // book the quarantined record again, now that its cause is gone
    Accept,  // it stands as it is
};

Result<tl::expected<void, ResolveRefusal>> resolve(Database& database, const std::string& incident,
                                                   CaseAction action, const std::string& by,
                                                   const std::string& why, Instant at);

}  // namespace kopilka::sync
