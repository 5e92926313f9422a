// `central card …`: cards in customers' phones. Each returns the exit code and prints what it did;
// errors say what to do next.
#pragma once
#include "sync/server/database.h"

#include <string>

namespace kopilka::sync {

struct CardWords {       // what the command line said
    std::string member;  // 32 hex digits
    std::string device;  // 64 hex digits
    std::int64_t days = 0;
    bool drop_older = false;
};

int certify_command(Database& database, const std::string& folder, const CardWords& words);
int revoke_command(Database& database, const std::string& folder, const CardWords& words);
int list_phones_command(Database& database);
int change_key_command(Database& database, const std::string& folder, const CardWords& words);

}  // namespace kopilka::sync
