// Which pieces an offer uses, and what it then takes off: the part of the obvious engine that
// chooses units.
#pragma once
#include "tests/laws/obvious.h"

namespace kopilka::obvious {

struct Serving {
    std::vector<Kopecks> off;  // by piece
    Chosen used;               // rewarded ones and triggers
    bool only_one = true;      // no other groups of these pieces would have been as good
};

bool counts_units(const Offer& offer);  // groups, picks, stamp cards
// Of its goods, no gift, and not used by another quantity offer.
bool may_use(const Offer& offer, const Sheet& sheet, std::size_t piece);
// One sum for many pieces, or a cap over them.
bool is_sum(const Offer& offer, const Sheet& sheet);
// A sum off each line is not split: it stands on all of a line that quantity offers leave.
bool whole_lines(const Offer& offer, const Sheet& sheet, unsigned mask, unsigned counted);
// The offer by itself on all that is not taken.
Serving serve(const Offer& offer, const Sheet& sheet, const std::vector<bool>& taken);
// The most that it can take off if it uses exactly these pieces (bits); nothing where it cannot.
Serving serve_exactly(const Offer& offer, const Sheet& sheet, unsigned mask);
// A pick, or a form of groups, that names the pieces it takes; and: it took those, of all that are
// not occupied.
bool says_which(const Offer& offer);
bool right_units(const Offer& offer, const Sheet& sheet, unsigned mask, unsigned occupied);

}  // namespace kopilka::obvious
