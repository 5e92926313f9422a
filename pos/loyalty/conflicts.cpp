#include "pos/loyalty/parse_parts.h"

#include <algorithm>

namespace kopilka {
namespace {

const AllOf& facts_of(const Offer& offer) { return std::get<AllOf>(offer.when.fact); }

template <typename Fact>
const Fact* fact_of(const Offer& offer) {
    for (const Condition& condition : facts_of(offer).conditions)
        if (const auto* fact = std::get_if<Fact>(&condition.fact)) return fact;
    return nullptr;
}

// A member's facts asked of somebody who must not be a member.
bool asks_member(const Offer& offer) {
    const auto asks = [](const Condition& condition) {
        return std::holds_alternative<InTier>(condition.fact) ||
               std::holds_alternative<InSegment>(condition.fact) ||
               std::holds_alternative<HasTag>(condition.fact) ||
               std::holds_alternative<MembershipAge>(condition.fact) ||
               std::holds_alternative<PurchaseCount>(condition.fact) ||
               std::holds_alternative<SpentInLife>(condition.fact) ||
               std::holds_alternative<DaysSinceLast>(condition.fact) ||
               std::holds_alternative<NearBirthday>(condition.fact) ||
               std::holds_alternative<Referred>(condition.fact) ||
               std::holds_alternative<HasStamps>(condition.fact) ||
               std::holds_alternative<HasPoints>(condition.fact);
    };
    return offer.stamps.has_value() || std::ranges::any_of(facts_of(offer).conditions, asks);
}

std::string never_because(const Offer& offer) {
    const auto* member = fact_of<IsMember>(offer);
    if (member != nullptr && !member->member && asks_member(offer))
        return "it is for strangers, yet asks for something that only members have";
    const auto* quantity = fact_of<AtLeastQuantity>(offer);
    if (quantity != nullptr && offer.groups && offer.limits.per_receipt.value_or(1) == 0)
        return "its limits leave nothing";
    const auto* days = fact_of<Weekdays>(offer);
    if (days != nullptr && days->mask == 0) return "it names no weekday";
    const auto* dates = fact_of<BetweenDates>(offer);
    if (dates != nullptr && days != nullptr && dates->from && dates->to &&
        dates->to->days - dates->from->days < 6) {
        bool meets = false;
        for (Date day = *dates->from; day <= *dates->to; day = plus_days(day, 1))
            meets = meets || (days->mask >> static_cast<int>(weekday(day)) & 1) != 0;
        if (!meets) return "its dates hold none of its weekdays";
    }
    if (const auto* cut = offer.cut ? std::get_if<PercentOff>(&*offer.cut) : nullptr;
        cut != nullptr && cut->rate.value == 0 && offer.benefits.empty())
        return "it takes 0 % off";
    return {};
}

// The first level that the offer asks for and nobody has; where no programme has levels at all,
// they come from elsewhere.
std::string unknown_tier(const Offer& offer, const std::vector<Programme>& programmes) {
    std::vector<std::string> known;
    for (const Programme& programme : programmes)
        for (const Tier& tier : programme.tiers) known.push_back(tier.id.value);
    const auto* asked = fact_of<InTier>(offer);
    if (asked == nullptr || known.empty()) return {};
    for (const std::string& tier : asked->tiers)
        if (std::ranges::find(known, tier) == known.end()) return tier;
    return {};
}

std::optional<BasisPoints> plain_percent(const Offer& offer) {
    if (!offer.cut || offer.pick || offer.groups || offer.stamps || !offer.benefits.empty())
        return std::nullopt;
    const auto* cut = std::get_if<PercentOff>(&*offer.cut);
    return cut == nullptr ? std::nullopt : std::optional(cut->rate);
}

// `other` holds whenever `offer` does, on the same goods, and takes off at least as much.
bool always_better(const Offer& other, const Offer& offer) {
    const auto mine = plain_percent(offer);
    const auto theirs = plain_percent(other);
    if (!mine || !theirs || other.lane != offer.lane || other.limits != Limits{}) return false;
    const bool covers = other.goods.fits_all() || other.goods == offer.goods;
    const bool whenever = facts_of(other).conditions.empty() || other.when == offer.when;
    const bool more = *theirs > *mine || (*theirs == *mine && other.id < offer.id);
    return covers && whenever && more;
}

}  // namespace

std::vector<ProgrammeWarning> find_conflicts(const std::vector<ParsedOffer>& offers,
                                             const std::vector<Lane>& lanes,
                                             const std::vector<Programme>& programmes) {
    std::vector<ProgrammeWarning> warnings;
    const auto warn = [&](const ParsedOffer& offer, const std::string& text) {
        warnings.push_back({offer.file, offer.place.line, offer.place.column,
                            "offer \"" + offer.offer.id.value + "\" " + text});
    };
    for (const ParsedOffer& offer : offers) {
        if (const std::string why = never_because(offer.offer); !why.empty())
            warn(offer, "can never apply: " + why);
        if (const std::string tier = unknown_tier(offer.offer, programmes); !tier.empty())
            warn(offer, "asks for the level \"" + tier + "\", which no [[tier]] names");
        if (!offer.offer.cut && offer.offer.limits.budget)
            warn(offer,
                 "takes no money off, so that its budget limits nothing; write "
                 "limits = { total = 100 }");
        if (lanes[offer.offer.lane].choose != Choose::Best) continue;
        for (const ParsedOffer& other : offers)
            if (&other != &offer && always_better(other.offer, offer.offer)) {
                warn(offer, "always loses to \"" + other.offer.id.value +
                                "\" in the same lane; narrow one of them or move it to another "
                                "lane");
                break;
            }
    }
    return warnings;
}

}  // namespace kopilka
