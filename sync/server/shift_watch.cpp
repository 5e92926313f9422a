#include "sync/server/shift_watch.h"

#include "pos/sale/report.h"

#include <algorithm>

namespace kopilka::sync {
namespace {

// A till that skips more has no gap in its numbers: this number is none of its.
constexpr std::uint64_t kMostMissing = 1'000'000;

std::string z_words(const ShiftTotals& totals) {
    return to_string(amounts_of(totals)) + "; cash " + to_string(totals.cash) +
           ", expected in the " + "drawer " + to_string(totals.expected_cash);
}

}  // namespace

Finding ShiftWatch::finding(IncidentKind kind, const RecordId& record, Date date) const {
    Finding found{kind, to_string(record, branch_), record, date};
    found.branch = branch_;
    return found;
}

void ShiftWatch::meet_receipt(const RecordId& record, Date date, ReceiptNumber number,
                              DaySums& day) {
    const bool restart = std::exchange(first_of_epoch_, false);
    // A replaced till counts from 1, a forked one from where its other half was too.
    if (restart && (number.value == 1 || number.value < expected_)) expected_ = number.value;
    if (number.value < expected_ || number.value - expected_ > kMostMissing) {
        number_twice(record, date, number);
    } else {
        if (number.value > expected_) miss(record, date, number.value, day);
        expected_ = number.value + 1;
    }
    unreadable_since_receipt_ = 0;
}

void ShiftWatch::miss(const RecordId& record, Date date, std::uint64_t number, DaySums& day) {
    const auto unsent = std::distance(unsent_.lower_bound(expected_), unsent_.lower_bound(number));
    std::uint64_t count = number - expected_ - static_cast<std::uint64_t>(unsent);
    const std::uint64_t unreadable = std::min(count, unreadable_since_receipt_);
    const auto counted = static_cast<std::int64_t>(unreadable);
    day.sold.receipts += counted;
    day.quarantined.receipts += counted;
    unreadable_counted_ += counted;
    count -= unreadable;
    if (count == 0) return;
    Finding found = finding(IncidentKind::NumberGap, record, date);
    found.receipt = ReceiptNumber{expected_};
    found.cause = std::to_string(count) + " receipts are missing in the till's numbering";
    found.till_says = "after receipt " + std::to_string(expected_ - 1) + " came receipt " +
                      std::to_string(number);
    found.server_holds = "the chain without a gap, and no record of what is between";
    found.amounts.receipts = static_cast<std::int64_t>(count);
    day.sold += found.amounts;
    missed_twice_ |= missing_in_shift_.has_value();
    missing_in_shift_ = findings_->size();
    findings_->push_back(std::move(found));
}

void ShiftWatch::number_twice(const RecordId& record, Date date, ReceiptNumber number) {
    Finding found = finding(IncidentKind::NumberTwice, record, date);
    found.receipt = number;
    found.cause = "the receipt's number is not the next one";
    found.till_says = "receipt " + std::to_string(number.value);
    found.server_holds = "the till's next number is " + std::to_string(expected_);
    findings_->push_back(std::move(found));
}

void ShiftWatch::meet(const JournalEntry& entry) {
    if (std::holds_alternative<ShiftOpened>(entry)) {
        totals_ = ShiftTotals{};
        unreadable_in_shift_ = 0;
        unreadable_counted_ = 0;
        missing_in_shift_.reset();
        missed_twice_ = false;
    }
    if (totals_) totals_ = accumulate(*totals_, entry);
}

ShiftWatch::Z ShiftWatch::close(const RecordId& record, Date date, const ShiftClosed& closed,
                                DaySums& day) {
    if (!totals_) return Z::Unknown;
    const ShiftTotals summed = *std::exchange(totals_, std::nullopt);
    if (closed.totals == summed) return Z::Equal;
    const Amounts more = amounts_of(closed.totals) - amounts_of(summed);
    if (explain_by_unreadable(more, day) || explain_by_missing(more, day)) return Z::Unknown;
    Finding found = finding(IncidentKind::WrongZ, record, date);
    found.cause =
        "Z report " + std::to_string(closed.totals.shift.value) + " is not the sum of its shift";
    found.till_says = z_words(closed.totals);
    found.server_holds = z_words(summed) + ", by the shift's records";
    found.amounts = more;
    day.sold += more;
    findings_->push_back(std::move(found));
    return Z::Different;
}

// What the Z report has more is what nobody can read, as far as so many records can be receipts.
bool ShiftWatch::explain_by_unreadable(const Amounts& more, DaySums& day) {
    if (more.receipts < unreadable_counted_ || unreadable_in_shift_ == 0 ||
        more.receipts > static_cast<std::int64_t>(unreadable_in_shift_))
        return false;
    Amounts rest = more;
    rest.receipts -= unreadable_counted_;
    day.sold += rest;
    day.quarantined += rest;
    return true;
}

// A receipt that is missing and stands in the Z report: one case, and now its sum is known.
bool ShiftWatch::explain_by_missing(const Amounts& more, DaySums& day) {
    if (!missing_in_shift_ || missed_twice_) return false;
    Finding& gap = (*findings_)[*missing_in_shift_];
    if (gap.amounts.receipts != more.receipts) return false;
    day.sold += {0, more.money, more.points};
    gap.amounts = more;
    gap.till_says += "; by its Z report " + to_string(more);
    return true;
}

}  // namespace kopilka::sync
