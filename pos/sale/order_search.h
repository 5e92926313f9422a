// Offers that work on whole sets of units, in every order and with every number of groups; what
// they leave goes to the offers that work unit by unit. The best answer found is remembered.
// Not here: which offers have their goods before that, and who of the others plays (set_search).
#pragma once
#include "pos/sale/lane_step.h"
#include "pos/sale/piece_worth.h"

#include <span>
#include <utility>
#include <vector>

namespace kopilka {

// What offers have together.
struct LaneShares {
    std::vector<LaneStep> steps;     // in their order
    std::vector<std::size_t> owner;  // by unit: who has it of those that need no step, or kNobody
};

class OrderSearch {
public:
    // Numbers of contenders: `whole` work on sets of units, `pieces` unit by unit. `work` is what
    // is left of the proposals that may be looked at.
    OrderSearch(std::span<const Contender> contenders, std::span<const std::size_t> whole,
                std::span<const std::size_t> pieces, const LaneView& view, int& work);

    // From now on only these, of `whole`; the caller keeps them.
    void search_among(std::span<const std::size_t> whole) { whole_ = whole; }
    // Nobody has anything yet; of the offers on pieces only these play.
    void play_with(std::span<const std::size_t> company);
    // Nobody has anything yet; the same company plays.
    void start_again();

    // An offer has a turn before the search, with these units alone; returns what that takes off.
    std::int64_t step_on(std::size_t contender, std::span<const std::uint32_t> units);
    // What has been taken so far stays taken, and pieces are worth what is left makes them worth.
    void settle_groups();
    // What no group has goes to the best offers on pieces; returns what that is worth.
    std::int64_t reserve_pieces();

    // Tries every order after what has been taken, which is worth `value`.
    void descend(std::int64_t value);
    // The offer that gains most over what its units are worth otherwise, then the next one.
    void greedy();

    // The answer is no longer exact: nothing more is tried.
    void give_up() { exhausted_ = true; }
    bool is_exhausted() const { return exhausted_; }
    const PieceWorth& pieces() const { return pieces_; }
    // Before anything was tried, the offers on pieces have all.
    LaneShares take_best() { return std::move(best_); }

private:
    void clear();
    void bound_by_room(std::span<const std::size_t> among);
    std::vector<char> gone() const;
    bool is_gone(std::uint32_t unit) const { return taken_[unit] != 0 && reserved_[unit] == 0; }
    std::int64_t sum_free(const std::vector<std::int64_t>& of_unit) const;
    void remember(std::int64_t value);
    void remember(std::int64_t value, const PieceWorth& pieces);
    Proposal look(std::size_t contender, std::int64_t most);
    void take(std::size_t contender, const Proposal& proposal);
    void step(std::size_t contender, const Proposal& proposal);
    void unstep(std::size_t contender, const Proposal& proposal);

    std::span<const Contender> contenders_;
    std::span<const std::size_t> whole_;
    const LaneView& view_;
    int& work_;
    std::vector<char> taken_;           // by unit
    std::vector<char> reserved_;        // by unit: kept for offers on pieces
    std::vector<char> grouped_;         // by unit: some group has it, beside which others stand
    std::vector<char> used_;            // by contender
    std::vector<std::int64_t> bound_;   // by unit: nothing in play takes off more
    std::vector<std::size_t> company_;  // of the offers on pieces: who plays now
    PieceWorth pieces_;                 // to the company
    std::vector<LaneStep> steps_;
    LaneShares best_;
    std::int64_t best_value_ = -1;
    bool exhausted_ = false;
};

}  // namespace kopilka
