// The member of a basket in JSON, as the engine sees a member.
#pragma once
#include "pos/app/json_reader.h"
#include "pos/loyalty/member.h"
#include "pos/loyalty/programme.h"

namespace kopilka::app {

// What a lot is called in the text; in the ledger it is known by its beginning and end.
struct NamedLot {
    ProgrammeId programme;
    Instant active;
    std::optional<Instant> expires;
    std::string name;  // its "id", or its place in the list, from 1
};

struct ReadMember {
    MemberView view;
    std::vector<NamedLot> lots;
};

// Lots begin and end as their day begins at this offset. An id that is not 32 hex digits stands for
// the first half of its hash.
// "history" is turned into the standing of `at` in every programme with levels.
ReadMember read_member(JsonReader& reader, LocalTime at, const Publication& publication);

}  // namespace kopilka::app
