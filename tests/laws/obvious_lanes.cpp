#include "tests/laws/obvious.h"
#include "tests/laws/obvious_units.h"

#include <algorithm>
#include <tuple>

namespace kopilka::obvious {
namespace {

bool takes_money_off(const Offer& offer) { return offer.cut || offer.groups || offer.stamps; }

bool quarrel(const Offer& a, const Offer& b) {
    return std::ranges::find(a.excludes, b.id) != a.excludes.end() ||
           std::ranges::find(b.excludes, a.id) != b.excludes.end();
}

using Contenders = std::vector<const Offer*>;

// One way for a lane to go.
struct LaneWay {
    Sheet sheet;
    std::vector<std::pair<const Offer*, Kopecks>> applied;
    bool only_one = true;  // as good
    Kopecks saved() const {
        Kopecks all = 0;
        for (const auto& [offer, amount] : applied) all += amount;
        return all;
    }
};

void take(LaneWay& way, const Offer& offer, const Serving& serving) {
    for (std::size_t i = 0; i < serving.off.size(); ++i) {
        Piece& piece = way.sheet.pieces[i];
        piece.now -= serving.off[i];
        if (counts_units(offer) && serving.off[i] > 0 && piece.now == 0) piece.gift = true;
    }
    for (const std::size_t i : serving.used)
        if (counts_units(offer)) way.sheet.pieces[i].served = true;
    way.applied.emplace_back(&offer, sum(serving.off));
}

// One after another; in a priority lane a piece serves one offer only.
LaneWay follow(const Sheet& sheet, const Contenders& contenders, Choose choose) {
    LaneWay way{sheet, {}};
    std::vector<bool> taken(sheet.pieces.size(), false);
    for (const Offer* offer : contenders) {
        const bool barred = std::ranges::any_of(way.applied, [&](const auto& other) {
            return quarrel(*offer, *other.first) || offer->exclusive == Exclusive::Lane ||
                   other.first->exclusive == Exclusive::Lane;
        });
        if (barred) continue;
        const Serving serving = serve(*offer, way.sheet, taken);
        if (sum(serving.off) == 0) continue;
        take(way, *offer, serving);
        if (choose == Choose::Priority)
            for (const std::size_t i : serving.used) taken[i] = true;
    }
    return way;
}

// Every piece to every offer that may have it, or to none; the cheapest for the customer.
class Competition {
public:
    Competition(const Sheet& sheet, const Contenders& contenders)
        : sheet_(sheet), contenders_(contenders), tables_(contenders.size()) {}

    LaneWay best() {
        std::vector<unsigned> masks(contenders_.size(), 0);
        try_from(0, masks);
        if (best_.empty()) return LaneWay{sheet_, {}};
        LaneWay way = go(best_.front());
        way.only_one = way.only_one && best_.size() < kMostEquals &&
                       std::ranges::all_of(best_, [&](const auto& other) {
                           return other == best_.front() || same(go(other), way);
                       });
        return way;
    }

private:
    using Masks = std::vector<unsigned>;
    static constexpr std::size_t kMostEquals = 100;

    LaneWay go(const Masks& masks) {
        LaneWay way{sheet_, {}};
        for (std::size_t k = 0; k < contenders_.size(); ++k)
            if (value(k, masks[k]) > 0) {
                const Serving one = serving(k, masks[k]);
                way.only_one = way.only_one && one.only_one;
                take(way, *contenders_[k], one);
            }
        return way;
    }
    // But for which piece of a line it is.
    bool same(const LaneWay& a, const LaneWay& b) const {
        const auto lines = [](const LaneWay& way) {
            std::vector<std::tuple<std::size_t, Kopecks, bool, bool>> pieces;
            for (const Piece& one : way.sheet.pieces)
                pieces.emplace_back(one.line, one.now, one.gift, one.served);
            std::ranges::sort(pieces);
            return pieces;
        };
        return a.applied == b.applied && lines(a) == lines(b);
    }
    void try_from(std::size_t piece, std::vector<unsigned>& masks) {
        if (piece == sheet_.pieces.size()) return judge(masks);
        try_from(piece + 1, masks);
        for (std::size_t k = 0; k < contenders_.size(); ++k) {
            if (!may_use(*contenders_[k], sheet_, piece)) continue;
            masks[k] |= 1U << piece;
            try_from(piece + 1, masks);
            masks[k] &= ~(1U << piece);
        }
    }
    void judge(const std::vector<unsigned>& masks) {
        Kopecks all = 0;
        unsigned counted = 0;
        for (std::size_t k = 0; k < masks.size(); ++k)
            if (counts_units(*contenders_[k])) counted |= masks[k];
        for (std::size_t k = 0; k < masks.size(); ++k) {
            if (masks[k] == 0) continue;
            const Kopecks worth = value(k, masks[k]);
            if (worth == 0 || !whole_lines(*contenders_[k], sheet_, masks[k], counted)) return;
            for (std::size_t other = 0; other < k; ++other)
                if (masks[other] != 0 && quarrel(*contenders_[k], *contenders_[other])) return;
            all += worth;
        }
        if (all < best_value_ || all == 0 || cheats(masks)) return;
        if (all > best_value_) best_.clear();
        best_value_ = all;
        if (best_.size() < kMostEquals) best_.push_back(masks);
    }
    // Nobody is split to gain twice: with a sum, a pick or a given form of groups among them,
    // offers go one after another in some order, each on all of its goods that are left. Those that
    // work piece by piece go as one; groups of the best form may be anywhere.
    bool cheats(const std::vector<unsigned>& masks) {
        unsigned occupied = 0;
        std::vector<Block> blocks(1);
        for (std::size_t k = 0; k < masks.size(); ++k) {
            const Offer& offer = *contenders_[k];
            if (masks[k] == 0) continue;
            if (counts_units(offer)) {
                if (says_which(offer))
                    blocks.push_back({masks[k], 0, &offer});
                else
                    occupied |= masks[k];
                continue;
            }
            const bool sum = is_sum(offer, sheet_);
            if (sum) blocks.emplace_back();
            Block& block = sum ? blocks.back() : blocks.front();
            block.mask |= masks[k];
            for (std::size_t i = 0; i < sheet_.pieces.size(); ++i)
                if (may_use(offer, sheet_, i) && (sum || value(k, 1U << i) > 0))
                    block.goods |= 1U << i;
        }
        return blocks.size() > 1 && !in_some_order(blocks, occupied);
    }
    struct Block {
        unsigned mask = 0, goods = 0;
        const Offer* says_which = nullptr;
    };
    bool in_some_order(const std::vector<Block>& blocks, unsigned occupied) const {
        if (blocks.empty()) return true;
        for (std::size_t k = 0; k < blocks.size(); ++k) {
            const Block& one = blocks[k];
            const bool right = one.says_which != nullptr
                                   ? right_units(*one.says_which, sheet_, one.mask, occupied)
                                   : one.mask == (one.goods & ~occupied);
            if (!right) continue;
            std::vector<Block> rest = blocks;
            rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(k));
            if (in_some_order(rest, occupied | one.mask)) return true;
        }
        return false;
    }
    Serving serving(std::size_t k, unsigned mask) const {
        return serve_exactly(*contenders_[k], sheet_, mask);
    }
    Kopecks value(std::size_t k, unsigned mask) {
        const auto known = tables_[k].find(mask);
        if (known != tables_[k].end()) return known->second;
        return tables_[k][mask] = sum(serving(k, mask).off);
    }

