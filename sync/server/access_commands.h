// `central revoke|admit|dismiss|people`: who may talk to the server. Each prints its outcome and
// returns what the program exits with.
#pragma once
#include "sync/server/database.h"

#include <string>

namespace kopilka::sync {

struct AccessWords {
    std::string till, why;
    std::string name, role, store;
    std::string file;
};

// `folder`: central's data folder, with its authority.
int revoke_till_command(Database& database, const std::string& folder, const AccessWords& words);
int admit_command(Database& database, const std::string& folder, const AccessWords& words);
int dismiss_command(Database& database, const std::string& folder, const AccessWords& words);
int people_command(Database& database, const std::string& folder, const AccessWords& words);

}  // namespace kopilka::sync
