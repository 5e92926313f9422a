#include "pos/sale/member_view.h"

#include "pos/sale/lots.h"
#include "pos/sale/profile.h"

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
    // What a return takes back beyond that is owed; a till that spent too much is not the member's.
    if (entry.kind == LedgerKind::Reversal || entry.kind == LedgerKind::Adjustment)
        account.deficit += left;
    std::erase_if(account.lots, [](const Lot& lot) { return lot.amount.is_zero(); });
    if (entry.kind == LedgerKind::Redemption && account.spendable) {
        account.spendable = std::max(kNoPoints, *account.spendable + entry.amount);
    }
}

void give(Account& account, LedgerEntry entry, NewPoints new_points) {
    const Points owed = std::min(account.deficit, entry.amount);
    account.deficit -= owed;
    entry.amount -= owed;
    if (entry.amount.is_zero()) return;
    const bool later = new_points == NewPoints::AfterSync;
    const auto same = std::ranges::find_if(
        account.lots, [&](const Lot& lot) { return !later && is_the_lot(lot, entry); });
    if (same != account.lots.end()) {
        same->amount += entry.amount;
    } else {
        account.lots.push_back({entry.amount, later ? kAfterSync : entry.active, entry.expires});
    }
}

void book(MemberView& member, const std::vector<LedgerEntry>& ledger, bool own,
          NewPoints new_points) {
    for (const LedgerEntry& entry : ledger) {
        if (entry.member ? *entry.member != member.id : !own) continue;
        Account& account = member.accounts[entry.programme];
        if (entry.kind == LedgerKind::Prolongation && entry.expires)
            prolong(account, entry.active, *entry.expires);
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

// What its own ledger gives or takes back of points earned, of one programme.
Points earned_in(const std::vector<LedgerEntry>& ledger, const ProgrammeId& programme,
                 LedgerKind kind) {
    Points sum;
    for (const LedgerEntry& entry : ledger)
        if (entry.programme == programme && entry.kind == kind && !entry.member &&
            (kind == LedgerKind::Accrual || entry.amount < kNoPoints))
            sum += entry.amount;
    return sum;
}

void count_today(MemberView& member, const Sale& sale, Date day) {
    for (auto& [programme, account] : member.accounts) {
        const Points earned = earned_in(sale.ledger, programme, LedgerKind::Accrual);
        if (earned.is_zero()) continue;
        if (account.earned_on != day) account.earned_today = kNoPoints;
        account.earned_on = day;
        account.earned_today += earned;
    }
}

void follow(MemberView& member, const Sale& sale, NewPoints new_points) {
    if (!sale.member) return;
    if (sale.member->id != member.id) return book(member, sale.ledger, false, new_points);
    const Date day = local_date(sale.context.at);
    member.purchases += 1;
    member.lifetime_spend += sale.total;
    member.last_purchase = std::max(member.last_purchase.value_or(day), day);
    add_stamps(member, sale);
    if (member.uses_day != day) member.day_uses.clear();
    member.uses_day = day;
    for (const OfferId& offer : offers_used(sale)) {
        member.uses[offer] += 1;
        member.day_uses[offer] += 1;
    }
    for (auto& [programme, standing] : member.standings) {
        standing.money += sale.total;
        standing.points += earned_in(sale.ledger, programme, LedgerKind::Accrual);
        standing.visits += 1;
    }
    book(member, sale.ledger, true, new_points);
    count_today(member, sale, day);
}

void follow(MemberView& member, const Return& back, NewPoints new_points) {
    if (back.member != member.id) return book(member, back.ledger, false, new_points);
    member.lifetime_spend -= back.total;
    for (auto& [programme, standing] : member.standings) {
        standing.money -= back.total;
        standing.points += earned_in(back.ledger, programme, LedgerKind::Reversal);
    }
    for (const auto& [card, change] : back.stamps)
        member.stamps[card] = std::max<std::int64_t>(member.stamps[card] + change, 0);
    book(member, back.ledger, true, new_points);
}

}  // namespace

MemberView view(MemberView snapshot, std::span<const JournalRecord> records, NewPoints new_points) {
    for (const JournalRecord& record : records) {
        if (const auto* sale = std::get_if<Sale>(&record.entry)) {
            follow(snapshot, *sale, new_points);
        } else if (const auto* back = std::get_if<Return>(&record.entry)) {
            follow(snapshot, *back, new_points);
        } else if (const auto* profile = std::get_if<ProfileFilled>(&record.entry)) {
            if (profile->member == snapshot.id) give_profile_tag(snapshot);
        }
    }
    return snapshot;
}

}  // namespace kopilka
