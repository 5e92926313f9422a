#include "pos/till/closing.h"

#include "pos/sale/kept_result.h"
#include "pos/till/stages.h"

#include <algorithm>

namespace kopilka {
Sale sale_of(const Turn& turn, const stage::OpenReceipt& receipt) {
    Sale sale;
    sale.number = ReceiptNumber{turn.desk.last_receipt.value + 1};
    sale.shift = turn.desk.shift->number;
    sale.context = receipt.context;
    if (receipt.member) {
        sale.member = receipt.member->member.view;
        sale.member_position = receipt.member->member.feed_position;
        sale.strength = receipt.member->strength;
    }
    sale.basket = receipt.basket;
    sale.tenders = all_tenders(receipt);
    keep_result(sale, receipt.priced);
    return sale;
}

SaleStage conclude(Turn& turn, stage::OpenReceipt receipt, std::vector<JournalEntry> entries) {
    entries.insert(entries.begin(), receipt.unsaved.begin(), receipt.unsaved.end());
    receipt.unsaved.clear();
    reprice(turn, receipt);
    if (receipt.priced.due > kNoMoney) {
        changed(turn, receipt, std::move(entries));
        return stage::Paying{std::move(receipt)};
    }
    stage::CommitSale commit{{}, sale_of(turn, receipt), entries};
    entries.push_back(commit.sale);
    const std::uint64_t ticket =
        journal(turn, {std::move(entries), std::nullopt, {draft_ref(turn, receipt)}});
    commit.receipt = std::move(receipt);
    return stage::Committing{std::move(commit), ticket};
}

Drawer drawer_for(const JournalEntry& entry) {
    const auto in_cash = [](const Tender& tender) { return tender.kind == TenderKind::Cash; };
    bool cash = std::holds_alternative<CashMoved>(entry);
    if (const auto* sale = std::get_if<Sale>(&entry))
        cash = std::ranges::any_of(sale->tenders, in_cash);
    if (const auto* back = std::get_if<Return>(&entry))
        cash = std::ranges::any_of(back->paid_back, in_cash);
    return cash ? Drawer::Kick : Drawer::Leave;
}

SaleStage print(Turn& turn, stage::Finished done, CopyMark mark, Drawer drawer) {
    stage::Printing printing;
    std::vector<JournalEntry> entries{PrintAsked{done.record, mark == CopyMark::Copy}};
    if (drawer == Drawer::Kick) entries.push_back(DrawerOpened{"sale"});
    printing.ticket = journal(turn, {std::move(entries), {}, {}});
    printing.done = std::move(done);
    printing.mark = mark;
    printing.kick_drawer = drawer == Drawer::Kick;
    return printing;
}

SaleStage print_copy(Turn& turn, stage::Finished done) {
    return print(turn, std::move(done), CopyMark::Copy, Drawer::Leave);
}

}  // namespace kopilka
