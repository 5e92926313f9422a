#include "pos/sale/member_view.h"

#include <algorithm>
#include <set>

namespace kopilka {
namespace {

bool is_the_lot(const Lot& lot, const LedgerEntry& entry) {
    return lot.active == entry.active && lot.expires == entry.expires;
}

// Soonest to expire first; what the server has not confirmed, and what never expires, last.
bool is_taken_before(const Lot& one, const Lot& other) {
    const auto rank = [](const Lot& lot) {
        return std::tuple(lot.active == kAfterSync, !lot.expires, lot.expires.value_or(Instant{}));
    };
    return rank(one) < rank(other);
}

Points take_from(Lot& lot, Points wanted) {
    const Points taken = std::min(lot.amount, wanted);
    lot.amount -= taken;
    return taken;
}

void take(Account& account, const LedgerEntry& entry) {
    Points left = -entry.amount;
    for (Lot& lot : account.lots) {
        if (is_the_lot(lot, entry)) left -= take_from(lot, left);
    }
    std::vector<Lot*> others;
    for (Lot& lot : account.lots) others.push_back(&lot);
    std::ranges::stable_sort(others, is_taken_before, [](Lot* lot) -> Lot& { return *lot; });
    for (Lot* lot : others) left -= take_from(*lot, left);
    std::erase_if(account.lots, [](const Lot& lot) { return lot.amount.is_zero(); });
    if (entry.kind == LedgerKind::Redemption && account.spendable) {
        account.spendable = std::max(kNoPoints, *account.spendable + entry.amount);
    }
}

void give(Account& account, const LedgerEntry& entry, NewPoints new_points) {
    const bool later = new_points == NewPoints::AfterSync;
    const auto same = std::ranges::find_if(
        account.lots, [&](const Lot& lot) { return !later && is_the_lot(lot, entry); });
    if (same != account.lots.end()) {
        same->amount += entry.amount;
    } else {
        account.lots.push_back({entry.amount, later ? kAfterSync : entry.active, entry.expires});
    }
}

void book(MemberView& member, const std::vector<LedgerEntry>& ledger, NewPoints new_points) {
    for (const LedgerEntry& entry : ledger) {
        Account& account = member.accounts[entry.programme];
        if (entry.amount < kNoPoints) take(account, entry);
        if (entry.amount > kNoPoints) give(account, entry, new_points);
    }
}

// A receipt uses an offer once, however often it applied.
std::set<OfferId> offers_used(const Sale& sale) {
    std::set<OfferId> used;
    for (const PricedLine& line : sale.lines) {
        for (const LineSaving& saving : line.savings) used.insert(saving.offer);
    }
    for (const Gift& gift : sale.gifts) used.insert(gift.offer);
    for (const IssuedCoupon& coupon : sale.coupons) used.insert(coupon.offer);
    for (const LedgerEntry& entry : sale.ledger) {
        if (entry.kind == LedgerKind::Accrual) used.insert(entry.rule);
    }
    return used;
}

// The receipt states the stamps after it; what counts is by how many it changed them.
void add_stamps(MemberView& member, const Sale& sale) {
    for (const auto& [card, after] : sale.stamps) {
        const auto before = sale.member->stamps.find(card);
        member.stamps[card] += after - (before == sale.member->stamps.end() ? 0 : before->second);
    }
}

void follow(MemberView& member, const Sale& sale, NewPoints new_points) {
    if (!sale.member || sale.member->id != member.id) return;
    const Date day = local_date(sale.context.at);
    member.purchases += 1;
    member.lifetime_spend += sale.total;
    member.last_purchase = std::max(member.last_purchase.value_or(day), day);
    add_stamps(member, sale);
    for (const OfferId& offer : offers_used(sale)) member.uses[offer] += 1;
    book(member, sale.ledger, new_points);
}

void follow(MemberView& member, const Return& back, NewPoints new_points) {
    if (back.member != member.id) return;
    member.lifetime_spend -= back.total;
    book(member, back.ledger, new_points);
}

}  // namespace

MemberView view(MemberView snapshot, std::span<const JournalRecord> records, NewPoints new_points) {
    for (const JournalRecord& record : records) {
        if (const auto* sale = std::get_if<Sale>(&record.entry)) {
            follow(snapshot, *sale, new_points);
        } else if (const auto* back = std::get_if<Return>(&record.entry)) {
            follow(snapshot, *back, new_points);
        }
    }
    return snapshot;
}

}  // namespace kopilka
