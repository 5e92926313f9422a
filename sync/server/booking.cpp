#include "sync/server/booking.h"

#include "pos/sale/journal_codec.h"
#include "pos/sale/member_view.h"
#include "pos/sale/profile.h"

#include <algorithm>
#include <set>

namespace kopilka::sync {
namespace {

constexpr std::int64_t kWaitsForPricing = 0;
constexpr std::int64_t kNothingToPrice = 3;

// Whatever a till sends as its receipt's number: the 64 bits as they are.
std::int64_t as_signed(std::uint64_t number) { return static_cast<std::int64_t>(number); }

Points sum_of(std::span<const LedgerEntry> ledger) {
    Points sum;
    for (const LedgerEntry& entry : ledger) sum += entry.amount;
    return sum;
}

LedgerRow row_of(const JournalRecord& record, const ReceiptEffect& effect,
                 const LedgerEntry& entry) {
    LedgerRow row{entry.member.value_or(*effect.member),
                  tx_id(record.id, entry.operation, effect.at), record.id, entry};
    row.entry.member.reset();  // said by the row
    return row;
}

std::optional<LedgerRow> find_row(Database& database, const LedgerRow& like) {
    const Rows rows = database.run(
        "SELECT programme_id, kind, rule, amount, active_at, expires_at, till_id, epoch, sequence,"
        " operation, expires_at IS NULL FROM ledger WHERE member_id = $1 AND tx_id = $2",
        {value(like.member.value), value(like.tx)});
    if (rows.empty()) return std::nullopt;
    const Row& row = rows.front();
    LedgerEntry entry{static_cast<std::uint32_t>(row.natural(9)),
                      static_cast<LedgerKind>(row.integer(1)),
                      ProgrammeId{row.text(0)},
                      OfferId{row.text(2)},
                      Points::of(row.integer(3)),
                      {row.integer(4)},
                      std::nullopt};
    if (row.integer(10) == 0) entry.expires = Instant{row.integer(5)};
    return LedgerRow{like.member,
                     like.tx,
                     {TillId{row.text(6)}, Epoch{static_cast<std::uint32_t>(row.natural(7))},
                      Sequence{row.natural(8)}},
                     entry};
}

bool is_published(Database& database, const Hash256& publication) {
    return publication == Hash256() ||
           find_thing(database, StoreId{}, ChangeKind::Publication, to_string(publication));
}

}  // namespace

std::optional<ReceiptEffect> effect_of(const JournalEntry& entry) {
    if (const auto* sale = std::get_if<Sale>(&entry)) {
        std::optional<MemberId> member;
        if (sale->member) member = sale->member->id;
        return ReceiptEffect{
            false,        sale->number, sale->shift,          member,
            sale->ledger, sale->total,  sum_of(sale->ledger), sale->context.at.instant};
    }
    if (const auto* refund = std::get_if<Return>(&entry)) {
        return ReceiptEffect{
            true,           refund->number, refund->shift,          refund->member,
            refund->ledger, -refund->total, sum_of(refund->ledger), refund->at.instant};
    }
    return std::nullopt;
}

RecordStatus Bookkeeper::book(const RecordId& id, ByteView body) {
    const auto record = decode_record(body);
    if (!record) return {Status::Quarantined, QuarantineCause::Undecodable, 0};
    if (record->id != id) return {Status::Quarantined, QuarantineCause::WrongIdentity, 0};
    if (const auto* profile = std::get_if<ProfileFilled>(&record->entry))
        return book_profile(*record, *profile);
    const auto effect = effect_of(record->entry);
    if (!effect) return {};
    const QuarantineCause cause = objection(*record, *effect);
    if (cause != QuarantineCause::None) {
        keep_receipt(*record, *effect, Status::Quarantined);
        return {Status::Quarantined, cause, 0};
    }
    keep_receipt(*record, *effect, Status::Applied);
    book_ledger(*record, *effect);
    return {Status::Applied, QuarantineCause::None, change_member(*record, *effect)};
}

// What was told replaces what was known; the tag is the record's own effect on the member's view.
RecordStatus Bookkeeper::book_profile(const JournalRecord& record, const ProfileFilled& filled) {
    Touched* touched = find(filled.member);
    if (!touched) return {Status::Quarantined, QuarantineCause::UnknownMember, 0};
    const auto told = unseal_profile(filled.sealed, touched->member.personal_key);
    if (!told) return {Status::Quarantined, QuarantineCause::BadEffect, 0};
    Person& person = touched->member.person;
    person.first_name = told->first_name;
    person.surname = told->surname;
    if (!told->phone.empty()) person.phone = told->phone;
    touched->member.view.birthday = told->birthday;
    return {Status::Applied, QuarantineCause::None, follow(record, touched)};
}

QuarantineCause Bookkeeper::objection(const JournalRecord& record, const ReceiptEffect& effect) {
    if (effect.member && !effect.ledger.empty() && !find(*effect.member)) {
        return QuarantineCause::UnknownMember;
    }
    const auto* sale = std::get_if<Sale>(&record.entry);
    if (sale && !is_published(database_, sale->publication)) {
        return QuarantineCause::UnknownPublication;
    }
    return is_bookable(record, effect) ? QuarantineCause::None : QuarantineCause::BadEffect;
}

bool Bookkeeper::is_bookable(const JournalRecord& record, const ReceiptEffect& effect) {
    if (!effect.member) return effect.ledger.empty();
    std::vector<std::uint32_t> operations;
    for (const LedgerEntry& entry : effect.ledger) {
        const LedgerRow row = row_of(record, effect, entry);
        const Booking booking = kopilka::sync::book(find_row(database_, row), row);
        if (booking == Booking::Refused || booking == Booking::Conflict) return false;
        operations.push_back(entry.operation);
    }
    std::ranges::sort(operations);
    return std::ranges::adjacent_find(operations) == operations.end();
}

Bookkeeper::Touched* Bookkeeper::find(const MemberId& id) {
    auto known = members_.find(id);
    if (known == members_.end()) {
        std::optional<Touched> touched;
        if (auto member = find_member(database_, id)) touched = Touched{*std::move(member), 0};
        known = members_.emplace(id, std::move(touched)).first;
    }
    return known->second ? &*known->second : nullptr;
}

// The feed position at which tills will see it; 0 for a stranger.
std::uint64_t Bookkeeper::change_member(const JournalRecord& record, const ReceiptEffect& effect) {
    std::set<MemberId> others;  // whom the receipt rewards beside its member
    for (const LedgerEntry& entry : effect.ledger) {
        if (entry.member && entry.member != effect.member) others.insert(*entry.member);
    }
    for (const MemberId& other : others) follow(record, find(other));
    return effect.member ? follow(record, find(*effect.member)) : 0;
}

std::uint64_t Bookkeeper::follow(const JournalRecord& record, Touched* touched) {
    if (!touched) return 0;
    touched->member.view =
        view(std::move(touched->member.view), std::span(&record, 1), NewPoints::AsRecorded);
    if (touched->position == 0) touched->position = next_feed_position(database_);
    return touched->position;
}

void Bookkeeper::book_ledger(const JournalRecord& record, const ReceiptEffect& effect) {
    for (const LedgerEntry& entry : effect.ledger) {
        add_to_ledger(database_, row_of(record, effect, entry));
    }
}

void Bookkeeper::keep_receipt(const JournalRecord& record, const ReceiptEffect& effect,
                              Status status) {
    Value member;
    if (effect.member) member = value(effect.member->value);
    database_.run(
        "INSERT INTO receipt (till_id, epoch, sequence, is_return, number, shift, business_date,"
        " member_id, total, points, status, repriced)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        " ON CONFLICT (till_id, epoch, sequence) DO UPDATE SET status = excluded.status,"
        " repriced = excluded.repriced",
        {value(record.id.till.value), value(std::uint64_t{record.id.epoch.value}),
         value(record.id.sequence.value), std::int64_t{effect.is_return},
         as_signed(effect.number.value), value(std::uint64_t{effect.shift.value}),
         std::int64_t{record.business_date.days}, member, effect.total.count(),
         effect.points.count(), static_cast<std::int64_t>(status),
         effect.is_return || status == Status::Quarantined ? kNothingToPrice : kWaitsForPricing});
}

void Bookkeeper::finish() {
    for (auto& [id, touched] : members_) {
        if (touched && touched->position > 0) {
            put_member(database_, touched->member, touched->position);
        }
    }
}

void add_to_ledger(Database& database, const LedgerRow& row) {
    Value expires;
    if (row.entry.expires) expires = row.entry.expires->ms;
    const Rows added = database.run(
        "INSERT INTO ledger (member_id, tx_id, programme_id, kind, rule, amount, active_at,"
        " expires_at, till_id, epoch, sequence, operation)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        " ON CONFLICT (member_id, tx_id) DO NOTHING RETURNING tx_id",
        {value(row.member.value), value(row.tx), value(row.entry.programme.value),
         static_cast<std::int64_t>(row.entry.kind), value(row.entry.rule.value),
         row.entry.amount.count(), row.entry.active.ms, expires, value(row.record.till.value),
         value(std::uint64_t{row.record.epoch.value}), value(row.record.sequence.value),
         value(std::uint64_t{row.entry.operation})});
    if (added.empty()) return;
    database.run(
        "INSERT INTO balance (member_id, programme_id, points, entries)"
        " VALUES ($1, $2, $3, 1) ON CONFLICT (member_id, programme_id) DO UPDATE"
        " SET points = balance.points + excluded.points,"
        " entries = balance.entries + excluded.entries",
        {value(row.member.value), value(row.entry.programme.value), row.entry.amount.count()});
}

}  // namespace kopilka::sync
