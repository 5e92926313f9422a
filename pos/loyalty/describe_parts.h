// The parts of which pos/loyalty/describe is made: one function for each table that a marketer
// writes. Used by the describe_*.cpp files only.
#pragma once
#include "pos/loyalty/describe.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kopilka {

// Statements on their way to the reader, each at the depth it is said at.
class Outline {
public:
    explicit Outline(int depth) : depth_(depth) {}

    void say(Phrase phrase, std::vector<Phrase> listed = {}) {
        statements_.push_back({depth_, std::move(phrase), std::move(listed)});
    }
    // What `tell` says stands one step deeper, under what was said last.
    template <typename Tell>
    void under(Tell&& tell) {
        ++depth_;
        tell();
        --depth_;
    }
    std::vector<Statement> take() { return std::move(statements_); }

private:
    int depth_;
    std::vector<Statement> statements_;
};

// Of enum Rounding, in its order, as files write them.
inline constexpr const char* kRoundingWords[]{"half_up", "half_even", "half_down", "down", "up"};

// Words as they stand in the file: ids of goods, shops, lanes.
Phrase as_written(std::string word);
std::vector<Phrase> as_written(const std::vector<std::string>& words);
// 750 → "7.5": how a percentage is written.
Points in_percent(BasisPoints rate);
std::string clock_text(int minute);                  // of the day: "18:05"
std::vector<Phrase> range(const CountRange& range);  // "from 5", "below 10"
std::vector<Phrase> payment_methods(const std::vector<std::uint8_t>& methods);
// "[prefix][name]" of the n-th of these names: the key of what an enum value is called.
template <typename E, std::size_t N>
std::string key_of(std::string_view prefix, E value, const char* const (&names)[N]) {
    return std::string(prefix) + names[static_cast<std::size_t>(value)];
}

void tell_goods(Outline& outline, const GoodsFilter& goods);  // nothing where all goods fit
void tell_condition(Outline& outline, const Condition& condition);
void tell_reward(Outline& outline, const Offer& offer);        // cuts, units, benefits
void tell_money_policy(Outline& outline, const Offer& offer);  // rounding and spreading
void tell_points(Outline& outline, const PointsRules& rules);
void tell_tiers(Outline& outline, const Programme& programme);

}  // namespace kopilka
