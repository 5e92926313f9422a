#include "pos/sale/group_parts.h"

#include "pos/sale/match.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace kopilka {
namespace {

constexpr std::int64_t kFine = BasisPoints::kWhole;

// What a rewarded unit takes off, by the offer's cut; nullopt where that depends on other units.
class Gains {
public:
    Gains(const Offer& offer, const LaneView& view) : offer_(offer), view_(view) {}

    bool are_by_unit() const {
        const PaidShare share = paid_share(offer_, view_);
        return offer_.groups && offer_.cut && offer_.groups->of == GroupOf::Anything &&
               !offer_.groups->incomplete && !offer_.limits.has_own_cap() &&
               !offer_.limits.budget && offer_.money.sums == SumTax::AsPriced &&
               share.paid == share.of && view_.added.empty() && is_in_order() && cut_is_by_unit();
    }
    std::int64_t of(std::uint32_t unit) const {
        const SheetUnit& one = view_.sheet.units[unit];
        std::int64_t fine = one.running * kFine;
        if (const auto* percent = std::get_if<PercentOff>(&*offer_.cut))
            fine = base_of(offer_.money.of, unit, view_) * percent->rate.value;
        if (const auto* price = std::get_if<FixedPrice>(&*offer_.cut); price != nullptr && single())
            fine = std::max<std::int64_t>(one.running - price->price.count(), 0) * kFine;
        if (const auto* amount = std::get_if<AmountOff>(&*offer_.cut))
            fine = amount->per == AmountPer::Unit || single() ? amount->amount.count() * kFine : 0;
        return std::min(fine, one.room() * kFine);
    }
    // Beside what its units gain.
    std::int64_t of_group() const {
        if (single()) return 0;
        if (const auto* price = std::get_if<FixedPrice>(&*offer_.cut))
            return -price->price.count() * kFine;
        const auto* amount = std::get_if<AmountOff>(&*offer_.cut);
        return amount != nullptr && amount->per == AmountPer::Group ? amount->amount.count() * kFine
                                                                    : 0;
    }

private:
    // One unit of a group is rewarded: what the group gives is what that unit gains.
    bool single() const {
        std::int64_t rewarded = 0;
        for (const GroupPart& part : offer_.groups->parts) rewarded += part.rewarded;
        return rewarded == 1;
    }
    bool is_in_order() const {
        const Grouping& groups = *offer_.groups;
        if (view_.sheet.has_floors && groups.rewarded == Pick::Dearest) return false;
        const bool by_price =
            groups.form == GroupForm::Best || groups.form == GroupForm::DearestFirst;
        const bool by_line = groups.rewarded == Pick::First || groups.rewarded == Pick::Last;
        return by_price && !(by_line && std::ranges::any_of(groups.parts, [](const GroupPart& p) {
                                 return p.rewarded != 0 && p.rewarded != p.quantity;
                             }));
    }
    bool cut_is_by_unit() const {
        const auto* off = std::get_if<AmountOff>(&*offer_.cut);
        if (std::holds_alternative<PercentOff>(*offer_.cut)) return true;
        if (single())
            return off == nullptr || off->per == AmountPer::Unit || off->per == AmountPer::Group;
        if (view_.sheet.has_floors) return false;
        const auto& parts = offer_.groups->parts;
        if (std::holds_alternative<FixedPrice>(*offer_.cut))
            return std::ranges::all_of(
                parts, [](const GroupPart& part) { return part.rewarded == part.quantity; });
        const auto* amount = std::get_if<AmountOff>(&*offer_.cut);
        if (amount == nullptr) return false;
        return amount->per == AmountPer::Unit ||
               (amount->per == AmountPer::Group && covers(amount->amount.count()));
    }
    // Whatever the group, its rewarded units cost that much.
    bool covers(std::int64_t amount) const {
        std::int64_t least = -1, rewarded = 0;
        for (const GroupPart& part : offer_.groups->parts) {
            rewarded += part.rewarded;
            if (part.rewarded == 0) continue;
            for (const std::uint32_t unit : units_of(part.goods, view_.sheet))
                if (least < 0 || view_.sheet.units[unit].running < least)
                    least = view_.sheet.units[unit].running;
        }
        return least >= 0 && amount <= least * rewarded;
    }

    const Offer& offer_;
    const LaneView& view_;
};

class Builder {
public:
    Builder(std::span<const Contender> contenders, const LaneView& view)
        : contenders_(contenders), view_(view) {}

    std::optional<GroupParts> build(std::span<const std::size_t> groups) {
        collect_units(groups);
        for (const std::size_t number : groups)
            if (!add(number)) return std::nullopt;
        drop_dominated();
        return std::move(result_);
    }

private:
    const SheetUnit& at(std::uint32_t unit) const { return view_.sheet.units[unit]; }

    void collect_units(std::span<const std::size_t> groups) {
        for (const std::size_t number : groups)
            for (const std::uint32_t unit : contenders_[number].units)
                if (!at(unit).gift && at(unit).running > 0 && view_.sheet.is_piece(unit))
                    result_.units.push_back(unit);
        std::ranges::sort(result_.units, [&](std::uint32_t a, std::uint32_t b) {
            return std::tuple(at(b).running, view_.sheet.rank_of(b), b) <
                   std::tuple(at(a).running, view_.sheet.rank_of(a), a);
        });
        result_.units.erase(std::unique(result_.units.begin(), result_.units.end()),
                            result_.units.end());
    }

