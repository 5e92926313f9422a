#include "pos/sale/lane_search.h"

#include "pos/sale/group_parts.h"
#include "pos/sale/group_search.h"

#include <algorithm>
#include <utility>

namespace kopilka {
namespace {

// Values are compared in ten-thousandths of the minor unit, before rounding.
constexpr std::int64_t kFine = 10'000;

// Ways to give pieces to groups and others, looked at before the search gives up being exact.
constexpr std::size_t kMostWays = 256;

// Where so few compete, all but one of them are looked at, too, if the search was cut short.
constexpr std::ptrdiff_t kFewOffers = 4;

bool divides(const PlainCut& cut) {
    const auto* amount = std::get_if<AmountOff>(&cut);
    return amount == nullptr || amount->per == AmountPer::Unit || amount->per == AmountPer::Line;
}

// Offers whose worth on a unit (on a line, for sums per line) does not depend on the others.
bool is_unit_by_unit(const Contender& contender) {
    const Offer& offer = *contender.offer;
    if (counts_units(offer) || offer.limits.has_own_cap() || offer.limits.budget || offer.repeat ||
        offer.money.sums != SumTax::AsPriced)
        return false;
    return contender.cut
               ? divides(*contender.cut)
               : std::ranges::all_of(contender.line_cuts, divides, &Contender::LineCut::cut);
}

class Search {
public:
    Search(std::span<const Contender> contenders, const std::vector<char>& in_play,
           const LaneView& view, int& work)
        : contenders_(contenders),
          view_(view),
          work_(work),
          taken_(view.sheet.units.size(), 0),
          used_(contenders.size(), 0),
          best_for_(view.sheet.units.size(), kNobody),
          worth_(view.sheet.units.size(), 0),
          reserved_(view.sheet.units.size(), 0),
          grouped_(view.sheet.units.size(), 0),
          bound_(view.sheet.units.size(), 0) {
        for (std::size_t i = 0; i < contenders.size(); ++i)
            if (in_play[i] != 0) (is_unit_by_unit(contenders[i]) ? pieces_ : whole_).push_back(i);
        value_company(pieces_);
        for (std::size_t unit = 0; unit < bound_.size(); ++unit) bound_[unit] = worth_[unit];
        if (has_line_sums_)
            for (const std::size_t i : pieces_)
                for (const std::uint32_t unit : contenders[i].units)
                    bound_[unit] = view.sheet.units[unit].room() * kFine;
        for (const std::size_t i : whole_)
            for (const std::uint32_t unit : contenders[i].units)
                bound_[unit] = view.sheet.units[unit].room() * kFine;
    }

    LaneChoice run() {
        if (!share_groups() && !search_beside_groups()) {
            descend(0);
            if (exhausted_) greedy();
            search_beside_pieces();
        }
        LaneChoice choice;
        choice.steps = best_steps_;
        choice.approximate = exhausted_ || left_out_;
        for (std::size_t i = 0; i < contenders_.size(); ++i) {
            LaneStep rest{i, {}, kAnyNumber};
            for (const std::uint32_t unit : contenders_[i].units)
                if (best_owner_[unit] == i) rest.units.push_back(unit);
            if (!rest.units.empty()) choice.steps.push_back(std::move(rest));
        }
        return choice;
    }

private:
    static constexpr std::size_t kNobody = std::numeric_limits<std::size_t>::max();

    // Where all that need a search are groups whose worth is a sum over units.
    bool share_groups() {
        best_owner_ = best_for_;
        if (whole_.empty()) return true;
        if (has_line_sums_) return false;  // two pieces of a line are not worth twice one
        const auto shares = share_between_groups(contenders_, whole_, view_, worth_);
        if (!shares) return false;
        for (const std::size_t i : whole_) {
            LaneStep step{i, {}, kAnyNumber};
            for (const std::uint32_t unit : contenders_[i].units)
                if (shares->owner[unit] == static_cast<std::int32_t>(i)) step.units.push_back(unit);
            for (const std::uint32_t unit : step.units) best_owner_[unit] = kNobody;
            if (!step.units.empty()) best_steps_.push_back(std::move(step));
        }
        exhausted_ = shares->approximate;
        return true;
    }

