#include "pos/core/overload.h"
#include "tests/laws/obvious.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>

namespace kopilka::obvious {
namespace {

struct Part {
    Kopecks weight = 0;
    Kopecks room = 0;
    std::size_t rank = 0;  // decides between equal remainders
    Kopecks share = 0;
};

// How a sum is divided: how shares are rounded, and where the last kopecks go (or come from).
struct Way {
    Remainder remainder = Remainder::Largest;
    Rounding shares = Rounding::Down;
};

std::vector<Kopecks> shares_of(Kopecks total, const std::vector<Part*>& parts,
                               const std::vector<Kopecks>& weights, const Way& way) {
    const __int128_t all = std::accumulate(weights.begin(), weights.end(), __int128_t{0});
    std::vector<Kopecks> shares;
    for (const Kopecks weight : weights)
        shares.push_back(rounded(static_cast<__int128_t>(total) * weight, all, way.shares));
    Kopecks left = total - std::accumulate(shares.begin(), shares.end(), Kopecks{0});
    std::vector<std::size_t> order(parts.size());
    std::iota(order.begin(), order.end(), 0);
    if (way.remainder == Remainder::Last || way.remainder == Remainder::AllToLast)
        std::ranges::reverse(order);
    const auto lacking = [&](std::size_t i) {
        return static_cast<__int128_t>(total) * weights[i] - all * shares[i];
    };
    if (way.remainder == Remainder::Largest)
        std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
            const __int128_t more = left > 0 ? lacking(a) - lacking(b) : lacking(b) - lacking(a);
            return more != 0 ? more > 0 : parts[a]->rank < parts[b]->rank;
        });
    const bool at_once =
        way.remainder == Remainder::AllToFirst || way.remainder == Remainder::AllToLast;
    for (std::size_t k = 0; left != 0; k = (k + 1) % order.size()) {
        const Kopecks moved = at_once ? left : left > 0 ? 1 : -1;
        const Kopecks before = shares[order[k]];
        shares[order[k]] = std::max<Kopecks>(0, before + moved);
        left -= shares[order[k]] - before;
    }
    return shares;
}

// What one part cannot take is shared again among those who still can; parts that weigh nothing
// wait until the others are full.
void spread(Kopecks total, std::vector<Part>& parts, const Way& way) {
    while (total > 0) {
        std::vector<Part*> open, heavy;
        for (Part& part : parts)
            if (part.share < part.room) open.push_back(&part);
        std::ranges::copy_if(open, std::back_inserter(heavy),
                             [](const Part* part) { return part->weight > 0; });
        if (open.empty()) return;
        if (!heavy.empty()) open = heavy;
        std::vector<Kopecks> weights;
        for (const Part* part : open) weights.push_back(heavy.empty() ? 1 : part->weight);
        const auto shares = shares_of(total, open, weights, way);
        for (std::size_t i = 0; i < open.size(); ++i) {
            const Kopecks taken = std::min(shares[i], open[i]->room - open[i]->share);
            open[i]->share += taken;
            total -= taken;
        }
    }
}

// `for_each`: once more for each full sum spent on these pieces, or each so many of them.
std::int64_t times(const Offer& offer, const Sheet& sheet, const Chosen& pieces) {
    if (!offer.repeat) return 1;
    std::int64_t all = -offer.repeat->after;
    for (const std::size_t i : pieces)
        all += offer.repeat->amount     ? sheet.pieces[i].now
               : sheet.pieces[i].counts ? 1000
                                        : sheet.line(i).quantity.count();
    const std::int64_t each =
        offer.repeat->amount ? offer.repeat->amount->count() : offer.repeat->quantity.count();
    return std::min(std::max<std::int64_t>(all, 0) / each,
                    offer.limits.per_receipt.value_or(1'000'000));
}

class Cutter {
public:
    Cutter(const Offer& offer, const Sheet& sheet, std::int64_t times)
        : offer_(offer),
          money_(offer.money),
          sheet_(sheet),
          times_(times),
          off_(sheet.pieces.size()) {}

