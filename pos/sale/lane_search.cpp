#include "pos/sale/lane_search.h"

#include "pos/sale/set_search.h"

#include <algorithm>
#include <utility>

namespace kopilka {
namespace {

// Where so few compete, all but one of them are looked at, too, if the search was cut short.
constexpr std::ptrdiff_t kFewOffers = 4;

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
        SetChoice choice = search_set(contenders_, set, view_, work_);
        keep(std::move(choice.steps));
        if (choice.approximate) leave_one_out(set);
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
            SetChoice choice = search_set(contenders_, others, view_, work);
            keep(std::move(choice.steps));
            if (choice.approximate) leave_one_out(others);
        }
    }
    void keep_alone(std::size_t contender) {
        const UnitSpan units = contenders_[contender].units;
        keep({{contender, {units.begin(), units.end()}, kAnyNumber}});
    }
    void keep(std::vector<LaneStep> steps) {
        --work_;
        LaneChoice choice;
        choice.steps = std::move(steps);
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