    // Groups beside offers that stand on whole sets of units, and groups whose worth is no sum over
    // units (a cap): each piece that they may use is given to the groups that share well, to one of
    // the other groups, or is kept for the rest, in every way. False where that are too many.
    bool search_beside_groups() {
        sets_.clear();
        std::vector<std::size_t> groups, others;
        for (const std::size_t i : whole_) {
            const auto& grouping = contenders_[i].offer->groups;
            if (group_parts(contenders_, {&i, 1}, view_))
                groups.push_back(i);
            else
                (grouping && grouping->form == GroupForm::Best ? sets_ : others).push_back(i);
        }
        const bool alone = whole_.size() + pieces_.size() == 1;  // it begins with the dearest
        if ((groups.empty() && sets_.empty()) || alone) return false;
        const std::vector<Wanted> wanted = wanted_pieces(groups, others);
        const bool few = ways(wanted) <= kMostWays;
        may_keep_.assign(taken_.size(), 0);
        for (const Wanted& piece : wanted)
            if (few && piece.by.back() == kKept) may_keep_[piece.unit] = 1;
        const auto all = std::exchange(whole_, few ? others : joined(sets_, others));
        each_company([&] {
            whose_.assign(taken_.size(), kShared);
            if (few)
                give_pieces(groups, wanted, 0);
            else
                stand_beside(groups);
        });
        whole_ = all;
        value_company(pieces_);
        left_out_ = !few;
        return few && !exhausted_;
    }

