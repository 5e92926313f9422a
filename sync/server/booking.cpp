#include "sync/server/booking.h"

#include "pos/sale/journal_codec.h"
#include "pos/sale/member_view.h"
#include "pos/sale/profile.h"
#include "sync/server/journals.h"
#include "sync/server/tables.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace kopilka::sync {
namespace {

// Names that go into the member's row, where longer ones could be written and not read back.
bool names_fit(const Sale& sale) {
    constexpr std::size_t kMost = 1'000;
    const auto fits = [](const auto& one) { return one.offer.value.size() <= kMost; };
    return std::ranges::all_of(sale.gifts, fits) && std::ranges::all_of(sale.coupons, fits) &&
           std::ranges::all_of(
               sale.lines,
               [&](const PricedLine& line) { return std::ranges::all_of(line.savings, fits); }) &&
           std::ranges::all_of(sale.ledger,
                               [](const LedgerEntry& e) { return e.rule.value.size() <= kMost; }) &&
           std::ranges::all_of(sale.stamps,
                               [](const auto& card) { return card.first.size() <= kMost; });
}

// For whom rights are lent ahead next time, and how much.
void note_visit(Member& member, const JournalRecord& record) {
    const auto* sale = std::get_if<Sale>(&record.entry);
    if (!sale || !sale->member || sale->member->id != member.view.id) return;
    std::map<ProgrammeId, Points> spent;
    for (const LedgerEntry& entry : sale->ledger)
        if (entry.kind == LedgerKind::Redemption && !entry.member)
            spent[entry.programme] -= entry.amount;
    kopilka::note_visit(member, sale->context.store, local_date(sale->context.at), spent);
}

}  // namespace

void Bookkeeper::foresee(std::span<const BranchedRecord> records) {
    foresee_members(records);
    if (ledger_ == Ledger::Asked) foresee_ledger(records);
}

void Bookkeeper::foresee_members(std::span<const BranchedRecord> records) {
    std::set<MemberId> wanted;
    for (const BranchedRecord& branched : records) {
        wanted.merge(members_of(*branched.record));
        lease_owners_.merge(lease_owners_of(*branched.record));
    }
    lends_ahead_ = is_any_standing(database_);
    std::set<MemberId> owners = lease_owners_;
    if (lends_ahead_) owners.insert(wanted.begin(), wanted.end());
    if (!owners.empty()) lending_.foresee(owners);
    wanted.merge(owners);
    aliases_ = find_aliases(database_, wanted);
    for (const auto& [alias, survivor] : aliases_) wanted.insert(survivor);
    for (auto& [id, kept] : read_members(database_, wanted))
        members_.emplace(id, Touched{std::move(kept), 0});
}

void Bookkeeper::foresee_ledger(std::span<const BranchedRecord> records) {
    std::vector<Line> keys;
    for (const BranchedRecord& branched : records) {
        const auto effect = effect_of(branched.record->entry);
        if (!effect) continue;
        for (const LedgerRow& row : rows_of(branched, *effect))
            keys.push_back({value(row.member.value), value(row.tx)});
    }
    for (const Row& row : database_.find(kLedgerColumns, kLedgerTable, keys)) {
        const LedgerRow booked = row_from(row);
        booked_.emplace(Place{booked.member, booked.tx}, booked);
    }
}

RecordStatus Bookkeeper::book(const RecordId& id, const std::optional<JournalRecord>& record,
                              const Branch& branch) {
    const RecordStatus status = book_one(id, record, branch);
    if (status.status == Status::Quarantined) quarantined_.insert(id);
    return status;
}

RecordStatus Bookkeeper::book_one(const RecordId& id, const std::optional<JournalRecord>& record,
                                  const Branch& branch) {
    if (!record) return {Status::Quarantined, QuarantineCause::Undecodable, 0};
    if (record->id != id) return {Status::Quarantined, QuarantineCause::WrongIdentity, 0};
    if (const auto* profile = std::get_if<ProfileFilled>(&record->entry))
        return book_profile(*record, *profile);
    const auto effect = effect_of(record->entry);
    // Nothing is lent to a copy, and nothing is taken back from it: the other one holds it.
    if (!effect && branch.is_main()) lend(*record);
    if (!effect) return {};
    const BranchedRecord branched{&*record, branch};
    std::vector<LedgerRow> rows = rows_of(branched, *effect);
    const QuarantineCause cause = objection(branched, *effect, rows);
    if (cause != QuarantineCause::None) {
        keep_receipt(branched, *effect, Status::Quarantined);
        return {Status::Quarantined, cause, 0};
    }
    keep_receipt(branched, *effect, Status::Applied);
    for (LedgerRow& row : rows) {
        lending_.spent(*record, row);
        book_row(std::move(row));
    }
    const std::uint64_t seen_at = effect->member ? change_members(*record, *effect->member) : 0;
    return {Status::Applied, QuarantineCause::None, seen_at};
}

