// `central import journal`: prints its outcome and returns what the program exits with.
#pragma once
#include "sync/server/database.h"

#include <string>

namespace kopilka::sync {

struct JournalWords {
    std::string file;
};

int import_journal_command(Database& database, const std::string& folder,
                           const JournalWords& words);

}  // namespace kopilka::sync
