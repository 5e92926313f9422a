#include "pos/sale/group_search.h"

#include "pos/sale/group_bound.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <tuple>

namespace kopilka {
namespace {

constexpr std::size_t kMostSlots = 24;  // parts of all offers together
constexpr std::size_t kMostPieces = 250;

constexpr std::int64_t kFirstWidth = 24;  // of a first look that tells how good an answer is

constexpr int kRounds = 80;  // of tightening the bound

// How full the open group of each part is.
using Filling = std::array<std::uint8_t, kMostSlots>;

class GroupSearch {
public:
    // `worth`: by unit.
    GroupSearch(const GroupParts& offers, std::span<const std::int64_t> worth)
        : units_(offers.units),
          parts_(offers.parts),
          groups_(offers.groups),
          worth_(worth_by_place(offers, worth)),
          alone_(worth_.size() + 1, 0),
          bound_(offers, worth_) {
        for (std::size_t place = worth_.size(); place-- > 0;)
            alone_[place] = alone_[place + 1] + worth_[place];
    }

    // The value, and the contender of each place.
    GroupShares run() {
        GroupShares shares = look(kFirstWidth);
        if (!shares.approximate) return shares;
        known_ = shares.value;
        bound_.tighten(known_, kRounds);
        GroupShares wider = look(0);
        if (wider.value > known_) return wider;
        shares.approximate = given_up_ > known_;
        return shares;
    }

private:
    struct Node {
        Filling filling;
        std::int64_t value;
        std::int64_t most;  // what it may come to
        std::uint32_t before;
        std::int32_t part;  // joined by the unit; -1: none
    };

    // `width`: fillings kept after each unit; 0: as many as the work allows.
    GroupShares look(std::int64_t width) {
        nodes_.clear();
        nodes_.push_back({{}, 0, 0, 0, -1});
        best_ = known_;
        given_up_ = -1;
        work_ = 0;
        std::size_t first = 0;
        for (std::size_t place = 0; place < units_.size(); ++place) {
            const std::size_t last = nodes_.size();
            layer_.clear();
            for (std::size_t node = first; node < last; ++node) grow(node, place);
            narrow(last, place + 1, width);
            first = last;
        }
        return answer(first);
    }

    static std::vector<std::int64_t> worth_by_place(const GroupParts& offers,
                                                    std::span<const std::int64_t> worth) {
        std::vector<std::int64_t> by_place;
        for (const std::uint32_t unit : offers.units) by_place.push_back(worth[unit]);
        return by_place;
    }

    void grow(std::size_t number, std::size_t place) {
        const Node node = nodes_[number];
        keep(node.filling, node.value + worth_[place], number, -1, place + 1);
        for (const SearchGroup& group : groups_)
            for (std::size_t i = 0; i < group.count; ++i) {
                const std::size_t slot = group.first + i;
                if (parts_[slot].gain[place] >= 0) join(node, number, group, slot, place);
            }
    }
    void join(const Node& node, std::size_t number, const SearchGroup& group, std::size_t slot,
              std::size_t place) {
        const SearchPart& part = parts_[slot];
        Filling filling = node.filling;
        if (filling[slot] == 255 || (part.most > 0 && filling[slot] == part.most)) return;
        std::int64_t value = node.value;
        if (part.rewards(filling[slot])) value += part.gain[place];
        const std::int64_t before = complete(group, filling);
        ++filling[slot];
        if (complete(group, filling) > before) {
            value += group.bonus;
            if (!group.limited)
                for (std::size_t i = 0; i < group.count; ++i)
                    filling[group.first + i] = static_cast<std::uint8_t>(
                        filling[group.first + i] - parts_[group.first + i].quantity);
        }
        keep(filling, value, number, static_cast<std::int32_t>(slot), place + 1);
    }
    std::int64_t complete(const SearchGroup& group, const Filling& filling) const {
        std::int64_t groups = 255;
        for (std::size_t i = 0; i < group.count; ++i)
            groups = std::min(groups, filling[group.first + i] / parts_[group.first + i].quantity);
        return groups;
    }

    void keep(const Filling& filling, std::int64_t value, std::size_t before, std::int32_t part,
              std::size_t place) {
        ++work_;
        const std::size_t found = layer_.find(filling, nodes_);
        if (found != Layer::kNone) {
            Node& node = nodes_[found];
            if (value > node.value)
                node = {filling, value, node.most + value - node.value,
                        static_cast<std::uint32_t>(before), part};
            return;
        }
        const auto rest = bound_.from(place, filling);
        if (!rest || value + *rest < best_) return;
        nodes_.push_back({filling, value, value + *rest, static_cast<std::uint32_t>(before), part});
        layer_.add(nodes_.size() - 1, nodes_);
    }

