// `central status|reconcile|resolve|close|decisions|export`: whether the sums agree, and who
// decided what about it. Each prints its outcome and returns what the program exits with.
#pragma once
#include "sync/server/database.h"

#include <string>
#include <vector>

namespace kopilka::sync {

struct CaseWords {
    bool json = false;
    std::vector<std::string> outboxes;  // files of `till outbox --json`
    std::string csv;                    // a file for the sums; empty: none
    std::string incident, action, by, why;
    std::string through;  // a day
    std::string file;     // "-": standard output
};

// `folder`: central's data folder, with the key that signs decisions.
int status_command(Database& database, const std::string& folder, const CaseWords& words);
int reconcile_command(Database& database, const std::string& folder, const CaseWords& words);
int resolve_command(Database& database, const std::string& folder, const CaseWords& words);
int close_command(Database& database, const std::string& folder, const CaseWords& words);
int list_decisions_command(Database& database, const std::string& folder, const CaseWords& words);
int verify_decisions_command(Database& database, const std::string& folder, const CaseWords& words);
int export_sums_command(Database& database, const std::string& folder, const CaseWords& words);
int export_cases_command(Database& database, const std::string& folder, const CaseWords& words);

}  // namespace kopilka::sync
