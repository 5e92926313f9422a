// `till script`: does the lines of a script at this till and prints what came of each.
#pragma once
#include "pos/app/scripted_till.h"
#include "pos/app/vocabulary.h"

#include <istream>
#include <ostream>

namespace kopilka::app {

// Runs the lines; stops at the first complaint. 0: all as expected; 1: a complaint.
int run_script(std::istream& script, const Vocabulary& words, std::ostream& out);

struct ScriptOptions {
    Places places;
    std::string file;    // "-": standard input
    std::string prints;  // folder for receipts as text and PNG; empty: none
};
// 2: the file or the till's folder cannot be opened.
int script_command(const ScriptOptions& options, std::istream& in, std::ostream& out,
                   std::ostream& errors);

}  // namespace kopilka::app
