// Reads ESC/POS bytes as a printer does and says what would stand on the paper. Pure.
// Knows the commands that drivers/escpos sends; every other byte is a complaint, so that a test
// notices what a real printer would print as rubbish.
#pragma once
#include "drivers/escpos/layout.h"
#include "pos/core/bytes.h"

#include <string>
#include <vector>

namespace kopilka::drivers {

struct PrintedPaper {
    std::vector<Row> rows;   // text as the code page shows it; pictures put together
    std::string unfinished;  // bytes of a line whose end has not come
    int drawer_kicks = 0;
    std::vector<std::string> complaints;  // unknown commands, cut-off ones, lines too long
};

PrintedPaper read_escpos(ByteView bytes, const Paper& paper);

}  // namespace kopilka::drivers
