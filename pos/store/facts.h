// What a till must know when it starts, read from its journal: the shift, the next numbers,
// questions that a crash left open, and who is locked out. The pure folds behind it are in
// pos/sale/report.h.
#pragma once
#include "pos/store/journal.h"

#include <map>
#include <optional>
#include <variant>
#include <vector>

namespace kopilka {

struct OpenShift {
    ShiftNumber shift;
    Date business_date;
    LocalTime opened;
    CashierId opened_by;
    ShiftTotals totals;
    bool operator==(const OpenShift&) const = default;
};

// An intent that was journaled and whose outcome is missing or Unknown: one question to the
// cashier.
struct UnansweredIntent {
    RecordId id;
    LocalTime at;
    std::variant<CardAsked, PrintAsked> asked;
    bool operator==(const UnansweredIntent&) const = default;
};

// The last record that has a paper: a sale, a return, a Z report, cash moved.
struct LastPaper {
    StoredRecord of;
    bool asked = false;  // its printing was begun
};

struct StartFacts {
    std::optional<OpenShift> shift;  // nullopt: closed
    ShiftNumber last_shift{0};       // open or closed; 0: none yet
    ReceiptNumber next_receipt{1};   // sales and returns in one numbering
    std::optional<JournalPlace> last_sale;
    std::vector<UnansweredIntent> open_intents;  // since the last shift opened, oldest first
    std::optional<LastPaper> last_paper;         // since the last shift opened
    // Wrong PINs of each cashier in a row; no time forgives them.
    std::map<CashierId, std::uint32_t> refused_sign_ins;
    // It was this late once: the latest of this shift, and of sign-ins and shifts before it.
    Instant latest;
};

Result<StartFacts> start_facts(const Journal& journal);

// The totals of one shift, open or closed: what an X report, or a Z report again, shows.
Result<std::optional<ShiftTotals>> shift_totals(const Journal& journal, ShiftNumber shift);

}  // namespace kopilka
