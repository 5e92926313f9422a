// `till programme check FILE…`: are programme files right, and do their offers get on together?
#pragma once
#include <iosfwd>
#include <span>
#include <string>

namespace kopilka::app {

// Each file is a publication of its own: a programme, or a manifest with what it names. 0 where all
// are right (warnings stand on `out`), 1 where one is not: FILE:LINE:COLUMN: what to write instead,
// on `err`; 2 where no file was named.
int programme_check_command(std::span<const std::string> files, std::ostream& out,
                            std::ostream& err);

}  // namespace kopilka::app
