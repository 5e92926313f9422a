// `till enrol`: makes this till's keys, gets its credentials, and fetches all it needs to sell.
#pragma once
#include "pos/app/premises.h"

#include <ostream>
#include <string>

namespace kopilka::app {

struct EnrolOptions {
    Places places;
    std::string server;
    std::string code;
};
// 0 enrolled and ready to sell; 1 refused by the server; 2 wrong use or no connection.
int enrol_command(const EnrolOptions& options, const Clock& clock, std::ostream& out,
                  std::ostream& errors);

}  // namespace kopilka::app
