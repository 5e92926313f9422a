#include "tests/sync/shop_days.h"

#include "pos/sale/report.h"

namespace kopilka::sync {

RecordId JournalingTill::last() const {
    return {memory_.till(), Epoch{1}, Sequence{bytes_.size()}};
}

RecordId JournalingTill::append(const JournalEntry& entry) {
    totals_ = accumulate(totals_, entry);
    bytes_.push_back(memory_.append(entry));
    return last();
}

RecordId JournalingTill::append_receipt(const JournalEntry& entry) {
    return last_receipt_ = append(entry);
}

void JournalingTill::open(Date day) {
    day_ = day;
    day_begins_ = bytes_.size() + 1;
    memory_.set_day(day);
    append(ShiftOpened{ShiftNumber{++shift_}, Money::of(100'000)});
}

RecordId JournalingTill::sell(Sale sale) {
    sale.number = ReceiptNumber{++number_};
    sale.shift = ShiftNumber{shift_};
    return append_receipt(std::move(sale));
}

RecordId JournalingTill::give_back(const RecordId& original, const Sale& sale, Points taken_back) {
    Return back;
    back.number = ReceiptNumber{++number_};
    back.shift = ShiftNumber{shift_};
    back.original = original;
    back.at = sale.context.at;
    back.units = {{LineId{1}, 0, sale.total}};
    back.total = sale.total;
    if (sale.member) back.member = sale.member->id;
    if (!taken_back.is_zero()) {
        LedgerEntry reversed = sale.ledger.at(0);
        reversed.kind = LedgerKind::Reversal;
        reversed.amount = -taken_back;
        back.ledger = {reversed};
    }
    return append_receipt(std::move(back));
}

RecordId JournalingTill::close(Money added) {
    ShiftClosed closed;
    closed.totals = totals_;
    closed.totals.sold += added;
    bytes_.push_back(memory_.append(closed));
    return last();
}

RecordId JournalingTill::garble(Sale sale) {
    sale.number = ReceiptNumber{++number_};
    totals_ = accumulate(totals_, sale);
    bytes_.push_back({0xde, 0xad, static_cast<std::uint8_t>(number_)});
    memory_.append_bytes(bytes_.back());
    return last();
}

Upload JournalingTill::fork() const {
    MemoryTill clone(memory_.till());
    for (std::size_t i = 0; i + 1 < bytes_.size(); ++i) clone.append_bytes(bytes_[i]);
    clone.set_day(day_);
    clone.append(plain_sale(number_, 66'600));
    return clone.upload_of(bytes_.size(), 1);
}

}  // namespace kopilka::sync
