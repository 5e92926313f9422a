#include "tests/laws/obvious_units.h"

#include <algorithm>
#include <tuple>

namespace kopilka::obvious {
namespace {

using Groups = std::vector<Chosen>;

Chosen picked(Pick which, std::int64_t count, const Chosen& pieces, const Sheet& sheet) {
    Chosen order = pieces;
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        const Piece &x = sheet.pieces[a], &y = sheet.pieces[b];
        if (which == Pick::First) return a < b;
        if (which == Pick::Last) return b < a;
        if (x.now != y.now) return (which == Pick::Cheapest) == (x.now < y.now);
        return std::tuple(sheet.rank[x.line], a) < std::tuple(sheet.rank[y.line], b);
    });
    order.resize(std::min(order.size(), static_cast<std::size_t>(count)));
    return order;
}

// The cheapest first turned round, so that equals, too, go from the one end to the other.
Chosen dearest_first(const Chosen& pieces, const Sheet& sheet) {
    Chosen order = picked(Pick::Cheapest, std::ssize(pieces), pieces, sheet);
    std::ranges::reverse(order);
    return order;
}

std::int64_t most(const Offer& offer) { return offer.limits.per_receipt.value_or(1'000'000); }

// Takes the first pieces, in the order of each part, that fit it; nothing where a part stays
// incomplete.
struct Group {
    Chosen used, rewarded;
};
std::optional<Group> first_group(const Offer& offer, const Sheet& sheet,
                                 const std::vector<Chosen>& orders) {
    Group group;
    for (std::size_t k = 0; k < orders.size(); ++k) {
        const GroupPart& part = offer.groups->parts[k];
        Chosen mine;
        for (const std::size_t i : orders[k])
            if (std::ssize(mine) < part.quantity && fits(part.goods, sheet.line(i)) &&
                std::ranges::find(group.used, i) == group.used.end())
                mine.push_back(i);
        if (std::ssize(mine) < part.quantity) return std::nullopt;
        group.used.insert(group.used.end(), mine.begin(), mine.end());
        const Chosen best = picked(offer.groups->rewarded, part.rewarded, mine, sheet);
        group.rewarded.insert(group.rewarded.end(), best.begin(), best.end());
    }
    return group;
}

Serving serving_of(const Offer& offer, const Sheet& sheet, const Groups& rewarded, Chosen used) {
    return {cut(offer, sheet, rewarded), std::move(used)};
}

// "cheapest_first" takes a part that is all reward from the cheap end.
Chosen in_order_of(const GroupPart& part, GroupForm form, const Chosen& free, const Sheet& sheet) {
    if (form == GroupForm::LineOrder) return picked(Pick::First, std::ssize(free), free, sheet);
    if (form == GroupForm::CheapestFirst && part.rewarded == part.quantity)
        return picked(Pick::Cheapest, std::ssize(free), free, sheet);
    return dearest_first(free, sheet);
}

// The cheapest of all rewarded, with the dearest as triggers.
Serving cheapest_of_all(const Offer& offer, const Sheet& sheet, const Chosen& free) {
    const GroupPart& part = offer.groups->parts.front();
    Chosen fitting;
    for (const std::size_t i : free)
        if (fits(part.goods, sheet.line(i))) fitting.push_back(i);
    const Chosen order = picked(Pick::Cheapest, std::ssize(fitting), fitting, sheet);
    const std::int64_t count = std::min(most(offer), std::ssize(order) / part.quantity);
    Groups rewarded;
    Chosen used;
    for (std::int64_t g = 0; g < count; ++g) {
        const auto first = order.begin() + g * part.rewarded;
        rewarded.emplace_back(first, first + part.rewarded);
    }
    used.assign(order.begin(), order.begin() + count * part.rewarded);
    used.insert(used.end(), order.end() - count * (part.quantity - part.rewarded), order.end());
    return serving_of(offer, sheet, rewarded, used);
}

