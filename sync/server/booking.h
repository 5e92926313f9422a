// What one journal record does at the server: its receipt, its ledger entries, the member's new
// state. Members touched by one batch are read and written once. Inside one writing transaction.
#pragma once
#include "sync/protocol/message.h"
#include "sync/server/aliases.h"
#include "sync/server/booking_rows.h"
#include "sync/server/feed.h"
#include "sync/server/lending.h"

#include <map>
#include <optional>
#include <set>
#include <span>

namespace kopilka::sync {

// Of a record that is new the ledger holds nothing: asking it is spared. Where it does hold
// something, finish() undoes the transaction and has it begin again.
enum class Ledger : std::uint8_t { HoldsNothing, Asked };

class Bookkeeper {
public:
    Bookkeeper(Database& database, Ledger ledger, Instant at)
        : database_(database), ledger_(ledger), lending_(database, at) {}

    // Reads at once what booking these will ask for; before them, and once.
    void foresee(std::span<const BranchedRecord> records);
    // Applied, or Quarantined with nothing booked. `record`: what was sent as record `id`; nullopt:
    // bytes that are no record. May be asked again, of another Bookkeeper, for a quarantined one.
    // Its feed position counts from this batch's first; finish() says where that is.
    RecordStatus book(const RecordId& id, const std::optional<JournalRecord>& record,
                      const Branch& branch);
    // Writes everything; once, last. To be added to each feed position that is not 0.
    std::uint64_t finish();
    // What was lent to whoever wrote that record, in which it was asked for; after finish().
    std::vector<Lease> lent_by(const RecordId& asked) const { return lending_.lent_by(asked); }

private:
    struct Touched {
        KeptMember kept;
        std::uint64_t position = 0;  // 0: not changed yet
    };
    using Place = std::pair<MemberId, TxId>;

    void foresee_members(std::span<const BranchedRecord> records);
    void foresee_ledger(std::span<const BranchedRecord> records);
    RecordStatus book_one(const RecordId& id, const std::optional<JournalRecord>& record,
                          const Branch& branch);
    RecordStatus book_profile(const JournalRecord& record, const ProfileFilled& filled);
    void lend(const JournalRecord& record);
    void lend_ahead();
    void book_row(LedgerRow row);
    QuarantineCause objection(const BranchedRecord& branched, const ReceiptEffect& effect,
                              std::span<const LedgerRow> rows);
    bool is_published(const Hash256& publication);
    bool is_quarantined(const RecordId& id);
    bool is_bookable(const ReceiptEffect& effect, std::span<const LedgerRow> rows) const;
    MemberId survivor(const MemberId& id) const;
    Touched* find(const MemberId& id);  // the survivor, of one who was merged
    std::uint64_t change_members(const JournalRecord& record, const MemberId& whose);
    std::uint64_t change_each(const JournalRecord& record, const std::set<MemberId>& members,
                              const MemberId& whose);
    std::uint64_t follow(const JournalRecord& record, Touched* touched);
    void keep_receipt(const BranchedRecord& branched, const ReceiptEffect& effect, Status status);
    void write_receipts();

    Database& database_;
    Ledger ledger_;
    std::map<MemberId, Touched> members_;  // foreseen, and known
    Aliases aliases_;                      // of those
    std::map<Place, LedgerRow> booked_;    // before
    std::map<Hash256, bool> published_;
    std::set<RecordId> quarantined_;  // of this batch
    std::uint64_t changed_ = 0;       // members so far
    std::vector<Line> receipts_;
    std::vector<Line> branch_receipts_;
    std::vector<LedgerRow> rows_;
    Lending lending_;
    std::set<MemberId> lease_owners_;  // whom this batch's leases are of
    bool lends_ahead_ = false;         // somebody asked for that
};

// Whatever stands in the books of this record, from now on it is what the record says (nullopt: it
// says nothing), and the balances of its members are the sums of their ledgers. Members' lots and
// counters stay as they are.
void book_anew(Database& database, const RecordId& id, const Branch& branch,
               const std::optional<JournalRecord>& record, Status status);
// Of each programme, from the ledger.
void sum_balances(Database& database, const MemberId& member);

// Rows of the ledger and their part of the balances; nothing for one that is booked already. False:
// there was one.
bool add_to_ledger(Database& database, std::vector<LedgerRow> rows);

}  // namespace kopilka::sync
