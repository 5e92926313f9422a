#include "pos/sale/set_search.h"

#include "pos/sale/group_parts.h"
#include "pos/sale/group_search.h"
#include "pos/sale/order_search.h"
#include "pos/sale/piece_ways.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace kopilka {
namespace {

// Offers on pieces of which every company is tried; of more, only nobody and all of them.
constexpr std::size_t kMostCompany = 6;

// Numbers of contenders in play.
struct Kinds {
    std::vector<std::size_t> pieces;  // work unit by unit
    std::vector<std::size_t> whole;   // need the search
};

Kinds kinds_of(std::span<const Contender> contenders, const std::vector<char>& in_play) {
    Kinds kinds;
    for (std::size_t i = 0; i < contenders.size(); ++i)
        if (in_play[i] != 0)
            (is_unit_by_unit(contenders[i]) ? kinds.pieces : kinds.whole).push_back(i);
    return kinds;
}

std::vector<std::size_t> joined(std::vector<std::size_t> a, std::span<const std::size_t> b) {
    a.insert(a.end(), b.begin(), b.end());
    std::ranges::sort(a);
    return a;
}

class SetSearch {
public:
    SetSearch(std::span<const Contender> contenders, const std::vector<char>& in_play,
              const LaneView& view, int& work)
        : contenders_(contenders),
          view_(view),
          kinds_(kinds_of(contenders, in_play)),
          order_(contenders, kinds_.whole, kinds_.pieces, view, work) {}
    SetSearch(const SetSearch&) = delete;
    SetSearch& operator=(const SetSearch&) = delete;

    SetChoice run() {
        if (auto shares = share_groups()) return choice_of(std::move(*shares));
        if (!search_beside_groups()) search_orders();
        return choice_of(order_.take_best());
    }

private:
    // Where all that need a search are groups whose worth is a sum over units.
    std::optional<LaneShares> share_groups() {
        if (kinds_.whole.empty()) return order_.take_best();
        // Two pieces of a line are not worth twice one.
        if (order_.pieces().has_line_sums()) return {};
        const auto shares =
            share_between_groups(contenders_, kinds_.whole, view_, order_.pieces().worth());
        if (!shares) return {};
        LaneShares found = order_.take_best();
        for (const std::size_t i : kinds_.whole) {
            LaneStep step{i, units_of(*shares, i), kAnyNumber};
            for (const std::uint32_t unit : step.units) found.owner[unit] = kNobody;
            if (!step.units.empty()) found.steps.push_back(std::move(step));
        }
        if (shares->approximate) order_.give_up();
        return found;
    }

    // Groups beside offers that stand on whole sets of units, and groups whose worth is no sum over
    // units (a cap): each piece that they may use is given to the groups that share well, to one of
    // the other groups, or is kept for the rest, in every way. False where that are too many.
    bool search_beside_groups() {
        std::vector<std::size_t> others;
        for (const std::size_t i : kinds_.whole) kind_of_group(i, others).push_back(i);
        // One that stands alone begins with the dearest anyway.
        const bool alone = kinds_.whole.size() + kinds_.pieces.size() == 1;
        if ((groups_.empty() && sets_.empty()) || alone) return false;
        const auto wanted = wanted_pieces(
            contenders_, {groups_, sets_, others, order_.pieces().has_line_sums()}, view_);
        const bool few = count_ways(wanted, companies()) <= kMostWays;
        may_keep_.assign(view_.sheet.units.size(), 0);
        for (const WantedPiece& piece : wanted)
            if (few && piece.by.back() == kKept) may_keep_[piece.unit] = 1;
        stand_beside_all(wanted, few ? others : joined(sets_, others), few);
        left_out_ = !few;
        return few && !order_.is_exhausted();
    }
    std::vector<std::size_t>& kind_of_group(std::size_t contender,
                                            std::vector<std::size_t>& others) {
        if (group_parts(contenders_, {&contender, 1}, view_)) return groups_;
        const auto& grouping = contenders_[contender].offer->groups;
        return grouping && grouping->form == GroupForm::Best ? sets_ : others;
    }
    void stand_beside_all(std::span<const WantedPiece> wanted, std::span<const std::size_t> rest,
                          bool in_every_way) {
        order_.search_among(rest);
        each_company([&] {
            whose_.assign(view_.sheet.units.size(), kShared);
            if (in_every_way)
                give_pieces(wanted, 0);
            else
                stand_beside();
        });
        order_.search_among(kinds_.whole);
        order_.play_with(kinds_.pieces);
    }
    // Equal pieces go to claimants in their order, from the place `from` on.
    void give_pieces(std::span<const WantedPiece> wanted, std::size_t from) {
        if (order_.is_exhausted()) return;
        if (wanted.empty()) return stand_beside();
        const WantedPiece& piece = wanted.front();
        for (std::size_t k = piece.as_before ? from : 0; k < piece.by.size(); ++k) {
            whose_[piece.unit] = piece.by[k];
            give_pieces(wanted.subspan(1), k);
        }
    }