    // A piece, and who may have it: kShared, kKept, or a number of `sets_`.
    static constexpr std::size_t kShared = kNobody, kKept = kNobody - 1;
    struct Wanted {
        std::uint32_t unit;
        std::vector<std::size_t> by;
        bool as_before = false;  // equal to the piece before
    };
    std::vector<Wanted> wanted_pieces(std::span<const std::size_t> groups,
                                      std::span<const std::size_t> others) const {
        const auto wants = [&](std::uint32_t unit) {
            return [this, unit](std::size_t i) {
                return std::ranges::binary_search(contenders_[i].units, unit);
            };
        };
        std::vector<Wanted> wanted;
        for (std::uint32_t unit = 0; unit < taken_.size(); ++unit) {
            const SheetUnit& one = view_.sheet.units[unit];
            if (one.gift || one.running == 0 || !view_.sheet.is_piece(unit)) continue;
            Wanted piece{unit, {}};
            if (std::ranges::any_of(groups, wants(unit))) piece.by.push_back(kShared);
            for (std::size_t k = 0; k < sets_.size(); ++k)
                if (wants(unit)(sets_[k])) piece.by.push_back(k);
            if (piece.by.empty()) continue;
            if (piece.by.back() != kShared || has_line_sums_ ||
                std::ranges::any_of(others, wants(unit)))
                piece.by.push_back(kKept);
            if (piece.by.size() == 1) continue;
            wanted.push_back(std::move(piece));
        }
        // Equal goods side by side, on however many lines: how they are split changes nothing,
        // where no offer speaks of lines.
        const bool lines_matter = has_line_sums_ || std::ranges::any_of(whole_, [&](std::size_t i) {
                                      return speaks_of_lines(contenders_[i]);
                                  });
        std::ranges::stable_sort(wanted, {}, [&](const Wanted& piece) {
            return std::pair(view_.sheet.kind_of(piece.unit),
                             view_.sheet.units[piece.unit].running);
        });
        for (std::size_t i = 1; i < wanted.size(); ++i)
            wanted[i].as_before =
                wanted[i].by == wanted[i - 1].by && are_equal(wanted[i].unit, wanted[i - 1].unit) &&
                (!lines_matter || line_of(wanted[i].unit) == line_of(wanted[i - 1].unit));
        return wanted;
    }
    std::uint32_t line_of(std::uint32_t unit) const { return view_.sheet.units[unit].line; }
    static bool speaks_of_lines(const Contender& contender) {
        const Offer& offer = *contender.offer;
        const auto* amount = contender.cut ? std::get_if<AmountOff>(&*contender.cut) : nullptr;
        return !contender.line_cuts.empty() || (offer.pick && offer.pick->per_line) ||
               (offer.groups && offer.groups->of == GroupOf::OneLine) ||
               (amount != nullptr && amount->per == AmountPer::Line);
    }
    bool are_equal(std::uint32_t a, std::uint32_t b) const {
        const SheetUnit &one = view_.sheet.units[a], &two = view_.sheet.units[b];
        if (one.running != two.running || one.original != two.original || one.floor != two.floor ||
            one.served != two.served)
            return false;
        const BasketLine &x = view_.sheet.line_of(a), &y = view_.sheet.line_of(b);
        return one.line == two.line ||
               (x.sku == y.sku && x.unit_price == y.unit_price && x.categories == y.categories &&
                x.brand == y.brand && x.tags == y.tags && x.already_reduced == y.already_reduced);
    }
    // How many ways there are, or kMostWays + 1 where they are more.
    std::size_t ways(std::span<const Wanted> wanted) const {
        std::size_t all = pieces_.size() > 6 ? 2 : std::size_t{1} << pieces_.size();
        for (std::size_t first = 0; first < wanted.size();) {
            std::size_t last = first + 1;
            while (last < wanted.size() && wanted[last].as_before) ++last;
            std::size_t of_these = 1;  // n equals among k: n + k - 1 over n
            for (std::size_t n = 1; n <= last - first && of_these <= kMostWays; ++n)
                of_these = of_these * (n + wanted[first].by.size() - 1) / n;
            all = std::min(all * of_these, kMostWays + 1);
            first = last;
        }
        return all;
    }
    static std::vector<std::size_t> joined(std::vector<std::size_t> a,
                                           std::span<const std::size_t> b) {
        a.insert(a.end(), b.begin(), b.end());
        std::ranges::sort(a);
        return a;
    }
    void give_pieces(std::span<const std::size_t> groups, std::span<const Wanted> wanted,
                     std::size_t from) {
        if (exhausted_) return;
        if (wanted.empty()) return stand_beside(groups);
        const Wanted& piece = wanted.front();
        for (std::size_t k = piece.as_before ? from : 0; k < piece.by.size(); ++k) {
            whose_[piece.unit] = piece.by[k];
            give_pieces(groups, wanted.subspan(1), k);
        }
    }

    // The groups take what is theirs; offers on pieces come last, or before the others.
    void stand_beside(std::span<const std::size_t> groups) {
        clear();
        if (has_line_sums_) value_pieces();
        std::int64_t value = 0;
        for (std::size_t k = 0; k < sets_.size(); ++k)
            value += step_on(sets_[k], [&](std::uint32_t unit) { return whose_[unit] == k; });
        if (!groups.empty()) {
            std::vector<Contender> allowed(contenders_.begin(), contenders_.end());
            std::vector<std::vector<std::uint32_t>> units;
            units.reserve(groups.size());
            for (const std::size_t i : groups)
                allowed[i].units = units.emplace_back(
                    units_for(i, [&](std::uint32_t unit) { return whose_[unit] == kShared; }));
            const auto shares = share_between_groups(allowed, groups, view_, worth_of_shared());
            if (!shares) return;
            exhausted_ = exhausted_ || shares->approximate;
            for (const std::size_t i : groups)
                value += step_on(i, [&](std::uint32_t unit) {
                    return shares->owner[unit] == static_cast<std::int32_t>(i);
                });
        }
        grouped_ = taken_;
        if (has_line_sums_) value_pieces();
        descend(value);
        descend(value + reserve_pieces());
    }
    // Nobody else is to have a piece that is given to the groups although it could be kept.
    std::vector<std::int64_t> worth_of_shared() const {
        std::vector<std::int64_t> worth = worth_;
        for (std::size_t unit = 0; unit < worth.size(); ++unit)
            if (may_keep_[unit] != 0) worth[unit] = 0;
        return worth;
    }
    template <typename MayUse>
    std::vector<std::uint32_t> units_for(std::size_t contender, MayUse may_use) const {
        std::vector<std::uint32_t> units;
        std::ranges::copy_if(contenders_[contender].units, std::back_inserter(units), may_use);
        return units;
    }
    // What the offer takes off if these units are all that it may use.
    template <typename MayUse>
    std::int64_t step_on(std::size_t contender, MayUse may_use) {
        const std::vector<std::uint32_t> units = units_for(contender, may_use);
        if (units.empty()) return 0;
        Contender own = contenders_[contender];
        own.units = units;
        if (--work_ < 0) exhausted_ = true;
        const Proposal proposal = propose(own, view_, taken_);
        if (proposal.cut.total == 0) return 0;
        for (const std::uint32_t unit : proposal.used) taken_[unit] = 1;
        steps_.push_back({contender, proposal.used, proposal.applications});
        return proposal.cut.total * kFine;
    }

