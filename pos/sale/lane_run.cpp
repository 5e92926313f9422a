#include "pos/sale/lane_run.h"

#include "pos/core/check.h"
#include "pos/sale/hints.h"
#include "pos/sale/lane_search.h"
#include "pos/sale/losses.h"
#include "pos/sale/match.h"
#include "pos/sale/member_conditions.h"
#include "pos/sale/repeat.h"
#include "pos/sale/shared_cap.h"

#include <algorithm>
#include <memory_resource>

namespace kopilka {
namespace {

class LaneRun {
public:
    LaneRun(const Given& given, const Worksheet& sheet, const TouchedOffers& touched)
        : given_(given), touched_(touched), units_(16 * touched.lines.size() + 256) {
        result_.sheet = sheet;
    }

    void run(std::span<const TouchedOffer> offers) {
        const auto& all = given_.publication.offers();
        result_.offers.reserve(offers.size());
        contenders_.reserve(offers.size());
        applied_.reserve(offers.size());
        lane_applied_.reserve(offers.size());
        result_.sheet.takes.reserve(4 * touched_.lines.size());
        for (std::size_t first = 0; first < offers.size();) {
            const std::uint32_t lane = all[offers[first].number].lane;
            std::size_t last = first;
            while (last < offers.size() && all[offers[last].number].lane == lane) ++last;
            run_lane(lane, offers.subspan(first, last - first));
            first = last;
        }
    }
    LanesResult take() { return std::move(result_); }

private:
    Worksheet& sheet() { return result_.sheet; }
    // Of the lane at work.
    std::span<OfferResult> results() { return std::span(result_.offers).subspan(lane_first_); }

    void run_lane(std::uint32_t lane, std::span<const TouchedOffer> offers) {
        const Lane& rules = given_.publication.lanes()[lane];
        choose_ = rules.choose;
        lane_first_ = result_.offers.size();
        lane_start_.clear();
        for (const SheetUnit& unit : sheet().units) lane_start_.push_back(unit.running);
        const std::size_t units = lane_start_.size();
        added_.assign(rules.percentages == Percentages::Added ? units : 0, 0);
        contenders_.clear();
        benefits_.clear();
        lane_applied_.clear();
        sociable_ = true;
        const std::size_t first_take = sheet().takes.size();
        winners_.assign(units, nullptr);
        won_.assign(units, 0);
        const Worksheet at_start = sheet();
        const LaneView view{given_, at_start, lane_start_, added_};
        for (const TouchedOffer& offer : offers) admit(offer, view);
        switch (choose_) {
            case Choose::Best: choose_best(view, first_take); break;
            case Choose::Priority: one_by_one(view, true); break;
            case Choose::All: one_by_one(view, false); break;
        }
        if (shares_caps_) caps_.hold(result_, lane_first_, first_take, won_);
        explain_losses(results(), contenders_, {winners_, won_});
        for (const OfferResult& result : results())
            if (result.applied) applied_.push_back(result.offer);
    }

    // Judges an offer at the beginning of its lane; it becomes a contender, gives its benefits, or
    // knows what it misses.
    void admit(const TouchedOffer& touched, const LaneView& view) {
        const Offer& offer = given_.publication.offers()[touched.number];
        OfferResult& result = result_.offers.emplace_back(&offer);
        std::int64_t affordable = kAnyNumber;
        const ConditionKind limit = limit_reached(offer, given_);
        if (limit != ConditionKind::None) result.verdict = Verdict::missing_one(limit);
        const bool holds =
            limit == ConditionKind::None &&
            (always_holds(offer.when) || holds_by(result, judge(offer.when, given_, view.sheet))) &&
            (!offer.costs || holds_by(result, judge_cost(*offer.costs, affordable)));
        Contender& contender = contenders_.emplace_back(&offer, units_of(touched, offer));
        contender.result = results().size() - 1;
        contender.most = affordable;
        if (holds) result.lost_to = bar(offer);
        const bool gives = holds && result.lost_to == nullptr;
        const bool competes = gives && offer.cut;
        shares_caps_ = shares_caps_ || !offer.limits.cap_group.empty();
        if (competes && choose_ == Choose::Best)
            weigh(contender, view, result);
        else if (competes)
            holds_by(result, settle_cut(contender, view));
        if (!result.verdict.holds) result.hint = hint_for(contender, result.verdict, view);
        // Where offers follow each other, those before may leave it something to take.
        const bool follows = choose_ != Choose::Best;
        const bool may_cut = contender.cut.has_value() || !contender.line_cuts.empty();
        const bool comes = competes ? (follows ? may_cut : result.alone > 0) : gives && follows;
        if (gives && !competes && !follows) benefits_.push_back(contender);
        if (!comes) contenders_.pop_back();
    }

