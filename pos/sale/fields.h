// The fields of each struct that has a canonical form, in their order on disk. A field is only ever
// added at the end of its list, so that bytes written before still mean the same and keep their
// hash; none is removed or moved. Every such struct must compare by value.
#pragma once
#include "pos/loyalty/person.h"
#include "pos/sale/draft.h"
#include "pos/sale/goods.h"
#include "pos/sale/journal_entry.h"

#include <concepts>
#include <tuple>

namespace kopilka {

template <typename T, typename Of>
concept Is = std::same_as<std::remove_const_t<T>, Of>;

constexpr Role last_of(Role) { return Role::Manager; }
constexpr TenderKind last_of(TenderKind) { return TenderKind::Cashback; }
constexpr CardOutcome last_of(CardOutcome) { return CardOutcome::Cancelled; }
constexpr PrintResult last_of(PrintResult) { return PrintResult::Unknown; }
constexpr Channel last_of(Channel) { return Channel::Online; }
constexpr TaxMode last_of(TaxMode) { return TaxMode::None; }
constexpr LedgerKind last_of(LedgerKind) { return LedgerKind::Prolongation; }
constexpr IdentityStrength last_of(IdentityStrength) { return IdentityStrength::SignedQr; }
constexpr RightKind last_of(RightKind) { return RightKind::OfBudget; }
constexpr LeaseFor last_of(LeaseFor) { return LeaseFor::ThisVisit; }
constexpr LeaseEnd last_of(LeaseEnd) { return LeaseEnd::AskedBack; }
constexpr DraftState last_of(DraftState) { return DraftState::Suspended; }
constexpr Measure last_of(Measure) { return Measure::Weight; }

// Shared values.
auto fields(Is<Localized> auto& v) { return std::tie(v.ru, v.en); }
auto fields(Is<LocalTime> auto& v) { return std::tie(v.instant, v.offset_minutes); }
auto fields(Is<RecordId> auto& v) { return std::tie(v.till, v.epoch, v.sequence); }
auto fields(Is<LeaseId> auto& v) { return std::tie(v.asked, v.number); }
auto fields(Is<Tender> auto& v) {
    return std::tie(v.kind, v.amount, v.points, v.programme, v.reference, v.balance);
}
auto fields(Is<BasketLine> auto& v) {
    return std::tie(v.id, v.sku, v.name, v.quantity, v.unit_price, v.fixed_total, v.categories,
                    v.brand, v.tags, v.tax_rate, v.cost, v.minimum_price, v.already_reduced,
                    v.weighed, v.manual_discount, v.catalogue_price, v.approved_by, v.serial,
                    v.marking, v.department, v.age_limit);
}
auto fields(Is<Basket> auto& v) { return std::tie(v.lines, v.codes, v.next_line); }
auto fields(Is<LedgerEntry> auto& v) {
    return std::tie(v.operation, v.kind, v.programme, v.rule, v.amount, v.active, v.expires,
                    v.member, v.lease);
}

// Members.
auto fields(Is<Lot> auto& v) { return std::tie(v.amount, v.active, v.expires); }
auto fields(Is<HeldSlice> auto& v) { return std::tie(v.lease, v.lot); }
auto fields(Is<Rights> auto& v) { return std::tie(v.held, v.unbacked); }
auto fields(Is<Account> auto& v) {
    return std::tie(v.lots, v.spendable, v.deficit, v.earned_today, v.earned_on, v.rights);
}
auto fields(Is<Standing> auto& v) {
    return std::tie(v.tier, v.since, v.until, v.money, v.points, v.visits, v.floor, v.floor_until);
}
auto fields(Is<MemberView> auto& v) {
    return std::tie(v.id, v.tier, v.joined, v.birthday, v.purchases, v.lifetime_spend,
                    v.last_purchase, v.segments, v.tags, v.stamps, v.uses, v.accounts, v.standings,
                    v.referrer, v.day_uses, v.uses_day);
}
auto fields(Is<Person> auto& v) { return std::tie(v.first_name, v.surname, v.phone); }
auto fields(Is<StoreVisits> auto& v) { return std::tie(v.count, v.last); }
auto fields(Is<Member> auto& v) {
    return std::tie(v.view, v.person, v.cards, v.importance, v.blocked, v.feed_position,
                    v.personal_key, v.visits, v.usual_spend);
}

// Rights to spend.
auto fields(Is<Purse> auto& v) { return std::tie(v.kind, v.owner, v.name); }
auto fields(Is<Lease> auto& v) {
    return std::tie(v.id, v.purse, v.use, v.slices, v.lent, v.lasts_ms, v.out_of);
}
auto fields(Is<LeaseWish> auto& v) { return std::tie(v.purse, v.use, v.most, v.lasts_ms); }
auto fields(Is<AskedAt> auto& v) { return std::tie(v.at, v.running_ms, v.run); }
auto fields(Is<LeaseAsked> auto& v) {
    return std::tie(v.wishes, v.usual, v.draw, v.running_ms, v.run);
}
auto fields(Is<LeaseGranted> auto& v) { return std::tie(v.leases); }
auto fields(Is<LeaseBack> auto& v) { return std::tie(v.id, v.purse, v.left); }
auto fields(Is<LeaseReturned> auto& v) { return std::tie(v.leases, v.why); }

// Goods.
auto fields(Is<Goods> auto& v) {
    return std::tie(v.sku, v.name, v.barcodes, v.item, v.categories, v.brand, v.tags, v.department,
                    v.price, v.cost, v.minimum_price, v.tax_rate, v.measure, v.age_limit, v.button,
                    v.already_reduced, v.marked);
}
auto fields(Is<Category> auto& v) { return std::tie(v.id, v.name, v.colour); }

// Staff and shift.
auto fields(Is<JournalOpened> auto& v) { return std::tie(v.store, v.previous_epoch, v.reason); }
auto fields(Is<SignedIn> auto& v) { return std::tie(v.cashier, v.role); }
auto fields(Is<SignedOut> auto& v) { return std::tie(v.cashier); }
auto fields(Is<SignInRefused> auto& v) { return std::tie(v.cashier, v.attempts); }
auto fields(Is<Approved> auto& v) { return std::tie(v.by); }
auto fields(Is<ProfileFilled> auto& v) { return std::tie(v.member, v.consent, v.sealed); }
auto fields(Is<ShiftOpened> auto& v) { return std::tie(v.shift, v.cash_float); }
auto fields(Is<CashMoved> auto& v) { return std::tie(v.shift, v.amount, v.reason); }
auto fields(Is<ShiftTotals> auto& v) {
    return std::tie(v.shift, v.receipts, v.returns, v.voided_lines, v.voided_receipts, v.gross,
                    v.discounts, v.sold, v.returned, v.tax, v.cash, v.card, v.sbp, v.points,
                    v.certificates, v.cashback, v.cash_float, v.cash_moved, v.expected_cash,
                    v.points_earned, v.points_redeemed);
}
auto fields(Is<ShiftClosed> auto& v) { return std::tie(v.totals, v.counted_cash, v.difference); }

// Before the sale is complete.
auto fields(Is<LineVoided> auto& v) {
    return std::tie(v.line, v.sku, v.quantity, v.amount, v.approved_by);
}
auto fields(Is<ReceiptVoided> auto& v) { return std::tie(v.lines, v.amount, v.approved_by); }
auto fields(Is<PriceChanged> auto& v) {
    return std::tie(v.line, v.sku, v.before, v.after, v.approved_by);
}
auto fields(Is<AgeChecked> auto& v) { return std::tie(v.sku, v.limit, v.old_enough); }
auto fields(Is<ReceiptSuspended> auto& v) { return std::tie(v.draft, v.amount); }
auto fields(Is<ReceiptRecalled> auto& v) { return std::tie(v.draft, v.from); }
auto fields(Is<Draft> auto& v) {
    return std::tie(v.id, v.till, v.state, v.basket, v.member, v.tier, v.strength, v.tenders,
                    v.operations, v.at, v.cashier, v.started, v.tender_operations);
}

// Devices.
auto fields(Is<CardAsked> auto& v) { return std::tie(v.operation, v.kind, v.amount); }
auto fields(Is<CardAnswered> auto& v) {
    return std::tie(v.operation, v.outcome, v.reference, v.told_by_cashier);
}
auto fields(Is<PrintAsked> auto& v) { return std::tie(v.of, v.copy); }
auto fields(Is<PrintAnswered> auto& v) { return std::tie(v.of, v.result, v.told_by_cashier); }
auto fields(Is<DrawerOpened> auto& v) { return std::tie(v.reason); }

// The completed sale and its return.
auto fields(Is<PriceContext> auto& v) {
    return std::tie(v.store, v.till, v.channel, v.tax, v.at, v.limit_shares, v.budget_shares,
                    v.code_uses);
}
auto fields(Is<LineSaving> auto& v) { return std::tie(v.offer, v.amount, v.units); }
auto fields(Is<PricedLine> auto& v) {
    return std::tie(v.id, v.gross, v.discount, v.net, v.tax, v.units, v.savings);
}
auto fields(Is<Gift> auto& v) { return std::tie(v.sku, v.quantity, v.offer); }
auto fields(Is<IssuedCoupon> auto& v) { return std::tie(v.offer, v.code, v.text); }
auto fields(Is<Sale> auto& v) {
    return std::tie(v.number, v.shift, v.context, v.member, v.member_position, v.strength, v.basket,
                    v.tenders, v.publication, v.digest, v.lines, v.gifts, v.ledger, v.coupons,
                    v.stamps, v.gross, v.discount_total, v.tax_total, v.total, v.change);
}
auto fields(Is<ReturnedUnit> auto& v) { return std::tie(v.line, v.unit, v.paid_back); }
auto fields(Is<Return> auto& v) {
    return std::tie(v.number, v.shift, v.original, v.at, v.member, v.units, v.paid_back, v.ledger,
                    v.total, v.approved_by, v.stamps);
}

}  // namespace kopilka