    // Keeps the most promising of a layer: `width` of them, or what the work that is left allows.
    void narrow(std::size_t first, std::size_t place, std::int64_t width) {
        for (std::size_t i = first; i < nodes_.size(); ++i)
            best_ = std::max(best_, closed_value(nodes_[i], place));
        order_.clear();
        for (std::size_t i = first; i < nodes_.size(); ++i) {
            const Node& node = nodes_[i];
            // What is known to be worth `best_` goes first, so that it is never lost.
            const bool holds_best = closed_value(node, place) == best_;
            if (node.most > known_ && node.most >= best_)
                order_.push_back({!holds_best, -node.most, static_cast<std::uint32_t>(i)});
        }
        const auto left = static_cast<std::int64_t>(units_.size() - place + 1);
        const auto choices = static_cast<std::int64_t>(parts_.size() + 1);
        if (width == 0) width = std::max(kFirstWidth, (kGroupWork - work_) / (left * choices));
        if (const auto kept = static_cast<std::size_t>(width); order_.size() > kept) {
            std::ranges::sort(order_);
            for (std::size_t i = kept; i < order_.size(); ++i)
                given_up_ = std::max(given_up_, -std::get<1>(order_[i]));
            order_.resize(kept);
            std::ranges::sort(order_, {}, [](const auto& one) { return std::get<2>(one); });
        }
        for (std::size_t i = 0; i < order_.size(); ++i)
            nodes_[first + i] = nodes_[std::get<2>(order_[i])];
        nodes_.resize(first + order_.size());
    }
    // What a filling without open groups is worth if no more groups are formed.
    std::int64_t closed_value(const Node& node, std::size_t place) const {
        return is_closed(node.filling) ? node.value + alone_[place] : -1;
    }
    bool is_closed(const Filling& filling) const {
        return std::ranges::all_of(groups_, [&](const SearchGroup& group) {
            const std::int64_t groups = complete(group, filling);
            for (std::size_t i = 0; i < group.count; ++i)
                if (filling[group.first + i] != groups * parts_[group.first + i].quantity)
                    return false;
            return true;
        });
    }

    GroupShares answer(std::size_t first) const {
        GroupShares shares;
        shares.owner.assign(units_.size(), -1);
        std::size_t best = nodes_.size();
        for (std::size_t i = first; i < nodes_.size(); ++i)
            if (is_closed(nodes_[i].filling) &&
                (best == nodes_.size() || nodes_[i].value > nodes_[best].value))
                best = i;
        shares.value = known_;
        if (best == nodes_.size()) return shares;
        shares.value = nodes_[best].value;
        shares.approximate = given_up_ > shares.value;
        for (std::size_t place = units_.size(), node = best; place-- > 0;) {
            if (nodes_[node].part >= 0)
                shares.owner[place] = owner_of(static_cast<std::size_t>(nodes_[node].part));
            node = nodes_[node].before;
        }
        return shares;
    }
    std::int32_t owner_of(std::size_t slot) const {
        for (const SearchGroup& group : groups_)
            if (slot < group.first + group.count) return static_cast<std::int32_t>(group.contender);
        return -1;
    }

    // The nodes of one layer by their filling.
    class Layer {
    public:
        static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
        void clear() {
            std::ranges::fill(slots_, 0U);
            count_ = 0;
        }
        std::size_t find(const Filling& filling, const std::vector<Node>& nodes) const {
            if (slots_.empty()) return kNone;
            for (std::size_t i = hash(filling) & (slots_.size() - 1);;
                 i = (i + 1) & (slots_.size() - 1)) {
                if (slots_[i] == 0) return kNone;
                if (nodes[slots_[i] - 1].filling == filling) return slots_[i] - 1;
            }
        }
        void add(std::size_t node, const std::vector<Node>& nodes) {
            if (2 * (count_ + 1) > slots_.size()) {
                std::vector<std::uint32_t> old = std::move(slots_);
                slots_.assign(std::max<std::size_t>(old.size() * 2, 256), 0U);
                for (const std::uint32_t slot : old)
                    if (slot != 0) place(slot - 1, nodes);
            }
            place(node, nodes);
            ++count_;
        }

    private:
        static std::size_t hash(const Filling& filling) {
            std::array<std::uint64_t, kMostSlots / 8> words{};
            std::memcpy(words.data(), filling.data(), filling.size());
            std::uint64_t mixed = 0;
            for (const std::uint64_t word : words) {
                mixed = (mixed ^ word) * 0x9E3779B97F4A7C15ULL;
                mixed ^= mixed >> 29;
            }
            return static_cast<std::size_t>(mixed);
        }
        void place(std::size_t node, const std::vector<Node>& nodes) {
            std::size_t i = hash(nodes[node].filling) & (slots_.size() - 1);
            while (slots_[i] != 0) i = (i + 1) & (slots_.size() - 1);
            slots_[i] = static_cast<std::uint32_t>(node + 1);
        }
        std::vector<std::uint32_t> slots_;
        std::size_t count_ = 0;
    };

    std::span<const std::uint32_t> units_;  // the dearest first
    std::span<const SearchPart> parts_;
    std::span<const SearchGroup> groups_;
    std::vector<std::int64_t> worth_;  // by place, as all that follows
    std::vector<std::int64_t> alone_;  // the worth of all units from here on
    GroupBound bound_;
    std::vector<Node> nodes_;  // layer by layer
    Layer layer_;
    std::vector<std::tuple<bool, std::int64_t, std::uint32_t>> order_;  // of a layer
    std::int64_t known_ = -1;     // what an earlier look found
    std::int64_t best_ = -1;      // some closed filling is worth that much
    std::int64_t given_up_ = -1;  // the best that a filling left aside might have been worth
    std::int64_t work_ = 0;
};

}  // namespace

std::optional<GroupShares> share_between_groups(std::span<const Contender> contenders,
                                                std::span<const std::size_t> groups,
                                                const LaneView& view,
                                                std::span<const std::int64_t> worth) {
    const auto companies = group_parts(contenders, groups, view);
    if (!companies) return std::nullopt;
    GroupShares all;
    all.owner.assign(worth.size(), -1);
    for (const GroupParts& offers : *companies) {
        if (offers.parts.size() > kMostSlots || offers.units.size() > kMostPieces)
            return std::nullopt;
        const GroupShares shares = GroupSearch(offers, worth).run();
        for (std::size_t place = 0; place < offers.units.size(); ++place)
            if (shares.owner[place] >= 0) all.owner[offers.units[place]] = shares.owner[place];
        all.value += shares.value;
        all.approximate = all.approximate || shares.approximate;
    }
    return all;
}

}  // namespace kopilka
