// What a till's own numbers say while its journal is walked through: whether receipts are numbered
// without gaps, and whether each Z report is the sum of its shift. A record that nobody can read
// explains a number that is missing and what the Z report has more.
#pragma once
#include "pos/sale/journal_entry.h"
#include "sync/server/sums.h"

#include <optional>
#include <set>
#include <vector>

namespace kopilka::sync {

class ShiftWatch {
public:
    // `unsent`: numbers that the till's outbox says are there and not sent.
    ShiftWatch(std::set<std::uint64_t> unsent, std::vector<Finding>& findings)
        : unsent_(std::move(unsent)), findings_(&findings) {}

    void begin_epoch() { first_of_epoch_ = true; }
    // What comes is on this way of the journal, until another one is said.
    void go_on(const Branch& branch) { branch_ = branch; }
    void meet_unreadable() {
        ++unreadable_since_receipt_;
        ++unreadable_in_shift_;
    }
    void meet_receipt(const RecordId& record, Date date, ReceiptNumber number, DaySums& day);
    void meet(const JournalEntry& entry);  // each one but a Z report
    enum class Z : std::uint8_t { Unknown, Equal, Different };
    Z close(const RecordId& record, Date date, const ShiftClosed& closed, DaySums& day);

private:
    void miss(const RecordId& record, Date date, std::uint64_t number, DaySums& day);
    void number_twice(const RecordId& record, Date date, ReceiptNumber number);
    bool explain_by_unreadable(const Amounts& more, DaySums& day);
    bool explain_by_missing(const Amounts& more, DaySums& day);

    Finding finding(IncidentKind kind, const RecordId& record, Date date) const;

    std::set<std::uint64_t> unsent_;
    Branch branch_;
    std::vector<Finding>* findings_;
    std::uint64_t expected_ = 1;
    bool first_of_epoch_ = false;
    std::uint64_t unreadable_since_receipt_ = 0;
    // Of the shift at hand.
    std::optional<ShiftTotals> totals_;  // nullopt: its beginning was not seen
    std::uint64_t unreadable_in_shift_ = 0;
    std::int64_t unreadable_counted_ = 0;          // of them receipts, as the numbers say
    std::optional<std::size_t> missing_in_shift_;  // the one finding, by its place
    bool missed_twice_ = false;
};

}  // namespace kopilka::sync
