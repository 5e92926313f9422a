// Asking the payment terminal: the intent is on disk first. Internal to pos/till.
#pragma once
#include "pos/till/open_receipt.h"

#include <string>

namespace kopilka {

// To pay (positive) or to pay back (negative).
SaleStage ask_terminal(Turn& turn, std::variant<stage::OpenReceipt, stage::OpenReturn> of,
                       TenderKind kind, Money amount);
// Takes a payment back that the terminal approved before.
SaleStage cancel_payment(Turn& turn, stage::OpenReceipt receipt, std::size_t index);

// `operation` is the terminal's, empty for cash.
void add_tender(stage::OpenReceipt& receipt, Tender tender, std::string operation);
void remove_tender(stage::OpenReceipt& receipt, std::size_t index);

}  // namespace kopilka
