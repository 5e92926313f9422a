#include "pos/sale/lane_search.h"

#include <algorithm>

namespace kopilka {
namespace {

// Values are compared in ten-thousandths of the minor unit, before rounding.
constexpr std::int64_t kFine = 10'000;

// Offers whose worth on a unit does not depend on the other units.
std::optional<PlainCut> unit_by_unit(const Offer& offer) {
    if (counts_units(offer) || offer.limits.cap || !offer.cut) return std::nullopt;
    if (const auto* percent = std::get_if<PercentOff>(&*offer.cut)) return *percent;
    if (const auto* price = std::get_if<FixedPrice>(&*offer.cut)) return *price;
    const auto* amount = std::get_if<AmountOff>(&*offer.cut);
    if (amount != nullptr && amount->per == AmountPer::Unit) return *amount;
    return std::nullopt;
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
          bound_(view.sheet.units.size(), 0) {
        for (std::size_t i = 0; i < contenders.size(); ++i) {
            if (in_play[i] == 0) continue;
            if (const auto cut = unit_by_unit(*contenders[i].offer))
                value_units(i, *cut);
            else
                whole_.push_back(i);
        }
        for (std::size_t unit = 0; unit < bound_.size(); ++unit) bound_[unit] = worth_[unit];
        for (const std::size_t i : whole_)
            for (const std::uint32_t unit : contenders[i].units)
                bound_[unit] = view.sheet.units[unit].room() * kFine;
    }

    LaneChoice run() {
        descend(0);
        if (exhausted_) greedy();
        LaneChoice choice{best_steps_, 0, exhausted_};
        for (std::size_t i = 0; i < contenders_.size(); ++i) {
            LaneStep rest{i, {}, kAnyNumber};
            for (std::uint32_t unit = 0; unit < best_for_.size(); ++unit)
                if (best_for_[unit] == i && best_taken_[unit] == 0) rest.units.push_back(unit);
            if (!rest.units.empty()) choice.steps.push_back(std::move(rest));
        }
        return choice;
    }

private:
    static constexpr std::size_t kNobody = std::numeric_limits<std::size_t>::max();

    void value_units(std::size_t contender, const PlainCut& cut) {
        const Offer& offer = *contenders_[contender].offer;
        const PaidShare share = paid_share(offer, view_);
        for (const std::uint32_t unit : contenders_[contender].units) {
            const SheetUnit& one = view_.sheet.units[unit];
            if (one.gift || one.running == 0) continue;
            const std::int64_t value =
                std::min(fine_value(cut, offer, unit, share), one.room() * kFine);
            if (value <= worth_[unit]) continue;
            worth_[unit] = value;
            best_for_[unit] = contender;
        }
    }
    std::int64_t fine_value(const PlainCut& cut, const Offer& offer, std::uint32_t unit,
                            PaidShare share) const {
        const SheetUnit& one = view_.sheet.units[unit];
        if (const auto* percent = std::get_if<PercentOff>(&cut)) {
            const std::int64_t base = offer.money.of == PriceBasis::Running ? one.running
                                      : offer.money.of == PriceBasis::Original
                                          ? one.original
                                          : view_.lane_start[unit];
            return scale(base, percent->rate.value * share.paid, share.of, Rounding::HalfUp);
        }
        const Quantity quantity = view_.sheet.quantity_of(unit);
        const auto of_quantity = [&](Money amount) {
            return extend(amount, quantity, Rounding::HalfUp).count();
        };
        const auto* price = std::get_if<FixedPrice>(&cut);
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
        const std::int64_t total = value + sum_free(worth_);
        if (total <= best_ && !best_taken_.empty()) return;
        best_ = total;
        best_steps_ = steps_;
        best_taken_ = taken_;
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
    std::vector<std::size_t> whole_;  // contenders that need the search
    std::vector<char> taken_, used_;
    std::vector<std::size_t> best_for_;  // by unit: the best offer that works unit by unit
    std::vector<std::int64_t> worth_;    // and what it takes off
    std::vector<std::int64_t> bound_;    // by unit: nothing in play takes off more
    std::vector<LaneStep> steps_, best_steps_;
    std::vector<char> best_taken_;
    std::int64_t best_ = 0;
    bool exhausted_ = false;
};

bool exclude_each_other(const Offer& a, const Offer& b) {
    return std::ranges::find(a.excludes, b.id) != a.excludes.end() ||
           std::ranges::find(b.excludes, a.id) != b.excludes.end();
}

// Every largest set of contenders that may stand together is tried.
class Sets {
public:
    Sets(std::span<const Contender> contenders, const LaneView& view)
        : contenders_(contenders), view_(view) {}

    LaneChoice run() {
        std::vector<char> plain(contenders_.size(), 1);
        for (std::size_t i = 0; i < contenders_.size(); ++i) {
            if (contenders_[i].offer->exclusive != Exclusive::Lane) continue;
            plain[i] = 0;
            std::vector<char> alone(contenders_.size(), 0);
            alone[i] = 1;
            consider(alone);
        }
        split(plain);
        for (std::size_t i = 0; i < contenders_.size(); ++i) {
            LaneChoice alone{{{i, contenders_[i].units, kAnyNumber}}, 0, false};
            keep(std::move(alone));
        }
        if (work_ < 0) best_.approximate = true;
        return best_;
    }

private:
    void split(std::vector<char> set) {
        for (std::size_t a = 0; a < set.size(); ++a)
            for (std::size_t b = a + 1; b < set.size(); ++b) {
                if (set[a] == 0 || set[b] == 0) continue;
                if (!exclude_each_other(*contenders_[a].offer, *contenders_[b].offer)) continue;
                std::vector<char> without = set;
                without[b] = 0;
                split(without);
                if (work_ < 0) return;
                set[a] = 0;
                split(std::move(set));
                return;
            }
        consider(set);
    }
    void consider(const std::vector<char>& set) {
        keep(Search(contenders_, set, view_, work_).run());
    }
    void keep(LaneChoice choice) {
        Worksheet sheet = view_.sheet;
        for (const Proposal& proposal : carry_out(choice, contenders_, view_, sheet))
            choice.total += proposal.cut.total;
        if (choice.total > best_.total) best_ = std::move(choice);
    }

    std::span<const Contender> contenders_;
    const LaneView& view_;
    LaneChoice best_;
    int work_ = kSearchWork;
};

}  // namespace

LaneChoice best_choice(std::span<const Contender> contenders, const LaneView& view) {
    return Sets(contenders, view).run();
}

std::vector<Proposal> carry_out(const LaneChoice& choice, std::span<const Contender> contenders,
                                const LaneView& view, Worksheet& sheet) {
    std::vector<Proposal> proposals;
    const std::vector<char> nothing_taken(sheet.units.size(), 0);
    for (const LaneStep& step : choice.steps) {
        const Contender allowed{contenders[step.contender].offer, step.units};
        const LaneView now{view.given, sheet, view.lane_start};
        proposals.push_back(propose(allowed, now, nothing_taken, step.most));
        apply(proposals.back(), sheet);
    }
    return proposals;
}

}  // namespace kopilka
