#include "sync/server/booking_rows.h"

#include "pos/sale/journal_codec.h"
#include "pos/sale/lots.h"
#include "sync/server/journals.h"

namespace kopilka::sync {
namespace {

constexpr std::int64_t kWaitsForPricing = 0;
constexpr std::int64_t kNothingToPrice = 3;

// Whatever a till sends as its receipt's number: the 64 bits as they are.
std::int64_t as_signed(std::uint64_t number) { return static_cast<std::int64_t>(number); }

LedgerRow row_of(const BranchedRecord& branched, const ReceiptEffect& effect,
                 const LedgerEntry& entry) {
    const RecordId& id = branched.record->id;
    LedgerRow row{entry.member.value_or(*effect.member),
                  tx_id(id, entry.operation, effect.at, branched.branch), id, entry,
                  branched.branch};
    row.entry.member.reset();  // said by the row
    return row;
}

}  // namespace

std::vector<LedgerRow> rows_of(const BranchedRecord& branched, const ReceiptEffect& effect) {
    std::vector<LedgerRow> rows;
    if (!effect.member) return rows;
    rows.reserve(effect.ledger.size());
    for (const LedgerEntry& entry : effect.ledger) rows.push_back(row_of(branched, effect, entry));
    return rows;
}

LedgerRow row_from(const Row& row) {
    LedgerEntry entry{static_cast<std::uint32_t>(row.natural(11)),
                      static_cast<LedgerKind>(row.integer(3)),
                      ProgrammeId{row.text(2)},
                      OfferId{row.text(4)},
                      Points::of(row.integer(5)),
                      {row.integer(6)},
                      std::nullopt};
    if (row.integer(12) == 0) entry.expires = Instant{row.integer(7)};
    entry.lease = parse_lease_id(row.text(14));
    return {MemberId{row.array<16>(0)},
            row.array<16>(1),
            {TillId{row.text(8)}, Epoch{static_cast<std::uint32_t>(row.natural(9))},
             Sequence{row.natural(10)}},
            entry,
            branch_of(row, 13)};
}

Line line_of(const LedgerRow& row) {
    Value expires;
    if (row.entry.expires) expires = row.entry.expires->ms;
    return {value(row.member.value),
            value(row.tx),
            value(row.entry.programme.value),
            static_cast<std::int64_t>(row.entry.kind),
            value(row.entry.rule.value),
            row.entry.amount.count(),
            row.entry.active.ms,
            expires,
            value(row.record.till.value),
            value(std::uint64_t{row.record.epoch.value}),
            value(row.record.sequence.value),
            value(std::uint64_t{row.entry.operation}),
            row.branch.is_main() ? Value() : value(row.branch.first.value),
            row.entry.lease ? value(to_string(*row.entry.lease)) : Value()};
}

Line receipt_line(const BranchedRecord& branched, const ReceiptEffect& effect, Status status) {
    const JournalRecord& record = *branched.record;
    Value member;
    if (effect.member) member = value(effect.member->value);
    const bool priced_again = !effect.is_return && status != Status::Quarantined;
    Line line{value(record.id.till.value), value(std::uint64_t{record.id.epoch.value})};
    if (!branched.branch.is_main()) line.push_back(value(branched.branch.first.value));
    line.insert(line.end(),
                {value(record.id.sequence.value), std::int64_t{effect.is_return},
                 as_signed(effect.number.value), value(std::uint64_t{effect.shift.value}),
                 std::int64_t{record.business_date.days}, member, effect.total.count(),
                 effect.points.count(), static_cast<std::int64_t>(status),
                 priced_again ? kWaitsForPricing : kNothingToPrice});
    return line;
}

std::set<MemberId> members_of(const JournalRecord& record) {
    if (const auto* filled = std::get_if<ProfileFilled>(&record.entry)) return {filled->member};
    std::set<MemberId> members;
    const auto effect = effect_of(record.entry);
    if (!effect || !effect->member) return members;
    members.insert(*effect->member);
    for (const LedgerEntry& entry : effect->ledger)
        if (entry.member) members.insert(*entry.member);
    return members;
}

std::set<MemberId> lease_owners_of(const JournalRecord& record) {
    std::set<MemberId> owners;
    const auto add = [&](const auto& all) {
        for (const auto& one : all) owners.insert(one.purse.owner);
    };
    if (const auto* asked = std::get_if<LeaseAsked>(&record.entry)) add(asked->wishes);
    if (const auto* granted = std::get_if<LeaseGranted>(&record.entry)) add(granted->leases);
    if (const auto* returned = std::get_if<LeaseReturned>(&record.entry)) add(returned->leases);
    const auto* sale = std::get_if<Sale>(&record.entry);
    if (!sale || !sale->member) return owners;
    for (const LedgerEntry& entry : sale->ledger)
        if (entry.lease) owners.insert(entry.member.value_or(sale->member->id));
    return owners;
}

std::optional<JournalRecord> read_record(ByteView body) {
    auto record = decode_record(body);
    if (!record) return std::nullopt;
    return *std::move(record);
}

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

}  // namespace kopilka::sync
