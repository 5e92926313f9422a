#include "pos/store/held_leases.h"

#include "pos/core/overload.h"
#include "pos/sale/canonical.h"
#include "pos/sale/fields.h"
#include "pos/store/checked_value.h"
#include "pos/store/journal_schema.h"

#include <algorithm>

namespace kopilka {

auto fields(Is<HeldLease> auto& v) { return std::tie(v.lease, v.asked); }

namespace schema {
namespace {

// "lease", epoch, sequence and number → check, HeldLease: each lease that this journal ever had.
// "holds", owner, epoch, sequence, number → check: of those, what something is left of.
constexpr std::string_view kLease = "lease";
constexpr std::string_view kHolds = "holds";
// "lease usual" → check, LeaseAsked: the wish that stands.
constexpr std::string_view kUsual = "lease usual";
constexpr std::size_t kPlaceBytes = sizeof(RecordKey) + 4;

Bytes place_of_lease(const LeaseId& id) {
    ByteWriter key;
    key.raw(record_key(id.asked));
    for (int shift = 24; shift >= 0; shift -= 8)
        key.u8(static_cast<std::uint8_t>(id.number >> shift));
    return key.take();
}

Bytes key_of(std::string_view table, ByteView rest, ByteView more = {}) {
    ByteWriter key;
    key.raw(as_bytes(table));
    key.raw(rest);
    key.raw(more);
    return key.take();
}

tl::unexpected<Error> damaged() {
    return fail(Errc::Corrupt, "what is held of a lease is damaged; see `till journal salvage`");
}

Result<std::optional<HeldLease>> lease_at(const lmdb::Transaction& transaction, ByteView place) {
    const auto value = transaction.get(kMeta, key_of(kLease, place));
    if (auto status = transaction.status(); !status) return tl::unexpected(status.error());
    if (!value) return std::nullopt;
    const auto bytes = without_check(*value);
    if (!bytes) return damaged();
    auto held = canonical::unpack<HeldLease>(*bytes);
    if (!held) return damaged();
    return *std::move(held);
}

Result<void> keep(lmdb::Transaction& transaction, const HeldLease& held) {
    const Bytes place = place_of_lease(held.lease.id);
    auto put = transaction.put(kMeta, key_of(kLease, place), with_check(canonical::pack(held)));
    if (!put) return put;
    const Bytes index = key_of(kHolds, held.lease.purse.owner.value, place);
    if (!held.lease.slices.empty()) return transaction.put(kMeta, index, with_check({}));
    const auto removed = transaction.remove(kMeta, index);
    return removed ? Result<void>() : tl::unexpected(removed.error());
}

// What stands under each key that begins so, whose lease has something left.
Result<std::vector<HeldLease>> held_under(const lmdb::Transaction& transaction,
                                          const Bytes& beginning) {
    std::vector<HeldLease> all;
    lmdb::Cursor cursor(transaction, kMeta);
    for (auto item = cursor.at_or_after(beginning); item; item = cursor.next()) {
        if (item->key.size() < beginning.size() ||
            !std::ranges::equal(item->key.first(beginning.size()), beginning))
            break;
        if (item->key.size() < kPlaceBytes) return damaged();
        auto held = lease_at(transaction, item->key.last(kPlaceBytes));
        if (!held) return tl::unexpected(held.error());
        if (!*held) return damaged();
        all.push_back(**std::move(held));
    }
    if (auto status = transaction.status(); !status) return tl::unexpected(status.error());
    return all;
}

// By the record that asked: when, and by which clocks.
Result<AskedAt> asked_at(const lmdb::Transaction& transaction, const RecordId& id) {
    const RecordKey key = record_key(id);
    const auto value = transaction.get(kRecords, key);
    if (auto status = transaction.status(); !status) return tl::unexpected(status.error());
    if (!value)
        return fail(Errc::Invalid, "nothing was asked by " + to_string(id) + ", which is lent to");
    const auto record = read_record({key, *value});
    if (!record) return tl::unexpected(record.error());
    const auto* asked = std::get_if<LeaseAsked>(&record->record.entry);
    if (asked == nullptr || record->record.id != id)
        return fail(Errc::Invalid, to_string(id) + " did not ask for what is lent to it");
    return AskedAt{record->record.at.instant, asked->running_ms, asked->run};
}

class Following {
public:
    Following(lmdb::Transaction& transaction, const JournalRecord& record)
        : transaction_(transaction), record_(record) {}

