// `till programme diff OLD NEW --baskets DIR`: what a changed programme would have done to real
// baskets. Nothing is sold and nothing is kept.
#pragma once
#include "pos/core/text.h"

#include <iosfwd>
#include <string>

namespace kopilka::app {

struct DiffOptions {
    std::string before;   // a programme file or a manifest
    std::string after;    // another
    std::string baskets;  // a folder of *.json, each a basket of `till price`
    bool json = false;
    const Texts* texts = nullptr;  // for reading aloud; only --json does without
};

// 0, whether or not anything changed: the summary says how much. 2 where a programme, the folder or
// one of its baskets cannot be read; the other baskets are compared all the same.
int programme_diff_command(const DiffOptions& options, std::ostream& out, std::ostream& err);

}  // namespace kopilka::app
