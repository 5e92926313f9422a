// The parser, table by table: one function for each kind of table in a programme file.
#pragma once
#include "pos/loyalty/table_reader.h"

#include <array>
#include <string_view>
#include <utility>

namespace kopilka {

inline constexpr std::array<std::pair<std::string_view, Rounding>, 5> kRoundings{
    {{"half_up", Rounding::HalfUp},
     {"half_even", Rounding::HalfEven},
     {"half_down", Rounding::HalfDown},
     {"down", Rounding::Down},
     {"up", Rounding::Up}}};

GoodsFilter parse_goods(TableReader table);
// All keys of the table must hold; `any`, `all` and `none` nest further tables.
Condition parse_condition(TableReader table);

// What the keys of an offer say beyond its conditions.
// `by` of a ladder, required; true where its steps begin at sums of money.
bool parse_ladder_measure(TableReader& table, LadderBy& by);
void parse_cut(TableReader& table, Offer& offer);    // percent, amount_off, price, ladder
void parse_units(TableReader& table, Offer& offer);  // pick, group, stamps
void parse_money_policy(TableReader& table, Offer& offer);
void parse_benefits(TableReader& table, Offer& offer);  // points, earn_stamps, gift, coupon
// `lane` is left to the publication, which knows the lanes: here only its name.
struct ParsedOffer {
    Offer offer;
    std::string lane;  // empty: the default for what it gives
    TomlPlace place;
    TomlPlace lane_place;
    TomlPlace excludes_place;
    std::string file;
};
ParsedOffer parse_offer(TableReader table, const ProgrammeId& programme);

PointsRules parse_points(TableReader table);
TierRules parse_tier_rules(TableReader table);
Tier parse_tier(TableReader table, const TierRules& rules);

// Offers that can never apply, always lose, or cannot be afforded by what the file says.
std::vector<ProgrammeWarning> find_conflicts(const std::vector<ParsedOffer>& offers,
                                             const std::vector<Lane>& lanes,
                                             const std::vector<Programme>& programmes);

}  // namespace kopilka