    // The other way round: some offers on pieces have all their goods, and a sum off the order, a
    // capped offer or a pick stands on what they leave.
    void search_beside_pieces() {
        if (pieces_.empty()) return;
        each_company([&] {
            if (!exhausted_) descend(reserve_pieces());
        });
    }
    // Every company of up to six offers on pieces is tried, else nobody and all of them together.
    template <typename Do>
    void each_company(Do act) {
        const bool few = pieces_.size() <= 6;
        const std::size_t sets = few ? std::size_t{1} << pieces_.size() : 2;
        for (std::size_t set = sets; set-- > 0;) {
            std::vector<std::size_t> company;
            for (std::size_t i = 0; i < pieces_.size(); ++i)
                if (few ? (set >> i & 1) != 0 : set != 0) company.push_back(pieces_[i]);
            value_company(company);
            act();
        }
    }
    void value_company(std::span<const std::size_t> company) {
        company_.assign(company.begin(), company.end());
        clear();
        value_pieces();
    }
    // What no group has goes to the best offers on pieces; returns what that is worth.
    std::int64_t reserve_pieces() {
        std::int64_t value = 0;
        if (has_line_sums_) value_pieces();
        for (std::size_t unit = 0; unit < worth_.size(); ++unit) {
            reserved_[unit] = grouped_[unit] == 0 && worth_[unit] > 0 ? 1 : 0;
            taken_[unit] = grouped_[unit] != 0 || reserved_[unit] != 0 ? 1 : 0;
            if (reserved_[unit] != 0) value += worth_[unit];
        }
        return value;
    }

