// `central member find|erase`: each prints its outcome and returns what the program exits with.
#pragma once
#include "sync/server/database.h"

#include <string>

namespace kopilka::sync {

struct MemberWords {
    std::string id, phone, card;
    std::string by, why;
};

// `folder`: central's data folder, with its keys and the list of those erased.
int find_member_command(Database& database, const std::string& folder, const MemberWords& words);
int erase_member_command(Database& database, const std::string& folder, const MemberWords& words);

}  // namespace kopilka::sync