void Bookkeeper::lend(const JournalRecord& record) {
    const LotsOf lots = [this](const Purse& purse) {
        const Touched* touched = find(purse.owner);
        return touched ? lots_to_lend(touched->kept, purse) : std::vector<Lot>();
    };
    if (const auto* asked = std::get_if<LeaseAsked>(&record.entry))
        lending_.asked(record, *asked, lots);
    if (const auto* granted = std::get_if<LeaseGranted>(&record.entry))
        lending_.granted(record, *granted);
    if (const auto* returned = std::get_if<LeaseReturned>(&record.entry)) {
        lending_.returned(record, *returned);
        lending_.serve_waiting(lots);
    }
}

// As what was booked leaves them.
void Bookkeeper::lend_ahead() {
    if (!lends_ahead_) return;
    std::vector<const Member*> members;
    for (const auto& [id, touched] : members_)
        if ((touched.position > 0 || lease_owners_.contains(id)) && !touched.kept.erased)
            members.push_back(&touched.kept.member);
    lending_.foresee_standing(members);
    for (const Member* member : members) lending_.lend_ahead(*member);
}

// Under the id that was recorded; from there it moves on to the survivor.
void Bookkeeper::book_row(LedgerRow row) {
    if (const auto alias = aliases_.find(row.member); alias != aliases_.end())
        std::ranges::move(moved(row, alias->second), std::back_inserter(rows_));
    rows_.push_back(std::move(row));
}

// What was told replaces what was known; the tag is the record's own effect on the member's view.
RecordStatus Bookkeeper::book_profile(const JournalRecord& record, const ProfileFilled& filled) {
    const auto recorded = members_.find(filled.member);
    Touched* touched = find(filled.member);
    if (!touched || recorded == members_.end())
        return {Status::Quarantined, QuarantineCause::UnknownMember, 0};
    // What an erased one told before stays unreadable, and that is as it should be.
    if (touched->kept.erased) return {Status::Applied, QuarantineCause::None, 0};
    Member member = touched->kept.member;
    // What was told of an alias was encrypted with the alias's key.
    const auto told = unseal_profile(filled.sealed, recorded->second.kept.member.personal_key);
    if (!told) return {Status::Quarantined, QuarantineCause::BadEffect, 0};
    Person& person = member.person;
    person.first_name = told->first_name;
    person.surname = told->surname;
    const bool new_phone = !told->phone.empty() && person.phone != told->phone;
    if (new_phone) person.phone = told->phone;
    member.view.birthday = told->birthday;
    // A name of a megabyte could be written, but never read again.
    if (!can_be_kept(member)) return {Status::Quarantined, QuarantineCause::BadEffect, 0};
    touched->kept.new_phone |= new_phone;
    touched->kept.member = std::move(member);
    return {Status::Applied, QuarantineCause::None, change_members(record, filled.member)};
}

QuarantineCause Bookkeeper::objection(const BranchedRecord& branched, const ReceiptEffect& effect,
                                      std::span<const LedgerRow> rows) {
    if (effect.member && !effect.ledger.empty() && !find(*effect.member)) {
        return QuarantineCause::UnknownMember;
    }
    const auto* sale = std::get_if<Sale>(&branched.record->entry);
    if (sale && !is_published(sale->publication)) {
        return QuarantineCause::UnknownPublication;
    }
    // What a return takes back of points was never booked while its sale waits for a decision.
    const auto* back = std::get_if<Return>(&branched.record->entry);
    if (back && !back->ledger.empty() && is_quarantined(back->original))
        return QuarantineCause::BadEffect;
    const bool bookable = is_bookable(effect, rows) && (!sale || names_fit(*sale));
    return bookable ? QuarantineCause::None : QuarantineCause::BadEffect;
}