Serving in_groups(const Offer& offer, const Sheet& sheet, const Chosen& free) {
    const Grouping& form = *offer.groups;
    if (form.form == GroupForm::CheapestFirst && form.parts.size() == 1 &&
        form.rewarded == Pick::Cheapest)
        return cheapest_of_all(offer, sheet, free);
    std::vector<Chosen> orders;
    for (const GroupPart& part : form.parts)
        orders.push_back(in_order_of(part, form.form, free, sheet));
    Groups rewarded;
    Chosen used;
    while (std::ssize(rewarded) < most(offer)) {
        const auto group = first_group(offer, sheet, orders);
        if (!group) break;
        rewarded.push_back(group->rewarded);
        used.insert(used.end(), group->used.begin(), group->used.end());
        for (Chosen& order : orders)
            std::erase_if(order, [&](std::size_t i) {
                return std::ranges::find(group->used, i) != group->used.end();
            });
    }
    return serving_of(offer, sheet, rewarded, used);
}

// Every way to make complete groups of all these pieces.
class AllGroups {
public:
    AllGroups(const Offer& offer, const Sheet& sheet) : offer_(offer), sheet_(sheet) {
        for (const GroupPart& part : offer.groups->parts) size_ += part.quantity;
    }
    Serving best(const Chosen& pieces) {
        if (std::ssize(pieces) % size_ == 0 && std::ssize(pieces) / size_ <= most(offer_))
            divide(pieces);
        best_.used = pieces;
        best_.off.resize(sheet_.pieces.size());
        return best_;
    }

private:
    void divide(const Chosen& left) {
        if (left.empty()) return judge();
        // The first piece is in some group: with which others?
        Chosen others(left.begin() + 1, left.end());
        choose(others, 0, {left.front()});
    }
    void choose(const Chosen& others, std::size_t from, const Chosen& chosen) {
        if (std::ssize(chosen) == size_) {
            Chosen rest;
            for (const std::size_t i : others)
                if (std::ranges::find(chosen, i) == chosen.end()) rest.push_back(i);
            return arrange(chosen, rest);
        }
        for (std::size_t k = from; k < others.size(); ++k) {
            Chosen more = chosen;
            more.push_back(others[k]);
            choose(others, k + 1, more);
        }
    }
    // In every order, so that every piece stands in every part that it fits.
    void arrange(Chosen chosen, const Chosen& rest) {
        std::ranges::sort(chosen);
        do {
            if (const auto group =
                    first_group(offer_, sheet_, Groups(offer_.groups->parts.size(), chosen))) {
                groups_.push_back(group->rewarded);
                divide(rest);
                groups_.pop_back();
            }
        } while (offer_.groups->parts.size() > 1 && std::ranges::next_permutation(chosen).found);
    }
    void judge() {
        Serving one = serving_of(offer_, sheet_, groups_, {});
        if (sum(one.off) == sum(best_.off) && one.off != best_.off) best_.only_one = false;
        if (sum(one.off) > sum(best_.off)) best_ = std::move(one);
    }

    const Offer& offer_;
    const Sheet& sheet_;
    std::int64_t size_ = 0;
    Groups groups_;
    Serving best_;
};

Chosen bits(unsigned mask) {
    Chosen pieces;
    for (std::size_t i = 0; mask >> i != 0; ++i)
        if ((mask >> i & 1) != 0) pieces.push_back(i);
    return pieces;
}

Serving by_stamps(const Offer& offer, const Sheet& sheet, const Chosen& free) {
    const MemberView* member = sheet.purchase->member;
    if (member == nullptr) return serving_of(offer, sheet, {}, {});
    const auto card = member->stamps.find(offer.stamps->card);
    const std::int64_t had = card == member->stamps.end() ? 0 : card->second;
    const std::int64_t rewarded =
        std::min(most(offer), (had + std::ssize(free)) / offer.stamps->every);
    Chosen cheapest = picked(Pick::Cheapest, rewarded, free, sheet);
    return serving_of(offer, sheet, {cheapest}, cheapest);
}

}  // namespace

// The parts of a group name their goods themselves.
bool speaks_of(const Offer& offer, const BasketLine& line) {
    if (!offer.groups) return fits(offer.goods, line);
    return std::ranges::any_of(offer.groups->parts,
                               [&](const GroupPart& part) { return fits(part.goods, line); });
}

