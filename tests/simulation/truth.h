// What has really happened, whoever knows of it: told of each record as it stands on a till's disk,
// it says what must never be. Written from the rules for people (sync/README.md), without the code
// that it watches.
#pragma once
#include "pos/sale/journal_entry.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace kopilka::simulation {

// Of the machine that wrote a record, then.
struct Witness {
    Instant true_now;
    Instant started;  // of the machine, so that its running clock goes back to there
    bool clock_is_right = true;
    bool is_one_of_two = false;  // its disk was copied or put back: numbers come twice
};

class Truth {
public:
    using Complain = std::function<void(std::string)>;
    explicit Truth(Complain complain) : complain_(std::move(complain)) {}

    void begin_with(const MemberId& member, Points points) { members_[member].begun = points; }
    void saw(const JournalRecord& record, const Hash256& hash, const Witness& witness);

    // Spending that a copied or old disk, or a manager's decision, makes possible: each a bound
    // that the rules allow.
    void excuse(const MemberId& member, Points points) { members_[member].excused += points; }
    // Its only disk is gone: it need not come.
    void may_be_lost(const Hash256& hash) { lost_.insert(hash); }

    bool is_excused(const MemberId& member) const;
    std::size_t sales() const { return sales_; }
    std::size_t spendings() const { return spendings_; }

    // At the end. `held`: the hashes of all records that the server has, on whatever way.
    void compare(const std::set<Hash256>& held, const std::map<MemberId, Points>& balances) const;

private:
    struct Happened {
        RecordId id;
        std::map<MemberId, Points> change;
    };
    struct Books {
        Points begun, given, spent, excused;
    };
    struct Granted {
        TillId till;
        Instant asked, ends;
    };
    void add_all(Happened& happened, const std::optional<MemberId>& member,
                 std::span<const LedgerEntry> ledger, bool is_return, const Witness& witness);
    void add(Happened& happened, const MemberId& member, const LedgerEntry& entry, bool is_return,
             const Witness& witness);
    void look_at_end(const RecordId& id, const LeaseReturned& returned, const Witness& witness);
    void look_at_right(const RecordId& id, const LedgerEntry& entry, const Witness& witness) const;
    void number(const RecordId& id, ReceiptNumber number, const Witness& witness);

    Complain complain_;
    std::map<MemberId, Books> members_;
    std::map<Hash256, Happened> records_;
    std::map<RecordId, Instant> asked_;
    std::map<LeaseId, Granted> leases_;
    std::map<std::pair<TillId, ReceiptNumber>, RecordId> numbers_;
    std::map<std::pair<TillId, MemberId>, std::vector<Instant>> given_back_;
    std::set<Hash256> lost_;
    std::size_t sales_ = 0, spendings_ = 0;
};

}  // namespace kopilka::simulation
