// What the stages of a sale carry: the open receipt, goods coming back, the question asked, what is
// on disk and waits for its paper. Values only; who changes them is each stage's own file.
#pragma once
#include "pos/sale/price.h"
#include "pos/sale/profile.h"
#include "pos/sale/receipt.h"
#include "pos/till/query.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kopilka::stage {

struct Attached {  // a member on the receipt; tier and points as they were at that moment
    Member member;
    IdentityStrength strength = IdentityStrength::Told;
    std::optional<Points> profile_reward;  // for filling in the profile; nullopt: nobody asks
};

// A receipt that is not finished. `priced` is always price() of the rest.
struct OpenReceipt {
    std::uint64_t draft = 0;
    LocalTime started;  // recalled: now. Goods cost what they cost then, also after a power cut
    std::shared_ptr<const Publication> publication;  // in force when the receipt started
    Basket basket;
    std::optional<Attached> member;
    std::map<ProgrammeId, Points> spend;  // chosen; priced.points says how many were taken
    std::vector<Tender> tenders;          // cash, card and SBP given so far
    std::vector<std::string> operations;  // the terminal's, one a tender; empty for cash
    std::vector<std::string> asked;       // terminal operations without an answer yet
    std::vector<JournalEntry> unsaved;    // answers that a full disk kept out of the journal
    std::optional<LocalTime> frozen_at;   // first press of Pay … back to the basket
    PriceContext context;                 // what `priced` was priced with
    PricedBasket priced;
    std::map<Sku, Localized> gift_names;
};

// What the next goods do: how many are sold, or that only their price is shown.
struct NextGoods {
    std::optional<Quantity> quantity;
    GoodsPurpose purpose = GoodsPurpose::Sell;
};

// Goods to be paid back, as chosen so far.
struct OpenReturn {
    OriginalSale original;
    bool by_code = false;         // the receipt was at hand
    std::vector<UnitRef> chosen;  // ascending
    PricedReturn priced;          // of `chosen`; empty while nothing is chosen
    CashierId approved_by;
    std::optional<Tender> paid_back;    // by the terminal already, not yet in the journal
    std::vector<JournalEntry> unsaved;  // its answer
};

// What somebody else's PIN would allow.
struct AllowVoidLine {
    LineId line;
};
struct AllowVoidReceipt {};
struct AllowPrice {
    LineId line;
    Money price;
};
struct AllowDiscount {
    LineId line;
    Money off;
};
struct AllowCash {
    Money amount;
    std::string reason;
};
struct AllowDrawer {
    std::string reason;
};
struct AllowReturn {
    OriginalSale original;
    bool by_code = false;
};
struct AllowReport {};
struct AllowCloseShift {};
using Allow = std::variant<AllowVoidLine, AllowVoidReceipt, AllowPrice, AllowDiscount, AllowCash,
                           AllowDrawer, AllowReturn, AllowReport, AllowCloseShift>;

// One question at a time, answered or left by Back.
struct AskAge {
    BasketLine line;  // added if the answer is yes
};
struct AskApproval {
    Allow what;
    std::uint32_t attempts = 0;
};
struct AskDepartment {  // nobody knows these goods
    GoodsQuery goods;
};
struct ChooseMember {
    std::vector<Member> members;
    IdentityStrength strength = IdentityStrength::Told;
};
struct ChooseDraft {
    std::vector<DraftSummary> drafts;
};
struct ShowPrice {
    Goods goods;
};
struct ShowReport {
    XReport report;
};
struct FillProfile {};  // of the member on the receipt
using Question = std::variant<AskAge, AskApproval, AskDepartment, ChooseMember, ChooseDraft,
                              ShowPrice, ShowReport, FillProfile>;

// On their way to disk; nothing of them has left the shop.
struct CommitSale {
    OpenReceipt receipt;
    Sale sale;
    std::vector<JournalEntry> before;  // in the same commit: the last card's answer
};
struct CommitReturn {
    OpenReturn goods;
    Return refund;
    std::vector<JournalEntry> before;
};
struct CommitShiftOpened {
    ShiftInProgress shift;
};
struct CommitShiftClosed {
    ShiftClosed closed;
};
struct CommitCash {
    CashMoved moved;
};
struct CommitDrawer {};
struct CommitProfile {
    OpenReceipt receipt;
    Profile profile;
};
// On disk, with its paper: `record` is what the paper is of.
struct Finished {
    Paperwork paper;
    RecordId record;
    Money change;  // to hand out; of a return: paid back
    std::uint32_t copies = 0;
};

}  // namespace kopilka::stage
