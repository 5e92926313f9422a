// `till price`: a dry run of the engine on a basket, or on what comes back of one. Nothing is sold
// and nothing is kept.
#pragma once
#include "pos/core/text.h"

#include <iosfwd>
#include <string>

namespace kopilka::app {

struct PriceOptions {
    std::string programme;     // a programme file or a manifest
    std::string basket = "-";  // a file, or - for standard input
    std::string at;            // ISO 8601 with offset; empty: the basket's own
    bool json = false;
    const Texts* texts = nullptr;  // of the language to say it in; needed without `json`
};

// 0; 1 where a return is refused; 2 where an option, the programme or the basket is wrong, each
// mistake on `err` as FILE:LINE:COLUMN: what to write instead.
int price_command(const PriceOptions& options, std::istream& in, std::ostream& out,
                  std::ostream& err);

}  // namespace kopilka::app