    const Sheet& sheet_;
    Contenders contenders_;
    std::vector<std::map<unsigned, Kopecks>> tables_;
    Kopecks best_value_ = 0;
    std::vector<Masks> best_;  // all that are as good
};

// Where offers compete, one that is exclusive in its lane stands alone or not at all; elsewhere
// priority decides who is first.
LaneWay run_lane(const Sheet& sheet, const Contenders& contenders, Choose choose) {
    if (choose != Choose::Best) return follow(sheet, contenders, choose);
    Contenders sociable;
    for (const Offer* offer : contenders)
        if (offer->exclusive != Exclusive::Lane) sociable.push_back(offer);
    LaneWay best = Competition(sheet, sociable).best();
    for (const Offer* offer : contenders) {
        if (offer->exclusive != Exclusive::Lane) continue;
        LaneWay alone = Competition(sheet, {offer}).best();
        if (alone.saved() == best.saved() && alone.saved() > 0) best.only_one = false;
        if (alone.saved() > best.saved()) best = std::move(alone);
    }
    return best;
}

void turn_round(Pieces& pieces) {
    for (auto first = pieces.begin(); first != pieces.end();) {
        const auto last = std::find_if(first, pieces.end(),
                                       [&](const Piece& one) { return one.line != first->line; });
        std::reverse(first, last);
        first = last;
    }
}

// All lanes, with these offers only.
LaneWay run_all(const Sheet& start, const Contenders& offers) {
    LaneWay way{start, {}};
    const auto& lanes = start.purchase->publication.lanes();
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
        for (Piece& piece : way.sheet.pieces) piece.lane_start = piece.now;
        way.sheet.at_lane_start = way.sheet.pieces;
        Contenders contenders;
        for (const Offer* offer : offers) {
            const bool barred = std::ranges::any_of(way.applied, [&](const auto& other) {
                return quarrel(*offer, *other.first) || other.first->stops_later_lanes;
            });
            if (offer->lane == lane && !barred && holds(offer->when, way.sheet))
                contenders.push_back(offer);
        }
        LaneWay one = run_lane(way.sheet, contenders, lanes[lane].choose);
        way.sheet = std::move(one.sheet);
        if (lanes[lane].choose == Choose::Best && start.purchase->from_the_end)
            turn_round(way.sheet.pieces);
        way.only_one = way.only_one && one.only_one;
        way.applied.insert(way.applied.end(), one.applied.begin(), one.applied.end());
    }
    return way;
}

}  // namespace

bool counts_units(const Offer& offer) { return offer.groups || offer.pick || offer.stamps; }

void run_lanes(Sheet& sheet, Answer& answer) {
    Contenders sociable, lonely;
    for (const Offer& offer : sheet.purchase->publication.offers())
        if (takes_money_off(offer))
            (offer.exclusive == Exclusive::Receipt ? lonely : sociable).push_back(&offer);
    LaneWay best = run_all(sheet, sociable);
    for (const Offer* offer : lonely) {
        LaneWay alone = run_all(sheet, {offer});
        const bool sure = best.only_one && alone.only_one;  // which of the two is better
        if (alone.saved() > best.saved()) best = std::move(alone);
        best.only_one = sure;
    }
    for (const auto& [offer, amount] : best.applied) answer.saved[offer->id] += amount;
    answer.only_one = best.only_one;
    sheet.pieces = std::move(best.sheet.pieces);
}

}  // namespace kopilka::obvious
