// A peer from npm, run beside ours by a script of this folder.
#pragma once
#include "tests/bench/bench.h"

#include <string>

namespace kopilka::bench {

// What `node SCRIPT PEERS WORK.json` printed, its complaints too; `work` is JSON. The script's
// folder for what it leaves behind is that of WORK.json. Where no peers are installed: what to do.
std::string answer_of_peer(const Options& options, const std::string& script,
                           const std::string& work);
// Of an answer that is not the expected one.
std::string why_not(const std::string& answer);

}  // namespace kopilka::bench