    void clear() {
        std::ranges::fill(taken_, 0);
        std::ranges::fill(reserved_, 0);
        std::ranges::fill(grouped_, 0);
        steps_.clear();
    }
    // Of the units that nobody else has taken.
    void value_pieces() {
        std::ranges::fill(worth_, 0);
        std::ranges::fill(best_for_, kNobody);
        for (const std::size_t i : company_) value_units(i);
        for (const std::size_t i : company_) value_lines(i);
    }
    bool is_gone(std::uint32_t unit) const { return taken_[unit] != 0 && reserved_[unit] == 0; }
    // A sum off a line against what its units are worth one by one.
    void value_lines(std::size_t contender) {
        const Contender& offered = contenders_[contender];
        const auto per_line = [](const PlainCut* cut) {
            const auto* amount = cut == nullptr ? nullptr : std::get_if<AmountOff>(cut);
            return amount != nullptr && amount->per == AmountPer::Line ? amount : nullptr;
        };
        if (offered.cut && per_line(&*offered.cut) == nullptr) return;
        const PaidShare share = paid_share(*offered.offer, view_);
        each_line(offered.units, view_.sheet, [&](std::span<const std::uint32_t> line) {
            const auto* cut = per_line(cut_on(offered, view_.sheet.units[line.front()].line));
            if (cut == nullptr) return;
            has_line_sums_ = true;
            std::int64_t room = 0, worth = 0;
            for (const std::uint32_t unit : line) {
                if (is_gone(unit)) continue;
                room += view_.sheet.units[unit].room();
                worth += worth_[unit];
            }
            const std::int64_t off =
                std::min(scale(cut->amount.count(), share.paid, share.of, Rounding::HalfUp), room);
            if (off * kFine <= worth) return;
            for (const std::uint32_t unit : line) {
                if (is_gone(unit)) continue;
                worth_[unit] =
                    scale(off * kFine, view_.sheet.units[unit].room(), room, Rounding::Down);
                best_for_[unit] = contender;
            }
        });
    }
    void value_units(std::size_t contender) {
        const Contender& offered = contenders_[contender];
        const PaidShare share = paid_share(*offered.offer, view_);
        const bool simple = share.paid == share.of && !view_.sheet.has_floors &&
                            offered.offer->money.of == PriceBasis::Running;
        const auto* percent = offered.cut ? std::get_if<PercentOff>(&*offered.cut) : nullptr;
        for (const std::uint32_t unit : offered.units) {
            const SheetUnit& one = view_.sheet.units[unit];
            if (one.gift || one.running == 0 || is_gone(unit)) continue;
            const std::int64_t value =
                simple && percent != nullptr  // the usual case, several times faster
                    ? one.running * percent->rate.value
                    : value_on(offered, unit, share);
            if (value <= worth_[unit]) continue;
            worth_[unit] = value;
            best_for_[unit] = contender;
        }
    }
    std::int64_t value_on(const Contender& offered, std::uint32_t unit, PaidShare share) const {
        const SheetUnit& one = view_.sheet.units[unit];
        const PlainCut* cut = cut_on(offered, one.line);
        if (cut == nullptr) return 0;
        return std::min(fine_value(*cut, *offered.offer, unit, share), one.room() * kFine);
    }
    std::int64_t fine_value(const PlainCut& cut, const Offer& offer, std::uint32_t unit,
                            PaidShare share) const {
        const SheetUnit& one = view_.sheet.units[unit];
        if (const auto* percent = std::get_if<PercentOff>(&cut)) {
            const std::int64_t base = offer.money.of == PriceBasis::Running ? one.running
                                      : offer.money.of == PriceBasis::Original
                                          ? one.original
                                          : view_.lane_start[unit];
            if (share.paid == share.of) return base * percent->rate.value;
            return divide(static_cast<Wide>(base) * percent->rate.value * share.paid, share.of,
                          Rounding::HalfUp);
        }
        const Quantity quantity = view_.sheet.quantity_of(unit);
        const auto of_quantity = [&](Money amount) {
            return extend(amount, quantity, Rounding::HalfUp).count();
        };
        const auto* price = std::get_if<FixedPrice>(&cut);
        if (price == nullptr && std::get<AmountOff>(cut).per != AmountPer::Unit) return 0;
        const std::int64_t off =
            price != nullptr ? std::max<std::int64_t>(one.running - of_quantity(price->price), 0)
                             : of_quantity(std::get<AmountOff>(cut).amount);
        return scale(off * kFine, share.paid, share.of, Rounding::HalfUp);
    }

    std::int64_t sum_free(const std::vector<std::int64_t>& of_unit) const {
        std::int64_t sum = 0;
        for (std::size_t unit = 0; unit < of_unit.size(); ++unit)
            if (taken_[unit] == 0) sum += of_unit[unit];
        return sum;
    }

    void remember(std::int64_t value) {
        if (!has_line_sums_) return remember(value, worth_, best_for_);
        // What a sum off a line gives depends on which of its pieces are left.
        const auto worth = worth_;
        const auto best_for = best_for_;
        value_pieces();
        remember(value, worth_, best_for_);
        worth_ = worth;
        best_for_ = best_for;
    }
    void remember(std::int64_t value, const std::vector<std::int64_t>& worth,
                  const std::vector<std::size_t>& best_for) {
        const std::int64_t total = value + sum_free(worth);
        if (total <= best_) return;
        best_ = total;
        best_steps_ = steps_;
        best_owner_ = best_for;
        for (std::uint32_t unit = 0; unit < taken_.size(); ++unit)
            if (is_gone(unit)) best_owner_[unit] = kNobody;
    }

