// How much group offers can still give from some unit on: a bound that is never too low, and close.
//
// Each unit gets a price, and each part of an offer pays it for the units it uses. Whatever the
// prices, no sharing of the units gives more than all prices together and what each part gains
// beyond them if it alone could choose (Lagrange). Prices are then moved, where units are wanted
// twice or by nobody, so that the bound comes down.
#pragma once
#include "pos/sale/group_parts.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace kopilka {

class GroupBound {
public:
    // Both outlive the bound. `worth`: by place, of a unit that no group uses.
    GroupBound(const GroupParts& offers, std::span<const std::int64_t> worth);

    // Moves the prices, `rounds` times at most, towards a bound of `reached`.
    void tighten(std::int64_t reached, int rounds);

    // From `place` on, the units before it being shared. `filling`: by part, units in its open
    // groups (where groups are limited: in all). Nullopt where an open group cannot be completed.
    template <typename Filling>
    std::optional<std::int64_t> from(std::size_t place, const Filling& filling) const {
        std::int64_t most = cover_[place];
        for (const SearchGroup& group : offers_.groups) {
            std::int64_t open = 0, done = 255;
            for (std::size_t i = group.first; i < group.first + group.count; ++i) {
                const std::int64_t quantity = offers_.parts[i].quantity;
                std::int64_t filled = filling[i];
                open += filled;
                if (filled >= quantity || group.bonus != 0) {
                    done = std::min(done, filled / quantity);
                    filled %= quantity;
                }
                const std::int64_t more = futures_[i][place * static_cast<std::size_t>(quantity) +
                                                      static_cast<std::size_t>(filled)];
                if (more == kNever) return std::nullopt;
                most += more;
            }
            if (group.bonus != 0)
                most += ceiling(group.bonus * (open - done * group.size), group.size);
        }
        return most;
    }

private:
    static constexpr std::int64_t kNever = INT64_MIN;
    static std::int64_t ceiling(std::int64_t value, std::int64_t by) {
        return scale(value, 1, by, value > 0 ? Rounding::Up : Rounding::Down);
    }
    void look_ahead();
    void look_ahead(std::size_t part);
    void count_uses(std::size_t part, std::vector<std::int64_t>& uses) const;
    std::int64_t total() const;

    const GroupParts& offers_;
    std::span<const std::int64_t> worth_;
    std::vector<std::int64_t> prices_;                // by place
    std::vector<std::int64_t> extra_;                 // by part: a unit's share of a group's bonus
    std::vector<std::int64_t> cover_;                 // by place: of all units from here on
    std::vector<std::vector<std::int64_t>> futures_;  // by part: by place and filling
};

}  // namespace kopilka
