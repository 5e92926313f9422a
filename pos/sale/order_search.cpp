#include "pos/sale/order_search.h"

#include <algorithm>
#include <optional>

namespace kopilka {

OrderSearch::OrderSearch(std::span<const Contender> contenders, std::span<const std::size_t> whole,
                         std::span<const std::size_t> pieces, const LaneView& view, int& work)
    : contenders_(contenders),
      whole_(whole),
      view_(view),
      work_(work),
      taken_(view.sheet.units.size(), 0),
      reserved_(view.sheet.units.size(), 0),
      grouped_(view.sheet.units.size(), 0),
      used_(contenders.size(), 0),
      company_(pieces.begin(), pieces.end()),
      pieces_(contenders, view) {
    pieces_.value(company_);
    best_.owner = pieces_.best_for();
    bound_ = pieces_.worth();
    if (pieces_.has_line_sums()) bound_by_room(pieces);
    bound_by_room(whole);
}

void OrderSearch::bound_by_room(std::span<const std::size_t> among) {
    for (const std::size_t i : among)
        for (const std::uint32_t unit : contenders_[i].units)
            bound_[unit] = view_.sheet.units[unit].room() * kFine;
}

void OrderSearch::play_with(std::span<const std::size_t> company) {
    company_.assign(company.begin(), company.end());
    clear();
    pieces_.value(company_);
}

void OrderSearch::clear() {
    std::ranges::fill(taken_, 0);
    std::ranges::fill(reserved_, 0);
    std::ranges::fill(grouped_, 0);
    steps_.clear();
}

void OrderSearch::start_again() {
    clear();
    if (pieces_.has_line_sums()) pieces_.value(company_);
}

std::int64_t OrderSearch::step_on(std::size_t contender, std::span<const std::uint32_t> units) {
    if (units.empty()) return 0;
    Contender own = contenders_[contender];
    own.units = units;
    if (--work_ < 0) exhausted_ = true;
    const Proposal proposal = propose(own, view_, taken_);
    if (proposal.cut.total == 0) return 0;
    take(contender, proposal);
    return proposal.cut.total * kFine;
}

void OrderSearch::settle_groups() {
    grouped_ = taken_;
    if (pieces_.has_line_sums()) pieces_.value(company_, gone());
}

std::int64_t OrderSearch::reserve_pieces() {
    std::int64_t value = 0;
    if (pieces_.has_line_sums()) pieces_.value(company_, gone());
    const auto& worth = pieces_.worth();
    for (std::size_t unit = 0; unit < worth.size(); ++unit) {
        reserved_[unit] = grouped_[unit] == 0 && worth[unit] > 0 ? 1 : 0;
        taken_[unit] = grouped_[unit] != 0 || reserved_[unit] != 0 ? 1 : 0;
        if (reserved_[unit] != 0) value += worth[unit];
    }
    return value;
}

// By unit: an offer on whole sets has it.
std::vector<char> OrderSearch::gone() const {
    std::vector<char> gone(taken_.size());
    for (std::uint32_t unit = 0; unit < taken_.size(); ++unit) gone[unit] = is_gone(unit) ? 1 : 0;
    return gone;
}

std::int64_t OrderSearch::sum_free(const std::vector<std::int64_t>& of_unit) const {
    std::int64_t sum = 0;
    for (std::size_t unit = 0; unit < of_unit.size(); ++unit)
        if (taken_[unit] == 0) sum += of_unit[unit];
    return sum;
}

void OrderSearch::remember(std::int64_t value) {
    if (!pieces_.has_line_sums()) return remember(value, pieces_);
    // What a sum off a line gives depends on which of its pieces are left.
    PieceWorth left = pieces_;
    left.value(company_, gone());
    remember(value, left);
}

void OrderSearch::remember(std::int64_t value, const PieceWorth& pieces) {
    const std::int64_t total = value + sum_free(pieces.worth());
    if (total <= best_value_) return;
    best_value_ = total;
    best_.steps = steps_;
    best_.owner = pieces.best_for();
    for (std::uint32_t unit = 0; unit < taken_.size(); ++unit)
        if (is_gone(unit)) best_.owner[unit] = kNobody;
}

void OrderSearch::descend(std::int64_t value) {
    remember(value);
    for (const std::size_t i : whole_) {
        if (used_[i] != 0) continue;
        std::int64_t most = kAnyNumber;
        while (most > 0 && value + sum_free(bound_) > best_value_ && !exhausted_) {
            const Proposal proposal = look(i, most);
            if (proposal.cut.total == 0) break;
            step(i, proposal);
            descend(value + proposal.cut.total * kFine);
            unstep(i, proposal);
            most = proposal.applications - 1;
        }
    }
}

Proposal OrderSearch::look(std::size_t contender, std::int64_t most) {
    if (--work_ < 0) exhausted_ = true;
    return propose(contenders_[contender], view_, taken_, most);
}

void OrderSearch::take(std::size_t contender, const Proposal& proposal) {
    for (const std::uint32_t unit : proposal.used) taken_[unit] = 1;
    steps_.push_back({contender, proposal.used, proposal.applications});
}

void OrderSearch::step(std::size_t contender, const Proposal& proposal) {
    used_[contender] = 1;
    take(contender, proposal);
}

void OrderSearch::unstep(std::size_t contender, const Proposal& proposal) {
    used_[contender] = 0;
    for (const std::uint32_t unit : proposal.used) taken_[unit] = 0;
    steps_.pop_back();
}

void OrderSearch::greedy() {
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
            for (const std::uint32_t unit : proposal.used) gain -= pieces_.worth()[unit];
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

}  // namespace kopilka