bool Bookkeeper::is_quarantined(const RecordId& id) {
    if (quarantined_.contains(id)) return true;
    const Rows rows = database_.run(
        "SELECT status FROM record WHERE till_id = $1 AND epoch = $2 AND sequence = $3 UNION ALL"
        " SELECT status FROM branch_record WHERE till_id = $1 AND epoch = $2 AND sequence = $3",
        {value(id.till.value), value(std::uint64_t{id.epoch.value}), value(id.sequence.value)});
    return !rows.empty() && std::ranges::all_of(rows, [](const Row& row) {
        return row.integer(0) == static_cast<std::int64_t>(Status::Quarantined);
    });
}

bool Bookkeeper::is_published(const Hash256& publication) {
    const auto [known, is_new] = published_.try_emplace(publication, publication == Hash256());
    if (is_new && !known->second)
        known->second =
            has_thing(database_, StoreId{}, ChangeKind::Publication, to_string(publication));
    return known->second;
}

bool Bookkeeper::is_bookable(const ReceiptEffect& effect, std::span<const LedgerRow> rows) const {
    if (!effect.member) return effect.ledger.empty();
    std::vector<std::uint32_t> operations;
    for (const LedgerRow& row : rows) {
        const auto known = booked_.find({row.member, row.tx});
        const Booking booking = kopilka::sync::book(
            known == booked_.end() ? std::nullopt : std::optional(known->second), row);
        if (booking == Booking::Refused || booking == Booking::Conflict) return false;
        operations.push_back(row.entry.operation);
    }
    std::ranges::sort(operations);
    return std::ranges::adjacent_find(operations) == operations.end();
}

MemberId Bookkeeper::survivor(const MemberId& id) const {
    const auto alias = aliases_.find(id);
    return alias == aliases_.end() ? id : alias->second;
}

Bookkeeper::Touched* Bookkeeper::find(const MemberId& id) {
    const auto known = members_.find(survivor(id));
    return known == members_.end() ? nullptr : &known->second;
}

// Its member and whom it rewards beside, each once: two cards of one person are one.
std::uint64_t Bookkeeper::change_members(const JournalRecord& record, const MemberId& whose) {
    const std::set<MemberId> named = members_of(record);
    const auto is_alias = [&](const MemberId& id) { return aliases_.contains(id); };
    if (std::ranges::none_of(named, is_alias)) return change_each(record, named, whose);
    const JournalRecord seen = as_survivors(record, aliases_);
    return change_each(seen, members_of(seen), survivor(whose));
}

// The feed position at which tills will see it of `whose`; 0 for a stranger, or one who was erased.
std::uint64_t Bookkeeper::change_each(const JournalRecord& record,
                                      const std::set<MemberId>& members, const MemberId& whose) {
    std::uint64_t seen_at = 0;
    for (const MemberId& id : members) {
        const std::uint64_t position = follow(record, find(id));
        if (id == whose) seen_at = position;
    }
    return seen_at;
}

std::uint64_t Bookkeeper::follow(const JournalRecord& record, Touched* touched) {
    if (!touched || touched->kept.erased) return 0;
    note_visit(touched->kept.member, record);
    MemberView& known = touched->kept.member.view;
    known = view(std::move(known), std::span(&record, 1), NewPoints::AsRecorded);
    if (touched->position == 0) touched->position = ++changed_;
    return touched->position;
}

void Bookkeeper::keep_receipt(const BranchedRecord& branched, const ReceiptEffect& effect,
                              Status status) {
    (branched.branch.is_main() ? receipts_ : branch_receipts_)
        .push_back(receipt_line(branched, effect, status));
}

// One that was quarantined has its receipt already.
void Bookkeeper::write_receipts() {
    for (const std::size_t known : database_.add_new(kReceiptTable, receipts_)) {
        const Line& line = receipts_[known];
        database_.run(
            "UPDATE receipt SET status = $1, repriced = $2 WHERE till_id = $3 AND epoch = $4"
            " AND sequence = $5",
            {line[10], line[11], line[0], line[1], line[2]});
    }
    for (const std::size_t known : database_.add_new(kBranchReceiptTable, branch_receipts_)) {
        const Line& line = branch_receipts_[known];
        database_.run(
            "UPDATE branch_receipt SET status = $1, repriced = $2 WHERE till_id = $3"
            " AND epoch = $4 AND branch = $5 AND sequence = $6",
            {line[11], line[12], line[0], line[1], line[2], line[3]});
    }
}

