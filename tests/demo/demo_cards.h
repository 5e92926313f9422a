// The named demo members' cards, from assets/demo/cards.tsv.
#pragma once
#include "pos/core/result.h"
#include "pos/scan/symbol.h"

#include <string>
#include <vector>

namespace kopilka {

struct DemoCard {
    std::string name;    // "anna"
    std::string kind;    // "qr-token", "ean13", …; names the picture with the name
    std::string number;  // what the look-up key is made of
    std::string text;    // what the code carries
    bool operator==(const DemoCard&) const = default;
};

// In the file's order, then two more pictures of the same members as a wallet app would show them:
// vera's number as Aztec, egor's as PDF417.
Result<std::vector<DemoCard>> read_demo_cards(const std::string& path);

Symbology symbology_of(const DemoCard& card);
bool on_a_telephone(const DemoCard& card);  // otherwise a plastic card

std::string picture_name(const DemoCard& card);  // "anna-qr-token"

}  // namespace kopilka
