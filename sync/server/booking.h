// What one journal record does at the server: its receipt, its ledger entries, the member's new
// state. Members touched by one batch are read and written once. Inside one writing transaction.
#pragma once
#include "pos/sale/journal_entry.h"
#include "sync/protocol/message.h"
#include "sync/server/feed.h"
#include "sync/server/ledger.h"

#include <map>
#include <optional>
#include <span>

namespace kopilka::sync {

// What sales and returns have in common.
struct ReceiptEffect {
    bool is_return = false;
    ReceiptNumber number;
    ShiftNumber shift;
    std::optional<MemberId> member;
    std::span<const LedgerEntry> ledger;  // of the record, which outlives this
    Money total;                          // a return's is negative
    Points points;                        // the ledger's sum
    Instant at;
};
std::optional<ReceiptEffect> effect_of(const JournalEntry& entry);

class Bookkeeper {
public:
    explicit Bookkeeper(Database& database) : database_(database) {}

    // Applied, or Quarantined with nothing booked. `body`: the canonical bytes of what was sent as
    // record `id`. May be asked again for a quarantined one.
    RecordStatus book(const RecordId& id, ByteView body);
    void finish();  // writes the members; once, last

private:
    struct Touched {
        Member member;
        std::uint64_t position = 0;  // 0: not changed yet
    };
    RecordStatus book_profile(const JournalRecord& record, const ProfileFilled& filled);
    QuarantineCause objection(const JournalRecord& record, const ReceiptEffect& effect);
    bool is_bookable(const JournalRecord& record, const ReceiptEffect& effect);
    Touched* find(const MemberId& id);
    std::uint64_t change_member(const JournalRecord& record, const ReceiptEffect& effect);
    std::uint64_t follow(const JournalRecord& record, Touched* touched);
    void book_ledger(const JournalRecord& record, const ReceiptEffect& effect);
    void keep_receipt(const JournalRecord& record, const ReceiptEffect& effect, Status status);

    Database& database_;
    std::map<MemberId, std::optional<Touched>> members_;
};

// One row of the ledger and its part of the balance; nothing where it is booked already.
void add_to_ledger(Database& database, const LedgerRow& row);

}  // namespace kopilka::sync