bool may_use(const Offer& offer, const Sheet& sheet, std::size_t piece) {
    const Piece& one = sheet.pieces[piece];
    if (one.gift || one.now == 0 || !speaks_of(offer, sheet.line(piece))) return false;
    const bool pieces_only = offer.groups || offer.stamps;  // a pick takes a weighed line as one
    if (pieces_only && !one.counts) return false;
    return !counts_units(offer) || !one.served || offer.reuses_units;
}

bool is_sum(const Offer& offer, const Sheet& sheet) {
    if (counts_units(offer)) return false;
    const auto what = reached(offer, sheet);
    const auto* amount = what ? std::get_if<AmountOff>(&*what) : nullptr;
    return offer.limits.cap || offer.limits.budget || offer.repeat ||
           (amount != nullptr && amount->per == AmountPer::Order);
}

bool whole_lines(const Offer& offer, const Sheet& sheet, unsigned mask, unsigned counted) {
    const auto what = reached(offer, sheet);
    const auto* amount = what ? std::get_if<AmountOff>(&*what) : nullptr;
    if (counts_units(offer) || amount == nullptr || amount->per != AmountPer::Line) return true;
    for (std::size_t i = 0; i < sheet.pieces.size(); ++i) {
        if ((mask >> i & 1) == 0) continue;
        for (std::size_t j = 0; j < sheet.pieces.size(); ++j)
            if (sheet.pieces[j].line == sheet.pieces[i].line && may_use(offer, sheet, j) &&
                ((mask | counted) >> j & 1) == 0)
                return false;
    }
    return true;
}

Serving serve(const Offer& offer, const Sheet& sheet, const std::vector<bool>& taken) {
    Chosen free;
    for (std::size_t i = 0; i < sheet.pieces.size(); ++i)
        if (!taken[i] && may_use(offer, sheet, i)) free.push_back(i);
    if (offer.groups) return in_groups(offer, sheet, free);
    if (offer.stamps) return by_stamps(offer, sheet, free);
    if (!offer.pick) return serving_of(offer, sheet, {free}, free);
    // Lines, or the one receipt. Goods decide which line comes first where a limit does not reach
    // all, unless the offer speaks of the order of lines.
    std::map<std::size_t, Chosen> places;
    const bool in_order = offer.pick->which == Pick::First || offer.pick->which == Pick::Last;
    for (const std::size_t i : free) {
        const std::size_t line = sheet.pieces[i].line;
        places[!offer.pick->per_line ? 0 : in_order ? line : sheet.rank[line]].push_back(i);
    }
    Chosen some;
    for (const auto& [place, pieces] : places) {
        const std::int64_t count =
            std::min(most(offer) - std::ssize(some), offer.pick->units) + offer.pick->skip;
        const Chosen first = picked(offer.pick->which, count, pieces, sheet);
        for (std::int64_t k = offer.pick->skip; k < std::ssize(first); ++k)
            some.push_back(first[static_cast<std::size_t>(k)]);
    }
    return serving_of(offer, sheet, {some}, some);
}

Serving serve_exactly(const Offer& offer, const Sheet& sheet, unsigned mask) {
    const Chosen pieces = bits(mask);
    if (offer.groups) return AllGroups(offer, sheet).best(pieces);
    return serving_of(offer, sheet, {pieces}, pieces);
}

bool says_which(const Offer& offer) {
    return offer.pick || (offer.groups && offer.groups->form != GroupForm::Best);
}

bool right_units(const Offer& offer, const Sheet& sheet, unsigned mask, unsigned occupied) {
    Chosen open;
    for (std::size_t i = 0; i < sheet.pieces.size(); ++i)
        if ((occupied >> i & 1) == 0 && may_use(offer, sheet, i)) open.push_back(i);
    const auto prices = [&](const Chosen& pieces) {
        std::vector<Kopecks> all;
        for (const std::size_t i : pieces) all.push_back(sheet.pieces[i].now);
        std::ranges::sort(all);
        return all;
    };
    const Chosen mine = bits(mask);
    const Pick which = offer.pick ? offer.pick->which : Pick::Dearest;
    const std::int64_t count =
        offer.pick ? std::min(most(offer), offer.pick->units) : std::ssize(mine);
    return prices(picked(which, count, open, sheet)) == prices(mine);
}

}  // namespace kopilka::obvious