    // Keeps what is missing. Of a result that misses nothing so far.
    static bool holds_by(OfferResult& result, Verdict&& verdict) {
        if (!verdict.holds) result.verdict = std::move(verdict);
        return result.verdict.holds;
    }
    // What it would take off by itself when the lane begins.
    void weigh(Contender& contender, const LaneView& view, OfferResult& result) const {
        if (holds_by(result, settle_cut(contender, view))) weigh_settled(contender, view, result);
    }
    static void weigh_settled(Contender& contender, const LaneView& view, OfferResult& result) {
        result.alone = quick_worth(contender, view).value_or(0);
        if (result.alone == 0) {
            const Proposal alone = propose(contender, view);
            result.alone = alone.cut.total;
            result.not_given = alone.cut.not_given;
            result.limited_by = alone.cut.limited_by;
            result.verdict = alone.missing;
            if (result.alone == 0 && result.verdict.holds && result.not_given == 0)
                result.verdict = Verdict::missing_one(ConditionKind::Goods, kOneUnit);
        }
        contender.alone = result.alone;
    }
    // Where offers follow each other, only of those that did not apply it matters.
    static void weigh_late(Contender& contender, const LaneView& view, OfferResult& result) {
        weigh_settled(contender, view, result);  // its cut was found when the lane began
        if (!result.verdict.holds) result.hint = hint_for(contender, result.verdict, view);
    }

    // Enough points for it, beside what offers before it cost. They have them first, even if such
    // an offer then gives way to another.
    Verdict judge_cost(const PointsCost& cost, std::int64_t& affordable) {
        if (given_.member == nullptr) return Verdict::missing_one(ConditionKind::Membership);
        const Points reserved = reserved_[cost.programme];
        const Points has = spendable_points(given_, cost.programme) - reserved;
        if (has < cost.points) {
            const bool others_hold =
                points_balance(given_, cost.programme) - reserved >= cost.points;
            return Verdict::missing_one(
                others_hold ? ConditionKind::Right : ConditionKind::PointsBalance,
                cost.points - has);
        }
        affordable = cost.each ? has.count() / cost.points.count() : kAnyNumber;
        reserved_[cost.programme] += cost.points * (cost.each ? affordable : 1);
        return {};
    }

    // An offer without a cut takes nothing from others: it gives where its goods are there, unless
    // one that it cannot stand beside has applied.
    void grant(const Contender& contender, const LaneView& view) {
        const Offer& offer = *contender.offer;
        OfferResult& result = result_of(offer);
        if (result.lost_to != nullptr) return;
        if (contender.units.empty() && !(offer.goods.fits_all() && given_.basket.lines.empty())) {
            result.verdict = Verdict::missing_one(ConditionKind::Goods, kOneUnit);
            return;
        }
        const Times times = times_for(offer, contender, view.sheet);
        result.verdict = times.missing;
        if (!times.missing.holds) return;
        result.lost_to = rival(offer);
        if (result.lost_to != nullptr) return;
        result.applied = true;
        result.applications = std::min(times.times, contender.most);
        result.order = ++order_;
        note_applied(offer);
    }
    void note_applied(const Offer& offer) {
        lane_applied_.push_back(&offer);
        sociable_ = sociable_ && offer.excludes.empty() && offer.exclusive != Exclusive::Lane;
        close_lanes(offer);
    }

    // A gift of the same goods is counted for each kind of them.
    static Times times_for(const Offer& offer, const Contender& contender, const Worksheet& sheet) {
        Times times = times_of(offer, sheet, contender.units);
        const bool same = std::ranges::any_of(offer.benefits, [](const Benefit& benefit) {
            const auto* gift = std::get_if<AddGift>(&benefit);
            return gift != nullptr && gift->sku.value.empty();
        });
        if (same && offer.repeat && times_by_sku(offer, sheet, contender.units).empty())
            times.missing = Verdict::missing_one(ConditionKind::MinimumQuantity);
        return times;
    }

