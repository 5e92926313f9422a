// The command line of `central`: parsing, dispatch and exit codes (0 done, 1 the answer is no, 2
// wrong use). What the commands do stands in the files they call.
#pragma once

namespace kopilka::sync {

int central(int count, char** words);

}  // namespace kopilka::sync
