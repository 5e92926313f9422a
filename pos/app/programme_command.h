// `till programme check FILE…`: are programme files right, and do their offers get on together?
// `till programme explain FILE…`: what they do, in words. Comparing two is programme_diff.h.
#pragma once
#include "pos/core/text.h"

#include <iosfwd>
#include <span>
#include <string>

namespace kopilka::app {

// Each file is a publication of its own: a programme, or a manifest with what it names. 0 where all
// are right (warnings stand on `out`), 1 where one is not: FILE:LINE:COLUMN: what to write instead,
// on `err`; 2 where no file was named.
int programme_check_command(std::span<const std::string> files, std::ostream& out,
                            std::ostream& err);

// What each offer gives, on which goods, when, with which limits and in which company, in each of
// these languages. The same results as check.
int programme_explain_command(std::span<const std::string> files,
                              std::span<const Texts* const> languages, std::ostream& out,
                              std::ostream& err);

}  // namespace kopilka::app