    bool add(std::size_t number) {
        const Offer& offer = *contenders_[number].offer;
        const Gains gains(offer, view_);
        if (!gains.are_by_unit()) return false;
        const std::int64_t most =
            std::min(offer.limits.per_receipt.value_or(kAnyNumber), contenders_[number].most);
        SearchGroup group{number, result_.parts.size(), offer.groups->parts.size(),
                          0,      gains.of_group(),     most < kAnyNumber};
        for (const GroupPart& goods : offer.groups->parts) {
            SearchPart part;
            part.quantity = goods.quantity;
            part.rewarded = goods.rewarded;
            part.first_rewarded = offer.groups->rewarded == Pick::Dearest;
            part.most = group.limited ? std::min<std::int64_t>(most, 255) * goods.quantity : 0;
            if (part.most > 255 || part.quantity > 255) return false;
            for (const std::uint32_t unit : result_.units)
                part.gain.push_back(
                    is_free(offer, unit) && fits(goods.goods, line_of(unit)) ? gains.of(unit) : -1);
            look_ahead(part);
            group.size += goods.quantity;
            result_.parts.push_back(std::move(part));
        }
        for (std::size_t place = 0; place < result_.units.size(); ++place)
            if (parts_of(group, place) > 1) return false;
        result_.groups.push_back(group);
        return true;
    }
    const BasketLine& line_of(std::uint32_t unit) const { return view_.sheet.line_of(unit); }
    bool is_free(const Offer& offer, std::uint32_t unit) const {
        return !at(unit).served || offer.reuses_units;
    }
    int parts_of(const SearchGroup& group, std::size_t place) const {
        int fitting = 0;
        for (std::size_t i = 0; i < group.count; ++i)
            if (result_.parts[group.first + i].gain[place] >= 0) ++fitting;
        return fitting;
    }
    static void look_ahead(SearchPart& part) {
        std::int64_t before = -1;
        for (const std::int64_t gain : part.gain) {
            if (gain < 0) continue;
            part.even = part.even && (before < 0 || gain <= before);
            before = gain;
        }
        part.even = part.even && !part.first_rewarded;
    }

    // The same kind of group over fewer goods for less: never needed.
    void drop_dominated() {
        std::vector<SearchGroup> kept;
        for (std::size_t j = 0; j < result_.groups.size(); ++j) {
            const bool dominated = std::ranges::any_of(kept, [&](const SearchGroup& other) {
                return dominates(other, result_.groups[j]);
            });
            const bool later =
                std::any_of(result_.groups.begin() + static_cast<std::ptrdiff_t>(j) + 1,
                            result_.groups.end(), [&](const SearchGroup& other) {
                                return dominates(other, result_.groups[j]) &&
                                       !dominates(result_.groups[j], other);
                            });
            if (!dominated && !later) kept.push_back(result_.groups[j]);
        }
        std::vector<SearchPart> parts;
        for (SearchGroup& group : kept) {
            const std::size_t first = parts.size();
            for (std::size_t i = 0; i < group.count; ++i)
                parts.push_back(result_.parts[group.first + i]);
            group.first = first;
        }
        result_.groups = std::move(kept);
        result_.parts = std::move(parts);
    }
    bool dominates(const SearchGroup& a, const SearchGroup& b) const {
        if (a.limited || a.count != b.count || a.bonus < b.bonus) return false;
        for (std::size_t i = 0; i < a.count; ++i) {
            const SearchPart& x = result_.parts[a.first + i];
            const SearchPart& y = result_.parts[b.first + i];
            if (x.quantity != y.quantity || x.rewarded != y.rewarded ||
                x.first_rewarded != y.first_rewarded)
                return false;
            for (std::size_t place = 0; place < result_.units.size(); ++place)
                if (x.gain[place] < y.gain[place]) return false;
        }
        return true;
    }

    std::span<const Contender> contenders_;
    const LaneView& view_;
    GroupParts result_;
};

// Numbers of groups that share goods with each other, directly or through others.
std::vector<std::vector<std::size_t>> companies(const GroupParts& all) {
    std::vector<std::size_t> company(all.groups.size());
    std::iota(company.begin(), company.end(), std::size_t{0});
    const auto join = [&](std::size_t a, std::size_t b) {
        const std::size_t from = company[b], to = company[a];
        std::ranges::replace(company, from, to);
    };
    for (std::size_t place = 0; place < all.units.size(); ++place) {
        std::optional<std::size_t> first;
        for (std::size_t g = 0; g < all.groups.size(); ++g)
            for (std::size_t i = 0; i < all.groups[g].count; ++i) {
                if (all.parts[all.groups[g].first + i].gain[place] < 0) continue;
                if (first)
                    join(*first, g);
                else
                    first = g;
            }
    }
    std::vector<std::vector<std::size_t>> found;
    for (std::size_t name = 0; name < company.size(); ++name) {
        std::vector<std::size_t> members;
        for (std::size_t g = 0; g < company.size(); ++g)
            if (company[g] == name) members.push_back(g);
        if (!members.empty()) found.push_back(std::move(members));
    }
    return found;
}

}  // namespace

std::optional<std::vector<GroupParts>> group_parts(std::span<const Contender> contenders,
                                                   std::span<const std::size_t> groups,
                                                   const LaneView& view) {
    const auto all = Builder(contenders, view).build(groups);
    if (!all) return std::nullopt;
    std::vector<GroupParts> apart;
    for (const std::vector<std::size_t>& company : companies(*all)) {
        std::vector<std::size_t> numbers;
        for (const std::size_t group : company) numbers.push_back(all->groups[group].contender);
        apart.push_back(*Builder(contenders, view).build(numbers));
    }
    return apart;
}

}  // namespace kopilka
