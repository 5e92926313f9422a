// The member of a basket in JSON, as the engine sees a member.
#pragma once
#include "pos/app/json_reader.h"
#include "pos/loyalty/member.h"
#include "pos/loyalty/programme.h"

namespace kopilka::app {

// Lots begin and end as their day begins at this offset. An id that is not 32 hex digits stands for
// the first half of its hash.
MemberView read_member(JsonReader& reader, std::int32_t offset_minutes,
                       const Publication& publication);

}  // namespace kopilka::app
