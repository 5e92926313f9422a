#include "pos/sale/given.h"

#include <algorithm>

namespace kopilka {

Given::Given(const Publication& in_force, const PriceContext& where, const MemberView* who,
             const Basket& what, std::span<const Tender> how)
    : publication(in_force),
      context(where),
      member(who),
      basket(what),
      tenders(how),
      today(local_date(where.at)),
      minute(minute_of_day(where.at)) {
    for (const std::string& code : what.codes) codes.push_back(code_form(code));
}

namespace {

bool is_one_of(std::span<const std::uint8_t> methods, TenderKind kind) {
    return std::ranges::find(methods, static_cast<std::uint8_t>(kind)) != methods.end();
}

}  // namespace

std::int64_t paid_by(std::span<const std::uint8_t> methods, std::int64_t due, const Given& given) {
    std::int64_t fixed = 0;
    std::int64_t fixed_so = 0;
    bool open_so = false;
    for (const Tender& tender : given.tenders) {
        const bool so = is_one_of(methods, tender.kind);
        fixed += tender.amount.count();
        if (so) fixed_so += tender.amount.count();
        if (so && tender.amount.is_zero()) open_so = true;
    }
    if (open_so) fixed_so += std::max<std::int64_t>(0, due - fixed);
    return std::clamp<std::int64_t>(fixed_so, 0, due);
}

bool paid_only_by(std::span<const std::uint8_t> methods, const Given& given) {
    return !given.tenders.empty() && std::ranges::all_of(given.tenders, [&](const Tender& tender) {
        return is_one_of(methods, tender.kind);
    });
}

}  // namespace kopilka
