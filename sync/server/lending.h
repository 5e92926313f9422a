// Rights to spend that this server lends (pos/loyalty/lease.h): which are out, at whom, and what
// became of them. A batch's records are told in their order; all inside its writing transaction.
// Not here: whose points those are (booking.h), who is told of a lease (feed.h).
#pragma once
#include "pos/loyalty/lease.h"
#include "pos/loyalty/lend_ahead.h"
#include "pos/sale/journal_entry.h"
#include "sync/server/aliases.h"
#include "sync/server/incidents.h"
#include "sync/server/lease_rows.h"
#include "sync/server/members.h"

#include <functional>
#include <map>
#include <set>
#include <span>
#include <vector>

namespace kopilka::sync {

// The lots of an account as everything booked so far leaves them, what is owed taken off; those of
// the survivor, where the owner was merged. None: nobody who could be lent from.
using LotsOf = std::function<std::vector<Lot>(const Purse&)>;

class Lending {
public:
    Lending(Database& database, Instant at) : database_(database), at_(at) {}

    // Reads what is lent of these members' accounts, and who waits for it; before anything else.
    void foresee(const std::set<MemberId>& owners);

    // What records of the main way say. `lots`: see above.
    void asked(const JournalRecord& record, const LeaseAsked& asked, const LotsOf& lots);
    void granted(const JournalRecord& record, const LeaseGranted& granted);
    void returned(const JournalRecord& record, const LeaseReturned& returned);
    // A redemption of whatever way: what it takes of its lease is no longer held. What its holder
    // had no right to spend is a case: a copy of a till, or one that was declared lost.
    void spent(const JournalRecord& record, const LedgerRow& row);
    // Lots changed, or something was given back: whoever waits for it gets it, while there is any.
    void serve_waiting(const LotsOf& lots);

    // Whoever holds rights ahead of visits in stores that these members visit; once, before the
    // next.
    void foresee_standing(std::span<const Member* const> members);
    // What this member's stores should hold by now. `member` as everything booked leaves it.
    void lend_ahead(const Member& member);

    // Leases of which their holders are to hear, each at a position of the feed of its own.
    std::uint64_t news() const;
    void write(std::uint64_t first_position);
    // What was lent by `asked` since foresee().
    std::vector<Lease> lent_by(const RecordId& asked) const;

private:
    struct Kept {
        LentLease lent;
        std::uint64_t position = 0;
        bool is_new = false;
        bool changed = false;
        bool to_tell = false;  // its holder: at a new position
    };
    struct Want {  // of one wish: number / kPerWish tells which
        LeaseId id;
        TillId holder;
        LeaseWish wish;  // `most`: what is still wanted
        Instant until;
        bool changed = false;
    };
    struct Standing {
        StoreId store;
        TillId holder;
        ProgrammeId programme;
        RecordId asked;
        std::int64_t lasts_ms = 0;
        std::uint32_t next_number = 0;
        bool changed = false;
    };
    using Key = std::pair<MemberId, LeaseId>;

    std::vector<LentLease> of_purse(const Purse& purse) const;
    void stand(const JournalRecord& record, const LeaseAsked& asked);
    void lend(const LeaseId& id, const TillId& holder, LeaseWish& wish, const LotsOf& lots);
    void stop_waiting(const LeaseId& given_back);
    void ask_back(const Purse& purse, Points lacking, const TillId& for_whom, const LotsOf& lots);
    void ask_back_of(const Purse& purse, const std::vector<TillId>& holders);
    void enter(const MemberId& owner, const LeaseId& id, const TxId& tx, std::int64_t kind,
               Points amount);
    void overrun(const JournalRecord& record, const MemberId& owner, const LeaseId& id,
                 Points amount, std::string why, const Branch& branch);
    Kept* find(const MemberId& owner, const LeaseId& id);

    Database& database_;
    Instant at_;
    std::set<MemberId> foreseen_;
    std::map<MemberId, MemberId> survivors_;  // of owners that were merged
    std::map<Key, Kept> leases_;
    std::map<Key, Want> wants_;
    std::vector<Standing> standing_;
    std::vector<Line> entries_;
};

// Of the account, what could be lent were nothing lent yet; nothing of whoever is blocked or
// erased.
std::vector<Lot> lots_to_lend(const KeptMember& kept, const Purse& purse);
bool is_any_standing(Database& database);  // one look
// Goes on looking through all members for whoever asked to hold rights ahead, some at a time, in a
// transaction of its own. False: nothing is left to do.
Result<bool> lend_ahead_to_some(Database& database, Instant at);

// Leases of a till that is gone for good: what was not spent comes free again, although the till
// may have spent some of it. Only of leases that are over: until then it may still spend. How many.
std::size_t declare_lost(Database& database, const TillId& holder, Instant at);

}  // namespace kopilka::sync