    UnitSpan units_of(const TouchedOffer& touched, const Offer& offer) {
        if (touched.lines_known) return keep_units(touched_.lines_of(touched));
        if (!offer.groups) return keep(kopilka::units_of(offer.goods, result_.sheet));
        std::vector<std::uint32_t> units;
        for (const GroupPart& part : offer.groups->parts) {
            const auto more = kopilka::units_of(part.goods, result_.sheet);
            units.insert(units.end(), more.begin(), more.end());
        }
        std::ranges::sort(units);
        units.erase(std::unique(units.begin(), units.end()), units.end());
        return keep(units);
    }
    // Of whole lines, gifts left out.
    UnitSpan keep_units(std::span<const std::uint32_t> lines) {
        std::size_t most = 0;
        for (const std::uint32_t line : lines) most += sheet().lines[line].unit_count;
        const std::span<std::uint32_t> kept = room_for(most);
        std::size_t count = 0;
        for (const std::uint32_t line : lines) {
            const std::uint32_t first = sheet().lines[line].first_unit;
            for (std::uint32_t i = first; i < first + sheet().lines[line].unit_count; ++i)
                if (!sheet().units[i].gift) kept[count++] = i;
        }
        return kept.first(count);
    }
    UnitSpan keep(std::span<const std::uint32_t> units) {
        const std::span<std::uint32_t> kept = room_for(units.size());
        std::ranges::copy(units, kept.begin());
        return kept;
    }
    std::span<std::uint32_t> room_for(std::size_t count) {
        if (count == 0) return {};
        return {std::pmr::polymorphic_allocator<std::uint32_t>(&units_).allocate(count), count};
    }

    // An earlier lane's offer that keeps this one out.
    const Offer* bar(const Offer& offer) const {
        if (stopper_ != nullptr && stopper_->lane < offer.lane) return stopper_;
        for (const Offer* before : applied_)
            if (excludes(*before, offer)) return before;
        return nullptr;
    }
    static bool excludes(const Offer& a, const Offer& b) {
        return std::ranges::find(a.excludes, b.id) != a.excludes.end() ||
               std::ranges::find(b.excludes, a.id) != b.excludes.end();
    }
    void close_lanes(const Offer& offer) {
        if (offer.stops_later_lanes && stopper_ == nullptr) stopper_ = &offer;
    }

    OfferResult& result_of(const Offer& offer) {
        // Offers are admitted in the order in which they stand in the publication.
        const auto found =
            std::ranges::lower_bound(results(), &offer, std::less<>(), &OfferResult::offer);
        check(found != results().end() && found->offer == &offer,
              "lanes: a contender without a result");
        return *found;
    }
    void record(OfferResult& result, const Proposal& proposal, bool approximate) {
        if (proposal.cut.total == 0) return;
        result.applied = true;
        result.amount += proposal.cut.total;
        result.not_given = proposal.cut.not_given;
        result.limited_by = proposal.cut.limited_by;
        result.applications += proposal.applications;
        result.approximate = approximate;
        if (result.order == 0) result.order = ++order_;
        result_.discount += proposal.cut.total;
        for (const Take& take : proposal.cut.takes) {
            winners_[take.unit] = proposal.offer;
            won_[take.unit] += take.amount;
            if (!added_.empty()) added_[take.unit] += take.rate;
        }
        for (const std::uint32_t unit : proposal.used)
            if (winners_[unit] == nullptr) winners_[unit] = proposal.offer;
        note_applied(*proposal.offer);
    }