    // The groups take what is theirs; offers on pieces come last, or before the others.
    void stand_beside() {
        order_.start_again();
        std::int64_t value = 0;
        for (std::size_t k = 0; k < sets_.size(); ++k)
            value += order_.step_on(sets_[k], units_given(sets_[k], k));
        if (!groups_.empty()) {
            const auto shares = share_given();
            if (!shares) return;
            if (shares->approximate) order_.give_up();
            for (const std::size_t i : groups_) value += order_.step_on(i, units_of(*shares, i));
        }
        order_.settle_groups();
        order_.descend(value);
        order_.descend(value + order_.reserve_pieces());
    }
    std::optional<GroupShares> share_given() const {
        std::vector<Contender> allowed(contenders_.begin(), contenders_.end());
        std::vector<std::vector<std::uint32_t>> units;
        units.reserve(groups_.size());
        for (const std::size_t i : groups_)
            allowed[i].units = units.emplace_back(units_given(i, kShared));
        return share_between_groups(allowed, groups_, view_, worth_of_shared());
    }
    // Nobody else is to have a piece that is given to the groups although it could be kept.
    std::vector<std::int64_t> worth_of_shared() const {
        std::vector<std::int64_t> worth = order_.pieces().worth();
        for (std::size_t unit = 0; unit < worth.size(); ++unit)
            if (may_keep_[unit] != 0) worth[unit] = 0;
        return worth;
    }
    std::vector<std::uint32_t> units_given(std::size_t contender, std::size_t whose) const {
        return units_where(contender, [&](std::uint32_t unit) { return whose_[unit] == whose; });
    }
    std::vector<std::uint32_t> units_of(const GroupShares& shares, std::size_t contender) const {
        return units_where(contender, [&](std::uint32_t unit) {
            return shares.owner[unit] == static_cast<std::int32_t>(contender);
        });
    }
    template <typename IsMeant>
    std::vector<std::uint32_t> units_where(std::size_t contender, IsMeant is_meant) const {
        std::vector<std::uint32_t> units;
        std::ranges::copy_if(contenders_[contender].units, std::back_inserter(units), is_meant);
        return units;
    }

    void search_orders() {
        order_.descend(0);
        if (order_.is_exhausted()) order_.greedy();
        search_beside_pieces();
    }
    // The other way round: some offers on pieces have all their goods, and a sum off the order, a
    // capped offer or a pick stands on what they leave.
    void search_beside_pieces() {
        if (kinds_.pieces.empty()) return;
        each_company([&] {
            if (!order_.is_exhausted()) order_.descend(order_.reserve_pieces());
        });
    }

    bool are_few() const { return kinds_.pieces.size() <= kMostCompany; }
    std::size_t companies() const { return are_few() ? std::size_t{1} << kinds_.pieces.size() : 2; }
    template <typename Do>
    void each_company(Do act) {
        for (std::size_t set = companies(); set-- > 0;) {
            std::vector<std::size_t> company;
            for (std::size_t i = 0; i < kinds_.pieces.size(); ++i)
                if (are_few() ? (set >> i & 1) != 0 : set != 0) company.push_back(kinds_.pieces[i]);
            order_.play_with(company);
            act();
        }
    }

    SetChoice choice_of(LaneShares shares) const {
        SetChoice choice{std::move(shares.steps), order_.is_exhausted() || left_out_};
        for (std::size_t i = 0; i < contenders_.size(); ++i) {
            auto rest = units_where(i, [&](std::uint32_t unit) { return shares.owner[unit] == i; });
            if (!rest.empty()) choice.steps.push_back({i, std::move(rest), kAnyNumber});
        }
        return choice;
    }

    std::span<const Contender> contenders_;
    const LaneView& view_;
    Kinds kinds_;
    OrderSearch order_;
    std::vector<std::size_t> groups_;  // that share well
    std::vector<std::size_t> sets_;    // groups that do not
    std::vector<std::size_t> whose_;   // by unit: kShared, kKept, or a place among `sets_`
    std::vector<char> may_keep_;       // by unit: kKept is one of the ways
    bool left_out_ = false;            // ways to give pieces to groups
};

}  // namespace

SetChoice search_set(std::span<const Contender> contenders, const std::vector<char>& in_play,
                     const LaneView& view, int& work) {
    return SetSearch(contenders, in_play, view, work).run();
}

}  // namespace kopilka