    // Tries every order of the offers that work on whole sets of units, each with every number of
    // groups, and leaves the rest of the units to the offers that work unit by unit.
    void descend(std::int64_t value) {
        remember(value);
        for (const std::size_t i : whole_) {
            if (used_[i] != 0) continue;
            std::int64_t most = kAnyNumber;
            while (most > 0 && value + sum_free(bound_) > best_ && !exhausted_) {
                const Proposal proposal = look(i, most);
                if (proposal.cut.total == 0) break;
                step(i, proposal);
                descend(value + proposal.cut.total * kFine);
                unstep(i, proposal);
                most = proposal.applications - 1;
            }
        }
    }

    Proposal look(std::size_t contender, std::int64_t most) {
        if (--work_ < 0) exhausted_ = true;
        return propose(contenders_[contender], view_, taken_, most);
    }
    void step(std::size_t contender, const Proposal& proposal) {
        used_[contender] = 1;
        for (const std::uint32_t unit : proposal.used) taken_[unit] = 1;
        steps_.push_back({contender, proposal.used, proposal.applications});
    }
    void unstep(std::size_t contender, const Proposal& proposal) {
        used_[contender] = 0;
        for (const std::uint32_t unit : proposal.used) taken_[unit] = 0;
        steps_.pop_back();
    }

    // The offer that gains most over what its units are worth otherwise, then the next one.
    void greedy() {
        std::ranges::fill(taken_, 0);
        std::ranges::fill(used_, 0);
        steps_.clear();
        std::int64_t value = 0;
        while (true) {
            std::optional<std::pair<std::size_t, Proposal>> best;
            std::int64_t best_gain = 0;
            for (const std::size_t i : whole_) {
                if (used_[i] != 0) continue;
                Proposal proposal = propose(contenders_[i], view_, taken_);
                std::int64_t gain = proposal.cut.total * kFine;
                for (const std::uint32_t unit : proposal.used) gain -= worth_[unit];
                if (gain <= best_gain) continue;
                best_gain = gain;
                best = {i, std::move(proposal)};
            }
            if (!best) break;
            step(best->first, best->second);
            value += best->second.cut.total * kFine;
        }
        remember(value);
    }

    std::span<const Contender> contenders_;
    const LaneView& view_;
    int& work_;
    std::vector<std::size_t> pieces_;  // contenders that work unit by unit
    std::vector<std::size_t> whole_;   // contenders that need the search
    std::vector<char> taken_, used_;
    std::vector<std::size_t> best_for_;  // by unit: the best offer that works unit by unit
    std::vector<std::int64_t> worth_;    // and what it takes off
    std::vector<char> reserved_;         // by unit: kept for offers on pieces
    std::vector<char> grouped_;          // by unit: some group has it, beside which others stand
    std::vector<std::size_t> sets_;      // groups that do not share well
    std::vector<std::size_t> whose_;     // by unit, while pieces are given to groups
    std::vector<char> may_keep_;         // by unit: kKept is one of the ways
    std::vector<std::int64_t> bound_;    // by unit: nothing in play takes off more
    std::vector<LaneStep> steps_, best_steps_;
    std::vector<std::size_t> best_owner_;  // by unit, of those not in `best_steps_`
    std::int64_t best_ = -1;
    std::vector<std::size_t> company_;  // of `pieces_`: who plays now
    bool has_line_sums_ = false;        // some of `pieces_` take a sum off a line
    bool left_out_ = false;             // ways to give pieces to groups
    bool exhausted_ = false;
};

// The sheet after these steps; the proposals as applied.
void carry_out(LaneChoice& choice, std::span<const Contender> contenders, const LaneView& view) {
    choice.sheet = view.sheet;
    for (LaneStep& step : choice.steps) {
        const Contender& whole = contenders[step.contender];
        Contender allowed{whole.offer, step.units};
        allowed.most = whole.most;
        allowed.cut = whole.cut;
        allowed.line_cuts = whole.line_cuts;
        const LaneView now{view.given, choice.sheet, view.lane_start, view.added};
        choice.proposals.push_back(propose(allowed, now, {}, step.most));
        apply(choice.proposals.back(), choice.sheet);
        choice.total += choice.proposals.back().cut.total;
    }
}

// Every largest set of contenders that may stand together is tried.
class Sets {
public:
    Sets(std::span<const Contender> contenders, const LaneView& view)
        : contenders_(contenders), view_(view) {
        for (std::size_t i = 0; i < contenders.size(); ++i)
            for (const OfferId& id : contenders[i].offer->excludes) add_rivals(i, id);
        std::ranges::sort(rivals_);
        best_.sheet = view.sheet;
    }