std::uint64_t Bookkeeper::finish() {
    write_receipts();
    const bool all_new = add_to_ledger(database_, std::move(rows_));
    if (!all_new && ledger_ == Ledger::HoldsNothing) database_.begin_again();
    lend_ahead();
    const std::uint64_t leases = lending_.news();
    std::uint64_t before = 0;
    if (changed_ + leases > 0)
        before = take_feed_positions(database_, changed_ + leases) - changed_ - leases;
    lending_.write(before + changed_ + 1);
    if (changed_ == 0) return 0;
    std::vector<KeptMember> changed;
    for (auto& [id, touched] : members_) {
        if (touched.position == 0) continue;
        touched.kept.member.feed_position = before + touched.position;
        changed.push_back(std::move(touched.kept));
    }
    write_members(database_, changed);
    return before;
}

void book_anew(Database& database, const RecordId& id, const Branch& branch,
               const std::optional<JournalRecord>& record, Status status) {
    const bool on_main = branch.is_main();
    std::vector<Value> place = {value(id.till.value), value(std::uint64_t{id.epoch.value}),
                                value(id.sequence.value)};
    if (!on_main) place.push_back(value(branch.first.value));
    const std::string here = " WHERE till_id = $1 AND epoch = $2 AND sequence = $3";
    const std::string in_ledger = here + (on_main ? " AND branch IS NULL" : " AND branch = $4");
    std::set<MemberId> members;
    for (const Row& row : database.run("SELECT DISTINCT member_id FROM ledger" + in_ledger, place))
        members.insert(MemberId{row.array<16>(0)});
    database.run(on_main ? "DELETE FROM receipt" + here
                         : "DELETE FROM branch_receipt" + here + " AND branch = $4",
                 place);
    database.run("DELETE FROM ledger" + in_ledger, place);
    if (const auto effect = record ? effect_of(record->entry) : std::nullopt) {
        const BranchedRecord branched{&*record, branch};
        database.add_new(on_main ? kReceiptTable : kBranchReceiptTable,
                         {receipt_line(branched, *effect, status)});
        std::vector<Line> lines;
        std::vector<LedgerRow> rows;
        if (status != Status::Quarantined) rows = rows_of(branched, *effect);
        std::set<MemberId> named = members_of(*record);
        const Aliases aliases = find_aliases(database, named);
        for (const LedgerRow& row : rows) {
            lines.push_back(line_of(row));
            if (const auto alias = aliases.find(row.member); alias != aliases.end())
                for (const LedgerRow& on : moved(row, alias->second)) lines.push_back(line_of(on));
        }
        database.add_new(kLedgerTable, lines);
        for (const auto& [alias, survivor] : aliases) named.insert(survivor);
        members.merge(named);
    }
    for (const MemberId& member : members) sum_balances(database, member);
}

void sum_balances(Database& database, const MemberId& member) {
    database.run("DELETE FROM balance WHERE member_id = $1", {value(member.value)});
    database.run(
        "INSERT INTO balance (member_id, programme_id, points, entries) SELECT member_id,"
        " programme_id, CAST(sum(amount) AS bigint), count(*) FROM ledger WHERE member_id = $1"
        " GROUP BY member_id, programme_id",
        {value(member.value)});
}

bool add_to_ledger(Database& database, std::vector<LedgerRow> rows) {
    // In the order of the key neighbours come to the same page.
    std::ranges::sort(rows, {}, [](const LedgerRow& row) { return std::tie(row.member, row.tx); });
    std::vector<Line> lines;
    for (const LedgerRow& row : rows) lines.push_back(line_of(row));
    const auto known = database.add_new(kLedgerTable, lines);
    struct Sum {
        Points points;
        std::int64_t entries = 0;
    };
    std::map<std::pair<MemberId, ProgrammeId>, Sum> sums;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (std::ranges::binary_search(known, i)) continue;
        Sum& sum = sums[{rows[i].member, rows[i].entry.programme}];
        sum.points += rows[i].entry.amount;
        ++sum.entries;
    }
    lines.clear();
    for (const auto& [whose, sum] : sums)
        lines.push_back(
            {value(whose.first.value), value(whose.second.value), sum.points.count(), sum.entries});
    database.add_or_change(kBalanceTable,
                           "points = balance.points + excluded.points,"
                           " entries = balance.entries + excluded.entries",
                           lines);
    return known.empty();
}

}  // namespace kopilka::sync
