// Days of a chain as its tills journal them, with shifts, receipts, returns and Z reports that are
// right; and what may go wrong at one till on one day.
#pragma once
#include "tests/sync/rig.h"

#include <optional>
#include <random>
#include <string>
#include <vector>

namespace kopilka::sync {

// One till's journal: numbers go on by themselves, a Z report is the sum of its shift.
class JournalingTill {
public:
    explicit JournalingTill(const std::string& name) : memory_(TillId{name}) {}

    void open(Date day);
    RecordId sell(Sale sale);  // gets its number and shift here
    RecordId give_back(const RecordId& original, const Sale& sale, Points taken_back = {});
    RecordId close(Money added = {});  // `added`: by which the Z report is wrong
    RecordId garble(Sale sale);        // sold, and then the record was spoilt
    void skip_number() { ++number_; }
    // Of the same bytes up to the last record, which is another sale there.
    Upload fork() const;

    MemoryTill& memory() { return memory_; }
    const TillId& id() const { return memory_.till(); }
    Date day() const { return day_; }
    std::uint64_t records() const { return bytes_.size(); }
    std::uint64_t day_begins() const { return day_begins_; }  // the sequence of its first record
    const RecordId& last_receipt() const { return last_receipt_; }

private:
    RecordId append(const JournalEntry& entry);
    RecordId append_receipt(const JournalEntry& entry);
    RecordId last() const;

    MemoryTill memory_;
    std::vector<Bytes> bytes_;
    ShiftTotals totals_;
    std::uint64_t number_ = 0;
    std::uint32_t shift_ = 0;
    Date day_;
    std::uint64_t day_begins_ = 1;
    RecordId last_receipt_;
};

}  // namespace kopilka::sync