    LaneChoice run() {
        std::vector<char> plain(contenders_.size(), 1);
        for (std::size_t i = 0; i < contenders_.size(); ++i) {
            if (contenders_[i].offer->exclusive != Exclusive::Lane) continue;
            plain[i] = 0;
            std::vector<char> alone(contenders_.size(), 0);
            alone[i] = 1;
            consider(alone);
        }
        split(plain, 0);
        for (std::size_t i = 0; i < contenders_.size(); ++i)
            if (contenders_[i].alone > best_.total) keep_alone(i);
        best_.approximate = approximate_ || work_ < 0;
        return std::move(best_);
    }

private:
    void add_rivals(std::size_t contender, const OfferId& id) {
        for (std::size_t other = 0; other < contenders_.size(); ++other)
            if (contenders_[other].offer->id == id && other != contender)
                rivals_.emplace_back(std::min(contender, other), std::max(contender, other));
    }
    // From the `first` pair on, whoever stands on both sides of a pair is left out in turn.
    void split(std::vector<char> set, std::size_t first) {
        for (std::size_t i = first; i < rivals_.size(); ++i) {
            const auto [a, b] = rivals_[i];
            if (set[a] == 0 || set[b] == 0) continue;
            std::vector<char> without = set;
            without[b] = 0;
            split(std::move(without), i + 1);
            if (work_ < 0) return;
            set[a] = 0;
            split(std::move(set), i + 1);
            return;
        }
        consider(set);
    }
    void consider(const std::vector<char>& set) {
        LaneChoice choice = Search(contenders_, set, view_, work_).run();
        const bool approximate = choice.approximate;
        keep(std::move(choice));
        if (approximate) leave_one_out(set);
    }
    // What was not searched to the end is no worse than it would be without one of the offers.
    void leave_one_out(const std::vector<char>& set) {
        approximate_ = true;
        const auto count = std::ranges::count(set, 1);
        if (count <= 1 || count > kFewOffers) return;
        for (std::size_t i = 0; i < set.size(); ++i) {
            if (set[i] == 0) continue;
            std::vector<char> others = set;
            others[i] = 0;
            int work = kSearchWork;
            LaneChoice choice = Search(contenders_, others, view_, work).run();
            const bool approximate = choice.approximate;
            keep(std::move(choice));
            if (approximate) leave_one_out(others);
        }
    }
    void keep_alone(std::size_t contender) {
        LaneChoice choice;
        const UnitSpan units = contenders_[contender].units;
        choice.steps.push_back({contender, {units.begin(), units.end()}, kAnyNumber});
        keep(std::move(choice));
    }
    void keep(LaneChoice choice) {
        --work_;
        carry_out(choice, contenders_, view_);
        if (choice.total > best_.total) best_ = std::move(choice);
    }

    std::span<const Contender> contenders_;
    const LaneView& view_;
    std::vector<std::pair<std::size_t, std::size_t>> rivals_;
    LaneChoice best_;
    bool approximate_ = false;
    int work_ = kSearchWork;
};

}  // namespace

LaneChoice best_choice(std::span<const Contender> contenders, const LaneView& view) {
    return Sets(contenders, view).run();
}

}  // namespace kopilka