    void choose_best(const LaneView& view, std::size_t first_take) {
        LaneChoice choice = best_choice(contenders_, view);
        std::ranges::stable_sort(benefits_, std::greater<>(),
                                 [](const Contender& one) { return worth_of(*one.offer); });
        for (const Contender& gift : benefits_) give_way_to(gift, choice, view);
        sheet() = std::move(choice.sheet);
        // They share no units, so that their order is free: as in the publication, not as found.
        std::ranges::sort(choice.proposals, std::less<>(), &Proposal::offer);
        std::stable_sort(
            sheet().takes.begin() + static_cast<std::ptrdiff_t>(first_take), sheet().takes.end(),
            [](const SheetTake& a, const SheetTake& b) { return std::less<>()(a.by, b.by); });
        for (const Proposal& proposal : choice.proposals)
            record(result_of(*proposal.offer), proposal, choice.approximate);
        for (const Contender& gift : benefits_) grant(gift, view);
    }
    static Money worth_of(const Offer& offer) {
        Money worth;
        for (const Benefit& benefit : offer.benefits)
            if (const auto* gift = std::get_if<AddGift>(&benefit)) worth += gift->worth;
        return worth;
    }
    // A gift that is worth more than what it cannot stand beside takes its place.
    void give_way_to(const Contender& gift, LaneChoice& choice, const LaneView& view) {
        const std::int64_t worth = worth_of(*gift.offer).count();
        if (worth == 0) return;
        std::vector<Contender> others;
        for (const Contender& one : contenders_)
            if (!are_rivals(*one.offer, *gift.offer)) others.push_back(one);
        if (others.size() == contenders_.size()) return;
        LaneChoice without = best_choice(others, view);
        if (without.total + worth <= choice.total) return;
        for (const Contender& one : contenders_)
            if (are_rivals(*one.offer, *gift.offer)) result_of(*one.offer).lost_to = gift.offer;
        contenders_ = std::move(others);
        choice = std::move(without);
    }

    // Contenders stand by priority already. `compete`: a unit serves only the first of them.
    void one_by_one(const LaneView& view, bool compete) {
        taken_.assign(compete ? view.sheet.units.size() : 0, 0);
        const LaneView now{given_, sheet(), view.lane_start, added_};
        for (Contender& contender : contenders_) {
            const Offer& offer = *contender.offer;
            if (!offer.cut) {
                grant(contender, view);
                continue;
            }
            if (const Offer* other = rival(offer)) {
                OfferResult& result = results()[contender.result];
                weigh_late(contender, view, result);
                if (result.alone > 0) result.lost_to = other;
                continue;
            }
            propose_into(proposal_, contender, now, taken_);
            if (proposal_.cut.total == 0) {
                weigh_late(contender, view, results()[contender.result]);
                continue;
            }
            apply(proposal_, sheet());
            record(results()[contender.result], proposal_, false);
            if (compete)
                for (const std::uint32_t unit : proposal_.used) taken_[unit] = 1;
        }
    }
    // One applied already in this lane that cannot stand beside this offer.
    const Offer* rival(const Offer& offer) const {
        if (sociable_ && offer.excludes.empty() && offer.exclusive != Exclusive::Lane)
            return nullptr;
        for (const Offer* other : lane_applied_)
            if (are_rivals(offer, *other)) return other;
        return nullptr;
    }
    static bool are_rivals(const Offer& a, const Offer& b) {
        return a.exclusive == Exclusive::Lane || b.exclusive == Exclusive::Lane || excludes(a, b);
    }

    const Given& given_;
    const TouchedOffers& touched_;
    LanesResult result_;
    std::pmr::monotonic_buffer_resource units_;  // of contenders
    std::size_t lane_first_ = 0;                 // among the results, of the lane at work
    std::vector<Contender> contenders_;
    std::vector<Contender> benefits_;  // where the best wins: offers without a cut
    SharedCaps caps_;
    bool shares_caps_ = false;              // some offer has a cap together with others
    std::vector<std::int64_t> lane_start_;  // by unit
    std::vector<const Offer*> winners_;     // by unit
    std::vector<std::int64_t> won_;         // by unit: taken off in this lane
    std::vector<std::int64_t> added_;       // by unit: percentages added up, where the lane does so
    std::vector<char> taken_;               // by unit, where a unit serves one offer only
    Proposal proposal_;
    std::vector<const Offer*> lane_applied_;
    bool sociable_ = true;                    // none of them excludes another
    std::vector<const Offer*> applied_;       // of earlier lanes
    std::map<ProgrammeId, Points> reserved_;  // for offers that cost points
    const Offer* stopper_ = nullptr;
    std::uint32_t order_ = 0;
    Choose choose_ = Choose::Best;  // of the lane at work
};

}  // namespace

LanesResult run_lanes_once(const Given& given, const Worksheet& sheet, const TouchedOffers& touched,
                           std::span<const TouchedOffer> offers) {
    LaneRun run(given, sheet, touched);
    run.run(offers);
    return run.take();
}

}  // namespace kopilka
