// What a publication does, in words: for each offer what it gives, on which goods, when, with which
// limits and in which company. For the marketer who wrote it and for whoever has to approve it.
// Not here: what it does to a basket (pos/sale/price.h, explanation.h).
#pragma once
#include "pos/core/text.h"
#include "pos/loyalty/programme.h"

#include <string>
#include <vector>

namespace kopilka {

// One line. What is `listed` stands behind the phrase and a colon, separated by commas.
struct Statement {
    int depth = 0;  // 0: the publication and its programmes, 1: an offer, 2…: what it says
    Phrase phrase;
    std::vector<Phrase> listed;
    bool operator==(const Statement&) const = default;
};

// Lanes, points and tiers of each programme, then every offer in the order in which they are
// considered. Policies that the file leaves as they usually are stay unsaid.
std::vector<Statement> describe(const Publication& publication);
std::vector<Statement> describe(const Offer& offer, const Publication& publication);

// Lines of text, indented by depth.
std::string to_text(const std::vector<Statement>& statements, const Texts& texts);

}  // namespace kopilka
