#include "pos/till/terminal.h"

#include "pos/core/overload.h"

namespace kopilka {
namespace {

// Unique for ever: of this till, this receipt's number-to-be, this instant, this ticket.
std::string new_operation(Turn& turn) {
    return turn.world.till.value + "-" + std::to_string(turn.desk.last_receipt.value + 1) + "-" +
           std::to_string(turn.desk.now.instant.ms) + "-" + std::to_string(next_ticket(turn));
}

}  // namespace

SaleStage ask_terminal(Turn& turn, std::variant<stage::OpenReceipt, stage::OpenReturn> of,
                       TenderKind kind, Money amount) {
    stage::CardPending pending;
    pending.kind = kind;
    pending.amount = amount;
    pending.operation = new_operation(turn);
    Commit commit{{CardAsked{pending.operation, kind, amount}}, {}, {}};
    if (auto* receipt = std::get_if<stage::OpenReceipt>(&of)) {
        receipt->asked.push_back(pending.operation);
        commit.save = draft_of(turn, *receipt, DraftState::Open);
    }
    pending.ticket = journal(turn, std::move(commit));
    pending.of = std::move(of);
    return pending;
}

// An intent like any other: without its outcome the journal would still believe in the money.
SaleStage cancel_payment(Turn& turn, stage::OpenReceipt receipt, std::size_t index) {
    stage::CardPending pending;
    pending.cancels = receipt.tenders[index];
    pending.kind = pending.cancels->kind;
    pending.amount = pending.cancels->amount;
    pending.operation = receipt.operations[index];
    remove_tender(receipt, index);
    receipt.asked.push_back(pending.operation);
    pending.ticket = journal(turn, {{CardAsked{pending.operation, pending.kind, pending.amount}},
                                    draft_of(turn, receipt, DraftState::Open),
                                    {}});
    pending.of = std::move(receipt);
    return pending;
}

void add_tender(stage::OpenReceipt& receipt, Tender tender, std::string operation) {
    receipt.tenders.push_back(std::move(tender));
    receipt.operations.push_back(std::move(operation));
}

void remove_tender(stage::OpenReceipt& receipt, std::size_t index) {
    receipt.tenders.erase(receipt.tenders.begin() + static_cast<std::ptrdiff_t>(index));
    receipt.operations.erase(receipt.operations.begin() + static_cast<std::ptrdiff_t>(index));
}

}  // namespace kopilka
