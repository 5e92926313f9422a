// Deciding a case: what it does to the books and the signed record of it (decisions.h) are one
// transaction. Of two who decide at once one is told that it was decided.
#pragma once
#include "sync/server/decisions.h"
#include "sync/server/incidents.h"

#include <string>

#include <tl/expected.hpp>

namespace kopilka::sync {

enum class ResolveRefusal : std::uint8_t {
    NoSuchCase,
    AlreadyDecided,
    NotThisAction,     // such a case is not decided so
    StillQuarantined,  // its cause is still there
    NothingToUndo,     // nothing of it was booked
    Gone,              // member or record are not there any more
};
std::string_view say(ResolveRefusal refusal);

struct Deciding {
    std::string incident;
    CaseAction action{};
    std::string by, why;
};
Result<tl::expected<void, ResolveRefusal>> resolve(Database& database, const DecisionBook& book,
                                                   const Deciding& deciding, Instant at);

// What an older program decided becomes part of the chain, with the same words.
Result<void> take_over_unsigned(Database& database, const DecisionBook& book);

}  // namespace kopilka::sync