    void percent(const PercentOff& cut, const std::vector<Chosen>& groups) {
        for (const Chosen& bucket : buckets(groups)) {
            Kopecks base = 0;
            for (const std::size_t i : bucket) base += basis(i);
            const __int128_t exact =
                std::min<__int128_t>(static_cast<__int128_t>(base) * cut.rate.value * times_,
                                     static_cast<__int128_t>(base) * 10'000);
            const Kopecks amount =
                money_.rounded == Rounded::Discount
                    ? to_step(exact)
                    : base - to_step(static_cast<__int128_t>(base) * 10'000 - exact);
            give(std::clamp<Kopecks>(amount, 0, base), bucket,
                 [&](std::size_t i) { return basis(i); });
        }
    }
    void amount(const AmountOff& cut, const std::vector<Chosen>& groups) {
        const auto by_price = [&](std::size_t i) { return basis(i); };
        const Kopecks sum = cut.amount.count() * times_;
        switch (cut.per) {
            case AmountPer::Order: return give(sum, joined(groups), by_price);
            case AmountPer::Line:
                for (const Chosen& line : by_line(joined(groups))) give(sum, line, by_price);
                return;
            case AmountPer::Unit:
                for (const std::size_t i : joined(groups))
                    give(of_piece(cut.amount, i) * times_, {i}, by_price);
                return;
            case AmountPer::Group:
                for (const Chosen& group : groups) give(sum, group, by_price);
                return;
        }
    }
    void price(const FixedPrice& cut, const std::vector<Chosen>& groups) {
        const auto now = [&](std::size_t i) { return sheet_.pieces[i].now; };
        const auto by_price = [&](std::size_t i) { return basis(i); };
        for (const Chosen& group : groups) {
            Kopecks all = 0;
            for (const std::size_t i : group) {
                all += now(i);
                if (!offer_.groups) give(now(i) - of_piece(cut.price, i), {i}, by_price);
            }
            if (offer_.groups) give(all - cut.price.count(), group, by_price);
        }
    }
    // A cap, or what is left of the budget, is shared as the sum it cuts was; or the first lines
    // use it up.
    std::vector<Kopecks> capped() {
        const Kopecks all = sum(off_);
        Kopecks cap = all;
        if (offer_.limits.cap) cap = std::min(cap, offer_.limits.cap->count());
        if (offer_.limits.budget) cap = std::min(cap, offer_.limits.budget->count());
        if (all == cap) return off_;
        const std::vector<Kopecks> wanted = std::move(off_);
        off_.assign(wanted.size(), 0);
        Chosen cut;
        for (std::size_t i = 0; i < wanted.size(); ++i)
            if (wanted[i] > 0) cut.push_back(i);
        const auto part_of = [&](const Chosen& some) {
            Part part{0, 0, sheet_.rank[sheet_.pieces[some.front()].line]};
            for (const std::size_t i : some) part.weight = part.room += wanted[i];
            return part;
        };
        if (!offer_.limits.cap_in_order) {
            share_out(cap, cut, first_level(), part_of);
            return off_;
        }
        for (const Chosen& line : by_line(cut)) {
            const Kopecks share = std::min(cap, part_of(line).room);
            share_out(share, line, kPieces, part_of);
            cap -= share;
        }
        return off_;
    }

private:
    Kopecks basis(std::size_t i) const {
        const Piece& piece = sheet_.pieces[i];
        switch (money_.of) {
            case PriceBasis::Running: return piece.now;
            case PriceBasis::Original: return piece.original;
            case PriceBasis::Lane: return piece.lane_start;
        }
        return 0;
    }
    Kopecks to_step(__int128_t ten_thousandths) const {
        const Kopecks step = money_.step.count();
        return rounded(ten_thousandths, static_cast<__int128_t>(10'000) * step, money_.rounding) *
               step;
    }
    Kopecks of_piece(Money each, std::size_t i) const {
        if (sheet_.pieces[i].counts) return each.count();
        return rounded(static_cast<__int128_t>(each.count()) * sheet_.line(i).quantity.count(),
                       1000, money_.rounding);
    }
    static Chosen joined(const std::vector<Chosen>& groups) {
        Chosen all;
        for (const Chosen& group : groups) all.insert(all.end(), group.begin(), group.end());
        std::ranges::sort(all);
        return all;
    }
    std::vector<Chosen> by_line(const Chosen& pieces) const {
        std::map<std::size_t, Chosen> lines;
        for (const std::size_t i : pieces) lines[sheet_.pieces[i].line].push_back(i);
        std::vector<Chosen> result;
        for (auto& [line, chosen] : lines) result.push_back(std::move(chosen));
        return result;
    }
    std::vector<Chosen> buckets(const std::vector<Chosen>& groups) const {
        const Chosen all = joined(groups);
        switch (money_.per) {
            case RoundingPer::Order: return {all};
            case RoundingPer::Line: return by_line(all);
            case RoundingPer::Unit: break;
        }
        std::vector<Chosen> single;
        for (const std::size_t i : all) single.push_back({i});
        return single;
    }
    // `amount` over these pieces, line by line and then inside each line.
    // What one cannot take moves to the others, or is dropped.
    template <typename Weight>
    void give(Kopecks amount, const Chosen& pieces, Weight weight) {
        if (amount <= 0) return;
        const auto part_of = [&](const Chosen& some) {
            Part part{0, 0, sheet_.rank[sheet_.pieces[some.front()].line]};
            for (const std::size_t i : some) {
                part.weight += money_.spread == SpreadBy::Unit ? 1 : weight(i);
                part.room += money_.move_over_floor ? room(i) : basis(i);
            }
            return part;
        };
        share_out(amount, pieces, first_level(), part_of);
    }
    // Equal goods first, then their lines, then pieces: how pieces are split changes nothing. But
    // "first", "last" and rounded shares are said of lines; inside one, pieces share alike.
    static constexpr int kGoods = 0, kLines = 1, kPieces = 2;
    int first_level() const {
        return money_.remainder == Remainder::Largest && money_.shares == Rounding::Down ? kGoods
                                                                                         : kLines;
    }
    template <typename PartOf>
    void share_out(Kopecks amount, const Chosen& pieces, int level, const PartOf& part_of) {
        std::map<std::size_t, Chosen> by_key;
        for (const std::size_t i : pieces) {
            const std::size_t line = sheet_.pieces[i].line;
            by_key[level == kGoods ? sheet_.kind[line] : level == kLines ? line : i].push_back(i);
        }
        std::vector<Chosen> groups;
        for (auto& [key, group] : by_key) groups.push_back(std::move(group));
        std::ranges::sort(groups);  // by the first piece of each: the order of lines
        std::vector<Part> parts;
        for (const Chosen& group : groups) parts.push_back(part_of(group));
        spread(amount, parts, level < kPieces ? Way{money_.remainder, money_.shares} : Way{});
        for (std::size_t k = 0; k < groups.size(); ++k) {
            if (level < kPieces)
                share_out(parts[k].share, groups[k], level + 1, part_of);
            else
                off_[groups[k].front()] += std::min(parts[k].share, room(groups[k].front()));
        }
    }
    Kopecks room(std::size_t i) const {
        const Piece& piece = sheet_.pieces[i];
        return std::max<Kopecks>(0, piece.now - off_[i] - piece.floor);
    }

    const Offer& offer_;
    const MoneyPolicy& money_;
    const Sheet& sheet_;
    const std::int64_t times_;
    std::vector<Kopecks> off_;
};

std::int64_t measured(const Offer& offer, const Ladder& ladder, const Sheet& sheet) {
    const MemberView* member = sheet.purchase->member;
    std::int64_t price = 0, thousandths = 0;
    for (std::size_t i = 0; i < sheet.pieces.size(); ++i) {
        const Piece& piece = sheet.at_lane_start[i];
        if (piece.gift || !fits(offer.goods, sheet.line(i))) continue;
        price += piece.now;
        thousandths += piece.counts ? 1000 : sheet.line(i).quantity.count();
    }
    switch (ladder.by) {
        case LadderBy::Amount: return price;
        case LadderBy::Units: return thousandths / 1000;
        case LadderBy::LifetimeSpend:
            return member == nullptr ? -1 : member->lifetime_spend.count();
        case LadderBy::Purchases: return member == nullptr ? -1 : member->purchases;
        case LadderBy::DaysSincePurchase: return -1;
        case LadderBy::MembershipMonths: return member == nullptr ? -1 : 0;  // joined today
    }
    return -1;
}

}  // namespace

std::optional<PlainCut> reached(const Offer& offer, const Sheet& sheet) {
    if (!offer.cut) return PercentOff{BasisPoints::percent(100)};
    return std::visit(Overload{
                          [&](const Ladder& ladder) -> std::optional<PlainCut> {
                              std::optional<PlainCut> step_reached;
                              for (const LadderStep& step : ladder.steps)
                                  if (measured(offer, ladder, sheet) >= step.from)
                                      step_reached = step.cut;
                              return step_reached;
                          },
                          [](const auto& cut) -> std::optional<PlainCut> { return cut; },
                      },
                      *offer.cut);
}

Kopecks sum(const std::vector<Kopecks>& amounts) {
    return std::accumulate(amounts.begin(), amounts.end(), Kopecks{0});
}

std::vector<Kopecks> cut(const Offer& offer, const Sheet& sheet,
                         const std::vector<Chosen>& groups) {
    Chosen all;
    for (const Chosen& group : groups) all.insert(all.end(), group.begin(), group.end());
    const std::int64_t often = times(offer, sheet, all);
    Cutter cutter(offer, sheet, often);
    if (const auto what = reached(offer, sheet); what && often > 0)
        std::visit(Overload{
                       [&](const PercentOff& off) { cutter.percent(off, groups); },
                       [&](const AmountOff& off) { cutter.amount(off, groups); },
                       [&](const FixedPrice& fixed) { cutter.price(fixed, groups); },
                   },
                   *what);
    return cutter.capped();
}

}  // namespace kopilka::obvious
