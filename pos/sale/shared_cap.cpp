#include "pos/sale/shared_cap.h"

#include "pos/sale/share_out.h"

#include <algorithm>

namespace kopilka {
namespace {

using Members = std::vector<OfferResult*>;

OfferResult* member_of(const Members& members, const SheetTake& take) {
    for (OfferResult* member : members)
        if (&member->offer->id.value == take.by) return member;
    return nullptr;
}

class CutBack {
public:
    CutBack(LanesResult& lanes, const Members& members, std::span<std::int64_t> won)
        : lanes_(lanes), members_(members), won_(won), by_line_(lanes.sheet.lines.size()) {}

    void run(std::size_t first_take, std::int64_t left, bool in_order) {
        collect(first_take);
        const std::vector<SpreadPart> lines = sums();
        const auto shares = in_order ? give_in_order(left, lines) : spread(left, lines);
        for (std::size_t line = 0; line < by_line_.size(); ++line) lower(line, shares[line]);
    }

private:
    void collect(std::size_t first_take) {
        Worksheet& sheet = lanes_.sheet;
        for (std::size_t i = first_take; i < sheet.takes.size(); ++i)
            if (member_of(members_, sheet.takes[i]) != nullptr)
                by_line_[sheet.units[sheet.takes[i].unit].line].push_back(&sheet.takes[i]);
    }
    std::vector<SpreadPart> sums() const {
        std::vector<SpreadPart> lines;
        for (std::size_t line = 0; line < by_line_.size(); ++line) {
            std::int64_t sum = 0;
            for (const SheetTake* take : by_line_[line]) sum += take->amount;
            lines.push_back({sum, sum, lanes_.sheet.lines[line].rank});
        }
        return lines;
    }
    void lower(std::size_t line, std::int64_t to) {
        std::vector<SpreadPart> parts;
        for (const SheetTake* take : by_line_[line])
            parts.push_back({take->amount, take->amount, take->unit});
        const auto kept = spread(to, parts);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            SheetTake& take = *by_line_[line][i];
            if (kept[i] < take.amount)
                put_back(*member_of(members_, take), take, take.amount - kept[i]);
        }
    }
    void put_back(OfferResult& result, SheetTake& take, std::int64_t amount) {
        take.amount -= amount;
        lanes_.sheet.units[take.unit].running += amount;
        lanes_.sheet.units[take.unit].gift = false;
        won_[take.unit] -= amount;
        lanes_.discount -= amount;
        result.amount -= amount;
        result.not_given += amount;
        result.limited_by = ConditionKind::Cap;
        if (result.amount > 0) return;
        result.applied = false;
        result.order = 0;
        result.alone = 0;
    }

    LanesResult& lanes_;
    const Members& members_;
    std::span<std::int64_t> won_;
    std::vector<std::vector<SheetTake*>> by_line_;
};

}  // namespace

void SharedCaps::hold(LanesResult& lanes, std::size_t first_result, std::size_t first_take,
                      std::span<std::int64_t> won) {
    std::map<std::string, Members> groups;
    for (std::size_t i = first_result; i < lanes.offers.size(); ++i) {
        OfferResult& result = lanes.offers[i];
        const std::string& name = result.offer->limits.cap_group;
        if (result.amount > 0 && !name.empty()) groups[name].push_back(&result);
    }
    for (const auto& [name, members] : groups) {
        const Limits& limits = members.front()->offer->limits;
        std::int64_t& left = left_.try_emplace(name, limits.cap->count()).first->second;
        std::int64_t sum = 0;
        for (const OfferResult* member : members) sum += member->amount;
        if (sum > left) CutBack(lanes, members, won).run(first_take, left, limits.cap_in_order);
        left -= std::min(sum, left);
    }
    std::vector<SheetTake>& takes = lanes.sheet.takes;
    const auto first = takes.begin() + static_cast<std::ptrdiff_t>(first_take);
    takes.erase(
        std::remove_if(first, takes.end(), [](const SheetTake& take) { return take.amount == 0; }),
        takes.end());
}

}  // namespace kopilka