    Result<void> operator()(const LeaseAsked& asked) {
        if (!asked.usual) return {};
        return transaction_.put(kMeta, as_bytes(kUsual), with_check(canonical::pack(asked)));
    }
    Result<void> operator()(const LeaseGranted& granted) {
        for (const Lease& lease : granted.leases)
            if (auto done = hold(lease); !done) return done;
        return {};
    }
    Result<void> operator()(const Sale& sale) {
        for (const LedgerEntry& entry : sale.ledger)
            if (entry.lease)
                if (auto done = spend(*entry.lease, entry); !done) return done;
        return {};
    }
    Result<void> operator()(const LeaseReturned& returned) {
        for (const LeaseBack& back : returned.leases)
            if (auto done = give_back(back); !done) return done;
        return {};
    }
    // Whoever goes on in another epoch may be one of two copies: it holds nothing any more, and
    // whoever lent it waits for the journal that was.
    Result<void> operator()(const JournalOpened&) {
        if (auto removed = transaction_.remove(kMeta, as_bytes(kUsual)); !removed)
            return tl::unexpected(removed.error());
        auto all = all_held(transaction_);
        if (!all) return tl::unexpected(all.error());
        for (HeldLease& held : *all) {
            held.lease.slices.clear();
            if (auto kept = keep(transaction_, held); !kept) return kept;
        }
        return {};
    }
    Result<void> operator()(const auto&) { return {}; }

private:
    Result<void> hold(const Lease& lease) {
        if (lease.id.asked.epoch != record_.id.epoch)
            return fail(Errc::Invalid, to_string(lease.id) + " was asked for in another epoch");
        auto known = known_lease(transaction_, lease.id);
        if (!known) return tl::unexpected(known.error());
        if (*known) return fail(Errc::Invalid, to_string(lease.id) + " is held already, or was");
        const auto asked = asked_at(transaction_, lease.id.asked);
        if (!asked) return tl::unexpected(asked.error());
        return keep(transaction_, {lease, *asked});
    }
    Result<void> spend(const LeaseId& id, const LedgerEntry& entry) {
        auto held = known_lease(transaction_, id);
        if (!held) return tl::unexpected(held.error());
        const Lot lot{{}, entry.active, entry.expires};
        if (!*held || !take_out((*held)->lease.slices, lot, -entry.amount))
            return fail(Errc::Invalid, "the till no longer holds what this spends of " +
                                           to_string(id) + "; price it again");
        return keep(transaction_, **held);
    }
    Result<void> give_back(const LeaseBack& back) {
        auto held = known_lease(transaction_, back.id);
        if (!held) return tl::unexpected(held.error());
        if (!*held || (*held)->lease.slices != back.left)
            return fail(Errc::Invalid,
                        "what is given back of " + to_string(back.id) + " is not what is left");
        (*held)->lease.slices.clear();
        return keep(transaction_, **held);
    }

    lmdb::Transaction& transaction_;
    const JournalRecord& record_;
};

}  // namespace

Result<void> follow_leases(lmdb::Transaction& transaction, const JournalRecord& record) {
    return std::visit(Following(transaction, record), record.entry);
}

Result<std::vector<HeldLease>> held_of(const lmdb::Transaction& transaction,
                                       const MemberId& owner) {
    return held_under(transaction, key_of(kHolds, owner.value));
}

Result<std::vector<HeldLease>> all_held(const lmdb::Transaction& transaction) {
    return held_under(transaction, key_of(kHolds, {}));
}

Result<std::optional<HeldLease>> known_lease(const lmdb::Transaction& transaction,
                                             const LeaseId& id) {
    return lease_at(transaction, place_of_lease(id));
}

bool is_of_leases(ByteView key) {
    return as_text(key).starts_with(kLease) || as_text(key).starts_with(kHolds);
}

}  // namespace schema

Result<std::vector<HeldLease>> Journal::leases_of(const MemberId& owner) const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    return schema::held_of(*transaction, owner);
}

Result<std::vector<HeldLease>> Journal::leases() const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    return schema::all_held(*transaction);
}

Result<std::optional<LeaseAsked>> Journal::standing_wish() const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    const auto value = transaction->get(schema::kMeta, as_bytes(schema::kUsual));
    if (auto status = transaction->status(); !status) return tl::unexpected(status.error());
    if (!value) return std::nullopt;
    const auto bytes = without_check(*value);
    if (!bytes) return schema::damaged();
    auto asked = canonical::unpack<LeaseAsked>(*bytes);
    if (!asked || !asked->usual) return schema::damaged();
    return *std::move(asked);
}

Result<bool> Journal::knows(const LeaseId& lease) const {
    const auto transaction = begin_read();
    if (!transaction) return tl::unexpected(transaction.error());
    const auto known = schema::known_lease(*transaction, lease);
    if (!known) return tl::unexpected(known.error());
    return known->has_value();
}

}  // namespace kopilka
