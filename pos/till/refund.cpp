#include "pos/till/refund.h"

#include "pos/loyalty/programme.h"

#include <algorithm>

namespace kopilka {
namespace {

Refusal told(ReturnRefusal why) {
    switch (why) {
        case ReturnRefusal::NothingChosen: return Refusal::NothingChosen;
        case ReturnRefusal::NoSuchUnit: return Refusal::NotOnReceipt;
        case ReturnRefusal::AlreadyReturned: return Refusal::AlreadyReturned;
        case ReturnRefusal::ChosenTwice: return Refusal::AlreadyReturned;
        case ReturnRefusal::PointsSpent: return Refusal::TooFewPoints;
    }
    return Refusal::NotOnReceipt;
}

}  // namespace

SaleStage conclude_return(Turn& turn, stage::OpenReturn goods, Tender paid_back,
                          std::vector<JournalEntry> entries) {
    entries.insert(entries.begin(), goods.unsaved.begin(), goods.unsaved.end());
    goods.unsaved.clear();
    Return refund;
    refund.number = ReceiptNumber{turn.desk.last_receipt.value + 1};
    refund.shift = turn.desk.shift->number;
    refund.original = goods.original.id;
    refund.at = turn.desk.now;
    if (goods.original.sale.member) refund.member = goods.original.sale.member->id;
    refund.units = goods.priced.units;
    refund.paid_back = {std::move(paid_back)};
    refund.ledger = goods.priced.ledger;
    refund.stamps = goods.priced.stamps;
    refund.total = goods.priced.total;
    refund.approved_by = goods.approved_by;
    stage::CommitReturn commit{std::move(goods), refund, entries};
    entries.push_back(std::move(refund));
    const std::uint64_t ticket = journal(turn, {std::move(entries), {}, {}});
    return stage::Committing{std::move(commit), ticket};
}

void toggle(Turn& turn, stage::OpenReturn& goods, UnitRef unit) {
    std::vector<UnitRef> chosen = goods.chosen;
    if (std::erase(chosen, unit) == 0) chosen.push_back(unit);
    std::ranges::sort(chosen);
    if (chosen.empty()) {
        goods.chosen.clear();
        goods.priced = {};
        return;
    }
    // Policies are those in force when it was sold; another publication's are unknown.
    const Publication& now = *turn.world.publication;
    const bool same = now.hash() == goods.original.sale.publication;
    auto priced =
        price_return(goods.original, chosen, {turn.desk.now, same ? &now : nullptr, nullptr});
    if (!priced) return refuse(turn, told(priced.error()));
    goods.chosen = std::move(chosen);
    goods.priced = std::move(*priced);
    beep(turn);
}

}  // namespace kopilka
